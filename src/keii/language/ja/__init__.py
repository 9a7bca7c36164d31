"""Japanese: GiNZA's parse as plain arrays, and the language's data files."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import tee
from pathlib import Path
from typing import TYPE_CHECKING

from keii.language.contract import Parse
from keii.language.ja.repairs import repaired
from keii.language.ja.split import split
from keii.language.ja.tokens import plain_tokens
from keii.language.threads import one_thread
from keii.memory import give_back, uncollected

if TYPE_CHECKING:
    from keii.language.ja.parser import Ginza


class Japanese:
    """Japanese behind the contract of a language."""

    code = "ja"
    joiner = ""
    data = Path(__file__).parent / "data"

    @cached_property
    def parser(self) -> "Ginza":
        """The parser, loaded at first use; raises KeiiError when it is not installed."""
        from keii.language.ja.parser import Ginza

        one_thread()
        with uncollected():
            parser = Ginza()
        give_back()
        return parser

    def split(self, text: str) -> list[tuple[int, int]]:
        """Return the spans of the sentences of `text`; a quotation with its と述べた stays whole."""
        return split(text)

    def parse(self, sentences: Iterable[str]) -> Iterator[Parse]:
        """Yield the parse of each sentence; names that Sudachi cuts wrongly come out whole."""
        kept, asked = tee(sentences)
        for sentence, tree in zip(kept, self.parser.trees(asked), strict=True):
            yield repaired(plain_tokens(sentence, tree))
