"""Loading of spaCy pipelines so that they run fast on one core."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING

from keii.errors import KeiiError
from keii.language.threads import one_thread
from keii.memory import give_back

if TYPE_CHECKING:
    from spacy.language import Language as Pipeline


def load_pipeline(names: Sequence[str], *, exclude: Sequence[str], remedy: str) -> "Pipeline":
    """Return the first installed pipeline of `names` without the components in `exclude`.

    The strings of its vocabulary are left out: they are those of training, a word's own are added when it is read. For
    ja_ginza they are 480,000, which took .3 s and 115 MB; no parse is another without them.

    Raises KeiiError with `remedy` when none is installed. The models' small matrices are multiplied by
    NumPy's OpenBLAS on one thread: with ja_ginza one core parses 3 to 5 times as many sentences as with
    the default BLIS kernel (measured by benchmarks/speed.py; the sums differ in the last bits only).
    """
    one_thread()
    with _without_commands():
        import spacy
    from spacy.util import is_package

    for name in names:
        if is_package(name):
            pipeline = spacy.load(name, exclude=[*exclude, "strings"])
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
