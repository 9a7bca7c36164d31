"""Connectives of cause as data: the reader of `causes.tsv`, and the screen for sentences that can hold one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from keii.coding.lexicon import lexicon
from keii.language.languages import language
from keii.tables import data_error, read_table

COLUMNS = ("connective", "kind", "cause", "status", "when", "unless", "example", "counter")
PARTS = {
    "between": ("before",),
    "phrase": ("before", "after"),
    "clause": ("after",),
    "verb": ("subject", "object"),
    "link": ("before",),
    "ending": ("after",),
}
TESTS = ("left", "left_word", "right", "head", "object", "main")
ENDINGS = "|e|s|es|d|[lmt]?(?:ed|ing)"  # of English verbs, with their doubled letters
LEFT = ("noun", "party", "past", "lasting", "plain", "te", "comma")


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseRow:
    """One row of causes.tsv."""

    connective: str  # as it stands in the text; of a verb: its dictionary form, after the particle in Japanese
    kind: str
    cause: str  # which part is the cause
    conditional: bool
    when: Mapping[str, frozenset[str]]
    unless: Mapping[str, frozenset[str]]
    row: str  # file:line
    example: str
    counter: str

    @property
    def verb(self) -> str:
        """Of a verb: its dictionary form without particle or preposition."""
        words = self.connective.split(" ")
        return words[0] if self.connective.isascii() else words[-1]

    @property
    def marker(self) -> str:
        """Of a verb: the particle or preposition of what is its object, "" for a bare object."""
        words = self.connective.split(" ")
        return " ".join(words[1:]) if self.connective.isascii() else words[0]


def read_causes(path: Path) -> tuple[CauseRow, ...]:
    """Return the rows of a file of connectives; raises DataError with file and line for a bad one."""
    rows = []
    for number, cells in read_table(path, COLUMNS):
        if cells["cause"] not in PARTS.get(cells["kind"], ()):
            known = "; ".join(f"{kind} ({', '.join(parts)})" for kind, parts in PARTS.items())
            raise data_error(path, number, f"«{cells['kind']} {cells['cause']}» is not known.", f"Kinds: {known}.")
        if cells["status"] not in ("", "conditional"):
            raise data_error(
                path, number, f"the status «{cells['status']}» is not known.", "It is conditional or empty."
            )
        if not cells["connective"] or not cells["example"]:
            raise data_error(path, number, "a connective or its example is missing.")
        rows.append(
            CauseRow(
                connective=cells["connective"],
                kind=cells["kind"],
                cause=cells["cause"],
                conditional=cells["status"] == "conditional",
                when=_tests(path, number, cells["when"]),
                unless=_tests(path, number, cells["unless"]),
                row=f"{path.name}:{number}",
                example=cells["example"],
                counter=cells["counter"],
            )
        )
    return tuple(rows)


def _tests(path: Path, number: int, text: str) -> dict[str, frozenset[str]]:
    tests = {}
    for part in text.split():
        name, mark, words = part.partition("=")
        if name not in TESTS or not mark or not words:
            raise data_error(path, number, f"«{part}» is no condition.", f"Write one of {', '.join(TESTS)} with =a|b.")
        values = frozenset(words.split("|"))
        if name == "left" and not values <= set(LEFT):
            raise data_error(path, number, f"«{words}» is no class.", f"Classes: {', '.join(LEFT)}.")
        tests[name] = values
    return tests


@cache
def cause_rows(code: str) -> tuple[CauseRow, ...]:
    """Return the connectives of a language, longer ones first, otherwise as in the file."""
    rows = read_causes(language(code).data / "causes.tsv")
    return tuple(sorted(rows, key=lambda row: -len(row.connective)))


@cache
def _screen(code: str) -> re.Pattern[str]:
    forms: set[str] = set()
    for row in cause_rows(code):
        if row.kind != "verb":
            forms.add(re.escape(row.connective) if code == "ja" else rf"\b{re.escape(row.connective)}(?!\w)")
        elif code == "ja":
            stem = row.verb[:-1] if len(row.verb) > 1 and "ぁ" <= row.verb[-1] <= "ん" else row.verb
            forms.add(re.escape(stem))
        else:
            stem = re.escape(row.verb.removesuffix("e"))
            irregular = [re.escape(form) for form in lexicon(code).irregular.get(row.verb, [])]
            forms.add(rf"\b(?:{'|'.join([f'{stem}(?:{ENDINGS})', *irregular])})\b")
    return re.compile("|".join(sorted(forms)), re.IGNORECASE)


def may_hold_cause(code: str, sentence: str) -> bool:
    """Tell whether a sentence has the words of a connective; one that has none is not parsed for its causes."""
    return _screen(code).search(sentence) is not None
