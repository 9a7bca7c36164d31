"""Loading of spaCy pipelines so that they run fast on one core."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, Any

from keii.errors import KeiiError
from keii.language.threads import one_thread
from keii.memory import give_back, uncollected

if TYPE_CHECKING:
    from spacy.language import Language as Pipeline

# Sentences that are parsed at once. 5,200 of the gold cases, the corpus and the news have the same parses as at 64, in
# the same time, and a process that parses them takes 426 MB at most instead of 514.
TOGETHER = 16


def load_pipeline(
    names: Sequence[str], *, exclude: Sequence[str], remedy: str, tokenizer_on_disk: bool = False
) -> "Pipeline":
    """Return the first installed pipeline of `names` without the components in `exclude`.

    What is loaded another way than by spaCy, none of which changes a parse:

    - The strings of its vocabulary are left out: they are those of training, a word's own are added when it is read.
      For ja_ginza they are 480,000, which took .3 s and 115 MB.
    - With `tokenizer_on_disk` the tokenizer is that of the model's folder from the start: spaCy makes that of the
      language before, with all its rules and exceptions, and throws it away (.07 s).

    Raises KeiiError with `remedy` when none is installed. The models' small matrices are multiplied by
    NumPy's OpenBLAS on one thread: with ja_ginza one core parses 3 to 5 times as many sentences as with
    the default BLIS kernel (measured by benchmarks/speed.py; the sums differ in the last bits only).
    """
    one_thread()
    with uncollected():
        with _without_commands():
            import spacy
        from spacy.util import is_package

        for name in names:
            if is_package(name):
                config = {"nlp": {"tokenizer": {"@tokenizers": _bare_tokenizer()}}} if tokenizer_on_disk else {}
                with _remembered_entry_points():
                    pipeline = spacy.load(name, exclude=[*exclude, "strings", "vectors"], config=config)
                _know_labels(pipeline)
                _use_openblas(pipeline)
                give_back()
                return pipeline
    raise KeiiError(f"no parser is installed: looked for {', '.join(names)}.", remedy=remedy)


@contextmanager
def _without_commands() -> Iterator[None]:
    """Let spaCy be imported without its command line, which takes as long as the rest: HTTP clients, typer."""
    name = "spacy.cli.info"  # what spaCy's __init__ imports of it
    if "spacy" in sys.modules:
        yield
        return
    command, commands = ModuleType(name), ModuleType("spacy.cli")
    command.info = commands.info = None  # type: ignore[attr-defined]
    sys.modules |= {name: command, "spacy.cli": commands}
    try:
        yield
    finally:
        for made in (name, "spacy.cli"):
            sys.modules.pop(made, None)


class _Remembered:
    """Entry points that are looked through once for each group."""

    def __init__(self, points: Any) -> None:
        self._select = cache(lambda group: points.select(group=group))

    def select(self, *, group: str) -> Any:
        """Return the entry points of a group."""
        return self._select(group)


@contextmanager
def _remembered_entry_points() -> Iterator[None]:
    """Let catalogue remember what packages add to spaCy: it looks through all of them a hundred times."""
    import catalogue

    known = getattr(catalogue, "AVAILABLE_ENTRY_POINTS", None)
    if not hasattr(known, "select"):
        yield
        return
    catalogue.AVAILABLE_ENTRY_POINTS = _Remembered(known)
    try:
        yield
    finally:
        catalogue.AVAILABLE_ENTRY_POINTS = known


def _bare_tokenizer() -> str:
    """Return the name of what makes a tokenizer without rules, which are then read from the model's folder."""
    from spacy.tokenizer import Tokenizer
    from spacy.util import registry

    name = "keii.bare_tokenizer.v1"
    registry.tokenizers(name, func=lambda: lambda nlp: Tokenizer(nlp.vocab))
    return name


def _know_labels(pipeline: "Pipeline") -> None:
    """Add what the components can answer to the strings: they write numbers, which are read back as strings."""
    for _, component in pipeline.pipeline:
        for label in getattr(component, "labels", ()):
            pipeline.vocab.strings.add(label)


def _use_openblas(pipeline: "Pipeline") -> None:
    for _, component in pipeline.pipeline:
        model = getattr(component, "model", None)
        for node in model.walk() if model is not None else ():
            if hasattr(node.ops, "use_blis"):
                node.ops.use_blis = False
