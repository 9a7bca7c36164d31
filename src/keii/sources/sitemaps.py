"""Indexes of sitemaps, one within another: which maps a poll reads, and what is noted of each.

A poll reads a few maps. A map is done when it was read and, if it is an index itself, all that it names; until then it
is open and has to wait behind the maps that were never read, so that no archive of thousands keeps the news waiting.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from keii.errors import InputError
from keii.model import Problem
from keii.model.followed import Item
from keii.sources.discover import Listed, Sitemap, parse_sitemap
from keii.sources.options import problem

MAPS = 10  # that one poll reads of an index; the others are read by the next polls
DEPTH = 3  # levels of maps below an index: the standard knows one, sites that nest them have two
TRIES = 3  # polls in which an item or a map that cannot be fetched is tried
PASSING = ("fetch.timeout", "fetch.failed", "fetch.no-host", "fetch.proxy")  # troubles that may be over the next time
_MAP = "sitemap "  # before the key of an item that is a map


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What is to be noted of one map."""

    url: str
    item: Item
    trouble: Problem | None = None  # None: what was amiss with it is over


@dataclass(slots=True, kw_only=True)
class Maps:
    """What the maps of an index gave in one poll."""

    pages: list[Listed] = field(default_factory=list)
    others: dict[str, tuple[Listed, ...]] = field(default_factory=dict)  # pages of other hosts, by the map's address
    broken: list[Noted] = field(default_factory=list)
    read: list[Noted] = field(default_factory=list)  # to be noted once their pages are taken
    whole: bool = True  # nothing is left that was not read yet
    dated: bool = True  # all maps say when they changed, so that an index that stays the same says that they do


def read_maps(index: Sitemap, known: Mapping[str, Item], get: Callable[[str], bytes], *, now: str) -> Maps:
    """Return what the maps of an index give, at most MAPS of them and DEPTH levels deep.

    `get` returns the bytes of an address or raises InputError; `now` marks what does not say when it changed.
    """
    walk = _Walk(known=known, get=get, now=now)
    walk.found.whole = walk.below(index.maps, 1)
    return walk.found


def unique(pages: Iterable[Listed]) -> list[Listed]:
    """Return pages once each; of one that several maps list, what says when it was published, and the latest change."""
    found: dict[str, Listed] = {}
    for page in pages:
        held = found.setdefault(page.url, page)
        if held is not page:
            changed = max(filter(None, (held.changed, page.changed)), default=None)
            found[page.url] = replace(page if page.published and not held.published else held, changed=changed)
    return list(found.values())


@dataclass(slots=True, kw_only=True)
class _Walk:
    known: Mapping[str, Item]
    get: Callable[[str], bytes]
    now: str
    found: Maps = field(default_factory=Maps)
    seen: set[str] = field(default_factory=set)  # a map that names itself, or one that two indexes name

    def below(self, maps: Sequence[Listed], level: int) -> bool:
        """Read what is unread of these maps; return whether nothing is left of them for the next polls."""
        whole = True
        self.found.dated &= all(one.changed for one in maps)
        for one in _in_order(maps, self.known):
            if one.url in self.seen:
                continue
            if len(self.seen) < MAPS:
                self.seen.add(one.url)
                whole &= self._map(one, level)
            else:
                whole &= not self._is_owed(one)
        return whole

    def _map(self, one: Listed, level: int) -> bool:
        try:
            sitemap = parse_sitemap(self.get(one.url), base=one.url)
            if sitemap.maps and level == DEPTH:
                raise InputError(f"the sitemap names further ones, more than {DEPTH} levels below the first.",
                                 code="input.deep-sitemap", remedy="If they are wanted, give their addresses.")
        except InputError as error:  # one broken map of an index keeps nobody from reading the others
            return self._broken(one, error)
        self.found.pages += sitemap.pages
        self.found.others[one.url] = sitemap.others
        whole = self.below(sitemap.maps, level + 1)
        state, tries, mark = ("done", 1, one.changed or self.now) if whole else ("waiting", 0, self.now)
        self.found.read.append(Noted(url=one.url, item=Item(key=_MAP + one.url, state=state, tries=tries, mark=mark)))
        return whole

    def _broken(self, one: Listed, error: InputError) -> bool:
        """Note a map that could not be read: it is tried again in the next polls, then when it changes."""
        held = self.known.get(_MAP + one.url)
        tries = held.tries + 1 if held and held.state == "waiting" else 1
        again = error.code in PASSING and tries < TRIES
        item = Item(key=_MAP + one.url, state="waiting" if again else "failed", tries=tries,
                    mark=None if again else one.changed or self.now)
        self.found.broken.append(Noted(url=one.url, item=item, trouble=problem(error, one.url)))
        return not again

    def _is_owed(self, one: Listed) -> bool:
        """Tell whether an unread map holds what was never read; one without a date is merely looked at by turns."""
        item = self.known.get(_MAP + one.url)
        return item is None or item.state == "waiting" or one.changed is not None


def _in_order(maps: Sequence[Listed], known: Mapping[str, Item]) -> list[Listed]:
    """Return the maps that have changed since they were read, or do not say so, in the order to read them.

    What was never read goes before what is open or was read, and the latest change before earlier ones: of an archive
    of hundreds of maps the new articles come first, and the old ones poll by poll.
    """
    held = {one.url: known.get(_MAP + one.url) for one in maps}
    waiting = [one for one in maps
               if (item := held[one.url]) is None or one.changed is None or item.mark != one.changed]
    newest = sorted(waiting, key=lambda one: one.changed or "", reverse=True)

    def read_before(one: Listed) -> str:
        item = held[one.url]
        is_open = item is not None and item.state == "waiting"
        return item.mark or "" if item and (is_open or not one.changed) else ""

    return sorted(newest, key=read_before)
