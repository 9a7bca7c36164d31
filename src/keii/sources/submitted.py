"""Sitemaps that list pages of other hosts than their own: such a page counts where its own host says so.

Anybody can list anybody's pages. By the standard (sitemaps.org, «cross submits») the robots.txt of the host whose pages
are listed has to name the sitemap; papers do so whose sitemaps are made elsewhere.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from keii.errors import InputError
from keii.model.followed import Item
from keii.sources.addresses import host_of, joined
from keii.sources.discover import Listed
from keii.sources.options import problem
from keii.sources.sitemaps import PASSING, TRIES, Noted

HOSTS = 20  # whose robots.txt one poll asks for, those with the most pages first; papers have a few
_ROBOTS = "robots "  # before the key of an item that is the robots.txt of a host
_GONE = "fetch.no-host"  # a name that leads nowhere names no sitemap


@dataclass(slots=True, kw_only=True)
class Submitted:
    """What sitemaps list of other hosts."""

    pages: list[Listed] = field(default_factory=list)  # those whose hosts name the sitemap
    noted: list[Noted] = field(default_factory=list)  # of robots.txt files that failed, or do so no longer
    whole: bool = True  # no host has to be asked again before its pages are known to be allowed or not


def submitted(listed: Mapping[str, Iterable[Listed]], *, followed: Collection[str], known: Mapping[str, Item],
              named: Callable[[str], Collection[str]]) -> Submitted:
    """Return the pages whose hosts name the map that lists them, or a map that is followed.

    `listed` holds the pages of other hosts by the address of their map, `followed` the addresses of the map that the
    user follows; `named` returns the sitemaps that the robots.txt of an address's host names, or raises InputError.
    """
    found, own = Submitted(), {host_of(one) for one in followed}
    pages = [(page, map_) for map_, some in listed.items() for page in some]
    hosts = Counter(host_of(page.url) for page, _ in pages)
    maps = {host: _maps(host, pages, found, known, named) for host, _ in hosts.most_common(HOSTS) if host not in own}
    for page, map_ in pages:
        host = host_of(page.url)
        if host in own or not maps.get(host, frozenset()).isdisjoint({map_, *followed}):
            found.pages.append(page)
    return found


def _maps(host: str, pages: Iterable[tuple[Listed, str]], found: Submitted, known: Mapping[str, Item],
          named: Callable[[str], Collection[str]]) -> frozenset[str]:
    """Return the sitemaps that a host names, none while its robots.txt fails; note how that fares."""
    url = joined(next(page.url for page, _ in pages if host_of(page.url) == host), "/robots.txt")
    held = known.get(_ROBOTS + host)
    try:
        maps = frozenset(named(url))
    except InputError as error:
        if error.code not in PASSING or error.code == _GONE:
            return frozenset()
        tries = min(held.tries + 1, TRIES) if held and held.state != "done" else 1
        again = tries < TRIES
        found.whole &= not again
        found.noted.append(Noted(url=url, trouble=problem(error, url), item=Item(
            key=_ROBOTS + host, state="waiting" if again else "failed", tries=tries)))
        return frozenset()
    if held and held.state != "done":
        found.noted.append(Noted(url=url, item=Item(key=_ROBOTS + host, state="done")))
    return maps
