"""`keii add`, `update`, `watch`, `pause`, `rm`, `verify`, against a server on this computer."""

import json
import os
import signal
import sqlite3
import time
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest

from cli.conftest import Keii
from cli.following import documents, problems, sources, update
from forking import Forked
from sources.faults import JAPANESE, Answer, Site, packed


def followed(keii: Keii, site: Site, titles: list[str], **headers: str) -> str:
    links = [(site.article(f"/{title}", title), title) for title in titles]
    url = site.feed("/rss", links, **headers)
    assert keii("add", "--private", url).code == 0
    return url


def test_a_feed_is_followed_and_each_entry_is_read_once(keii: Keii, site: Site) -> None:
    followed(keii, site, ["Kora", "Delta"], ETag='"1"')
    assert update(keii) == 0
    first = documents(keii)
    assert {one["title"] for one in first} == {"Kora", "Delta"}
    assert {(one["published_at"], one["published_basis"]) for one in first} == {("2026-11-02T09:00:00+00:00", "feed")}
    assert all(one["retrieved_at"] for one in first)
    assert update(keii, "--only", "1") == 0
    assert documents(keii) == first
    assert site.asked["/Kora"] == 1
    assert site.asked["/rss"] == 3  # add, update, and one that was answered with 304


def test_a_source_is_polled_when_it_is_due(keii: Keii, site: Site) -> None:
    followed(keii, site, ["Kora"])
    update(keii)
    update(keii)
    assert site.asked["/rss"] == 2
    (source,) = sources(keii)
    assert source["next_at"] > source["checked_at"]


def test_a_source_that_is_added_again_keeps_its_rhythm_unless_it_is_given_another(keii: Keii, site: Site) -> None:
    url = site.feed("/rss", [])
    for arguments, every in (((), 3600), (("--every", "15m"), 900), ((), 900)):
        assert keii("add", "--private", *arguments, url).code == 0
        assert [one["every"] for one in sources(keii)] == [every]


def test_a_site_is_followed_by_the_feed_that_it_names(keii: Keii, site: Site) -> None:
    site.feed("/news.xml", [])
    site.answers["/"] = Answer(b'<html><head><link rel="alternate" type="application/rss+xml" href="/comments.xml" '
                               b'title="Comments"><link rel="alternate" type="application/rss+xml" href="/news.xml">'
                               b"</head><body></body></html>")
    assert keii("add", "--private", site.url).code == 0
    assert [(one["kind"], one["address"]) for one in sources(keii)] == [("feed", f"{site.url}/news.xml")]


@pytest.mark.parametrize(("base", "address"), [("/en/", "/en/rss"), ("http://[", "/rss")])
def test_the_feed_of_a_site_is_found_from_the_base_that_its_page_gives(base: str, address: str, keii: Keii,
                                                                       site: Site) -> None:
    head = f'<base href="{base}"><link rel="alternate" type="application/atom+xml" href="rss">'
    site.answers["/"] = Answer(f"<html><head>{head}</head></html>".encode())
    assert keii("add", "--private", site.url).code == 0
    assert [one["address"] for one in sources(keii)] == [f"{site.url}{address}"]


def test_each_address_of_a_site_whose_rules_fail_is_told_by_its_own_name(keii: Keii, site: Site) -> None:
    site.answers["/robots.txt"] = Answer(status=500)
    ran = keii("add", "--private", f"{site.url}/one", f"{site.url}/two")
    assert [f"{site.url}/{name}: the site's robots.txt fails" in line
            for name, line in zip(("one", "two"), ran.err.splitlines(), strict=True)] == [True, True]


def test_an_address_of_another_kind_is_told_as_one(keii: Keii) -> None:
    ran = keii("add", "ftp://news.example/articles")
    assert ran.code == 1
    assert "only http:// and https://" in ran.err


@pytest.mark.parametrize("body", [
    packed("WARC/1.0\r\n"), b"WARC/1.0\r\nWARC-Type: response\r\n", b"PK\x03\x04" + bytes(40),
    b'{"text": "The minister met the president."}\n{"text": "The army withdrew."}\n', b'[{"text": "One."}]',
], ids=["packed", "warc", "zip", "lines", "list"])  # a packed body says when it was packed
def test_an_address_of_an_archive_or_of_json_is_told_before_it_is_followed(body: bytes, keii: Keii, site: Site) -> None:
    site.answers["/a"] = Answer(body, "application/octet-stream")
    ran = keii("add", "--private", f"{site.url}/a")
    assert ran.code == 1
    assert "follow the file" in ran.err
    assert sources(keii) == []


def test_an_entry_that_leads_to_json_is_no_article(keii: Keii, site: Site) -> None:
    site.answers["/a"] = Answer(b'{"error": "The minister met the president in Geneva on Monday."}', "application/json")
    site.feed("/rss", [(f"{site.url}/a", "Kora")])
    keii("add", "--private", f"{site.url}/rss")
    update(keii)
    assert (documents(keii), problems(keii)) == ([], ["input.not-a-page"])


def test_a_source_is_named_as_it_was_added(keii: Keii, site: Site, tmp_path: Path) -> None:
    for name in ("in", "inbox"):
        (tmp_path / name).mkdir()
    assert keii("add", "in", "inbox").code == 0
    assert "/inbox" not in keii("pause", "in").out
    assert keii("pause", "box").code == 0
    site.feed("/", [])
    keii("add", "--private", site.url)
    assert keii("rm", site.url).code == 0
    assert [one["paused"] for one in sources(keii)] == [True, True]


def test_a_page_that_is_followed_is_read_again_when_it_has_changed(keii: Keii, site: Site) -> None:
    url = site.article("/kora", "Kora")
    keii("add", "--private", "--page", url)
    for title in ("Kora", "Kora", "Kora again"):
        site.article("/kora", title)
        update(keii, "--only", "1")
    assert sorted(one["title"] for one in documents(keii)) == ["Kora", "Kora again"]


def test_a_folder_is_followed(keii: Keii, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.html").write_text(JAPANESE.replace("Shift_JIS", "utf-8"), encoding="utf-8")
    assert keii("add", str(folder)).code == 0
    update(keii)
    (folder / "b.txt").write_text("The minister met the president in Geneva on Monday.", encoding="utf-8")
    update(keii, "--only", "1")
    assert [Path(one["origin"]).name for one in documents(keii)] == ["a.html", "b.txt"]
    assert keii("verify").code == 0


def test_files_are_proved_as_what_they_were_read_as_whatever_they_begin_with(keii: Keii, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    page = "<html lang='en'><body><article><p>The foreign minister met the president in Geneva on Monday, and both " \
           "agreed to reopen the border, officials said.</p></article></body></html>"
    head = "Content-Type: multipart/related; boundary=b\nMIME-Version: 1.0\n"
    part = "--b\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
    (folder / "page.mhtml").write_text(f"{head}\n{part}{b64encode(page.encode()).decode()}\n--b--\n", encoding="utf-8")
    (folder / "note.txt").write_text("From: the ministry\nThe army withdrew from Kora on Sunday.\n", encoding="utf-8")
    mail = tmp_path / "mail"
    mail.write_text("From: desk@news.example\nSubject: Kora\n\nThe army withdrew on Sunday.\n", encoding="utf-8")
    keii("add", str(folder), str(mail))
    assert update(keii) == 0
    assert len(documents(keii)) == 3
    proofs = [json.loads(line) for line in keii("verify", "--json").out.splitlines()]
    assert [one["verdict"] for one in proofs] == ["proved"] * 3


def test_lists_of_feeds_go_in_and_out(keii: Keii, tmp_path: Path) -> None:
    path = tmp_path / "feeds.opml"
    path.write_text('<opml version="1.0"><body><outline text="Press"><outline text="G" xmlUrl="https://g.example/rss"/>'
                    '<outline text="H" xmlUrl="https://h.example/rss"/></outline></body></opml>', encoding="utf-8")
    keii("add", str(path))
    out = keii("list", "sources", "--opml").out
    path.write_text(out, encoding="utf-8")
    assert "followed already" in keii("add", str(path)).out
    assert [one["title"] for one in sources(keii)] == ["G", "H"]


def test_a_source_that_fails_is_left_alone_longer_each_time_and_says_why(keii: Keii, site: Site) -> None:
    followed(keii, site, ["Kora"])
    site.answers["/rss"].status = 500
    pauses = []
    for _ in range(3):
        assert update(keii, "--only", "1") == 1
        (source,) = sources(keii)
        pauses.append(_seconds(source["next_at"]) - _seconds(source["checked_at"]))
    assert pauses == [3600, 7200, 14400]
    assert source["failures"] == 3
    assert "500" in source["trouble"]
    site.answers["/rss"].status = 200
    assert update(keii, "--only", "1") == 0
    assert (sources(keii)[0]["failures"], sources(keii)[0]["trouble"]) == (0, None)


def _seconds(moment: str) -> float:
    from datetime import datetime

    return datetime.fromisoformat(moment).timestamp()


def test_a_busy_server_is_left_alone_as_long_as_it_asks(keii: Keii, site: Site) -> None:
    followed(keii, site, ["Kora", "Delta"])
    site.answers["/Kora"] = Answer(status=429, headers={"Retry-After": "9000"})
    update(keii)
    (source,) = sources(keii)
    assert 9000 <= _seconds(source["next_at"]) - _seconds(source["checked_at"]) <= 9060
    assert not site.asked["/Delta"]
    site.article("/Kora", "Kora")
    assert update(keii, "--only", "1") == 0
    assert {one["title"] for one in documents(keii)} == {"Kora", "Delta"}


def test_what_a_server_asks_for_holds_for_its_other_sources_in_the_next_run_too(keii: Keii, site: Site) -> None:
    for path in ("/one", "/two"):
        site.feed(path, [])
        keii("add", "--private", "--every", "1h" if path == "/one" else "2h", f"{site.url}{path}")
    update(keii)
    site.answers["/one"] = Answer(status=503, headers={"Retry-After": "90000"})
    update(keii, "--only", "/one")
    one, two = sources(keii)
    assert abs(_seconds(two["next_at"]) - _seconds(one["next_at"])) <= 60
    assert (two["trouble"], two["failures"]) == (None, 0)
    site.answers["/one"] = Answer(status=503, headers={"Retry-After": "9" * 400})
    update(keii, "--only", "/one")
    assert all(_seconds(one["next_at"]) - _seconds(one["checked_at"]) <= 8 * 86400 for one in sources(keii))


def test_an_article_that_two_feeds_list_is_read_once_and_its_update_by_its_own_feed(keii: Keii, site: Site) -> None:
    url = site.article("/a", "Kora")
    site.answers["/a"].body = site.answers["/a"].body.replace(b"og:site_name", b"x")  # the name of the feed serves
    for path in ("/politics", "/top"):
        site.feed(path, [(url, "Kora")])
        keii("add", "--private", f"{site.url}{path}")
    assert update(keii) == 0
    assert update(keii, "--only", "/top") == 0
    assert (site.asked["/a"], len(documents(keii))) == (1, 1)
    site.answers["/a"].body = site.answers["/a"].body.replace(b"withdrew", b"fled")
    for path in ("/politics", "/top"):
        site.answers[path].body = site.answers[path].body.replace(b"<guid>", b"<guid>again")
        update(keii, "--only", path)
    assert (site.asked["/a"], len(documents(keii))) == (2, 2)


def test_a_live_page_that_grows_gives_its_new_entries(keii: Keii, site: Site) -> None:
    def serve(count: int) -> None:
        entries = "".join(f"<article id='e{number}'><time datetime='2026-11-02T1{number}:00:00Z'>x</time><p>The "
                          f"minister met the president of Chad in round {number}, officials said.</p></article>"
                          for number in reversed(range(count)))
        site.answers["/live"] = Answer(f"<html lang='en'><body><h1>Talks</h1><div class='live-blog'>{entries}</div>"
                                       "</body></html>".encode())

    for count in (2, 4):
        serve(count)
        keii("add", "--private", "--page", f"{site.url}/live")
        assert update(keii, "--only", "1") == 0
    assert {one["url"] for one in documents(keii)} == {f"{site.url}/live#e{number}" for number in range(4)}
    assert len(documents(keii)) == 4
    assert keii("verify").code == 0


def test_one_bad_page_does_not_stop_the_others_and_is_tried_again(keii: Keii, site: Site) -> None:
    followed(keii, site, ["Kora", "Delta"], ETag='"1"')
    site.answers["/Kora"].cut = True
    assert update(keii) == 1
    assert [one["title"] for one in documents(keii)] == ["Delta"]
    assert problems(keii) == ["fetch.failed"]
    site.answers["/Kora"].cut = False
    assert update(keii, "--only", "1") == 0
    assert {one["title"] for one in documents(keii)} == {"Kora", "Delta"}
    assert problems(keii) == []


def test_what_the_feed_holds_serves_where_a_page_may_not_be_fetched(keii: Keii, site: Site) -> None:
    text = "The foreign minister met the president in Geneva on Monday, and both agreed to reopen the border. " * 2
    site.answers["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /closed", "text/plain")
    site.answers["/rss"] = Answer("<rss><channel><title>G</title><item><title>Border</title>"
                                  f"<link>{site.url}/closed</link>"
                                  f"<description>{text}</description></item></channel></rss>".encode(), "text/xml")
    keii("add", "--private", f"{site.url}/rss")
    assert update(keii) == 1
    (document,) = documents(keii)
    assert document["reader"] == "feed"
    assert problems(keii) == ["fetch.robots"]
    assert keii("verify").code == 0


def test_this_computer_is_not_fetched_from_unless_allowed(keii: Keii, site: Site) -> None:
    ran = keii("add", f"{site.url}/rss")
    assert ran.code == 1
    assert "private network" in ran.err
    assert not site.asked


def test_pages_in_shift_jis_and_japanese_messages(keii: Keii, site: Site) -> None:
    site.answers["/a"] = Answer(JAPANESE.encode("cp932"), "text/html")
    site.feed("/rss", [(f"{site.url}/a", "外相会談")])
    assert "を追跡" in keii("--lang", "ja", "add", "--private", f"{site.url}/rss").out
    assert update(keii) == 0
    (document,) = documents(keii)
    assert (document["language"], document["encoding"]) == ("ja", "cp932")


def test_paused_and_removed_sources_are_not_polled(keii: Keii, site: Site) -> None:
    url = followed(keii, site, ["Kora"])
    keii("pause", "1")
    update(keii)
    assert site.asked["/rss"] == 1
    keii("pause", "--resume", url)
    update(keii)
    assert site.asked["/rss"] == 2
    keii("rm", "Gazette")
    assert sources(keii) == []
    assert [one["title"] for one in documents(keii)] == ["Kora"]
    assert keii("pause", "7").code == 2


@pytest.mark.file
def test_a_proof_fails_when_a_capture_or_a_quotation_was_changed(keii: Keii, site: Site) -> None:
    followed(keii, site, ["Kora"])
    update(keii)
    ran = keii("verify", "--json")
    assert (ran.code, json.loads(ran.out)["verdict"]) == (0, "proved")
    assert json.loads(ran.out)["quotes"] > 0
    connection = sqlite3.connect(keii.ledger)
    with connection:
        connection.execute("UPDATE documents SET text = replace(text, 'rebels', 'angels')")
        connection.execute("UPDATE sentences SET text = replace(text, 'rebels', 'angels')")
    assert json.loads(keii("verify", "--json").out)["verdict"] == "changed"
    with connection:
        connection.execute("UPDATE bodies SET packed = zeroblob(9)")
    connection.close()
    ran = keii("verify", "--json")
    assert (ran.code, json.loads(ran.out)["verdict"]) == (1, "damaged")


@pytest.mark.parametrize("number", [signal.SIGTERM, None])
def test_a_large_file_that_was_interrupted_is_read_on_from_there(number: int | None, keii: Keii, tmp_path: Path,
                                                                 monkeypatch: pytest.MonkeyPatch) -> None:
    from keii.engines import keeping

    held, kept = keeping.keep, 0

    def keep(*arguments: Any) -> keeping.Kept:
        """Keep a reading; at the 25th tell keii to stop, or fail as a kill would."""
        nonlocal kept
        kept += 1
        if kept == 25 and number is None:
            raise KeyboardInterrupt
        if kept == 25 and number:
            os.kill(os.getpid(), number)
        return held(*arguments)

    monkeypatch.setattr(keeping, "keep", keep)
    lines = [json.dumps({"id": str(one), "text": f"Peru rejected demand {one} of Fiji on Monday."})
             for one in range(40)]
    lines[3] = "no JSON"
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    keii("add", "a.jsonl")
    ran = keii("update", "--coder", "rules")
    assert len(documents(keii)) == (24 if number else 23)
    assert number is None or "24 documents" in ran.err
    kept = 100
    update(keii)
    assert kept == 100 + (15 if number else 20)  # 15 were left; after a kill those since the last note are read again
    assert len(documents(keii)) == 39
    assert problems(keii) == ["input.not-json"]
    update(keii, "--only", "1")
    assert kept == 100 + (15 if number else 20)
    (tmp_path / "a.jsonl").write_text("\n".join(lines[:-1]), encoding="utf-8")
    update(keii, "--only", "1")
    assert kept == 100 + (15 if number else 20) + 39  # other bytes are read from their beginning


@pytest.mark.file
def test_watching_stops_when_told_and_takes_up_again_after_a_kill(keii: Keii, site: Site) -> None:
    titles = ["Kora", "Delta", "Gamma", "Sigma", "Omega"]
    followed(keii, site, titles)
    for number in (signal.SIGKILL, signal.SIGTERM):
        wanted = 2 if number == signal.SIGKILL else len(titles)
        with Forked("--ledger", str(keii.ledger), "watch", "--private", "--delay", "0.4", "--coder", "rules",
                    told=2) as running:
            try:
                assert running.told.readline()  # it says that it has begun: from here on a signal only stops it
                end = time.monotonic() + 240
                while len(documents(keii)) < wanted and time.monotonic() < end and running.poll() is None:
                    time.sleep(0.2)
            finally:
                running.send(number)
        assert running.returncode == (0 if number == signal.SIGTERM else -signal.SIGKILL)
    assert sorted(one["title"] for one in documents(keii)) == sorted(titles)
