"""Sitemaps that list pages of other hosts: taken where the host of a page names the sitemap, and as its rules allow."""

from collections.abc import Iterator

import pytest

from keii.errors import InputError
from keii.sources.discover import Listed
from keii.sources.sitemaps import TRIES
from keii.sources.submitted import HOSTS, submitted
from sources.faults import Answer, Site, serving
from sources.following import Follower, sitemap, urlset


@pytest.fixture
def paper() -> Iterator[Site]:
    with serving() as served:
        yield served


@pytest.fixture
def maker() -> Iterator[Site]:
    """The host that makes the paper's sitemaps."""
    with serving() as served:
        yield served


def named(paper: Site, *addresses: str, status: int = 200) -> None:
    """Let the paper's robots.txt name these sitemaps."""
    lines = ["User-agent: *", "Disallow: /closed", *(f"Sitemap: {one}" for one in addresses)]
    paper.answers["/robots.txt"] = Answer("\n".join(lines).encode(), "text/plain", status=status)


def made(paper: Site, maker: Site, *paths: str) -> str:
    """Serve a sitemap with a page of its own host and these pages of the paper; return its address."""
    pages = [maker.article("/Own", "Own"), *(paper.article(path, path[1:]) for path in paths)]
    maker.answers["/map.xml"] = Answer(urlset(pages).encode(), "application/xml", headers={"ETag": '"1"'})
    return f"{maker.url}/map.xml"


@pytest.mark.parametrize("names", ["map", "another", "nothing"])
def test_pages_of_a_host_are_taken_when_its_robots_file_names_the_sitemap(names: str, paper: Site, maker: Site) -> None:
    address = made(paper, maker, "/Kora")
    if names != "nothing":
        named(paper, address if names == "map" else f"{maker.url}/other.xml")
    addresses, codes = Follower(address, "sitemap").poll()
    assert sorted(addresses) == (["Kora", "Own"] if names == "map" else ["Own"])
    assert codes == []
    assert paper.asked["/Kora"] == (names == "map")


def test_the_rules_of_the_host_whose_pages_are_listed_hold(paper: Site, maker: Site) -> None:
    address = made(paper, maker, "/Kora", "/closed")
    named(paper, address)
    addresses, codes = Follower(address, "sitemap").poll()
    assert (sorted(addresses), codes) == (["Kora", "Own"], ["fetch.robots"])
    assert not paper.asked["/closed"]


def test_the_rules_of_the_host_of_the_sitemap_hold(paper: Site, maker: Site) -> None:
    address = made(paper, maker, "/Kora")
    named(paper, address)
    maker.answers["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /map.xml", "text/plain")
    follower = Follower(address, "sitemap")
    assert follower.poll() == ([], [])
    assert "robots.txt" in (follower.source.trouble or "")
    assert not paper.asked


def test_an_index_that_is_named_speaks_for_its_maps(paper: Site, maker: Site) -> None:
    made(paper, maker, "/Kora")
    index = maker.url + sitemap(maker, "/index.xml", maps=["/map.xml"])
    named(paper, index)
    follower = Follower(index, "sitemap")
    assert sorted(follower.poll()[0]) == ["Kora", "Own"]
    assert follower.poll() == ([], [])
    assert paper.asked["/Kora"] == maker.asked["/map.xml"] == 1


def test_a_sitemap_that_a_host_leads_on_to_may_list_its_pages(paper: Site, maker: Site) -> None:
    paper.answers["/sitemap.xml"] = Answer(status=301, headers={"Location": made(paper, maker, "/Kora")})
    assert sorted(Follower(f"{paper.url}/sitemap.xml", "sitemap").poll()[0]) == ["Kora", "Own"]


def test_pages_wait_while_the_robots_file_of_their_host_fails_and_are_given_up_in_the_end(
        paper: Site, maker: Site) -> None:
    address = made(paper, maker, "/Kora")
    follower, given_up = Follower(address, "sitemap"), Follower(address, "sitemap")
    named(paper, address, status=500)
    assert follower.poll() == (["Own"], ["fetch.failed"])
    for _ in range(TRIES):
        assert given_up.poll()[1] == ["fetch.failed"]
    assert given_up.poll() == ([], [])  # the sitemap has not changed, and nothing waits
    named(paper, address)
    assert follower.poll() == (["Kora"], [])
    assert follower.poll() == ([], [])


def test_no_sitemap_makes_keii_ask_hosts_without_end() -> None:
    asked = []

    def naming(url: str) -> list[str]:
        asked.append(url)
        raise InputError("no", code="fetch.private" if "host1." in url else "fetch.no-host")

    pages = [Listed(url=f"http://host{number}.example/{page}") for number in range(50) for page in range(number + 1)]
    found = submitted({"http://map.example/a": pages}, followed={"http://map.example/a"}, known={}, named=naming)
    assert (found.pages, found.noted, found.whole) == ([], [], True)
    assert asked == [f"http://host{number}.example/robots.txt" for number in range(49, 49 - HOSTS, -1)]
