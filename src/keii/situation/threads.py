"""Threads: which events belong together over time, by a definition or found by who acts with whom and is told where.

A found situation is a group of pairs of parties. Pairs with enough events on enough days are joined when they share a
party and are told in the same documents: PRK-RUS and KOR-PRK are one thread where the same articles tell both, and
two where they do not. One party may stand in several situations, as it does in the world.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt

from keii.ledger.rows import Mention
from keii.model import Reason, Situation, Told
from keii.situation.happening import Happening, day_of, one_of_copies
from keii.situation.parties import UNKNOWN, Pair, any_called, known, pairs, state_of

# What makes a pair a thread and not a remark: told of again, on another day, in another text. With fewer, a single
# article about ten states is ten situations; with more, a dispute is found only after it has become news everywhere.
EVENTS, DOCUMENTS, DAYS = 4, 2, 2
TOGETHER = 0.4  # cosine of the documents of two pairs; at half of both the pairs are told apart as often as together
MOST_PAIRS = 400  # the most frequent ones; the linkage grows with the square
NAMED = 4  # parties in a found situation's name


@dataclass(frozen=True, slots=True)
class _Thread:
    """A pair of parties with where it is told."""

    pair: Pair
    events: int
    documents: frozenset[str]
    days: frozenset[str]


def found_situations(mentions: Iterable[Mention]) -> tuple[Situation, ...]:
    """Return the situations among the mentions, those with the most events first; each event counts once."""
    threads = sorted((one for one in _threads(mentions) if _is_enough(one)),
                     key=lambda one: (-one.events, one.pair))[:MOST_PAIRS]
    situations = [_situation(group, threads, joined) for group, joined in _linked(threads)]
    return tuple(one for _, one in sorted(situations, key=lambda found: (-found[0], found[1].name)))


class Members:
    """Which events belong to found situations: those of their pairs, and what their parties do alone beside them.

    The mentions are sorted once, so that a ledger's situations cost as much as what belongs to them.
    """

    def __init__(self, mentions: Iterable[Mention]) -> None:
        """Sort the mentions by pair, document and event."""
        self._by_pair: defaultdict[Pair, set[str]] = defaultdict(set)
        self._by_document: defaultdict[str, set[str]] = defaultdict(set)
        self._documents: defaultdict[str, set[str]] = defaultdict(set)  # by event
        self._states: defaultdict[str, set[str]] = defaultdict(set)
        self._days: defaultdict[str, set[str]] = defaultdict(set)
        for one in mentions:
            for found in pairs(one.actors, one.recipients):
                self._by_pair[found].add(one.event)
            self._by_document[one.document].add(one.event)
            self._documents[one.event].add(one.document)
            self._days[one.event] |= {one.day} if one.day else set()
            self._states[one.event] |= {state_of(code) for code in (*one.actors, *one.recipients)} - {UNKNOWN}

    def of(self, situation: Situation) -> frozenset[str]:
        """Return the ids of the events that belong to a found situation."""
        core = {event for found in situation.pairs for event in self._by_pair[found]}
        documents = {document for event in core for document in self._documents[event]}
        own = {state_of(actor) for actor in situation.actors}
        beside = {event for document in documents for event in self._by_document[document]
                  if self._states[event] and self._states[event] <= own}
        return frozenset(core | beside)

    def documents(self, events: Iterable[str]) -> frozenset[str]:
        """Return the documents that tell these events, copies once."""
        return frozenset(document for event in events for document in self._documents[event])

    def days(self, events: Iterable[str]) -> list[str]:
        """Return the days on which these events were told, in order."""
        return sorted({day for event in events for day in self._days[event]})


def is_defined(situation: Situation, one: Happening) -> bool:
    """Tell whether an event fits a situation's definition."""
    return ((not situation.types or one.event.type in situation.types)
            and (not situation.actors or _take_part(situation.actors, one))
            and (not situation.places or any(_is_at(told, place) for told in one.told for place in situation.places))
            and (not situation.texts or any(_says(told, text) for told in one.told for text in situation.texts)))


def are_together(actors: Sequence[str], one: Happening) -> bool:
    """Tell whether everyone named takes part in an event, as actor or recipient."""
    parties = (*one.actors, *one.recipients)
    return all(any_called(parties, who) for who in actors)


def mentions_of(happenings: Iterable[Happening]) -> Iterator[Mention]:
    """Yield the claims of happenings as mentions."""
    for one in happenings:
        for told in one.told:
            claim = told.claim
            yield Mention(event=one.event.id, document=one_of_copies(told), day=day_of(told),
                          actors=tuple(party.code for party in claim.actors),
                          recipients=tuple(party.code for party in claim.recipients))


def _take_part(actors: Sequence[str], one: Happening) -> bool:
    """Tell whether two of the actors take part, or one with nobody else known; of a single actor, whether it does."""
    parties = (*one.actors, *one.recipients)
    count = sum(any_called(parties, who) for who in actors)
    if len(actors) == 1 or count >= 2:
        return count > 0
    return count == 1 and all(any(any_called((party,), who) for who in actors) for party in known(parties))


def _is_at(told: Told, place: str) -> bool:
    where = told.claim.place
    return where is not None and (where.country == place or place.casefold() in where.span.quote.casefold())


def _says(told: Told, words: str) -> bool:
    return words.casefold() in told.sentence.casefold() or words.casefold() in told.claim.trigger.quote.casefold()


def _threads(mentions: Iterable[Mention]) -> Iterable[_Thread]:
    events: defaultdict[Pair, set[str]] = defaultdict(set)
    documents: defaultdict[Pair, set[str]] = defaultdict(set)
    days: defaultdict[Pair, set[str]] = defaultdict(set)
    for one in mentions:
        for found in pairs(one.actors, one.recipients):
            events[found].add(one.event)
            documents[found].add(one.document)
            days[found] |= {one.day} if one.day else set()
    for found in events:
        yield _Thread(found, len(events[found]), frozenset(documents[found]), frozenset(days[found]))


def _is_enough(thread: _Thread) -> bool:
    return thread.events >= EVENTS and len(thread.documents) >= DOCUMENTS and len(thread.days) >= DAYS


def _linked(threads: Sequence[_Thread]) -> list[tuple[list[int], list[Reason]]]:
    """Return groups of threads by average linkage, with why; the closest join first, the first named of equals."""
    groups: list[tuple[list[int], list[Reason]]] = [([number], []) for number in range(len(threads))]
    closeness = _closeness(threads)
    sizes = np.ones(len(threads))
    while len(threads) > 1:
        first, second = (int(number) for number in np.unravel_index(int(np.argmax(closeness)), closeness.shape))
        best = float(closeness[first, second])
        if best < TOGETHER:
            break
        joined = Reason(feature="told together", weight=round(best, 2),
                        value=f"{_words(threads[first].pair)} ~ {_words(threads[second].pair)}")
        groups[first] = (groups[first][0] + groups[second][0], [*groups[first][1], *groups[second][1], joined])
        groups[second] = ([], [])
        merged = (closeness[first] * sizes[first] + closeness[second] * sizes[second]) / (sizes[first] + sizes[second])
        closeness[first], closeness[:, first] = merged, merged
        closeness[second], closeness[:, second], closeness[first, first] = -1.0, -1.0, -1.0
        sizes[first] += sizes[second]
    return [group for group in groups if group[0]]


def _closeness(threads: Sequence[_Thread]) -> npt.NDArray[np.float64]:
    """Return for each two threads the cosine of their documents; 0 for those without a common party."""
    size = len(threads)
    closeness = np.full((size, size), -1.0)
    for first in range(size):
        for second in range(first + 1, size):
            one, other = threads[first], threads[second]
            shared = set(map(state_of, one.pair)) & set(map(state_of, other.pair))
            common = len(one.documents & other.documents) / sqrt(len(one.documents) * len(other.documents))
            closeness[first, second] = closeness[second, first] = common if shared else 0.0
    return closeness


def _situation(group: Sequence[int], threads: Sequence[_Thread], joined: Sequence[Reason]) -> tuple[int, Situation]:
    """Return how many events a group has, and its situation, named after its parties."""
    own = [threads[number] for number in group]
    weight: defaultdict[str, int] = defaultdict(int)
    for thread in own:
        for actor in thread.pair:
            weight[actor] += thread.events
    actors = sorted(weight, key=lambda actor: (-weight[actor], actor))
    reasons = [Reason(feature="pair", weight=float(thread.events),
                      value=f"{_words(thread.pair)}: {len(thread.documents)} documents, {len(thread.days)} days")
               for thread in own]
    name = "-".join(sorted(actors[:NAMED])) + (f"+{len(actors) - NAMED}" if len(actors) > NAMED else "")
    return (sum(thread.events for thread in own),
            Situation(name=name, actors=tuple(actors), pairs=tuple(sorted(thread.pair for thread in own)),
                      reasons=(*reasons, *joined)))


def _words(pair: Pair) -> str:
    return "-".join(pair)
