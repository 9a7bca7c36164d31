"""The words of briefs in the languages of messages, read from `data/labels.tsv`."""

from functools import cache
from pathlib import Path
from typing import Literal

from keii.errors import DataError
from keii.tables import read_table

FILE = Path(__file__).parent / "data" / "labels.tsv"
COLUMNS = ("kind", "key", "en", "ja")

Lang = Literal["ja", "en"]


def label(kind: str, key: str, lang: Lang) -> str:
    """Return the word for a thing of a kind (type, mode, status, certainty, source, sector, group, phrase).

    Raises DataError when the table has none: a test walks all of the model's and codebook's values.
    """
    try:
        return _labels(lang)[kind, key]
    except KeyError:
        raise DataError(f"there is no label for {kind} «{key}».", where=str(FILE),
                        remedy="Add a line with its words in both languages.") from None


def known(kind: str, key: str, lang: Lang) -> str | None:
    """Return the word for a thing of a kind whose table need not have every thing, or None."""
    return _labels(lang).get((kind, key))


def phrase(key: str, lang: Lang, **values: str) -> str:
    """Return a phrase with its braces filled in."""
    return label("phrase", key, lang).format(**values)


def counted(key: str, number: int, lang: Lang) -> str:
    """Return the phrase for a number of things, in the singular for one."""
    return phrase(f"{key}_one", lang) if number == 1 else phrase(key, lang, n=f"{number:,}")


@cache
def _labels(lang: Lang) -> dict[tuple[str, str], str]:
    return {(row["kind"], row["key"]): row[lang] for _, row in read_table(FILE, COLUMNS)}
