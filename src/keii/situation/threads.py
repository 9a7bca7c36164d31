"""Threads: which events belong together over time, by a definition or found by who acts with whom and is told where.

A found situation is a group of pairs of parties. Pairs with enough events on enough days are joined when they share a
party and are told in the same documents: PRK-RUS and KOR-PRK are one thread where the same articles tell both, and
two where they do not. One party may stand in several situations, as it does in the world.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from keii.ledger.rows import Mention
from keii.model import Reason, Situation, Told
from keii.situation.happening import Happening, day_of, one_of_copies
from keii.situation.members import Members, Thread
from keii.situation.parties import Pair, any_called, known, state_of

# What makes a pair a thread and not a remark: told of again, on another day, in another text. With fewer, a single
# article about ten states is ten situations; with more, a dispute is found only after it has become news everywhere.
EVENTS, DOCUMENTS, DAYS = 4, 2, 2
TOGETHER = 0.4  # cosine of the documents of two pairs; at half of both the pairs are told apart as often as together
MOST_PAIRS = 400  # the most frequent ones; the linkage grows with the square
NAMED = 4  # parties in a found situation's name


def found_situations(mentions: Iterable[Mention]) -> tuple[Situation, ...]:
    """Return the situations among the mentions, those with the most events first; each event counts once."""
    return found_in(Members(mentions))


def found_in(members: Members) -> tuple[Situation, ...]:
    """Return the situations among what was sorted, those with the most events first; each event counts once."""
    threads = sorted((one for one in members.threads() if _is_enough(one)),
                     key=lambda one: (-one.events, one.pair))[:MOST_PAIRS]
    situations = [_situation(group, threads, joined) for group, joined in _linked(threads, members)]
    return tuple(one for _, one in sorted(situations, key=lambda found: (-found[0], found[1].name)))


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


def _is_enough(thread: Thread) -> bool:
    return thread.events >= EVENTS and thread.documents >= DOCUMENTS and thread.days >= DAYS


def _linked(threads: Sequence[Thread], members: Members) -> list[tuple[list[int], list[Reason]]]:
    """Return groups of threads by average linkage, with why; the closest join first, the first named of equals."""
    groups: list[tuple[list[int], list[Reason]]] = [([number], []) for number in range(len(threads))]
    closeness = _closeness(threads, members) if threads else np.zeros((0, 0))
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


def _closeness(threads: Sequence[Thread], members: Members) -> npt.NDArray[np.float64]:
    """Return for each two threads the cosine of their documents; 0 for those without a common party, -1 for one."""
    sizes = np.array([thread.documents for thread in threads], dtype=np.float64)
    states = [frozenset(map(state_of, thread.pair)) for thread in threads]
    shared = np.array([[not one.isdisjoint(other) for other in states] for one in states], dtype=np.bool_)
    common = members.common([thread.pair for thread in threads])
    closeness: npt.NDArray[np.float64] = np.where(shared, common / np.sqrt(np.outer(sizes, sizes)), 0.0)
    np.fill_diagonal(closeness, -1.0)
    return closeness


def _situation(group: Sequence[int], threads: Sequence[Thread], joined: Sequence[Reason]) -> tuple[int, Situation]:
    """Return how many events a group has, and its situation, named after its parties."""
    own = [threads[number] for number in group]
    weight: defaultdict[str, int] = defaultdict(int)
    for thread in own:
        for actor in thread.pair:
            weight[actor] += thread.events
    actors = sorted(weight, key=lambda actor: (-weight[actor], actor))
    reasons = [Reason(feature="pair", weight=float(thread.events),
                      value=f"{_words(thread.pair)}: {thread.documents} documents, {thread.days} days")
               for thread in own]
    name = "-".join(sorted(actors[:NAMED])) + (f"+{len(actors) - NAMED}" if len(actors) > NAMED else "")
    return (sum(thread.events for thread in own),
            Situation(name=name, actors=tuple(actors), pairs=tuple(sorted(thread.pair for thread in own)),
                      reasons=(*reasons, *joined)))


def _words(pair: Pair) -> str:
    return "-".join(pair)
