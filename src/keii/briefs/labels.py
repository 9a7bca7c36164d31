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


def label_of(words: str, lang: Lang) -> str:
    """Return what an act of type OTHER is, in a language; words that the table does not have as they are.

    A label is English where a predicate or the corpus has it, otherwise the article's own words. The order of its words
    does not count: reasons for events give them sorted.

    >>> label_of("satellite launch", "ja"), label_of("閉まった", "ja")
    ('衛星打ち上げ', '閉まった')
    """
    return words if lang == "en" else _of_other(lang).get(frozenset(words.split()), words)


def phrase(key: str, lang: Lang, **values: str) -> str:
    """Return a phrase with its braces filled in."""
    return label("phrase", key, lang).format(**values)


def counted(key: str, number: int, lang: Lang) -> str:
    """Return the phrase for a number of things, in the singular for one."""
    return phrase(f"{key}_one", lang) if number == 1 else phrase(key, lang, n=f"{number:,}")


@cache
def _of_other(lang: Lang) -> dict[frozenset[str], str]:
    return {frozenset(key.split()): words for (kind, key), words in _labels(lang).items() if kind == "label"}


@cache
def _labels(lang: Lang) -> dict[tuple[str, str], str]:
    return {(row["kind"], row["key"]): row[lang] for _, row in read_table(FILE, COLUMNS)}
