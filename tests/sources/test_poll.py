"""Polls against a server with faults, without a ledger: what a source lists, and how it fares."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from keii.model import Problem
from keii.model.followed import Followed, Item
from keii.sources.fetch import Fetcher, Manners
from keii.sources.options import Options
from keii.sources.poll import TRIES, Taken, poll
from sources.faults import Answer, Site, serving

NOW = datetime(2026, 11, 3, 10, 0, tzinfo=UTC)
SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as served:
        yield served


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


def index(site: Site, names: list[str]) -> str:
    """Serve an index of sitemaps with a page each; return its address."""
    maps = []
    for name in names:
        url = site.article(f"/{name}", name)
        site.answers[f"/{name}.xml"] = Answer(f"<urlset {SPACE}><url><loc>{url}</loc></url></urlset>".encode())
        maps.append(f"<sitemap><loc>{site.url}/{name}.xml</loc><lastmod>2026-11-01</lastmod></sitemap>")
    site.answers["/index.xml"] = Answer(f"<sitemapindex {SPACE}>{''.join(maps)}</sitemapindex>".encode())
    return f"{site.url}/index.xml"


def test_a_broken_sitemap_keeps_nobody_from_reading_the_others(site: Site) -> None:
    follower = Follower(index(site, ["Kora", "Delta"]), "sitemap")
    site.answers["/Kora.xml"] = Answer(b"not here", status=404)
    assert follower.poll() == (["Delta"], ["fetch.status"])
    assert follower.source.trouble is None
    assert follower.poll() == ([], [])  # its index does not say that it has changed
    assert site.asked["/Kora.xml"] == 1


def test_a_sitemap_that_fails_is_tried_again_and_then_left(site: Site) -> None:
    follower = Follower(index(site, ["Kora", "Delta"]), "sitemap")
    good = site.answers["/Kora.xml"]
    site.answers["/Kora.xml"] = Answer(status=500)
    assert follower.poll() == (["Delta"], ["fetch.failed"])
    site.answers["/Kora.xml"] = good
    assert follower.poll() == (["Kora"], [])
    site.answers["/Kora.xml"] = Answer(status=500)
    site.answers["/index.xml"] = Answer(site.answers["/index.xml"].body.replace(b"11-01", b"11-02"))
    for _ in range(TRIES + 2):
        follower.poll()
    assert site.asked["/Kora.xml"] == 2 + TRIES


def test_a_host_that_asks_for_a_pause_is_left_alone_by_all_its_sources(site: Site) -> None:
    fetcher = Fetcher(Manners(delay=0.0, private=True))
    site.article("/a", "Kora")
    site.feed("/two", [(f"{site.url}/a", "Kora")])
    site.answers["/one"] = Answer(status=429, headers={"Retry-After": "7200"})
    followers = [Follower(f"{site.url}{path}", "feed", fetcher) for path in ("/one", "/two")]
    assert [follower.poll() for follower in followers] == [([], []), ([], [])]
    assert [follower.source.next_at for follower in followers] == ["2026-11-03T12:00:00Z"] * 2
    assert not site.asked["/two"]


@pytest.mark.parametrize(("answer", "told"), [
    (Answer(status=304), None), (Answer(status=404), "404"), (Answer(status=410), "410"), (Answer(status=500), "500"),
    (Answer(b"<html>moved</html>"), "no feed"), (Answer(b""), "no feed"), (Answer(b"x" * 9_000, cut=True), "failed"),
    (Answer(status=302, headers={"Location": "/rss"}), "leads on"),
    (Answer(b"\x1f\x8b", headers={"Content-Encoding": "gzip"}), "cut off"),
])
def test_a_feed_that_fails_says_why(answer: Answer, told: str | None, site: Site) -> None:
    site.answers["/rss"] = answer
    follower = Follower(f"{site.url}/rss", "feed")
    assert follower.poll() == ([], [])
    assert (follower.source.trouble is None) == (told is None)
    assert (told or "") in (follower.source.trouble or "")
    assert follower.source.failures == (told is not None)


def test_an_entry_whose_address_is_none_does_no_harm(site: Site) -> None:
    links = [("javascript:void(0)", "One"), ("mailto:desk@news.example", "Two"), (site.article("/a", "Kora"), "Kora")]
    follower = Follower(site.feed("/rss", links), "feed")
    assert follower.poll() == (["a"], ["input.bad-url"] * 2)
    assert replace(follower.source, checked_at=None, changed_at=None).failures == 0
