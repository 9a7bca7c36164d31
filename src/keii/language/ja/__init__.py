"""Japanese: GiNZA's parse as plain arrays, and the language's data files."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from keii.language.contract import Parse
from keii.language.ja.repairs import repaired
from keii.language.ja.split import split
from keii.language.ja.tokens import plain_tokens
from keii.language.pipelines import TOGETHER, load_pipeline

if TYPE_CHECKING:
    from spacy.language import Language as Pipeline


class Japanese:
    """Japanese behind the contract of a language."""

    code = "ja"
    joiner = ""
    data = Path(__file__).parent / "data"

    @cached_property
    def pipeline(self) -> "Pipeline":
        """The parser, loaded at first use: without its slow NER, whose work the registry does better."""
        return load_pipeline(
            ("ja_ginza",),
            exclude=("ner", "compound_splitter", "bunsetu_recognizer"),
            remedy="Install it with: pip install 'ja-ginza>=5.3,<5.4'.",
        )

    def split(self, text: str) -> list[tuple[int, int]]:
        """Return the spans of the sentences of `text`; a quotation with its と述べた stays whole."""
        return split(text)

    def parse(self, sentences: Iterable[str]) -> Iterator[Parse]:
        """Yield the parse of each sentence; names that Sudachi cuts wrongly come out whole."""
        for doc in self.pipeline.pipe(sentences, batch_size=TOGETHER):
            yield repaired(plain_tokens(doc))
