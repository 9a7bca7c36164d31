"""Sitemaps that are followed: with news, within each other, named by robots.txt."""

import sqlite3

import pytest

from cli.conftest import Keii
from cli.following import documents, sources, update
from sources.faults import Answer, Site, packed, serving


def test_a_sitemap_with_news_is_followed(keii: Keii, site: Site) -> None:
    url = site.article("/kora", "Kora")
    site.answers["/map.xml"] = Answer(f"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>{url}</loc><news:news><news:publication>
<news:name>Gazette</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2026-11-02T09:00:00Z</news:publication_date><news:title>Kora</news:title></news:news></url>
<url><loc>https://elsewhere.example/</loc></url></urlset>""".encode(), "application/xml")
    assert keii("add", "--private", f"{site.url}/map.xml").code == 0
    assert update(keii) == 0
    (document,) = documents(keii)
    assert (document["url"], document["published_at"]) == (url, "2026-11-02T09:00:00+00:00")


def test_an_index_of_many_sitemaps_is_read_poll_by_poll_the_newest_first(keii: Keii, site: Site) -> None:
    maps = []
    for number in range(12):
        url = site.article(f"/a{number}", f"Title {number}")
        site.answers[f"/map{number}.xml"] = Answer(f"<urlset {SPACE}><url><loc>{url}</loc></url></urlset>".encode(),
                                                   "application/xml")
        maps.append(f"<sitemap><loc>{site.url}/map{number}.xml</loc>"
                    f"<lastmod>2026-10-{number + 1:02}</lastmod></sitemap>")
    site.answers["/index.xml"] = Answer(f"<sitemapindex {SPACE}>{''.join(maps)}</sitemapindex>".encode(),
                                        "application/xml", headers={"ETag": '"1"'})
    keii("add", "--private", f"{site.url}/index.xml")
    update(keii)
    first = {one["title"] for one in documents(keii)}
    assert first == {f"Title {number}" for number in range(2, 12)}
    update(keii, "--only", "1")
    assert len(documents(keii)) == 12
    update(keii, "--only", "1")
    assert all(site.asked[f"/map{number}.xml"] == 1 for number in range(12))  # none has changed since it was read


SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def robots(site: Site, *paths: str) -> None:
    """Let the site's robots.txt name these sitemaps, and serve them."""
    named = "".join(f"Sitemap: {path}\n" for path in paths)
    site.answers["/robots.txt"] = Answer(f"User-agent: *\nDisallow: /closed\n{named}".encode(), "text/plain")
    for path in paths:
        site.answers[path] = Answer(f"<urlset {SPACE}></urlset>".encode(), "application/xml")
    site.answers["/"] = Answer(b"<html><body>Gazette</body></html>")


def test_a_site_without_a_feed_is_followed_by_the_sitemaps_that_its_robots_file_names(keii: Keii, site: Site) -> None:
    robots(site, "/a.xml", "mailto:desk@news.example", "/c.xml")
    assert keii("add", "--private", site.url).code == 0
    assert [(one["kind"], one["address"]) for one in sources(keii)] == [
        ("sitemap", f"{site.url}/a.xml"), ("sitemap", f"{site.url}/c.xml")]


def test_a_site_is_followed_by_a_sitemap_on_another_host_that_its_robots_file_names(keii: Keii, site: Site) -> None:
    with serving() as maker:
        robots(site, f"{maker.url}/map.xml")
        pages = (site.article("/Kora", "Kora"), maker.article("/Own", "Own"), "https://elsewhere.example/")
        body = "".join(f"<url><loc>{one}</loc></url>" for one in pages)
        maker.answers["/map.xml"] = Answer(f"<urlset {SPACE}>{body}</urlset>".encode(), "application/xml")
        assert keii("add", "--private", site.url).code == 0
        (source,) = sources(keii)
        assert (source["address"], source["title"]) == (f"{maker.url}/map.xml", site.url.removeprefix("http://"))
        assert update(keii) == 0
    assert {one["title"] for one in documents(keii)} == {"Kora", "Own"}
    assert keii("verify").code == 0


def test_sitemaps_of_news_go_before_those_of_everything(keii: Keii, site: Site) -> None:
    robots(site, "/all.xml", "/sitemap-news.xml")
    keii("add", "--private", f"{site.url}/robots.txt")
    assert [one["address"] for one in sources(keii)] == [f"{site.url}/sitemap-news.xml"]


def test_sitemaps_are_followed_beside_a_feed_where_that_is_asked_for(keii: Keii, site: Site) -> None:
    robots(site, "/a.xml")
    site.answers["/"] = Answer(b'<html><link rel="alternate" type="application/rss+xml" href="/rss"></html>')
    assert keii("add", "--private", "--sitemap", f"{site.url}/world/").code == 0
    assert [one["address"] for one in sources(keii)] == [f"{site.url}/a.xml"]
    assert keii("add", "--page", "--sitemap", site.url).code == 2


def test_a_site_that_names_many_sitemaps_or_none_says_so(keii: Keii, site: Site) -> None:
    robots(site, *(f"/{number}.xml" for number in range(12)))
    ran = keii("add", "--private", site.url)
    assert (ran.code, len(sources(keii))) == (1, 10)
    assert "names 12 sitemaps; the first 10" in ran.err
    robots(site)
    ran = keii("add", "--private", "--sitemap", site.url)
    assert ran.code == 1
    assert "names no sitemap" in ran.err


@pytest.mark.file
def test_a_poll_of_an_index_without_dates_that_brings_nothing_is_no_line_and_no_news(keii: Keii, site: Site) -> None:
    robots(site, "/a.xml")
    url = site.article("/kora", "Kora")
    site.answers["/a.xml"] = Answer(f"<urlset {SPACE}><url><loc>{url}</loc></url></urlset>".encode())
    index = f"<sitemapindex {SPACE}><sitemap><loc>/a.xml</loc></sitemap></sitemapindex>"
    site.answers["/map.xml"] = Answer(index.encode())
    keii("add", "--private", f"{site.url}/map.xml")
    arguments = ("update", "--private", "--delay", "0", "--coder", "rules", "--only", "1")
    assert "map.xml: 1 document" in keii(*arguments).err
    changed = sources(keii)[0]["changed_at"]
    sqlite3.connect(keii.ledger).execute("UPDATE followed SET changed_at = '2026-01-01T00:00:00Z'").connection.commit()
    assert changed
    assert "map.xml:" not in keii(*arguments).err
    assert sources(keii)[0]["changed_at"] == "2026-01-01T00:00:00Z"


def test_a_packed_sitemap_is_followed_as_one(keii: Keii, site: Site) -> None:
    url = site.article("/kora", "Kora")
    site.answers["/map.xml.gz"] = Answer(packed(f"<urlset {SPACE}><url><loc>{url}</loc></url></urlset>"))
    keii("add", "--private", f"{site.url}/map.xml.gz")
    assert [one["kind"] for one in sources(keii)] == ["sitemap"]
    update(keii)
    assert [one["title"] for one in documents(keii)] == ["Kora"]
