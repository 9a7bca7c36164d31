"""Feeds as they are in the world: broken in every way that is common, and read all the same."""

import pytest

from keii.errors import InputError
from keii.sources.feeds import Entry, Feed, is_feed, parse_feed

URL = "https://news.example/feeds/rss.xml"
ITEM = "<item><title>Border to reopen</title><link>https://news.example/1</link><guid>g1</guid></item>"
TEXT = "両国の外相は三日、国境を再開することで合意したと発表した。"


def rss(items: str, before: str = "", channel: str = "<title>Gazette</title>") -> bytes:
    return f'{before}<rss version="2.0"><channel>{channel}{items}</channel></rss>'.encode()


def parsed(raw: bytes, charset: str | None = None) -> Feed:
    assert is_feed(raw)
    return parse_feed(raw, url=URL, charset=charset)


def only(raw: bytes, charset: str | None = None) -> Entry:
    (entry,) = parsed(raw, charset).entries
    return entry


@pytest.mark.parametrize("raw", [
    pytest.param(rss(ITEM), id="no declaration"),
    pytest.param(rss(ITEM, before="\n\n  <?xml version='1.0'?>"), id="blank lines before the declaration"),
    pytest.param(b"\xef\xbb\xbf" + rss(ITEM, before='<?xml version="1.0"?>'), id="byte order mark"),
    pytest.param(rss(ITEM, before="<!-- made by hand -->" * 20), id="comments first"),
    pytest.param(rss(ITEM) + b"<script>count()</script>\n<!-- served in 3 ms -->", id="words after the end"),
    pytest.param(rss(ITEM)[:-20], id="cut off after the item"),
    pytest.param(rss(ITEM, channel="<title>Gazette</title><media:group><media:x/></media:group>"),
                 id="namespace that is not declared"),
    pytest.param(rss(ITEM, channel="<title>Gazette</title><description>A & B &nbsp; &copy; <br></description>"),
                 id="bare ampersand, entities of HTML, element left open"),
    pytest.param(rss(ITEM, channel="<title>Gazette</title><description>a\x0bb\x1f</description>"),
                 id="control characters"),
    pytest.param(rss(ITEM.replace("<item>", '<item rdf:about="x">')), id="attribute of an undeclared namespace"),
    pytest.param(rss(ITEM.replace("title>", "TITLE>")), id="names in capitals"),
    pytest.param(rss(ITEM.replace("Border to reopen", "<![CDATA[Border to reopen]]>")), id="CDATA"),
    pytest.param(rss(ITEM.replace("Border to reopen", "Border &lt;b&gt;to&lt;/b&gt; reopen")), id="HTML in the title"),
    pytest.param(rss(ITEM.replace("https://news.example/1", "/1")), id="link without a host"),
    pytest.param(rss(ITEM.replace("https://news.example/1", "../1")), id="link up the path"),
    pytest.param(rss(ITEM.replace("https://news.example/1", "\n   https://news.example/1\n")), id="spaces in the link"),
    pytest.param(rss(ITEM.replace("<link>https://news.example/1</link><guid>g1</guid>",
                                  '<guid isPermaLink="true">https://news.example/1</guid>')), id="guid as link"),
    pytest.param(f'<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
                 f'xmlns="http://purl.org/rss/1.0/"><channel><title>Gazette</title></channel>{ITEM}</rdf:RDF>'.encode(),
                 id="RSS 1.0"),
    pytest.param(b'<rss version="0.91"><channel><title>Gazette</title>' + ITEM.encode() + b"</channel></rss>",
                 id="RSS 0.91"),
    pytest.param(b'<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Gazette</title><entry>'
                 b'<title>Border to reopen</title><link rel="alternate" href="https://news.example/1"/>'
                 b"<id>g1</id></entry></feed>", id="Atom 0.3"),
    pytest.param(b'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://news.example/x/"><title>Gazette</title>'
                 b'<entry><title type="html">Border &lt;i&gt;to&lt;/i&gt; reopen</title><link rel="self" href="/s"/>'
                 b'<link href="../1"/><id>g1</id></entry></feed>', id="Atom with a base and a link to itself"),
])
def test_a_malformed_feed_gives_its_entries(raw: bytes) -> None:
    entry = only(raw)
    assert (entry.title, entry.url) == ("Border to reopen", "https://news.example/1")
    assert parsed(raw).title == "Gazette"


@pytest.mark.parametrize(("encoding", "declared", "charset"), [
    ("utf-8", None, None), ("utf-8", "iso-8859-1", None), ("utf-8", "shift_jis", "iso-8859-1"),
    ("cp932", "Shift_JIS", None), ("cp932", None, "shift_jis"), ("cp932", None, None), ("cp932", "utf-8", None),
    ("euc_jp", "EUC-JP", None), ("euc_jp", None, None), ("iso2022_jp", "iso-2022-jp", "utf-8"),
    ("utf-16", "utf-16", None), ("utf-8", "no-such-encoding", None),
])
def test_a_feed_is_decoded_whatever_it_and_its_server_say(encoding: str, declared: str | None,
                                                         charset: str | None) -> None:
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    raw = f"{head}<rss><channel><title>新聞</title><item><title>国境を再開</title><link>/1</link>" \
          f"<description>{TEXT}</description></item></channel></rss>".encode(encoding)
    assert (only(raw, charset).title, only(raw, charset).content) == ("国境を再開", TEXT)


def test_a_feed_cut_within_a_character_gives_the_entries_before_it() -> None:
    raw = f"<rss><channel><title>新聞</title><item><title>国境を再開</title><link>/1</link></item>" \
          f"<item><link>/2</link><title>会談</title><description>{TEXT * 9}".encode()[:-1]
    first, second = parsed(raw).entries
    assert first.title == "国境を再開"
    assert (second.title, second.content) == ("会談", None)  # its page is fetched; half a character is quoted nowhere


@pytest.mark.parametrize(("written", "published"), [
    ("<pubDate>Mon, 02 Nov 2026 09:00:00 GMT</pubDate>", "2026-11-02T09:00:00+00:00"),
    ("<pubDate>Mon, 02 Nov 2026 00:30:00 +0900</pubDate>", "2026-11-02T00:30:00+09:00"),  # in UTC the day before
    ("<pubDate>2 Nov 26 09:00 EST</pubDate>", "2026-11-02T09:00:00-05:00"),
    ("<pubDate>Monday, 02-Nov-26 09:00:00 GMT</pubDate>", "2026-11-02T09:00:00+00:00"),
    ("<pubDate>2026-11-02T18:00:00+09:00</pubDate>", "2026-11-02T18:00:00+09:00"),
    ("<pubDate>2026-11-02</pubDate>", "2026-11-02"),
    ("<pubDate>2026年11月2日</pubDate>", "2026-11-02"),
    ("<updated>2026-11-02T09:00:00Z</updated>", "2026-11-02T09:00:00+00:00"),
    ('<d:date xmlns:d="http://purl.org/dc/elements/1.1/">2026-11-02T09:00:00Z</d:date>', "2026-11-02T09:00:00+00:00"),
    ("<pubDate>soon</pubDate>", None),
    ("<pubDate></pubDate>", None),
    ("", None),
])
def test_dates_of_entries_in_every_writing(written: str, published: str | None) -> None:
    assert only(rss(ITEM.replace("</item>", f"{written}</item>"))).published == published


def test_entries_without_id_or_address_are_known_by_what_they_have() -> None:
    items = "<item><title>Only a title</title></item><item><link>https://news.example/2</link></item><item></item>"
    assert [(entry.key, entry.url) for entry in parsed(rss(items)).entries] == [
        ("Only a title", None), ("https://news.example/2", "https://news.example/2")]


@pytest.mark.parametrize("raw", [
    b"<html><head><title>Feed</title></head><body>moved</body></html>", b"", b"not here", b"{}",
    b'{"version": "https://jsonfeed.org/version/1.1", "items": [', b"<rss",
])
def test_what_is_no_feed_is_said_to_be_none(raw: bytes) -> None:
    with pytest.raises(InputError) as raised:
        parse_feed(raw, url=URL)
    assert raised.value.code == "input.not-a-feed"
    assert raised.value.remedy


@pytest.mark.parametrize("items", ["null", "{}", "[1, null, {}]", '[{"id": null, "url": 3}]'])
def test_a_json_feed_of_odd_values_has_no_entries(items: str) -> None:
    raw = f'{{"version": "https://jsonfeed.org/version/1.1", "title": "Gazette", "items": {items}}}'.encode()
    assert parsed(raw).entries == ()


def test_links_of_a_json_feed_are_resolved() -> None:
    entry = only(b'{"version": "https://jsonfeed.org/version/1", "items": [{"id": 7, "url": "/1", "author": '
                 b'{"name": "Jane Doe"}, "content_text": "Words."}]}')
    assert (entry.key, entry.url, entry.author, entry.content) == ("7", "https://news.example/1", "Jane Doe", "Words.")


@pytest.mark.parametrize("feed", [
    b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>tag:news.example,2026:1</id><title>Border</title></entry></feed>',
    rss("<item><guid>urn:uuid:0a</guid><title>Border</title></item>"),
], ids=["atom", "rss"])
def test_the_name_of_an_entry_without_a_link_is_no_address(feed: bytes) -> None:
    assert (only(feed).url, only(feed).title) == (None, "Border")


def test_an_entry_whose_link_is_empty_is_at_the_address_that_is_its_id() -> None:
    assert only(rss("<item><link/><guid>https://news.example/1</guid></item>")).url == "https://news.example/1"
    assert only(rss("<item><link/><guid>1</guid><title>Border</title></item>")).url != "1"
