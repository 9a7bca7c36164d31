"""What a tool may be asked: parameters as JSON Schema for the client, and the values that a call gives, checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from keii.errors import UsageError
from keii.ledger import Filter
from keii.ledger.filters import MANY, ONE
from keii.model import Certainty, Outcome, Status

MOST = 50  # items of one answer: some ten thousand characters, which an assistant reads at once
SOME = 20  # items where the call does not say how many
LONGEST = 20_000  # characters of a value: a long article for `code_text`
_VALUES = 50  # values of one parameter

Kind = Literal["text", "texts", "integer", "number"]
_MEANT: dict[Kind, str] = {
    "text": "It takes a text that is not empty.", "texts": "It takes a text or a list of texts, at most fifty.",
    "integer": "It takes a whole number.", "number": "It takes a number."}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter of a tool."""

    name: str
    kind: Kind = "text"
    about: str
    required: bool = False
    choices: tuple[str, ...] = ()  # empty: anything
    least: int = 0  # of an integer
    most: int | None = None  # of an integer; None: no bound
    default: int | None = None  # of an integer; None: left out

    @property
    def schema(self) -> dict[str, Any]:
        """The parameter as JSON Schema."""
        one: dict[str, Any] = {"type": "string", **({"enum": list(self.choices)} if self.choices else {})}
        match self.kind:
            case "text":
                shape = one
            case "texts":
                shape = {"type": ["array", "string"], "items": one, "maxItems": _VALUES}
            case "integer":
                shape = {"type": "integer", "minimum": self.least,
                         **({"maximum": self.most} if self.most is not None else {}),
                         **({"default": self.default} if self.default is not None else {})}
            case "number":
                shape = {"type": "number"}
        return {"description": self.about, **shape}


LIMIT = Parameter(name="limit", kind="integer", least=1, most=MOST, default=SOME, about="At most so many items.")
OFFSET = Parameter(name="offset", kind="integer", most=1_000_000_000, default=0,
                   about="Leave out the first so many, to read on.")
SITUATION = Parameter(name="situation", about="Name of a situation, as list_situations gives it.")
AS_OF = Parameter(name="as_of",
                  about="What was known on this day, 2024-06-13; otherwise on that of the latest document.")
OUTCOME = Parameter(name="outcome", kind="texts", choices=tuple(one.value for one in Outcome),
                    about="Only those with this outcome.")
_WHO = "a country RUS, a sector of it RUS/MIL, any country's /MIL, a body IGO:UN, a registry id, or words of the name"
_ABOUT: dict[str, str] = {
    "actor": f"Who acts: {_WHO}. A leading ! means not.",
    "recipient": "Whom it is done to or with; written like actor.",
    "party": "Actor or recipient; written like actor.",
    "type": "Type of act: AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST "
            "SANCTION MOBILIZE COERCE ASSAULT OTHER. A leading ! means not.",
    "status": f"What the text says about the act's reality: {', '.join(Status)}. A leading ! means not.",
    "certainty": f"How the text hedges it: {', '.join(Certainty)}.",
    "source": "Who says so, anywhere in the chain of sources; none: the document itself.",
    "document": "Document: its id or the beginning of it, its input's name, its URL.",
    "outlet": "Who published it, or the agency that it is credited to.",
    "tag": "Of a document that a rule gave this tag.",
    "place": "Where: a country's code, a gazetteer id, or words.",
    "text": "Words of the act or of its sentence.",
    "words": 'Words of the whole article, all of them; "in quotation marks" in a row, -word not at all.',
    "least_confidence": "Only claims that keii is sure of to at least this probability, from 0 to 1.",
    "since": "From this year, month or day on: 2024, 2024-06, 2024-06-13.",
    "until": "Up to and with this year, month or day.",
}
FILTERS: tuple[Parameter, ...] = tuple(
    Parameter(name=name, about=_ABOUT[name],
              kind="texts" if name in MANY else "number" if name == "least_confidence" else "text")
    for name in (*MANY, *(name.replace("-", "_") for name in ONE)))


def schema(parameters: Sequence[Parameter]) -> dict[str, Any]:
    """Return the JSON Schema of a tool's parameters; others are refused."""
    return {"type": "object", "properties": {one.name: one.schema for one in parameters},
            "required": [one.name for one in parameters if one.required], "additionalProperties": False}


def checked(parameters: Sequence[Parameter], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a call, texts as tuples, with defaults; raises UsageError for what does not fit.

    >>> checked((LIMIT, SITUATION), {"situation": "Gulf"})
    {'limit': 20, 'situation': 'Gulf'}
    """
    known = {one.name: one for one in parameters}
    if unknown := sorted(set(given) - set(known)):
        raise UsageError(f"there is no parameter «{unknown[0][:40]}».", where=unknown[0][:40],
                         remedy=f"There are: {', '.join(known)}.")
    values = {}
    for one in parameters:
        if given.get(one.name) is not None:
            values[one.name] = _value(one, given[one.name])
        elif one.required:
            raise UsageError(f"«{one.name}» is missing.", where=one.name, remedy="Give it.")
        elif one.default is not None:
            values[one.name] = one.default
    return values


def filter_of(values: Mapping[str, Any]) -> Filter:
    """Return the filter among checked values, without limit and offset; raises UsageError for a value that is none."""
    many = {field: values[name] for name, field in MANY.items() if name in values}
    one = {field: values[field] for field in ONE.values() if field in values}
    return Filter(**many, **one)


def _value(one: Parameter, given: Any) -> Any:
    match one.kind:
        case "text" if isinstance(given, str) and given.strip():
            return _known(one, given)
        case "texts":
            many = [given] if isinstance(given, str) else given
            if isinstance(many, list) and len(many) <= _VALUES and all(
                    isinstance(value, str) and value.strip() for value in many):
                return tuple(_known(one, value) for value in many)
        case "integer" if isinstance(given, int) and not isinstance(given, bool):
            if one.least <= given and (one.most is None or given <= one.most):
                return given
            raise UsageError(f"«{one.name}» is {given}, outside its bounds.", where=one.name,
                             remedy=f"Give a number from {one.least} to {one.most}.")
        case "number" if isinstance(given, int | float) and not isinstance(given, bool):
            return float(given)
    raise UsageError(f"the value of «{one.name}» is of another kind.", where=one.name, remedy=_MEANT[one.kind])


def _known(one: Parameter, value: str) -> str:
    if len(value) > LONGEST:
        raise UsageError(f"«{one.name}» has {len(value):,} characters, more than {LONGEST:,}.", where=one.name,
                         remedy="Give less at once.")
    if "\0" in value or _half(value):
        raise UsageError(f"«{one.name}» holds a character that no text can hold.", where=one.name,
                         remedy="Take it out.")
    if one.choices and value not in one.choices:
        raise UsageError(f"«{one.name}» does not know «{value[:40]}».", where=one.name,
                         remedy=f"It knows: {', '.join(one.choices)}.")
    return value


def _half(value: str) -> bool:
    """Tell whether a text holds half of a surrogate pair."""
    return any("\ud800" <= character <= "\udfff" for character in value)
