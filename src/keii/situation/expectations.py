"""Expectations: acts that were planned, urged, predicted or invited, and what became of them.

A pure function of a set of claims and a day: whatever order the claims come in, the same expectations come out. The
claims of one type are taken in the order of their publication; each opens an expectation, joins one, or turns one.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from keii.model import Expectation, Told
from keii.situation.comparing import Compare, compare, near_types
from keii.situation.course import expectation, lapses, on_day, place_of
from keii.situation.saying import Saying
from keii.situation.sayings import heard_in, sayings
from keii.situation.story import Story
from keii.situation.waits import Waits, waits


def expectations(
    told: Iterable[Told],
    *,
    as_of: str,
    types: Collection[str] | None = None,
    compare: Compare = compare,
    patience: Waits | None = None,
    led: Collection[str] = (),
) -> tuple[Expectation, ...]:
    """Return the expectations that the claims open, with what became of them by the day `as_of` (ISO 8601).

    Sorted by the day of opening, then by id. Claims published after `as_of` count for nothing; `types` leaves out the
    expectations of other types, None none; `led` are promises whose deeds are claims outside of `told`.
    """
    heard = None if types is None else {*types, *(near for type_ in types for near in near_types(type_))}
    said = sayings(told, until=as_of[:10], types=heard, led=led)
    wanted = [key for key in said if key != "*" and (types is None or key in types)]
    stories = (block(key, said, as_of=as_of, compare=compare, patience=patience) for key in wanted)
    found = [one for story in stories for one in story]
    return tuple(sorted(found, key=lambda one: (one.voices[0].at, one.id)))


def block(
    type_: str,
    said: Mapping[str, Sequence[Saying]],
    *,
    as_of: str,
    compare: Compare = compare,
    patience: Waits | None = None,
) -> list[Expectation]:
    """Return the expectations of one type of act; nothing outside of its arguments changes them."""
    patience = patience or waits()
    story = Story(type_, patience, compare)
    for saying in sorted(heard_in(said, type_), key=lambda one: place_of(one, type_)):
        story.hear(saying)
    return [on_day(expectation(one), lapses(one, patience), as_of[:10])
            for one in story.all if one.opened.told.claim.type == type_]
