"""The words of quantities of one language, compiled from its `quantities.tsv`.

Columns: kind, text, value, note. Kinds:

    numeral   a number; scale and big multiply what stands before them (百, 万), big also all that was added up
    several   a number that is not told exactly: `2-9`, or `200-` where the words set no highest
    fixed     a word that is a number and its unit in one: `1 person`
    unit      a measure or counter; the value is its name in both languages, empty when the words do not fix one;
              `half` behind it adds a half (時間半)
    currency  a unit that stands before the number
    before    what stands before a number and bounds it: low, high, about, exact (it bounds nothing)
    after     the same behind the number or its unit
    to        what stands between the ends of a range
    ordinal   what makes the number a place in a row: `before` or `after`
    not       a word with a numeral in it that is no number
    lead      a word before the number that is not what is counted
    stop      a word behind the number that ends what is counted
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from keii.errors import UsageError
from keii.tables import data_error, read_table

COLUMNS = ("kind", "text", "value", "note")
_FOLDER = Path(__file__).parents[1] / "language"
_VALUES = {
    "numeral": re.compile(r"\d+"),
    "scale": re.compile(r"\d+"),
    "big": re.compile(r"\d+"),
    "several": re.compile(r"\d+-\d*"),
    "fixed": re.compile(r"\d+ \S+"),
    "currency": re.compile(r"[A-Z]{3}"),
    "unit": re.compile(r"(?:[A-Za-z-]+(?: half)?)?"),
    "before": re.compile(r"(?:low|high)?(?: ?about)?|exact"),
    "after": re.compile(r"(?:low|high)?(?: ?about)?"),
    "ordinal": re.compile(r"before|after"),
    "to": re.compile(""),
    "not": re.compile(""),
    "lead": re.compile(""),
    "stop": re.compile(""),
}


@dataclass(frozen=True, slots=True)
class Word:
    """What one row says of its word, and where in the file it stands."""

    value: str
    place: str  # quantities.tsv:LINE


@dataclass(frozen=True, slots=True)
class Table:
    """All words of a language, by kind and in lower case, and the expression that finds a quantity."""

    words: Mapping[str, Mapping[str, Word]]
    token: re.Pattern[str]  # one token of a number, its kind as the name of the group
    quantity: re.Pattern[str]
    japanese: bool

    def word(self, kind: str, text: str | None) -> Word | None:
        """Return what the table says of a word, None when it does not have it."""
        return self.words.get(kind, {}).get(text.lower()) if text else None


@cache
def table(language: str) -> Table:
    """Return the words of a language (ISO 639-1), read once; raises UsageError when there are none."""
    path = _FOLDER / language / "data" / "quantities.tsv"
    if not (language.isalpha() and path.is_file()):
        raise UsageError(f"there are no quantities for language «{language}».", remedy="Supported: ja, en.")
    return compile_table(path, japanese=language == "ja")


def compile_table(path: Path, *, japanese: bool) -> Table:
    """Return the words of a `quantities.tsv`; raises DataError with file and line for a row that is wrong.

    `japanese` tells that words follow each other without spaces.
    """
    words: dict[str, dict[str, Word]] = {}
    for number, row in read_table(path, COLUMNS):
        kind, text = row["kind"], row["text"].lower()
        if kind not in _VALUES:
            raise data_error(path, number, f"kind «{kind}» is unknown.")
        if not text or not _VALUES[kind].fullmatch(row["value"]):
            raise data_error(path, number, f"value «{row['value']}» cannot be read.")
        if text in words.setdefault(kind, {}):
            raise data_error(path, number, f"«{text}» has a row already.")
        words[kind][text] = Word(row["value"], f"{path.name}:{number}")
    if not japanese:
        words["unit"] |= {
            f"{text}s": word
            for text, word in words.get("unit", {}).items()
            if text[-1:].isalpha() and f"{text}s" not in words["unit"]
        }
    token = _token(words, japanese=japanese)
    tokens = "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in token.items())
    quantity = _quantity(words, _number(token, japanese=japanese), japanese=japanese)
    return Table(words, re.compile(tokens, re.IGNORECASE), quantity, japanese)


_DIGITS = r"(?<![0-9.,])(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?"


def _token(words: Mapping[str, Mapping[str, Word]], *, japanese: bool) -> dict[str, str]:
    """Return the expressions for the tokens of a number, by kind; words of English stand by themselves."""
    edges = ("", "") if japanese else (r"(?<![A-Za-z])", r"(?![A-Za-z])")
    kinds = {
        kind: f"{edges[0]}(?:{_either(words.get(kind, {}))}){edges[1]}"
        for kind in ("several", "numeral", "scale", "big")
    }
    return {"digits": _DIGITS, **kinds}


def _number(token: Mapping[str, str], *, japanese: bool) -> str:
    """Return an expression for a number: any tokens in Japanese, in English as twenty-five, two hundred and six."""
    if japanese:
        return f"(?:{'|'.join(token.values())})+"
    times, one = f"(?:{token['scale']}|{token['big']})", token["numeral"]
    return f"(?:{token['digits']}|{token['several']}|{one})(?:[ -]?{times}(?: and {one})?|[ -]{one})*"


def _quantity(words: Mapping[str, Mapping[str, Word]], number: str, *, japanese: bool) -> re.Pattern[str]:
    """Return the expression for a whole quantity, without what is counted."""
    gap = " ?" if japanese else "[ -]?"
    kinds = ("before", "after", "unit", "currency", "to", "fixed")
    either = {kind: f"(?:{_either(words.get(kind, {}))})" for kind in kinds}
    first, last = (
        _either(text for text, word in words.get("ordinal", {}).items() if word.value == side)
        for side in ("before", "after")
    )
    edge = ("", "") if japanese else (r"(?<![\w.])", r"(?!\w)")
    unit = either["unit"] + edge[1]
    to = f"{gap}(?P<to>{either['to']}|、){gap}{either['currency']}?"
    body = (
        f"(?P<first>{first})?{gap}(?P<currency>{either['currency']})?(?P<low>{number})"
        f"(?:(?:{gap}(?P<lowunit>{unit}))?{to}(?P<high>{number}))?"
        f"(?P<nth>{last})?(?:{gap}(?P<middle>{either['after']}))?(?:{gap}(?P<unit>{unit}))?(?P<last>{last})?"
    )
    return re.compile(
        f"{edge[0]}(?:(?P<before>{either['before']})(?:で|は)?{gap})?(?:(?P<fixed>{either['fixed']})|{body})"
        f"(?:{gap}(?P<after>{either['after']}))?",
        re.IGNORECASE,
    )


def _either(texts: Iterable[str]) -> str:
    """Return an expression for the longest of the words; one that never matches when there is none."""
    return "|".join(re.escape(text) for text in sorted(texts, key=lambda text: (-len(text), text))) or r"(?!)"
