"""The implementations of coding, by the name that `--coder` takes."""

from collections.abc import Callable
from functools import cache

from keii.coding.combined import Combined
from keii.coding.contract import Coder
from keii.coding.rules import Rules
from keii.coding.trained import Trained
from keii.errors import UsageError

CODERS: dict[str, Callable[[], Coder]] = {"rules": Rules, "model": Trained, "both": Combined}
DEFAULT = "both"  # what measures best on the development sets (docs/design/model.md)


@cache
def coder(name: str | None = None) -> Coder:
    """Return the coder of a name, the default one without; raises UsageError for a name that is none."""
    if (name or DEFAULT) not in CODERS:
        raise UsageError(f"coder «{name}» is not known.", where="--coder", remedy=f"Known: {', '.join(CODERS)}.")
    return CODERS[name or DEFAULT]()
