"""Which news agency a text is credited to: 【ワシントン共同】, （ロイター）, LIMA (AP) —, By Reuters.

Only bylines and credits count, at the head and foot of a text; an agency that a sentence cites is a source of that
sentence and is read there.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path

from keii.tables import data_error, read_table

DATA = Path(__file__).parent / "data" / "agencies.tsv"
_COLUMNS = ("agency", "language", "form")
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_HEAD_LINES, _FOOT_LINES = 4, 3  # headline, byline, date, first paragraph; last paragraph, credit, copyright
_BESIDE = 24  # characters of a place and a day beside the agency's name: ［ワシントン　２２日　ロイター］

# Where a credit stands in a line; {forms} are the agencies. A bracket holds the agency last (【6月3日 AFP】), or before
# its reporter (【ジュネーブ共同＝山田太郎】);
# 「共同声明」 and the like are no forms, since the bracket must end after the form.
_BRACKET = (rf"[【（(［\[〔]\s*(?:[^】）)］\]〕]{{{{0,{_BESIDE}}}}}?(?<![A-Za-z]))?(?P<agency>{{forms}})"
            r"(?:電|発|配信|提供)?\s*(?:=[^】）)］\]〕\n]{{1,24}})?[】）)］\]〕]")
_PATTERNS = {
    "ja": (
        rf"^\s*{_BRACKET}", rf"{_BRACKET}\s*$", r"^\s*(?P<agency>{forms})\s*$",
        r"^\s*(?:配信|提供|出典)\s*[:：]?\s*(?P<agency>{forms})\s*$",
        r"^\s*(?:©|\(c\)|Copyright)[^\n]{{0,12}}(?P<agency>{forms})\b",
    ),
    "en": (
        r"^\s*[^\n()]{{0,60}}\((?P<agency>{forms})\)\s*[-–—]",
        r"^\s*[A-Z][^\n()]{{0,40}}\s[-–—]{{1,2}}\s(?P<agency>{forms})\s[-–—]",
        r"^\s*(?:By|Source:|From|Via)\s+(?P<agency>{forms})\s*$",
        r"^\s*By\s[^\n.]{{1,80}},\s(?P<agency>{forms})\s*$",  # By Jane Doe and John Roe, Associated Press
        r"^\s*[(\[]?(?P<agency>{forms})(?: in [A-Z][^\n.,]{{1,30}})?[)\]]?\s*$",  # Reuters in Lima
        r"^\s*Our Standards: The (?P<agency>{forms}) Trust Principles",
        r"[.”\"]\s*[(\[\u2014–-]\s*(?:With (?:inputs?|reporting) from )?(?P<agency>{forms})[)\]]?\s*$",
        r"^\s*\(?With (?:inputs?|reporting) (?:from|by) (?P<agency>{forms})\b[^\n]{{0,20}}$",
        r"^\s*(?:©|\(c\)|Copyright)[^\n]{{0,12}}\b(?P<agency>{forms})\b",
    ),
}


def credited(text: str, author: str | None, language: str) -> str | None:
    """Return the registry's id of the agency that a text is credited to, None when it is credited to none."""
    known = _agencies(language)
    for name in (author or "").split(","):  # names are joined by commas: Jane Doe, Associated Press
        if agency := known.get(_fold(name).removeprefix("By ").strip()):
            return agency
    lines = [_fold(match.group()) for match in _LINE.finditer(text)]
    for line in dict.fromkeys([*lines[:_HEAD_LINES], *reversed(lines[-_FOOT_LINES:])]):
        for pattern in _patterns(language):
            if match := pattern.search(line):
                return known[match["agency"]]
    return None


def _fold(line: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", line).split())


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    forms = "|".join(re.escape(form) for form in sorted(_agencies(language), key=len, reverse=True))
    return tuple(re.compile(pattern.format(forms=forms)) for pattern in _PATTERNS.get(language, ()) if forms)


@cache
def _agencies(language: str) -> dict[str, str]:
    """Return the agencies by the forms of their names; raises DataError for a row that breaks the file's rules."""
    found: dict[str, str] = {}
    for number, row in read_table(DATA, _COLUMNS):
        form = _fold(row["form"])
        if not row["agency"] or not form or row["language"] not in _PATTERNS:
            raise data_error(DATA, number, f"an agency, a form and one of {', '.join(_PATTERNS)} are needed.")
        if row["language"] == language and found.setdefault(form, row["agency"]) != row["agency"]:
            raise data_error(DATA, number, f"«{form}» names {found[form]} already.")
    return found
