"""How sources are named, and what a name gets that is none: nothing is read here."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.conftest import Keii
from keii.cli.alone import SUFFIX, alone
from keii.config import Settings
from sources.faults import Answer, Site, serving

LIST = ('<opml version="2.0"><body><outline text="Bad" xmlUrl="ftp://b.example/"/>'
        '<outline text="Gazette" xmlUrl="https://g.example/rss"/><outline text="Gazette sport" '
        'xmlUrl="https://g.example/sport"/></body></opml>')


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as served:
        yield served


@pytest.fixture
def two(keii: Keii, tmp_path: Path) -> Keii:
    """Give the command with two sources, of a list in which a third cannot be followed."""
    (tmp_path / "feeds.opml").write_text(LIST, encoding="utf-8")
    ran = keii("add", "feeds.opml")
    assert ran.code == 1
    assert "feeds.opml: ftp://b.example/: only http:// and https:// addresses are fetched." in ran.err
    return keii


def addresses(keii: Keii) -> list[str]:
    return [json.loads(line)["address"] for line in keii("list", "sources", "--json").out.splitlines()]


def test_one_bad_address_of_a_list_does_not_keep_the_others_out(two: Keii) -> None:
    assert addresses(two) == ["https://g.example/rss", "https://g.example/sport"]


def test_a_list_of_feeds_at_an_address_is_a_list(keii: Keii, site: Site) -> None:
    site.answers["/feeds.opml"] = Answer(LIST.encode(), "text/x-opml")
    assert keii("add", "--private", f"{site.url}/feeds.opml").code == 1
    assert addresses(keii) == ["https://g.example/rss", "https://g.example/sport"]


def test_words_that_fit_several_sources_end_none(two: Keii) -> None:
    for verb in (("rm",), ("pause",), ("update", "--only")):
        ran = two(*verb, "g.example")
        assert ran.code == 2
        assert "«g.example» fits several sources: 1, 2. Name them by their numbers." in ran.err
    assert two("rm", "https://g.example/rss").code == 0  # a whole address is no words
    assert two("rm", "Sport").code == 0
    assert addresses(two) == []


def test_nothing_followed_is_said(filled: Keii) -> None:
    ran = filled("update")
    assert ran.code == 0
    assert "No source is followed yet; `keii add SOURCE` follows one." in ran.err


def test_every_line_of_a_log_begins_with_the_time(filled: Keii, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JOURNAL_STREAM", raising=False)
    moment = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[+-]\d\d:\d\d  \S")
    lines = filled("update").err.splitlines()
    assert lines
    assert all(moment.match(line) for line in lines)
    monkeypatch.setenv("JOURNAL_STREAM", "8:1")  # the journal of systemd puts its own before
    assert not any(moment.match(line) for line in filled("update").err.splitlines())


def test_two_processes_do_not_poll_the_same_ledger(two: Keii) -> None:
    with alone(Settings(ledger=two.ledger)):
        for verb in ("update", "watch"):
            ran = two(verb)
            assert ran.code == 2
            assert "are being polled by process" in ran.err
    path = two.ledger.with_name(two.ledger.name + SUFFIX)
    assert not path.exists()
    path.write_text("1", encoding="ascii")  # what a kill leaves behind
    two("pause", "1", "2")
    assert two("update").code == 0


@pytest.mark.parametrize(("arguments", "code", "told"), [
    (("add", "nosuch"), 1, "nosuch: there is no such file or folder. Check the path, or write"),
    (("add", "none.opml"), 1, "none.opml: the list holds no feeds. Export"),
    (("add", "empty.opml"), 1, "empty.opml: this is no OPML file. Export"),
    (("add", "--every", "5", "."), 2, "--every: «5» is not a rhythm. Write it as 15m, 2h or 1d."),
    (("update", "--delay", "soon"), 2, "--delay: «soon» is no number."),
    (("read", "--jobs", "many", "."), 2, "--jobs: «many» is no whole number."),
    (("list", "sources", "--opml", "--json"), 2, "--opml and --json exclude each other."),
    (("rule", "list", "more"), 2, "`keii rule list` takes no further words."),
    (("verify", "nosuch"), 2, "the ledger holds no document «nosuch». `keii list documents` lists them."),
    (("alerts", "add", "a", "--to", "mailto:a@b.example"), 2, "mail needs --server. Give it, or set KEII_SMTP"),
    (("alerts", "add", "a", "--to", "mailto:a@b.example", "--server", "smtp://h"), 2, "mail needs --sender."),
    (("alerts", "add", "a", "--to", "ftp://b.example/"), 2, "--to: only http:// and https:// addresses are fetched."),
    (("import", "gold", "empty.opml"), 1, "empty.opml: the file is empty. Name a file that holds decisions."),
    (("import", "gold", "bytes"), 1, "bytes:1: the line is not in UTF-8."),
    (("serve", "--borders", "."), 2, ".: the borders cannot be read: Is a directory."),
])
def test_what_cannot_be_done_says_what_where_and_how_to_mend_it(
        filled: Keii, arguments: tuple[str, ...], code: int, told: str, tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("KEII_SMTP", "KEII_MAIL_FROM"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "none.opml").write_text("<opml><body/></opml>", encoding="utf-8")
    (tmp_path / "empty.opml").write_bytes(b"")
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x81")
    ran = filled(*arguments)
    assert told in ran.err
    assert ran.code == code
