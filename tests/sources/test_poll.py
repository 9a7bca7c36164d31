"""Polls against a server with faults, without a ledger: what a source lists, and how it fares."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from keii.model import Problem
from keii.model.followed import Followed
from keii.sources.fetch import Fetcher, Manners
from keii.sources.options import Options
from keii.sources.poll import Taken, poll
from keii.sources.sitemaps import TRIES
from sources.faults import Answer, Site, serving
from sources.following import NOW, SPACE, Follower, sitemap


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as served:
        yield served


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


def test_indexes_within_an_index_are_read_and_not_again(site: Site) -> None:
    inner = sitemap(site, "/2026.xml", maps=[sitemap(site, "/nov.xml", pages=["/Kora"]),
                                             sitemap(site, "/oct.xml", pages=["/Delta"])])
    follower = Follower(site.url + sitemap(site, "/index.xml", maps=[inner]), "sitemap")
    addresses, codes = follower.poll()
    assert (sorted(addresses), codes) == (["Delta", "Kora"], [])
    assert follower.poll() == ([], [])
    assert site.asked["/2026.xml"] == site.asked["/nov.xml"] == 1


def test_an_index_that_names_itself_or_goes_too_deep_is_left(site: Site) -> None:
    deep = sitemap(site, "/1.xml", maps=[sitemap(site, "/2.xml", maps=[sitemap(site, "/3.xml", maps=["/4.xml"])])])
    sitemap(site, "/4.xml", pages=["/Kora"])
    loop = sitemap(site, "/loop.xml", maps=["/loop.xml"])
    follower = Follower(site.url + sitemap(site, "/index.xml", maps=[deep, loop]), "sitemap")
    assert follower.poll() == ([], ["input.deep-sitemap"])
    assert not site.asked["/4.xml"]
    assert follower.poll() == ([], [])
    assert site.asked["/loop.xml"] == 1


def test_an_archive_of_many_maps_does_not_keep_the_news_waiting_and_is_read_to_its_end(site: Site) -> None:
    old = [sitemap(site, f"/{number}.xml", pages=[f"/old{number}"]) for number in range(20)]
    archive = sitemap(site, "/archive.xml", maps=old)
    news = sitemap(site, "/news.xml", maps=[sitemap(site, "/today.xml", pages=["/Kora"])])
    follower = Follower(site.url + sitemap(site, "/index.xml", maps=[archive, news]), "sitemap")
    taken = [set(follower.poll()[0]) for _ in range(4)]
    assert "Kora" in taken[0] | taken[1]
    assert set().union(*taken) == {"Kora", *(f"old{number}" for number in range(20))}
    assert all(site.asked[path] == 1 for path in old)
    assert follower.poll() == ([], [])


def test_maps_that_do_not_say_when_they_changed_are_looked_at_each_time(site: Site) -> None:
    follower = Follower(site.url + sitemap(site, "/index.xml", maps=[sitemap(site, "/a.xml", pages=["/Kora"])],
                                           changed=None), "sitemap")
    assert follower.poll()[0] == ["Kora"]
    sitemap(site, "/a.xml", pages=["/Kora", "/Delta"])  # the index answers 304, if it is asked whether it has changed
    assert follower.poll()[0] == ["Delta"]


def test_a_page_that_two_maps_list_is_taken_once_with_the_date_that_one_of_them_tells(site: Site) -> None:
    url = site.article("/Kora", "Kora")
    news = f"""<urlset {SPACE} xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>{url}</loc><n:news>
<n:publication_date>2026-11-02</n:publication_date><n:title>Kora</n:title></n:news></url></urlset>"""
    sitemap(site, "/all.xml", pages=["/Kora"])
    site.answers["/news.xml"] = Answer(news.encode())
    source = Followed(number=1, address=site.url + sitemap(site, "/index.xml", maps=["/all.xml", "/news.xml"]),
                      kind="sitemap", every=3600, added_at="")
    polled = poll(source, {}, Fetcher(Manners(delay=0.0, private=True)), Options(), NOW)
    found = [one for got in polled if isinstance(got, Taken) for one in got.found]
    assert [one.published_at for one in found if not isinstance(one, Problem)] == ["2026-11-02"]
    assert site.asked["/Kora"] == 1


def test_an_entry_that_a_feed_lists_twice_is_taken_once(site: Site) -> None:
    url = site.article("/a", "Kora")
    follower = Follower(site.feed("/rss", [(url, "Kora"), (url, "Kora")]), "feed")
    assert follower.poll() == (["a"], [])
    assert site.asked["/a"] == 1


def test_a_page_whose_host_asks_for_a_pause_keeps_nobody_of_another_host_waiting(site: Site) -> None:
    with serving() as other:
        for path in ("/one", "/two"):
            other.answers[path] = Answer(status=429)
        links = [(f"{other.url}/one", "One"), (f"{other.url}/two", "Two"), (site.article("/a", "Kora"), "Kora")]
        follower = Follower(site.feed("/rss", links), "feed")
        assert follower.poll() == (["a"], [])
        assert (follower.source.trouble, other.asked["/one"], other.asked["/two"]) == (None, 1, 0)
        for path in ("/one", "/two"):
            other.article(path, path[1:])
        assert follower.poll() == (["one", "two"], [])


def test_a_page_that_is_always_busy_is_asked_for_last_and_given_up(site: Site) -> None:
    links = [(f"{site.url}/busy", "Busy"), (site.article("/a", "Kora"), "Kora")]
    site.answers["/busy"] = Answer(status=503)
    follower = Follower(site.feed("/rss", links), "feed")
    assert follower.poll() == ([], [])  # the server asks to be left alone
    before = follower.source
    assert follower.poll() == (["a"], [])
    assert "busy" in (follower.source.trouble or "")
    assert (before.changed_at, follower.source.changed_at) == (None, "2026-11-03T10:00:00Z")
    assert follower.poll() == ([], ["fetch.failed"])
    assert follower.source.trouble is None
    assert follower.poll() == ([], [])
    assert site.asked["/busy"] == TRIES


def test_what_waits_and_is_listed_no_more_keeps_no_feed_from_answering_that_nothing_has_changed(site: Site) -> None:
    site.answers["/a"] = Answer(status=500)
    follower = Follower(site.feed("/rss", [(f"{site.url}/a", "Kora")], ETag='"1"'), "feed")
    assert follower.poll() == ([], ["fetch.failed"])
    site.feed("/rss", [], ETag='"2"')
    for _ in range(3):
        assert follower.poll() == ([], [])
    assert [sent.get("if-none-match") for sent in site.sent[-5:] if "if-none-match" in sent] == ['"2"'] * 2
    assert [item.state for item in follower.items.values()] == ["failed"]


def test_a_page_of_a_map_that_fails_is_tried_again_though_the_map_has_not_changed(site: Site) -> None:
    follower = Follower(index(site, ["Kora", "Delta"]), "sitemap")
    page = site.answers["/Kora"]
    site.answers["/Kora"] = Answer(status=500)
    assert follower.poll() == (["Delta"], ["fetch.failed"])
    site.answers["/Kora"] = page
    assert follower.poll() == (["Kora"], [])
    assert follower.poll() == ([], [])
    assert site.asked["/Kora.xml"] == 2
