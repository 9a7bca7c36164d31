"""The replies that are kept beside the ledger, so that a second run gives the same bytes and asks nothing."""

import os
from dataclasses import dataclass
from pathlib import Path

import orjson

from keii.config import Database, beside
from keii.errors import LedgerError


@dataclass(frozen=True, slots=True, kw_only=True)
class Replies:
    """A folder with one file for each reply, named by what was asked."""

    folder: Path

    @classmethod
    def beside(cls, ledger: Path | Database) -> "Replies":
        """Return the replies of a ledger: keii.db has them in keii.db.replies."""
        return cls(folder=beside(ledger, ".replies"))

    def find(self, key: str) -> str | None:
        """Return the reply under a key; None where there is none, or the file is damaged."""
        try:
            held = orjson.loads((self.folder / f"{key}.json").read_bytes())
        except (OSError, ValueError):
            return None
        content = held.get("content") if isinstance(held, dict) else None
        return content if isinstance(content, str) else None

    def keep(self, key: str, content: str, *, reader: str, document: str) -> None:
        """Keep a reply, whole or not at all; raises LedgerError when the folder cannot be written."""
        held = orjson.dumps({"reader": reader, "document": document, "content": content},
                            option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
        half = self.folder / f"{key}.{os.getpid()}.part"
        try:
            self.folder.mkdir(exist_ok=True)
            half.write_bytes(held)
            half.replace(self.folder / f"{key}.json")
        except OSError as error:
            raise LedgerError(f"a reply cannot be kept: {error.strerror}.", where=str(self.folder),
                              remedy="Free space, or give yourself write permission.") from error
