"""Which entries of a list a poll takes: those that are new or wait, and those that say that they have changed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from keii.model.followed import Item
from keii.sources.feeds import Entry
from keii.sources.sitemaps import TRIES

NEW_AT_ONCE = 200  # new entries that one poll takes of a source; the others are taken by the next polls
# Changed ones. Some systems say of all their pages each hour that they have changed: with the delay of two seconds
# this costs such a server forty seconds of a round, and ends when an entry has said so TRIES times for nothing.
CHANGED_AT_ONCE = 20


@dataclass(slots=True)
class Fetched:
    """Which pages were fetched, by their addresses; threads share it."""

    by: dict[str, int] = field(default_factory=dict)  # the source that had one first
    again: set[str] = field(default_factory=set)  # what was fetched anew in this round, since it had changed


@dataclass(frozen=True, slots=True)
class Due:
    """The entries that one poll takes."""

    entries: tuple[Entry, ...]
    whole: bool  # no more are due


def due(entries: Iterable[Entry], known: Mapping[str, Item], has_changed: Callable[[str, str], bool]) -> Due:
    """Return what a poll takes of these entries: new ones first, then changed ones, at last what waits.

    `has_changed` is asked with the mark that an entry had when it was taken, and the one that it has now.
    """
    new, changed, waiting = list[Entry](), list[Entry](), list[Entry]()
    for entry in entries:
        held = known.get(entry.key)
        if held is None:
            new.append(entry)
        elif held.state == "waiting":  # where a server asks to be left alone, the others were asked for before
            waiting.append(entry)
        elif held.mark and entry.mark and held.tries <= TRIES and has_changed(held.mark, entry.mark):
            changed.append(entry)
    parts = ((new, NEW_AT_ONCE), (changed, CHANGED_AT_ONCE), (waiting, NEW_AT_ONCE))
    return Due(tuple(entry for part, most in parts for entry in part[:most]),
               whole=all(len(part) <= most for part, most in parts))
