"""The words of alerts in the languages of messages, read from `data/words.tsv`."""

from functools import cache
from pathlib import Path

from keii.tables import read_table

FILE = Path(__file__).parent / "data" / "words.tsv"
COLUMNS = ("en", "ja")


def say(lang: str, english: str, **values: object) -> str:
    """Return a sentence of alerts in a language, with its `{name}`s filled in."""
    sentence = english if lang == "en" else _japanese()[english]
    return sentence.format(**values) if values else sentence


@cache
def _japanese() -> dict[str, str]:
    return {row["en"]: row["ja"] for _, row in read_table(FILE, COLUMNS)}
