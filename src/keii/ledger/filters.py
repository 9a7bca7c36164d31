"""The one filter language of every list and of `show`: options in, SQL with bound values out.

A repeated option means «or», different options mean «and», a leading `!` means «not»; `docs/filters.md`
explains each option to users.
"""

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from keii.errors import UsageError
from keii.ledger import full_text
from keii.ledger.conditions import Condition
from keii.ledger.meaning import CODE, SECTOR, is_gazetteer
from keii.model import Certainty, Status

_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")

# What the conditions below may refer to: c claims, d documents, s sentences, l places, t times.
CLAIMS = """
    claims AS c
    JOIN documents AS d ON d.id = c.document
    JOIN sentences AS s ON s.reading = c.reading AND s.number = c.sentence
    LEFT JOIN places AS l ON l.claim = c.key
    LEFT JOIN times AS t ON t.claim = c.key
"""

# The same for causal statements, k.
CAUSES = """
    causes AS k
    JOIN readings AS r ON r.key = k.reading AND r.current = 1
    JOIN documents AS d ON d.id = k.document
    JOIN sentences AS s ON s.reading = k.reading AND s.number = k.sentence
"""

# The names of the filter on the command line, in addresses and in saved searches, and the fields of Filter.
MANY: Mapping[str, str] = {
    "actor": "actors", "recipient": "recipients", "party": "parties", "type": "types", "status": "statuses",
    "certainty": "certainties", "source": "sources", "document": "documents", "outlet": "outlets", "tag": "tags",
    "place": "places", "text": "texts",
}
ONE: Mapping[str, str] = {"since": "since", "until": "until", "least-confidence": "least_confidence", "words": "words"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What to select; an empty field selects everything. Values are as the user wrote them, `!` included.

    Raises UsageError for a value that its option does not know.
    """

    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()  # actor or recipient
    types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    certainties: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()  # a code, words, or none
    documents: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()  # who published the document, or the agency that it is credited to
    tags: tuple[str, ...] = ()  # that rules gave the document
    places: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    words: str | None = None  # full text of the document, as a person asks; None: any
    least_confidence: float | None = None  # 0 to 1; None: any, and claims of a coder that gives none
    since: str | None = None  # ISO 8601 year, month or day; None: from the beginning
    until: str | None = None  # the same, included; None: to the end
    limit: int | None = None  # None: all
    offset: int = 0

    def __post_init__(self) -> None:
        """Refuse what no row can match because it is misspelt."""
        for option, values in (("type", self.types), ("status", self.statuses), ("certainty", self.certainties)):
            for value in values:
                _check_known(option, value)
        for option, values in (("actor", self.actors), ("recipient", self.recipients), ("party", self.parties),
                               ("source", self.sources), ("document", self.documents), ("outlet", self.outlets),
                               ("tag", self.tags), ("place", self.places), ("text", self.texts)):
            if any(not value.removeprefix("!").strip() for value in values):
                raise UsageError(f"--{option} needs a value.", remedy="Leave the option out to select everything.")
        for option, day in (("since", self.since), ("until", self.until)):
            if day is not None:
                _days(option, day)
        if self.words is not None and full_text.question(self.words) is None:
            raise UsageError(f"--words finds nothing by «{self.words}».",
                             remedy="Write at least one word that is to be found; - leaves documents out.")
        if self.least_confidence is not None and not 0 <= self.least_confidence <= 1:
            raise UsageError(f"--least-confidence {self.least_confidence:g} is no probability.",
                             remedy="Give a number from 0 to 1, such as 0.5.")
        for option, number in (("limit", self.limit), ("offset", self.offset)):
            if number is not None and number < 0:
                raise UsageError(f"--{option} {number} is negative.", remedy="Give 0 or more.")

    @property
    def options(self) -> tuple[tuple[str, str], ...]:
        """The filter as options of the command line without their dashes, in a fixed order; `from_options` reads it."""
        single = ((name, getattr(self, field)) for name, field in ONE.items())
        return (*((name, value) for name, field in MANY.items() for value in getattr(self, field)),
                *((name, f"{value:g}" if isinstance(value, float) else value) for name, value in single
                  if value is not None))

    @property
    def asks_for_claims(self) -> bool:
        """Whether a document or problem is selected by what claims it holds."""
        return bool(self.actors or self.recipients or self.parties or self.types or self.statuses
                    or self.certainties or self.sources or self.places or self.least_confidence is not None)

    @property
    def asks_for_documents(self) -> bool:
        """Whether a claim is selected by what its document is."""
        return bool(self.documents or self.outlets or self.tags or self.words is not None)

    def of_claims(self) -> Condition:
        """Return the condition on a row of CLAIMS: current, and as asked for."""
        return Condition.all_of([Condition("c.current = 1"), self._of_document(), *self._of_claim(),
                                 *_each(self.texts, _text_in_claim), *self._of_time()])

    def of_documents(self) -> Condition:
        """Return the condition on a row `d` of documents; dates are those of publication."""
        conditions = [Condition("NOT EXISTS (SELECT 1 FROM dropped AS z WHERE z.document = d.id)"),
                      self._of_document(), *self._of_publication()]
        if self.asks_for_claims or self.texts:
            inner = Condition.all_of([Condition("c.current = 1"), Condition("c.document = outside.id"),
                                      *self._of_claim(), *_each(self.texts, _text_in_claim)])
            conditions.append(Condition(
                f"EXISTS (SELECT 1 FROM (SELECT d.id) AS outside, {CLAIMS} WHERE {inner.sql})", inner.values))
        return Condition.all_of(conditions)

    def of_texts(self) -> Condition:
        """Return the condition on a row `d` of documents that it is one of those asked for and holds the words."""
        return self._of_document()

    def of_causes(self) -> Condition:
        """Return the condition on a row `k` of causes; of its claims, one must be as asked for. Dates: publication."""
        conditions = [self._of_document(), *self._of_publication(), *_each(self.texts, _text_in_cause)]
        if self.asks_for_claims:
            inner = Condition.all_of([Condition("c.reading = k.reading AND c.current = 1"), *self._of_claim()])
            conditions.append(Condition(
                f"EXISTS (SELECT 1 FROM cause_claims AS kc, {CLAIMS} WHERE kc.cause = k.key AND c.id = kc.claim "
                f"AND {inner.sql})", inner.values))  # d and s inside are the claim's own; k is the row outside
        return Condition.all_of(conditions)

    def of_problems(self) -> Condition:
        """Return the condition on a row `x` of problems beside its document `d`, which may be missing."""
        conditions = [Condition("x.current = 1"), *_each(self.documents, _document_of_problem),
                      *_each(self.outlets, _outlet), *_each(self.tags, _tag),
                      *_each(self.texts, _text_in_problem), *self._of_publication(), *self._of_words()]
        if self.asks_for_claims:
            inner = Condition.all_of([Condition("c.current = 1"), Condition("c.document = x.document"),
                                      *self._of_claim()])
            conditions.append(Condition(f"EXISTS (SELECT 1 FROM {CLAIMS} WHERE {inner.sql})", inner.values))
        return Condition.all_of(conditions)

    def page(self) -> Condition:
        """Return the LIMIT clause."""
        return Condition("LIMIT ? OFFSET ?", (-1 if self.limit is None else self.limit, self.offset))

    def _of_document(self) -> Condition:
        return Condition.all_of([*_each(self.documents, _document), *_each(self.outlets, _outlet),
                                 *_each(self.tags, _tag), *self._of_words()])

    def _of_words(self) -> list[Condition]:
        asked = full_text.question(self.words or "")
        return [] if asked is None else [Condition(
            "d.id IN (SELECT w.document FROM full_text(?) AS f JOIN found_by AS w ON w.key = f.rowid)", (asked,))]

    def _of_claim(self) -> list[Condition]:
        return [
            *_each(self.actors, lambda value: _party(value, ("actor",))),
            *_each(self.recipients, lambda value: _party(value, ("recipient",))),
            *_each(self.parties, lambda value: _party(value, ("actor", "recipient"))),
            *_each(self.types, lambda value: Condition("c.type = ?", (value,))),
            *_each(self.statuses, lambda value: Condition("c.status = ?", (value,))),
            *_each(self.certainties, lambda value: Condition("c.certainty = ?", (value,))),
            *_each(self.sources, _source),
            *_each(self.places, _place),
            *([Condition("c.confidence >= ? OR c.decided > 0", (self.least_confidence,))]
              if self.least_confidence is not None else []),
        ]

    def _of_time(self) -> list[Condition]:
        """Return the conditions on the time of the act, or of publication where the text gives none."""
        conditions = []
        if self.since is not None:
            first, _ = _days("since", self.since)
            conditions.append(Condition(
                "CASE WHEN t.until IS NOT NULL THEN t.until > ? ELSE coalesce(t.since, d.published_at) >= ? END",
                (first, first)))
        if self.until is not None:
            _, after = _days("until", self.until)
            conditions.append(Condition("coalesce(t.since, d.published_at) < ?", (after,)))
        return conditions

    def _of_publication(self) -> list[Condition]:
        conditions = []
        if self.since is not None:
            conditions.append(Condition("d.published_at >= ?", (_days("since", self.since)[0],)))
        if self.until is not None:
            conditions.append(Condition("d.published_at < ?", (_days("until", self.until)[1],)))
        return conditions


def from_options(options: Iterable[tuple[str, str]]) -> Filter:
    """Return the filter of options without their dashes, the last value of a single one; raises UsageError.

    >>> from_options([("actor", "RUS"), ("actor", "BLR"), ("since", "2024")]).actors
    ('RUS', 'BLR')
    """
    many: dict[str, tuple[str, ...]] = {}
    one: dict[str, str | float] = {}
    for name, value in options:
        if name in MANY:
            many[MANY[name]] = (*many.get(MANY[name], ()), value)
        elif name in ONE:
            one[ONE[name]] = probability(value) if name == "least-confidence" else value
        else:
            raise UsageError(f"the filters have no option «{name}».", remedy=f"They have: {', '.join([*MANY, *ONE])}.")
    return Filter(**many, **one)  # type: ignore[arg-type]


def probability(value: str) -> float:
    """Return the number that a value writes; one that is none becomes NaN, which no filter takes."""
    try:
        return float(value)
    except ValueError:
        return math.nan


def _known(option: str) -> tuple[str, ...]:
    """Return the values that an option knows."""
    match option:
        case "status":
            return tuple(Status)
        case "certainty":
            return tuple(Certainty)
        case _:
            from keii.codebook import codebook  # late: its tables are read only when a type is asked for

            return tuple(codebook().types)


def _check_known(option: str, value: str) -> None:
    allowed = _known(option)
    if value.removeprefix("!") not in allowed:
        raise UsageError(f"--{option} does not know «{value.removeprefix('!')}».",
                         remedy=f"It knows: {', '.join(allowed)}.")


def interval(option: str, value: str) -> tuple[str, str]:
    """Return the first day that an option's year, month or day selects, and the first after it; raises UsageError."""
    return _days(option, value)


def _days(option: str, value: str) -> tuple[str, str]:
    """Return the first day of a year, month or day, and the first day after it."""
    match = _DAY.fullmatch(value)
    try:
        if not match:
            raise ValueError(value)
        year, month, day = (int(part) if part else None for part in match.groups())
        first = date(year or 0, month or 1, day or 1)
        if day:
            after = first + timedelta(days=1)
        elif month:
            after = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
        else:
            after = first.replace(year=first.year + 1)
    except (ValueError, OverflowError):
        raise UsageError(f"--{option} does not understand the date «{value}».",
                         remedy="Write a year, month or day: 2024, 2024-06 or 2024-06-13.") from None
    return first.isoformat(), after.isoformat()


def _each(values: Sequence[str], condition: Callable[[str], Condition]) -> list[Condition]:
    """Return what a repeated option asks for: one of the plain values, and none of those with `!`."""
    wanted = [condition(value) for value in values if not value.startswith("!")]
    unwanted = [condition(value.removeprefix("!")).negated() for value in values if value.startswith("!")]
    return ([Condition.any_of(wanted)] if wanted else []) + unwanted


def _contains(column: str, value: str) -> Condition:
    """Return the condition that a column contains the words, whatever the case of ASCII letters."""
    words = unicodedata.normalize("NFC", value)
    for special in "\\%_":
        words = words.replace(special, f"\\{special}")
    return Condition(f"{column} LIKE ? ESCAPE '\\'", (f"%{words}%",))


def named(row: str, value: str) -> Condition:
    """Return the condition that a party or source has the code, the entry of the registry, or the words."""
    if SECTOR.fullmatch(value):
        return Condition(f"{row}.code GLOB ? OR {row}.code GLOB ?", (f"*{value}", f"*{value}/*"))
    if CODE.fullmatch(value):  # words too: FBI and NTT look like codes of countries
        return Condition(f"{row}.code = ? OR {row}.code GLOB ? OR {row}.text = ?", (value, f"{value}/*", value))
    return Condition.any_of([Condition(f"{row}.actor = ?", (value,)), _contains(f"{row}.text", value),
                             _contains(f"{row}.quote", value)])


def _party(value: str, roles: tuple[str, ...]) -> Condition:
    condition = named("p", value)
    marks = ", ".join("?" for _ in roles)
    return Condition(
        f"EXISTS (SELECT 1 FROM parties AS p WHERE p.claim = c.key AND p.role IN ({marks}) AND ({condition.sql}))",
        (*roles, *condition.values))


def _source(value: str) -> Condition:
    if value == "none":
        return Condition("NOT EXISTS (SELECT 1 FROM sources AS o WHERE o.claim = c.key)")
    condition = named("o", value)
    return Condition(f"EXISTS (SELECT 1 FROM sources AS o WHERE o.claim = c.key AND ({condition.sql}))",
                     condition.values)


def _place(value: str) -> Condition:
    if is_gazetteer(value):
        return Condition("l.gazetteer = ?", (value,))
    return Condition.any_of([Condition("l.country = ?", (value,)), _contains("l.quote", value)])


def _outlet(value: str) -> Condition:
    """Return the condition that an outlet of exactly this name published it or an agency is credited; else by words."""
    words = _contains("d.publisher", value)
    return Condition("d.publisher = ? OR d.agency = ? OR (NOT EXISTS (SELECT 1 FROM documents AS exact "
                     f"WHERE exact.publisher = ? OR exact.agency = ?) AND {words.sql})", (*(value,) * 4, *words.values))


def _tag(value: str) -> Condition:
    return Condition("EXISTS (SELECT 1 FROM tags AS y WHERE y.document = d.id AND y.tag = ?)", (value,))


def _text_in_claim(value: str) -> Condition:
    return Condition.any_of([_contains("c.trigger", value), _contains("s.text", value)])


def _text_in_cause(value: str) -> Condition:
    return Condition.any_of([_contains(f"{column}", value) for column in ("k.cause", "k.effect", "s.text")])


def _text_in_problem(value: str) -> Condition:
    return Condition.any_of([_contains(f"x.{column}", value) for column in ("code", "origin", "message")])


def _origin(column: str, value: str) -> Condition:
    """Return the condition that an input has this name, or a path that ends in it; any line of a .jsonl."""
    name = re.sub(r"([*?\[])", r"[\1]", value)
    return Condition.any_of([Condition(f"{column} = ?", (value,)),
                             *(Condition(f"{column} GLOB ?", (pattern,))
                               for pattern in (f"*/{name}", f"{name}:*", f"*/{name}:*"))])


def _document(value: str) -> Condition:
    conditions = [Condition("d.id = ?", (value,)), Condition("d.url = ?", (value,))]
    if re.fullmatch(r"d_[0-9a-f]{4,}", value):  # the beginning of an id
        conditions.append(Condition("d.id GLOB ?", (f"{value}*",)))
    origin = _origin("i.origin", value)
    conditions.append(Condition(f"EXISTS (SELECT 1 FROM inputs AS i WHERE i.document = d.id AND ({origin.sql}))",
                                origin.values))
    return Condition.any_of(conditions)


def _document_of_problem(value: str) -> Condition:
    """Return the condition of a problem's document or, where none came of it, of its input."""
    return Condition.any_of([_document(value), _origin("x.origin", value)])
