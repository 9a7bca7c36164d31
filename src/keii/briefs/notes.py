"""Footnotes: the quotations that the lines of a brief rest on, numbered in the order of their first use."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from keii.briefs.labels import Lang
from keii.model import Event, Told
from keii.situation.happening import day_of, one_of_copies

EACH = 3  # footnotes to one line: enough to compare, and the other claims are in `keii timeline --json`
LONGEST = 320  # characters of a quotation; what is longer is cut around its act


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A quotation with where it stands: `text[start:end] == quote` in the document's text."""

    number: int
    claim: str  # id
    document: str  # id
    start: int
    end: int
    quote: str
    act: tuple[int, int]  # where the act's words stand in the quotation; half-open
    cut: tuple[bool, bool]  # whether words of the sentence are left out before and after
    language: str
    title: str | None
    publisher: str | None
    published: str | None  # day
    url: str | None
    origin: str


@dataclass(slots=True)
class Notes:
    """The footnotes of one brief; a claim has one number however often it is used."""

    all: tuple[Note, ...] = ()
    numbers: dict[str, int] = field(default_factory=dict)

    def of(self, told: Sequence[Told], lang: Lang, event: Event | None = None) -> tuple[int, ...]:
        """Return the numbers of up to EACH footnotes for the claims, made where they are new.

        One for each text that is no copy of another: first those that tell the event's own type and status, of them
        the ones in the reader's language, then the earliest.
        """
        def key(number: int) -> tuple[bool, bool, bool, int]:
            claim = told[number].claim
            return (event is not None and claim.type != event.type, event is not None and claim.status != event.status,
                    told[number].document.language != lang, number)

        chosen: dict[str, Told] = {}
        for number in sorted(range(len(told)), key=key):
            chosen.setdefault(one_of_copies(told[number]), told[number])
        return tuple(self.number_of(one) for one in list(chosen.values())[:EACH])

    def number_of(self, told: Told) -> int:
        """Return the number of the footnote that quotes a claim's sentence, made where it is new."""
        claim = told.claim.id
        if claim not in self.numbers:
            self.numbers[claim] = len(self.numbers) + 1
            self.all = (*self.all, _note(told, self.numbers[claim]))
        return self.numbers[claim]


def _note(told: Told, number: int) -> Note:
    document, trigger = told.document, told.claim.trigger
    start, end = _sentence(told)
    first, last = (start, end) if end - start <= LONGEST else _around(start, end, trigger.start, trigger.end)
    quote = document.text[first:last]
    return Note(
        number=number, claim=told.claim.id, document=document.id, start=first, end=last, quote=quote,
        act=(trigger.start - first, trigger.end - first), cut=(first > start, last < end),
        language=document.language, title=document.title, publisher=document.publisher, published=day_of(told),
        url=document.url, origin=document.origin)


def _sentence(told: Told) -> tuple[int, int]:
    """Return where the sentence of a claim stands in its document: around the words that name the act."""
    text, trigger = told.document.text, told.claim.trigger
    start = text.rfind(told.sentence, max(0, trigger.end - len(told.sentence)), trigger.start + len(told.sentence))
    if start < 0 or not start <= trigger.start <= trigger.end <= start + len(told.sentence):
        return trigger.start, trigger.end
    return start, start + len(told.sentence)


def _around(start: int, end: int, first: int, last: int) -> tuple[int, int]:
    """Return a window of LONGEST characters in a long sentence with the act in its middle."""
    spare = max(0, LONGEST - (last - first)) // 2
    left = max(start, first - spare)
    right = min(end, max(last, left + LONGEST))
    return max(start, min(left, right - LONGEST)) if right == end else left, right
