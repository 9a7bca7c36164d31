"""What keii says to people, in English in the code and in Japanese in `words.tsv`."""

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from keii.errors import KeiiError

if TYPE_CHECKING:
    from keii.model import Problem

DATA = Path(__file__).parent / "words.tsv"
COLUMNS = ("en", "ja")
_NOUNS = ("document", "sentence", "claim", "problem", "event", "source", "situation", "shard", "request", "proposal",
          "place", "period", "character", "actor", "name", "office", "second", "time", "file", "page", "record")
_COUNTED = re.compile(rf"\{{(\w+)\}} ((?:[a-z]+ )?(?:{'|'.join(_NOUNS)}))s\b( are\b| were\b| have\b| differ\b)?")
_NAMED = "kind"  # the blank that keii fills in with words of its own: a ZIP archive, a list
_SINGULAR = {" are": " is", " were": " was", " have": " has", " differ": " differs"}


def say(lang: str, english: str, **values: object) -> str:
    """Return the sentence in a language of messages, with its `{name}`s filled in.

    A sentence without a translation is said in English; a test keeps that from happening to one of keii's own.
    In English what is counted is singular where it is one: 1 document.

    >>> say("en", "{claims} claims of {documents} documents", claims=2, documents=1)
    '2 claims of 1 document'
    """
    sentence = _counted(english, values) if lang == "en" else _translations().get(english, english)
    return sentence.format(**values) if values else sentence


def _counted(english: str, values: dict[str, object]) -> str:
    """Return a sentence with its nouns, and the verb right after them, in the singular where their number is 1."""
    if 1 not in values.values():
        return english

    def one(match: re.Match[str]) -> str:
        if values.get(match[1]) != 1:
            return match[0]
        return f"{{{match[1]}}} {match[2]}{_SINGULAR.get(match[3], '')}"

    return _COUNTED.sub(one, english)


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
            return translation.format(**{name: _translations().get(value, value) if name == _NAMED else value
                                         for name, value in match.groupdict().items()})
    return english


def told(lang: str, error: KeiiError) -> str:
    """Return an error as one sentence: where, what, and what to do."""
    place = f"{error.where}: " if error.where else ""
    remedy = f"{gap(lang)}{retell(lang, error.remedy)}" if error.remedy else ""
    return f"{place}{retell(lang, error.what)}{remedy}"


def explained(problem: "Problem", lang: str) -> str:
    """Return a problem as one sentence: which input, where, what, and what to do."""
    where = problem.origin if problem.start is None else f"{problem.origin} @{problem.start}"
    return f"{where}: {retell(lang, problem.message)}{gap(lang)}{retell(lang, problem.remedy)} [{problem.code}]"


def gap(lang: str) -> str:
    """Return what stands between two sentences: a blank, and in Japanese nothing."""
    return "" if lang == "ja" else " "


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
