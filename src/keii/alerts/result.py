"""What became of one try to deliver a message, and the secrets that it takes."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from keii.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of a try."""

    state: str  # sent; waiting: tried again later; failed: no use in trying again; unsure: may have arrived
    trouble: str | None = None  # None: it was sent
    remedy: str | None = None  # of what can be mended; None: there is none
    pause: float | None = None  # seconds that the receiver asks to wait; None: it does not say


SENT = Result(state="sent")


def secret(name: str | None, environ: Mapping[str, str] = os.environ) -> str | None:
    """Return what an environment variable holds, or the file that NAME_FILE names; None: no name is given.

    Raises UsageError when neither is set or the file cannot be read.
    """
    if name is None:
        return None
    if environ.get(name):
        return environ[name]
    path = environ.get(f"{name}_FILE")
    if not path:
        raise UsageError(f"the environment variable {name} is not set.",
                         remedy=f"Set it, or let {name}_FILE name a file that holds the password.")
    try:
        return Path(path).read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"the file that {name}_FILE names cannot be read.", where=path,
                         remedy="Check path and permissions.") from error
