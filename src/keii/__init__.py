"""keii (経緯): reads the news and keeps the record of who did what to whom, and who says so.

`keii.code` gives the claims of a text, `keii.open` a ledger that can be asked; docs/python.md shows both. They are
loaded when they are first used, so that `import keii` stays light.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from keii.api import Answer, Filters, Record, code, open

__version__ = "0.1.0"
__all__ = ["Answer", "Filters", "Record", "__version__", "code", "open"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        return getattr(import_module("keii.api"), name)
    raise AttributeError(f"module 'keii' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
