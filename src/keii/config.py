"""What a user sets once, in the environment, instead of saying it with every command."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Lang = Literal["en", "ja"]  # languages of messages, help and dossier
MESSAGES: tuple[Lang, ...] = ("en", "ja")
LEDGER = "keii.db"  # in the current folder
ACTORS = "KEII_ACTORS"  # of the environment: the folder of the user's own actors


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where the ledger is, and in which language people are spoken to."""

    ledger: Path = Path(LEDGER)
    lang: Lang = "en"


def settings(arguments: Sequence[str], environ: Mapping[str, str]) -> Settings:
    """Return the settings of a command line and its environment (KEII_LEDGER, LC_ALL, LC_MESSAGES, LANG).

    --lang is looked for among all arguments, because help and usage errors speak before the options are parsed;
    a value that is none is refused there.
    """
    return Settings(ledger=Path(environ.get("KEII_LEDGER") or LEDGER),
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
