"""The words of the workbench in the languages of messages: its own, and those of briefs and the codebook."""

from functools import cache
from pathlib import Path

from keii.briefs.labels import label, label_of
from keii.config import Lang
from keii.errors import DataError
from keii.tables import read_table

FILE = Path(__file__).parent / "data" / "words.tsv"
COLUMNS = ("en", "ja")


def say(lang: Lang, english: str, **values: object) -> str:
    """Return a sentence of the workbench in a language, with its `{name}`s filled in.

    A sentence without a translation is said in English; a test keeps that from happening to one of the workbench's.
    """
    sentence = english if lang == "en" else _japanese().get(english, english)
    return sentence.format(**values) if values else sentence


def name(lang: Lang, kind: str, key: str | None) -> str:
    """Return the word for a value of the model (kind type, mode, label, status, certainty, source), or the value."""
    if not key:
        return ""
    if kind == "label":
        return label_of(key, lang)
    try:
        return label(kind, key, lang)
    except DataError:
        return key.partition(" ")[2] or key if kind == "mode" else key


@cache
def _japanese() -> dict[str, str]:
    return {row["en"]: row["ja"] for _, row in read_table(FILE, COLUMNS)}
