"""A source that tests poll again and again without a ledger, and the sitemaps that it may be."""

from collections.abc import Sequence
from datetime import UTC, datetime

from keii.model import Problem
from keii.model.followed import Followed, Item
from keii.sources.fetch import Fetcher, Manners
from keii.sources.options import Options
from keii.sources.poll import Taken, poll
from sources.faults import Answer, Site

NOW = datetime(2026, 11, 3, 10, 0, tzinfo=UTC)
SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


class Follower:
    """A source, polled again and again, with what is known of its items."""

    def __init__(self, address: str, kind: str, fetcher: Fetcher | None = None) -> None:
        self.source = Followed(number=1, address=address, kind=kind, every=3600, added_at="")
        self.items: dict[str, Item] = {}
        self.fetcher = fetcher

    def poll(self) -> tuple[list[str], list[str]]:
        """Return the addresses of the documents that a poll gives, and the codes of its problems."""
        addresses: list[str] = []
        codes: list[str] = []
        fetcher = self.fetcher or Fetcher(Manners(delay=0.0, private=True))
        for got in poll(self.source, self.items, fetcher, Options(), NOW):
            if isinstance(got, Taken):
                for found in got.found:
                    if isinstance(found, Problem):
                        codes.append(found.code)
                    else:
                        addresses.append((found.url or "").rpartition("/")[2])
                self.items[got.item.key] = got.item
            else:
                self.source = got
        return addresses, codes


def sitemap(site: Site, path: str, *, pages: list[str] | None = None, maps: list[str] | None = None,
            changed: str | None = "2026-11-01") -> str:
    """Serve a sitemap of pages, or an index of maps that changed at one time; return its path."""
    if maps is not None:
        told = f"<lastmod>{changed}</lastmod>" if changed else ""
        parts = "".join(f"<sitemap><loc>{site.url}{one}</loc>{told}</sitemap>" for one in maps)
        body = f"<sitemapindex {SPACE}>{parts}</sitemapindex>"
    else:
        body = urlset([site.article(one, one[1:]) for one in pages or []])
    site.answers[path] = Answer(body.encode(), "application/xml", headers={"ETag": f'"{hash(body)}"'})
    return path


def urlset(addresses: Sequence[str], changed: str | None = None) -> str:
    """Return a sitemap of these addresses, which all changed at one time."""
    told = f"<lastmod>{changed}</lastmod>" if changed else ""
    return f"<urlset {SPACE}>{''.join(f'<url><loc>{one}</loc>{told}</url>' for one in addresses)}</urlset>"
