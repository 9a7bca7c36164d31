"""`keii alerts`: made, listed, tested, ended, and told after an update."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from alerts.receivers import Hook, Mailbox, hooking, mailing
from cli.conftest import Keii


@pytest.fixture
def hook() -> Iterator[Hook]:
    with hooking() as receiver:
        yield receiver


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailing() as receiver:
        yield receiver


def test_an_update_tells_what_it_brought(keii: Keii, tmp_path: Path, hook: Hook) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text("Peru's foreign minister visited Chad on 2 May 2031.", encoding="utf-8")
    keii("add", str(folder))
    ran = keii("alerts", "add", "pacific", "--to", hook.url, "--party", "PER", "--on", "article", "--on", "event")
    assert ran.code == 0
    assert "holds it already: 0." in ran.out
    assert keii("update", "--private", "--coder", "rules").code == 0
    (body,) = hook.got
    assert {one["kind"] for one in body["notices"]} == {"article", "event"}
    (line,) = keii("alerts", "list", "--json").out.splitlines()
    assert json.loads(line)["messages"] == {"sent": 1}
    (line,) = keii("alerts", "log", "pacific", "--json").out.splitlines()
    assert json.loads(line)["state"] == "sent"
    assert keii("alerts", "send", "--private").code == 0
    assert len(hook.got) == 1
    assert keii("alerts", "rm", "pacific").code == 0
    assert keii("alerts", "list", "--json").out == ""


def test_a_receiver_that_is_refused_makes_the_update_fail_and_says_why(filled: Keii, hook: Hook) -> None:
    filled("alerts", "add", "all", "--to", hook.url, "--on", "article")
    Path("new.txt").write_text("Peru's foreign minister visited Chad on 2 May 2031.", encoding="utf-8")
    filled("read", "--coder", "rules", "new.txt")
    ran = filled("--lang", "ja", "alerts", "send")
    assert ran.code == 1
    assert "プライベート" in ran.err
    assert hook.got == []
    assert filled("alerts", "send", "--private", "--again").code == 0
    assert len(hook.got) == 1


def test_a_test_that_cannot_be_sent_says_why_and_what_to_do(filled: Keii, hook: Hook) -> None:
    filled("alerts", "add", "web", "--to", hook.url)
    ran = filled("alerts", "test", "web")
    assert ran.code == 1
    assert "private network" in ran.err
    assert "--private" in ran.err


def test_a_test_is_sent_and_marked_as_one(filled: Keii, hook: Hook, box: Mailbox, tmp_path: Path) -> None:
    filled("alerts", "add", "web", "--to", hook.url)
    filled("--lang", "ja", "alerts", "add", "メール", "--to", "mailto:desk@example.org", "--sender", "keii@example.org",
           "--server", f"smtp+plain://127.0.0.1:{box.port}")
    filled("alerts", "add", "file", "--to", str(tmp_path / "f.atom"))
    assert [filled("alerts", "test", "--private", name).code for name in ("web", "メール", "3")] == [0, 0, 0]
    assert [(body["test"], body["notices"]) for body in hook.got] == [(True, [])]
    assert box.mails[0]["Subject"] == "メール: 試験送信"
    hook.answers = [500]
    ran = filled("alerts", "test", "--private", "web")
    assert ran.code == 1
    assert "500" in ran.err


@pytest.mark.parametrize(("arguments", "told"), [
    (("add",), "needs a name"),
    (("add", "x"), "whom to tell"),
    (("add", "x", "--to", "ftp://host.example/"), "only http"),
    (("add", "x", "--to", "nowhere/x.atom"), "no file for a feed"),
    (("add", "x", "--to", "mailto:a@b.example,c@d.example"), "no mail address"),
    (("add", "x", "--to", "mailto:a@b.example", "--sender", "k@b.example", "--server", "smtp://u:p@b.example"),
     "password"),
    (("add", "x", "--to", "f.atom", "--search", "none"), "no saved search"),
    (("add", "x", "--to", "f.atom", "--situation", "none"), "no situation"),
    (("add", "x", "--to", "f.atom", "--every", "often"), "no"),
    (("rm", "x"), "no alert"),
    (("list", "--actor", "RUS"), "alone"),
])
def test_what_makes_no_sense_is_refused(filled: Keii, arguments: tuple[str, ...], told: str) -> None:
    ran = filled("alerts", *arguments)
    assert ran.code != 0
    assert told in ran.err


def test_a_name_is_given_once(filled: Keii) -> None:
    assert filled("alerts", "add", "x", "--to", "f.atom").code == 0
    assert filled("alerts", "add", "x", "--to", "f.atom").code == 2
