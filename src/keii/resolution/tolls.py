"""Numbers that a sentence tells apart from their act: «the toll has reached 64», 死者は37人に上る.

Such a sentence has no act of its own. Its number joins the act that it tells of: of those that may have such a number,
the one of its own sentence, else the one told last. Who is dead or hurt joins an attack or a disaster, a price a deal.
It keeps its own words; who says so is a step of the trace (`quantity.source`). It stays alone where no act fits, or
where its words speak of another time, a total over years, a part or a comparison (`tolls.tsv`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from keii.calendar.running import read_times
from keii.calendar.times import find_times
from keii.coding.contract import Coded
from keii.model import Claim, Document, Quantity, Sentence, Span, Status, Trace
from keii.quantities.tolls import PEOPLE, SAME, Toll, Words, kind_of, toll_words, tolls
from keii.resolution.dates import published_moment

SOURCE = "quantity.source"
REACH = 8  # sentences back
OLD = 10  # days before publication; a time further back than this is no time of an act that gives none
HELD = frozenset({Status.OCCURRED, Status.ONGOING})
_VICTIMS = frozenset({"dead", "hurt", "casualties", "missing"})
# What numbers the acts of a type may have; acts of the types of plain words (`act` rows) have more.
_TYPES: Mapping[str, frozenset[str]] = {
    "ASSAULT": _VICTIMS | {"fled", "damage"},
    "PROTEST": _VICTIMS | {"turnout", "damage"},
    "AGREE": frozenset({"price", "quota"}),
    "COOPERATE": frozenset({"price", "quota"}),
    "SUPPORT": frozenset({"price"}),
    "AID": frozenset({"price"}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a claim stands: its sentence among all, and it among the claims of its sentence."""

    sentence: int
    claim: int


def resolve_tolls(document: Document, coded: Iterable[Coded]) -> Iterator[Coded]:
    """Yield the coded sentences with the numbers that are told apart from their act among the act's quantities."""
    items = list(coded)
    words = toll_words(document.language)
    if words is not None and any(item.claims for item in items):
        joining = _Joining(document, items, words)
        for position in range(len(items)):
            joining.read(position)
        items = joining.items
    yield from items


class _Joining:
    """The sentences of a document while numbers join their acts."""

    def __init__(self, document: Document, items: Sequence[Coded], words: Words) -> None:
        self.items = list(items)
        self._document = document
        self._words = words
        self._last: str | None = None  # what was counted last

    def read(self, position: int) -> None:
        """Let the numbers of a sentence join their acts."""
        sentence = self.items[position].sentence
        language = self._document.language
        if not self._words.may_tell(sentence.text):
            return
        times = [(time.start, time.end) for time in find_times(sentence.text, language)]
        for toll in tolls(sentence.text, language, times):
            kind = self._last if toll.kind == SAME else toll.kind
            if kind is None:
                continue
            span = Span.of(self._document.text, sentence.start + toll.start, sentence.start + toll.end)
            if self._is_held(position, span, toll):
                self._last = kind
                continue
            place = None if toll.apart else self._act(position, kind, toll)
            if place is not None:
                self._join(place, span, toll, kind, sentence)
                self._last = kind

    def _is_held(self, position: int, span: Span, toll: Toll) -> bool:
        """Tell whether coding gave the number to an act of its sentence; the act's number gets the words around it.

        Where that act is no more than what befell people («12 were hurt»), the number is also of what befell them.
        """
        number = _number(self._document, self.items[position].sentence, toll)
        held = False
        for at, claim in enumerate(self.items[position].claims):
            own = [one for one in claim.quantities if _overlap(one.span, number)]
            if not own:
                held = held or bool(claim.time and _overlap(claim.time.span, number))
                continue
            held = held or not _is_of_victims(claim)
            if toll.kind in PEOPLE and not _is_of_victims(claim):
                wide = [replace(one, span=_both(self._document, one.span, span)) if one in own else one
                        for one in claim.quantities]
                self._put(_Place(sentence=position, claim=at), claim.with_(quantities=tuple(wide)))
        return held

    def _act(self, position: int, kind: str, toll: Toll) -> _Place | None:
        """Return the act that a number is of; None where none fits."""
        at = self.items[position].sentence.start + toll.start
        own = self._fitting(position, kind)
        if own:
            before = [one for one in own if self._claim(one).trigger.start < at]
            return before[-1] if before else own[0]
        if toll.apart_before:
            return None
        is_headline = self.items[position].sentence.text.strip() == (self._document.title or "").strip()
        others = (range(position + 1, min(position + 3, len(self.items))) if is_headline and position == 0
                  else range(position - 1, max(position - REACH, 0) - 1, -1))
        found = [place for other in others for place in self._fitting(other, kind)[:: 1 if is_headline else -1]]
        place = next((one for one in found if not self._is_rather_none(one, kind)), found[0] if found else None)
        return place if place and self._is_of_time(self._claim(place), position, toll) else None

    def _is_rather_none(self, place: _Place, kind: str) -> bool:
        """Tell whether an act has such a number only where no other act does: people die of attacks, not of marches."""
        return kind in _VICTIMS and self._claim(place).type == "PROTEST"

    def _fitting(self, position: int, kind: str) -> list[_Place]:
        """Return the acts of a sentence that may have such a number, in the order of their words."""
        claims = self.items[position].claims
        found = [_Place(sentence=position, claim=at) for at, claim in enumerate(claims)
                 if self._may_have(claim, kind) and not _is_of_victims(claim)]
        return sorted(found, key=lambda place: self._claim(place).trigger.start)

    def _may_have(self, claim: Claim, kind: str) -> bool:
        statuses = HELD if kind in PEOPLE or kind == "damage" else frozenset(Status) - {Status.NOT_OCCURRED}
        words = f"{claim.trigger.quote} {claim.label or ''}"
        return claim.status in statuses and (
            kind in _TYPES.get(claim.type, ()) or kind in self._words.kinds_of(words))

    def _is_of_time(self, claim: Claim, position: int, toll: Toll) -> bool:
        """Tell whether no time of the number's sentence, up to its clause, is before the act."""
        published = published_moment(self._document.published_at)
        sentence = self.items[position].sentence.text
        first = claim.time.start if claim.time else None
        if first is None and published is not None:
            first = (published - timedelta(days=OLD)).isoformat()
        for time in read_times(sentence[: toll.end], self._document.language, published, sentences=[(0, toll.end)]):
            end = time.resolved.end
            if first and end and end[:10] <= first[:10]:
                return False
        return True

    def _join(self, place: _Place, span: Span, toll: Toll, kind: str, sentence: Sentence) -> None:
        claim = self._claim(place)
        number = toll.number
        unit = number.unit or ("person" if kind in PEOPLE else None)
        if any((one.low, one.high, one.unit) == (number.low, number.high, unit) for one in claim.quantities):
            return
        counted = number.counted and Span.of(
            self._document.text, sentence.start + number.counted[0], sentence.start + number.counted[1])
        made = Quantity(span=span, low=number.low, high=number.high, unit=unit, approximate=number.approximate,
                        counted=counted)
        steps = [Trace(field="quantity", rule=toll.rule, value=kind, span=span)]
        if toll.source:
            who = Span.of(self._document.text, *(sentence.start + at for at in toll.source))
            steps.append(Trace(field=SOURCE, rule=toll.rule, value=who.quote, span=who))
        self._put(place, claim.with_(quantities=(*claim.quantities, made), trace=(*claim.trace, *steps)))

    def _claim(self, place: _Place) -> Claim:
        return self.items[place.sentence].claims[place.claim]

    def _put(self, place: _Place, claim: Claim) -> None:
        item = self.items[place.sentence]
        claims = (*item.claims[: place.claim], claim, *item.claims[place.claim + 1 :])
        self.items[place.sentence] = replace(item, claims=claims)


def _is_of_victims(claim: Claim) -> bool:
    """Tell whether an act is no more than what befell people: けがをした, «14 children died», killed by nobody."""
    return (claim.type == "OTHER" or not claim.actors) and kind_of(claim.trigger.quote) in PEOPLE


def _number(document: Document, sentence: Sentence, toll: Toll) -> Span:
    return Span.of(document.text, sentence.start + toll.number.start, sentence.start + toll.number.end)


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _both(document: Document, one: Span, other: Span) -> Span:
    return Span.of(document.text, min(one.start, other.start), max(one.end, other.end))
