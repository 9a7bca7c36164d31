"""The words of a page for its search: Japanese is cut as Sphinx cuts it, everything else at what is no letter."""

import re

from sphinx.search.ja import DefaultSplitter

_RUN = re.compile(r"([々〆ぁ-ヿ㐀-䶿一-鿿ｦ-ﾟ]+)|(?:(?![々〆ぁ-ヿ㐀-䶿一-鿿ｦ-ﾟ])\w)+")


class Words(DefaultSplitter):
    """Sphinx's splitter for what is Japanese: it weighs every character, and most pages hold few that are."""

    def split(self, input: str) -> list[str]:
        """Return the words of a text in their order."""
        return [word for run in _RUN.finditer(input)
                for word in (super(Words, self).split(run[1]) if run[1] else [run[0]])]
