"""What sitemaps and lists of feeds look like in the world, and what is read of them."""

import pytest

from keii.sources.discover import kind_of, parse_sitemap
from keii.sources.opml import parse_opml

SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
URL = "<url><loc>https://news.example/1</loc></url>"


@pytest.mark.parametrize("raw", [
    f'<urlset xmlns="{SPACE}">{URL}</urlset>', f'\n\n <?xml version="1.0"?><urlset xmlns="{SPACE}">{URL}</urlset>',
    f'\ufeff<?xml version="1.0" encoding="utf-8"?><urlset xmlns="{SPACE}">{URL}</urlset>', f"<urlset>{URL}</urlset>",
    f'<urlset xmlns="{SPACE.replace("http:", "https:")}">{URL}</urlset>',
    f'<urlset xmlns="http://www.google.com/schemas/sitemap/0.84">{URL}</urlset>',
    f'<s:urlset xmlns:s="{SPACE}">{URL.replace("<", "<s:").replace("<s:/", "</s:")}</s:urlset>',
    f'<urlset xmlns="{SPACE}">{URL}<url><loc>', f'<urlset xmlns="{SPACE}">{URL.replace("h", "<![CDATA[ h", 1)}'
    .replace("</loc>", " ]]></loc>") + "</urlset>",
], ids=["plain", "blank lines", "byte order mark", "no namespace", "https", "older", "prefix", "cut off", "cdata"])
def test_a_sitemap_is_read_as_it_comes(raw: str) -> None:
    assert kind_of(raw.encode()) == "sitemap"
    assert [page.url for page in parse_sitemap(raw.encode(), base="https://news.example/map").pages] == [
        "https://news.example/1"]


@pytest.mark.parametrize("mark", ["&", "&amp;"])
def test_an_address_keeps_its_parameters_whether_they_are_escaped_or_not(mark: str) -> None:
    raw = f'<urlset xmlns="{SPACE}"><url><loc>https://news.example/?id=1{mark}page=2</loc></url></urlset>'
    (page,) = parse_sitemap(raw.encode(), base="https://news.example/map").pages
    assert page.url == "https://news.example/?id=1&page=2"
    listed = f'<opml><body><outline text="A {mark} B" xmlUrl="https://news.example/rss?a=1{mark}b=2"/></body></opml>'
    assert [(one.url, one.title) for one in parse_opml(listed.encode())] == [
        ("https://news.example/rss?a=1&b=2", "A & B")]


def test_a_sitemap_of_two_bytes_a_character_is_read() -> None:
    raw = f'<?xml version="1.0" encoding="utf-16"?><urlset xmlns="{SPACE}">{URL}</urlset>'.encode("utf-16")
    assert len(parse_sitemap(raw, base="https://news.example/map").pages) == 1


@pytest.mark.parametrize("news", [NEWS, NEWS.replace("http:", "https:")])
def test_what_the_news_extension_says_is_read(news: str) -> None:
    raw = f"""<urlset xmlns="{SPACE}" xmlns:n="{news}"><url><loc>https://news.example/1</loc><lastmod>2026-11-03</lastmod>
<n:news><n:publication><n:name>Gazette</n:name><n:language>en</n:language></n:publication>
<n:publication_date>2026-11-02</n:publication_date><n:title>Border</n:title></n:news></url></urlset>"""
    (page,) = parse_sitemap(raw.encode(), base="https://news.example/map").pages
    assert (page.title, page.publisher, page.language, page.published, page.changed) == (
        "Border", "Gazette", "en", "2026-11-02", "2026-11-03")


def test_a_page_that_speaks_of_sitemaps_is_none() -> None:
    assert kind_of(b"<html><body>&lt;urlset&gt;</body></html>") == "page"
