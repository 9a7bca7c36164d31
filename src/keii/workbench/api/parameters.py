"""The parameters of an address of the API: each with the schema that describes it and refuses what it does not allow.

Addresses of the API are read more strictly than those of pages: a parameter that is misspelt would otherwise give the
whole list, and nobody would see it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from keii.config import MESSAGES
from keii.errors import UsageError
from keii.ledger.filters import MANY, ONE
from keii.model import Certainty, Status
from keii.workbench.config import MOST_ROWS, PAGE

# A year, month or day that there is, from 1000 to 2999.
_YEAR = "[12][0-9]{3}"
_LEAP = "(?:[12][0-9](?:0[48]|[2468][048]|[13579][26])|1200|1600|2000|2400|2800)"
DAY = (f"^(?:{_YEAR}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|1[0-9]|2[0-8]))?)?|{_YEAR}-(?:0[13-9]|1[0-2])-(?:29|30)"
       f"|{_YEAR}-(?:0[13578]|1[02])-31|{_LEAP}-02-29)$")
# A day, or a day with a time, as ISO 8601 writes them.
_WHOLE = (f"(?:{_YEAR}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|{_YEAR}-(?:0[13-9]|1[0-2])-(?:29|30)"
          f"|{_YEAR}-(?:0[13578]|1[02])-31|{_LEAP}-02-29)")
TIME = (f"^{_WHOLE}(?:T(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?"
        "(?:Z|[-+](?:0[0-9]|1[0-3]):[0-5][0-9])?)?$")
# What begins with a character that is no space and not the ! that means «not», and has no NUL.
SPACES = ("\\u0000-\\u0020\\u007f-\\u00a0"  # and controls
           "\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff")
VALUE = f"^[^{SPACES}!][^\\u0000]*$"
NEGATED = f"^!?[^{SPACES}!][^\\u0000]*$"
WORD = ('^"?[0-9A-Za-z\\u0410-\\u044f\\u3041-\\u3096\\u30a1-\\u30fa\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7a3]'
        "[^\\u0000]*$")
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_LONGEST = 500  # characters of a value: words of a search, an address, a path


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter of a query or path; `schema` is JSON Schema of one value."""

    name: str
    schema: Mapping[str, Any]
    means: str  # one sentence in English
    many: bool = False  # it may be given several times
    required: bool = False
    within: str = "query"  # or path
    example: object = None
    json: bool = False  # the value is JSON, which whoever answers reads

    def described(self) -> dict[str, Any]:
        """Return the parameter as OpenAPI describes it."""
        schema = {"type": "array", "items": dict(self.schema), "maxItems": _MOST_VALUES} if self.many \
            else dict(self.schema)
        example = [self.example] if self.many else self.example
        common = {"name": self.name, "in": self.within, "required": self.required or self.within == "path",
                  "description": self.means}
        if self.json:
            return {**common, "content": {"application/json": {"schema": schema, "example": example}}}
        return {**common, "schema": schema,
                **({"example": example} if self.example is not None else {}),
                **({"style": "form", "explode": True} if self.many else {})}

    def check(self, value: str) -> None:
        """Raise UsageError for a value that the schema does not allow."""
        if not self.json and not _fits(value, self.schema):
            raise UsageError(f"«{self.name}» has a value that it does not take: «{value[:60]}».", where=self.name,
                             remedy=_remedy(self))


_MOST_VALUES = 20  # of one parameter


def check(given: Sequence[tuple[str, str]], known: Iterable[Parameter], *, lenient: bool = False) -> None:
    """Raise UsageError for a parameter of a query that is given too often or is wrong.

    One that there is none of is refused as well, unless `lenient`.
    """
    by_name = {one.name: one for one in known if one.within == "query"}
    numbers: dict[str, int] = {}
    for name, value in given:
        one = by_name.get(name)
        if one is None and lenient:
            continue
        if one is None:
            raise UsageError(f"there is no parameter «{name[:60]}» here.", where=name[:60],
                             remedy=f"There are: {', '.join(by_name) or '–'}.")
        numbers[name] = numbers.get(name, 0) + 1
        if numbers[name] > (_MOST_VALUES if one.many else 1):
            raise UsageError(f"«{name}» is given too often.", where=name,
                             remedy=f"It is taken {_MOST_VALUES if one.many else 1} times.")
        one.check(value)
    for one in by_name.values():
        if one.required and one.name not in numbers:
            raise UsageError(f"«{one.name}» is missing.", where=one.name, remedy=one.means)


def _fits(value: str, schema: Mapping[str, Any]) -> bool:
    """Tell whether a value as an address writes it is one of a schema: enum, integer, number or string."""
    if "enum" in schema:
        return value in schema["enum"]
    if schema["type"] in ("integer", "number"):
        form = _INTEGER if schema["type"] == "integer" else _NUMBER
        if not form.fullmatch(value) or len(value) > 40:
            return False
        return bool(schema.get("minimum", float("-inf")) <= float(value) <= schema.get("maximum", float("inf")))
    return (schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", _LONGEST)
            and re.search(schema.get("pattern", ""), value) is not None)


def _remedy(parameter: Parameter) -> str:
    schema = parameter.schema
    if "enum" in schema:
        return f"It knows: {', '.join(schema['enum'])}."
    if "minimum" in schema and "maximum" in schema:
        return f"Give a number from {schema['minimum']} to {schema['maximum']}."
    return parameter.means


def text(pattern: str = VALUE, most: int = _LONGEST) -> dict[str, Any]:
    """Return the schema of a string."""
    return {"type": "string", "minLength": 1, "maxLength": most, "pattern": pattern}


def number(least: int, most: int, default: int | None = None) -> dict[str, Any]:
    """Return the schema of a whole number."""
    return {"type": "integer", "minimum": least, "maximum": most,
            **({"default": default} if default is not None else {})}


def words(values: Iterable[str], *, negated: bool = False) -> dict[str, Any]:
    """Return the schema of one of some words, or of none of them with a ! before it."""
    known = list(values)
    return {"type": "string", "enum": [*known, *(f"!{one}" for one in known if negated)]}


LANG = Parameter(name="lang", schema=words(MESSAGES), means="The language of names and errors.", example="ja")
PART = (
    Parameter(name="page", schema=number(1, 999_999, 1), means="Which part of the list, from 1.", example=1),
    Parameter(name="size", schema=number(1, MOST_ROWS, PAGE), means="How many rows a part has.", example=20),
)
_MEANS: Mapping[str, tuple[str, str | float]] = {
    "actor": ("Who acts: a code, an entry of the registry, or words.", "RUS"),
    "recipient": ("Towards whom: a code, an entry of the registry, or words.", "UKR"),
    "party": ("Who acts or receives.", "PRK"),
    "type": ("The type of the act.", "CONSULT"),
    "status": ("What the text says about the act's reality.", "occurred"),
    "certainty": ("How the text hedges it.", "plain"),
    "source": ("Who says so: a code, words, or none.", "none"),
    "document": ("A document: its id, its address, or the name of its file.", "sweden.en.txt"),
    "outlet": ("Who published the document.", "共同通信"),
    "tag": ("A tag that a rule gave the document.", "energy"),
    "place": ("Where: a country's code, an id of the gazetteer, or words.", "geonames:703448"),
    "text": ("Words of the sentence.", "制裁"),
    "since": ("The first year, month or day.", "2022-05"),
    "until": ("The last year, month or day, included.", "2024-12-31"),
    "least-confidence": ("How probable the act is at least, 0 to 1.", .5),
    "words": ("Full text of the document; begins with a letter or digit.", "NATO"),
}


def _filter() -> tuple[Parameter, ...]:
    from keii.codebook import codebook

    schemas: dict[str, dict[str, Any]] = {
        "type": words(codebook().types, negated=True), "status": words(Status, negated=True),
        "certainty": words(Certainty, negated=True), "since": text(DAY), "until": text(DAY),
        "least-confidence": {"type": "number", "minimum": 0, "maximum": 1}, "words": text(WORD)}
    return tuple(Parameter(name=name, schema=schemas.get(name, text(NEGATED)), means=_MEANS[name][0],
                           example=_MEANS[name][1], many=name in MANY) for name in (*MANY, *ONE))


FILTER = _filter()
