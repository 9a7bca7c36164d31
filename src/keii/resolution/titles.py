"""The title that stands with a name, and whether somebody's offices agree with it."""

import re
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import cache

from keii.errors import DataError
from keii.gazetteer.names import DATA
from keii.gazetteer.persons import offices
from keii.language.languages import language as _language
from keii.tables import data_error, read_table

TITLES = ("title", "position", "office", "sector", "note")
OFFICES = ("title", "offices", "rule", "note")
# Stand before a title, not a name.
STYLES = frozenset({"現", "現職", "現職の", "暫定", "臨時", "代行", "副", "共同", "首席", "筆頭", "名誉", "終身"})
# Words of address for people whom the news knows by no office: nobody of the registry is meant by them and a surname.
PRIVATE = frozenset({"さん", "さんら", "Miss", "女史", "先生", "未亡人"})


class Rule(StrEnum):
    """What a title says of those who held none of its offices."""

    CLOSED = "closed"  # they are not meant
    OPEN = "open"  # nothing
    NEVER = "never"  # nobody of the registry is meant


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A title or honorific as the text gives it; `office` is that of titles.tsv, "" for an honorific."""

    words: str
    office: str
    sector: str
    start: int  # in the phrase
    end: int


def title_of(phrase: str, start: int, end: int, language: str) -> Title | None:
    """Return the title that stands with the name at `start` to `end` of a phrase, None where there is none."""
    before, after = _patterns(language)
    found = after.match(phrase, end) if language == "ja" else None
    found = found or before.search(phrase[:start]) or (after.match(phrase, end) if language != "ja" else None)
    if found is None:
        return None
    words = found.group("title")
    office, sector = _titles(language)[words.lower()]
    return Title(words=words, office=office, sector=sector, start=found.start("title"), end=found.end("title"))


def agrees(person: str, title: Title | None, date: str | None) -> bool | None:
    """Tell whether a person holds or held an office of a title before a date; None where the title does not tell."""
    if title is None or (not title.office and title.words not in PRIVATE):
        return None
    if title.words in PRIVATE:
        return False
    rule, patterns = _rules().get(title.office, (Rule.OPEN, ()))
    held = [one.office for one in offices().get(person, ()) if date is None or one.start <= date[: len(one.start)]]
    if any(fnmatchcase(office, pattern) for office in held for pattern in patterns):
        return True
    return None if rule is Rule.OPEN else False


@cache
def _titles(language: str) -> dict[str, tuple[str, str]]:
    """Return office and sector of every title, in lower case."""
    rows = read_table(_language(language).data / "titles.tsv", TITLES)
    worn = (row for _, row in rows if row["position"] in ("prefix", "suffix") and row["title"] not in STYLES)
    return {row["title"].lower(): (row["office"], row["sector"]) for row in worn}


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds a title before a name, searched in the text before it, and after it, matched where it ends."""
    either = "|".join(map(re.escape, sorted(_titles(language), key=lambda title: (-len(title), title))))
    if language == "ja":
        after = re.compile(rf"[・、\s]?(?:[元前]|次期)?(?P<title>{either})")
        return re.compile(rf"(?P<title>{either})(?:の|・|、)?$"), after
    before = re.compile(rf"(?:^|.*[\s(-])(?P<title>{either})\.?\s+$", re.IGNORECASE)
    return before, re.compile(rf"\s?[,(]\s?(?:\w+\s){{0,4}}?(?P<title>{either})\b", re.IGNORECASE)


@cache
def _rules() -> dict[str, tuple[Rule, tuple[str, ...]]]:
    """Return the rule and the offices of every title's office; raises DataError for a rule that nobody knows."""
    path = DATA / "office_titles.tsv"
    found = {}
    for number, row in read_table(path, OFFICES):
        if row["rule"] not in set(Rule):
            raise _unknown(number, row["rule"])
        found[row["title"]] = (Rule(row["rule"]), tuple(filter(None, row["offices"].split("|"))))
    return found


def _unknown(number: int, rule: str) -> DataError:
    return data_error(DATA / "office_titles.tsv", number, f"rule «{rule}» is unknown.", f"Known: {', '.join(Rule)}.")
