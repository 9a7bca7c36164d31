"""English: the parser's trees as Universal Dependencies in plain arrays, and the language's data files."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from keii.language.contract import Parse
from keii.language.en.split import split
from keii.language.en.universal import universal_tokens
from keii.language.threads import one_thread
from keii.memory import uncollected

if TYPE_CHECKING:
    from keii.language.en.parser import CoreWeb


class English:
    """English behind the contract of a language."""

    code = "en"
    joiner = " "
    data = Path(__file__).parent / "data"

    @cached_property
    def parser(self) -> "CoreWeb":
        """The parser, loaded at first use; raises KeiiError when it is not installed."""
        one_thread()
        from keii.language.en.parser import CoreWeb

        with uncollected():
            return CoreWeb()

    def split(self, text: str) -> list[tuple[int, int]]:
        """Return the spans of the sentences of `text`."""
        return split(text)

    def parse(self, sentences: Iterable[str]) -> Iterator[Parse]:
        """Yield the parse of each sentence with Universal Dependencies relations."""
        return map(universal_tokens, self.parser.trees(sentences))
