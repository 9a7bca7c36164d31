"""What keii says to people, in English in the code and in Japanese in `words.tsv`."""

import re
from functools import cache
from pathlib import Path

from keii.errors import KeiiError

DATA = Path(__file__).parent / "words.tsv"
COLUMNS = ("en", "ja")


def say(lang: str, english: str, **values: object) -> str:
    """Return the sentence in a language of messages, with its `{name}`s filled in.

    A sentence without a translation is said in English; a test keeps that from happening to one of keii's own.
    """
    sentence = english if lang == "en" else _translations().get(english, english)
    return sentence.format(**values) if values else sentence


def retell(lang: str, english: str) -> str:
    """Return an error's or a problem's message, made in English, in a language of messages.

    The words are recognised with whatever was filled in, because such messages are made, stored and raised far
    from those who know the user's language.
    """
    if lang == "en" or not english:
        return english
    if english in _translations():
        return _translations()[english]
    for pattern, translation in _patterns():
        if match := pattern.fullmatch(english):
            return translation.format(**match.groupdict())
    return english


def told(lang: str, error: KeiiError) -> str:
    """Return an error as one sentence: where, what, and what to do."""
    place = f"{error.where}: " if error.where else ""
    remedy = f" {retell(lang, error.remedy)}" if error.remedy else ""
    return f"{place}{retell(lang, error.what)}{remedy}"


@cache
def _translations() -> dict[str, str]:
    from keii.tables import read_table  # late: English needs none of it

    return {row["en"]: row["ja"] for _, row in read_table(DATA, COLUMNS)}


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Return the sentences with `{name}`s as patterns, those with the most words of their own first."""
    patterns = []
    for english, japanese in _translations().items():
        pieces = re.split(r"\{(\w+)\}", english)
        own = pieces[::2]
        if len(pieces) > 1 and len("".join(own).split()) > 1:
            pattern = "".join(re.escape(piece) if number % 2 == 0 else f"(?P<{piece}>.*?)"
                              for number, piece in enumerate(pieces))
            patterns.append((len("".join(own)), re.compile(pattern, re.DOTALL), japanese))
    return [(pattern, japanese) for _, pattern, japanese in sorted(patterns, key=lambda row: -row[0])]
