"""What a user sets once, in the environment, instead of saying it with every command."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

Lang = Literal["en", "ja"]  # languages of messages, help and dossier
MESSAGES: tuple[Lang, ...] = ("en", "ja")
LEDGER = "keii.db"  # in the current folder
SCHEMES = ("postgresql://", "postgres://")  # of a ledger that is no file
_PASSWORD = re.compile(r"(?<=://)([^:/?#]*):[^/?#]*@")  # up to the last @ before the path
_PASSWORD_ASKED = re.compile(r"([?&])((?:ssl)?password)=[^&#]*", re.IGNORECASE)
ACTORS = "KEII_ACTORS"  # of the environment: the folder of the user's own actors


@dataclass(frozen=True, slots=True)
class Database:
    """A ledger in a PostgreSQL database, by its URL as libpq reads it; written out without the password."""

    url: str = field(repr=False)

    def __str__(self) -> str:
        return _PASSWORD_ASKED.sub(r"\1\2=***", _PASSWORD.sub(r"\1:***@", self.url))

    def absolute(self) -> "Database":
        """Return the same; a database lies in no folder, as a file does."""
        return self

    @property
    def name(self) -> str:
        """The name of the database, as files beside it are called; keii where the URL names none."""
        path = unquote(urlsplit(self.url).path).strip("/")
        return re.sub(r"[^\w.-]", "_", path) or "keii"


def ledger_at(place: "Path | str | Database") -> "Path | Database":
    """Return where a ledger is that a person names: a URL of PostgreSQL, otherwise the path of a file."""
    if isinstance(place, str):
        return Database(place) if place.startswith(SCHEMES) else Path(place)
    return place


def beside(ledger: "Path | Database", suffix: str) -> Path:
    """Return the file that lies beside a ledger: keii.db.jobs; of a database in the current folder, by its name."""
    return ledger.with_name(f"{ledger.name}{suffix}") if isinstance(ledger, Path) else Path(f"{ledger.name}{suffix}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where the ledger is, and in which language people are spoken to."""

    ledger: Path | Database = Path(LEDGER)
    lang: Lang = "en"


def settings(arguments: Sequence[str], environ: Mapping[str, str]) -> Settings:
    """Return the settings of a command line and its environment (KEII_LEDGER, LC_ALL, LC_MESSAGES, LANG).

    --lang is looked for among all arguments, because help and usage errors speak before the options are parsed;
    a value that is none is refused there.
    """
    return Settings(ledger=ledger_at(environ.get("KEII_LEDGER") or LEDGER),
                    lang=_asked(arguments) or _of_locale(environ))


def _asked(arguments: Sequence[str]) -> Lang | None:
    asked = None
    for argument, following in zip(arguments, [*arguments[1:], ""], strict=False):
        if argument == "--":
            break
        if argument == "--lang":
            asked = following
        elif argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
    return next((lang for lang in MESSAGES if lang == asked), None)


def _of_locale(environ: Mapping[str, str]) -> Lang:
    """Return the language of the first locale variable that is set, as gettext does; English if it is another."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environ.get(name):
            return next((lang for lang in MESSAGES if lang == environ[name][:2]), "en")
    return "en"
