"""Entries that stay in their list and change: another version of the document, no double, and nothing asked in vain."""

import json
from datetime import datetime, timedelta, tzinfo
from itertools import count
from typing import Any

import pytest

from cli.conftest import Keii
from cli.following import documents, problems, sources, update
from sources.faults import ARTICLE, Answer, Site

SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
TOLD = "The foreign minister met the president in Geneva on Monday, and both agreed to reopen the border. " * 2
RAID = """<html lang="en"><head><meta charset="utf-8"><title>Raid on Kora</title>
<meta property="article:published_time" content="2026-11-02T08:00:00Z"></head><body><article><h1>Raid on Kora</h1>
<p>Chadian troops killed {dead} villagers near Kora on Sunday, the defence ministry of Chad said in a statement.</p>
<p>{more}The ministry did not say why the village was attacked. A spokesman of the ministry said that talks with the
elders of the village would go on, and that the wounded had been taken to the hospital of the next town.</p>
</article></body></html>"""


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every answer come a second after the one before: versions are told apart by when they were fetched."""
    began, seconds = datetime.now().astimezone(), count(-3600)

    class Later(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Later":
            return cls.fromtimestamp((began + timedelta(seconds=next(seconds))).timestamp(), tz)

    monkeypatch.setattr("keii.sources.fetch.datetime", Later)


def feed(site: Site, entry: str) -> str:
    """Serve an Atom feed of one entry, which only ever says when it was updated; return its address."""
    site.answers["/atom"] = Answer(f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Gazette</title>
<entry><id>tag:news.example,2026:1</id>{entry}</entry></feed>""".encode(), "application/atom+xml")
    return f"{site.url}/atom"


def entry(site: Site, updated: str, words: str = "Raid on Kora") -> str:
    return (f'<title>{words}</title><updated>2026-11-{updated}T09:00:00Z</updated><link href="{site.url}/a"/>')


def page(site: Site, dead: str, more: str = "") -> None:
    site.answers["/a"] = Answer(RAID.format(dead=dead, more=more).encode())


def follow(keii: Keii, site: Site, first: str) -> None:
    assert keii("add", "--private", feed(site, first)).code == 0
    assert update(keii) == 0


def versions(keii: Keii, document: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in keii("versions", document, "--json").out.splitlines()]


def captures(keii: Keii) -> int:
    from keii.ledger import Ledger

    with Ledger.open(keii.ledger) as ledger, ledger.asking() as connection:
        return int(connection.execute("SELECT count(*) FROM captured").fetchone()[0])


@pytest.mark.parametrize("said", ["updated", "title"])
def test_an_entry_that_has_changed_is_another_version_of_its_document(said: str, keii: Keii, site: Site) -> None:
    page(site, "12")
    follow(keii, site, entry(site, "02"))
    page(site, "20", "Two soldiers were arrested on Tuesday. ")
    feed(site, entry(site, "03") if said == "updated" else entry(site, "02", "Raid on Kora: soldiers arrested"))
    assert update(keii, "--only", "1") == 0
    assert update(keii, "--only", "1") == 0
    assert site.asked["/a"] == 2
    first, second = versions(keii, documents(keii)[0]["id"])
    assert [one["published_at"] for one in (first, second)] == ["2026-11-02T08:00:00+00:00"] * 2
    assert first["changes"] == []
    assert {one["kind"] for one in second["changes"]} == {"changed", "added"}
    assert keii("verify").code == 0


def test_a_flash_that_becomes_a_long_article_is_the_version_before_it(keii: Keii, site: Site) -> None:
    flash = "<html lang='en'><body><article><h1>Raid on Kora</h1><p>Troops attacked Kora.</p></article></body></html>"
    site.answers["/a"] = Answer(flash.encode())
    follow(keii, site, entry(site, "02"))
    page(site, "12")
    feed(site, entry(site, "03"))
    assert update(keii, "--only", "1") == 0
    for one in documents(keii):
        assert len(versions(keii, one["id"])) == 2


def test_an_entry_that_only_says_that_it_has_changed_is_no_double_and_is_left_in_the_end(
        keii: Keii, site: Site) -> None:
    serve(site, "Kora", 0)
    follow(keii, site, entry(site, "02"))
    held = documents(keii)
    assert held[0]["published_at"] == "2026-11-02T09:00:00+00:00"
    for number in range(1, 8):
        serve(site, "Kora", number)
        feed(site, entry(site, f"{number + 2:02}"))
        assert update(keii, "--only", "1") == 0
    assert documents(keii) == held
    assert site.asked["/a"] == 4
    assert captures(keii) == 4
    assert keii("verify").code == 0


def serve(site: Site, title: str, number: int) -> None:
    """Serve an article that does not say when it was published, with bytes of its own each time."""
    page = ARTICLE.format(title=title).replace("</article>", f"<p>Last updated {number} minutes ago.</p></article>")
    site.answers["/a"] = Answer(page.encode())


def test_a_change_after_changes_for_nothing_counts_anew(keii: Keii, site: Site) -> None:
    serve(site, "Kora", 0)
    follow(keii, site, entry(site, "02"))
    for number, title in enumerate(("Kora", "Delta", "Delta", "Delta", "Gamma"), start=1):
        serve(site, title, number)
        feed(site, entry(site, f"{number + 2:02}"))
        update(keii, "--only", "1")
    assert sorted(one["title"] for one in documents(keii)) == ["Delta", "Gamma", "Kora"]


def test_an_entry_that_holds_its_text_itself_changes_with_it(keii: Keii, site: Site) -> None:
    words = "<title>Border</title><updated>2026-11-02T09:00:00Z</updated><content>{}</content>"
    follow(keii, site, words.format(TOLD))
    for text in (TOLD, TOLD.replace("reopen", "close"), TOLD):
        feed(site, words.format(text))
        update(keii, "--only", "1")
    assert len(documents(keii)) == 2
    assert keii("verify").code == 0


def test_a_page_that_is_withdrawn_leaves_its_document_and_says_so(keii: Keii, site: Site) -> None:
    page(site, "12")
    follow(keii, site, entry(site, "02"))
    held = documents(keii)
    site.answers["/a"] = Answer(b"gone", status=410)
    feed(site, entry(site, "03") + f"<summary>{TOLD}</summary>")
    assert update(keii, "--only", "1") == 1
    assert documents(keii) == held
    assert problems(keii) == ["fetch.status"]


def test_a_changed_page_that_fails_is_tried_again(keii: Keii, site: Site) -> None:
    page(site, "12")
    follow(keii, site, entry(site, "02"))
    site.answers["/a"] = Answer(status=500)
    feed(site, entry(site, "03"))
    assert update(keii, "--only", "1") == 1
    page(site, "20")
    assert update(keii, "--only", "1") == 0
    assert len(documents(keii)) == 2
    assert problems(keii) == []


def test_a_change_that_several_feeds_tell_is_fetched_once_and_also_where_the_first_feed_tells_it_no_more(
        keii: Keii, site: Site) -> None:
    def serve_feeds(updated: str, *paths: str) -> None:
        for path in paths:
            feed(site, entry(site, updated))
            site.answers[path] = site.answers["/atom"]
            keii("add", "--private", f"{site.url}{path}")
        assert update(keii, *(f"--only={number + 1}" for number in range(len(sources(keii))))) == 0

    page(site, "12")
    serve_feeds("02", "/top", "/world")
    page(site, "20")
    serve_feeds("03", "/top", "/world")
    assert (site.asked["/a"], len(documents(keii))) == (2, 2)
    page(site, "30")
    serve_feeds("04", "/world")
    assert (site.asked["/a"], len(documents(keii))) == (3, 3)


def test_a_page_of_a_sitemap_is_read_again_when_its_lastmod_is_later(keii: Keii, site: Site) -> None:
    def serve_map(changed: str) -> None:
        site.answers["/map.xml"] = Answer(f"<urlset {SPACE}><url><loc>{site.url}/a</loc><lastmod>{changed}</lastmod>"
                                          "</url></urlset>".encode(), "application/xml")

    page(site, "12")
    serve_map("2026-11-02")
    keii("add", "--private", f"{site.url}/map.xml")
    update(keii)
    page(site, "20")
    for changed, asked in (("2026-11-02", 1), ("2026-11-01", 1), ("2026-11-03", 2)):
        serve_map(changed)
        assert update(keii, "--only", "1") == 0
        assert site.asked["/a"] == asked
    assert len(documents(keii)) == 2
