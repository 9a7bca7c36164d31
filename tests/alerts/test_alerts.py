"""Alerts against a mail server and a receiver of web hooks: what is new is told once, with its evidence."""

import hashlib
import hmac
import os
import signal
import ssl
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from alerts.receivers import Hook, Mailbox, hooking, mailing
from keii.alerts import mail, webhook
from keii.alerts.sending import LEASE, TRIES, Delivered, begin, deliver, notice, stamp
from keii.errors import UsageError
from keii.ledger import Filter, Ledger, searches
from keii.ledger import alerts as rows
from keii.ledger.alerts import Alert
from keii.model import Judgement, Verdict
from keii.pipeline import Reading
from keii.situation.keeping import Keeper
from situation.stories import Act, reading

NOW = datetime(2031, 5, 4, 9, 0, tzinfo=UTC)
VISIT = Act("Fiji's premier visited Peru on 2 May.", "visited", "CONSULT", {"Fiji": "FJI/GOV"}, {"Peru": "PER/GOV"},
            day="2031-05-02", time="2 May", mode="visit")
VISIT_JA = Act("フィジーの首相は2日、ペルーを訪問した。", "訪問", "CONSULT", {"フィジー": "FJI/GOV"},
               {"ペルー": "PER/GOV"}, day="2031-05-02", time="2日", mode="visit")
RAID = Act("Chad's army raided the camp.", "raided", "ASSAULT", {"Chad": "TCD/MIL"})
PATHS = os.pathsep.join(str(Path(path).absolute()) for path in sys.path if path)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.create(tmp_path / "keii.db") as made:
        yield made


@pytest.fixture
def hook() -> Iterator[Hook]:
    with hooking() as receiver:
        yield receiver


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailing() as receiver:
        yield receiver


def write(ledger: Ledger, *readings: Reading) -> None:
    for one in readings:
        ledger.write(one, now=NOW)
    Keeper(ledger, None).catch_up()


def alert(ledger: Ledger, to: str, *, kinds: Sequence[str] = ("event",), **fields: Any) -> Alert:
    """Set an alert on the ledger as it is."""
    given = {"name": "Pacific", "chosen": Filter(), "author": "Ito", "made_at": stamp(NOW), **fields}
    made = Alert(kinds=tuple(kinds), address=to, **given)
    with ledger.transaction() as connection:
        made = Alert(kinds=tuple(kinds), address=to, **given, number=rows.add(connection, made))
    begin(ledger, made, now=NOW)
    return made


def by_mail(ledger: Ledger, box: Mailbox, **fields: Any) -> Alert:
    return alert(ledger, "mailto:desk@example.org", **{
        "server": f"smtp+plain://127.0.0.1:{box.port}", "sender": "keii@example.org", **fields})


def tend(ledger: Ledger, after: float = 0.0, *, private: bool = True) -> list[Delivered]:
    """Look for what is new and send what is due, so many seconds after NOW."""
    now = NOW + timedelta(seconds=after)
    for _, _, error in notice(ledger, now=now):
        assert error is None
    return list(deliver(ledger, private=private, now=now))


def states(ledger: Ledger) -> list[tuple[str, int]]:
    with ledger.browsing(seconds=9) as connection:
        return [(one.state, one.tries) for one in rows.messages(connection, range(9))]


# ---- what is told ----


def test_what_the_ledger_holds_is_not_told_and_what_comes_is_told_once(ledger: Ledger, hook: Hook) -> None:
    write(ledger, reading([RAID]))
    alert(ledger, hook.url)
    assert tend(ledger) == []
    write(ledger, reading([VISIT], name="b.txt"))
    tend(ledger)
    tend(ledger, 60)
    (body,) = hook.got
    (told,) = body["notices"]
    assert told["headline"].startswith("New event: Fiji")
    (evidence,) = told["evidence"]
    document = ledger.document(evidence["document"])
    assert document is not None
    assert document.text[evidence["start"]:evidence["end"]] == evidence["quote"] == "visited"
    assert evidence["sentence"] == VISIT.text
    assert "*visited*" in body["text"]


def test_an_event_that_grows_or_gets_an_earlier_claim_is_not_told_again(ledger: Ledger, hook: Hook) -> None:
    alert(ledger, hook.url)
    write(ledger, reading([VISIT], name="b.txt"))
    tend(ledger)
    first = [one.id for one in ledger.events()]
    write(ledger, reading([VISIT_JA], name="a.txt", language="ja", published="2031-05-02"))
    tend(ledger)
    assert [one.id for one in ledger.events()] != first  # its first claim is another one now
    assert len(hook.got) == 1


def test_the_filter_chooses_what_is_told(ledger: Ledger, hook: Hook) -> None:
    alert(ledger, hook.url, chosen=Filter(parties=("TCD",)))
    write(ledger, reading([VISIT, RAID]))
    tend(ledger)
    (body,) = hook.got
    assert [one["evidence"][0]["quote"] for one in body["notices"]] == ["raided"]


def test_a_saved_search_counts_as_it_is_then(ledger: Ledger, hook: Hook) -> None:
    def save(chosen: Filter, *, wanted: bool = True) -> None:
        with ledger.transaction() as connection:
            searches.keep(connection, searches.Search(name="s", chosen=chosen, author="Ito"), moment=stamp(NOW),
                          wanted=wanted)

    save(Filter(parties=("FJI",)))
    alert(ledger, hook.url, search="s", kinds=("article",))
    write(ledger, reading([RAID]))
    assert tend(ledger) == []
    save(Filter(parties=("TCD",)))
    tend(ledger)
    (body,) = hook.got
    assert [one["kind"] for one in body["notices"]] == ["article"]
    save(Filter(parties=("TCD",)), wanted=False)
    ((_, new, error),) = notice(ledger, now=NOW)
    assert new == 0
    assert "no saved search «s»" in str(error)


def test_a_conflict_is_told_and_each_new_value_of_it(ledger: Ledger, hook: Hook) -> None:
    def tell(number: int, name: str) -> None:
        act = Act(f"Troops killed {number} people in Lima.", "killed", "ASSAULT", {"Troops": "PER/MIL"}, place="Lima",
                  country="PER", number=(f"{number} people", float(number), "person"))
        write(ledger, reading([act], name=name, publisher=name))
        claims = tuple(claim.id for claim in ledger.claims())
        Keeper(ledger, None).judge(Judgement(verdict=Verdict.MERGE, claims=claims, author="Ito", at=stamp(NOW)))

    alert(ledger, hook.url, kinds=("conflict",))
    tell(12, "a")
    assert tend(ledger) == []
    for number, name, count in ((40, "b", 1), (12, "c", 1), (90, "d", 2)):
        tell(number, name)
        tend(ledger)
        assert len(hook.got) == count, name
    (told,) = hook.got[-1]["notices"]
    assert {one["sentence"] for one in told["evidence"]} >= {"Troops killed 90 people in Lima."}


def test_what_became_of_an_expectation_is_told_with_both_ends(ledger: Ledger, hook: Hook) -> None:
    plan = Act("Fiji's premier will visit Peru on 9 May.", "visit", "CONSULT", {"Fiji": "FJI/GOV"}, {"Peru": "PER/GOV"},
               status="planned", day="2031-05-09", time="9 May", mode="visit")
    done = Act("Fiji's premier visited Peru on 9 May.", "visited", "CONSULT", {"Fiji": "FJI/GOV"}, {"Peru": "PER/GOV"},
               day="2031-05-09", time="9 May", mode="visit")
    write(ledger, reading([plan]))
    alert(ledger, hook.url, kinds=("expectation",))
    assert tend(ledger) == []
    write(ledger, reading([done], name="b.txt", published="2031-05-10"))
    tend(ledger)
    tend(ledger)
    ((told,),) = [body["notices"] for body in hook.got]
    assert "met" in told["headline"]
    assert [one["quote"] for one in told["evidence"]] == ["visited", "visit"]


def test_a_surprise_is_told_with_its_acts(ledger: Ledger, hook: Hook) -> None:
    days = [(datetime(2031, 5, 2, tzinfo=UTC) + timedelta(days=n)).date().isoformat() for n in range(31)]
    write(ledger, *(reading([VISIT if n == 0 else Act("It rained.", "rained", "OTHER", label="rain")], name=f"{n}.txt",
                            published=day) for n, day in enumerate(days[:30])))
    alert(ledger, hook.url, kinds=("surprise",), chosen=Filter(types=("ASSAULT",)))
    raids = [Act(f"{who} raided a camp on 1 June.", "raided", "ASSAULT", {who: code}, day=days[30], time="1 June")
             for who, code in {"Chad": "TCD/MIL", "Peru": "PER/MIL", "Fiji": "FJI/MIL", "Mali": "MLI/MIL",
                               "Togo": "TGO/MIL", "Niger": "NER/MIL"}.items()]
    write(ledger, *(reading([one], name=one.text, published=days[30]) for one in raids))
    tend(ledger)
    tend(ledger)
    ((told,),) = [body["notices"] for body in hook.got]
    assert told["id"] == f"conflict {days[30]}"
    assert "expected" in told["headline"]
    assert all("raided" in one["quote"] for one in told["evidence"])


def test_a_digest_gathers_until_it_is_due(ledger: Ledger, hook: Hook) -> None:
    alert(ledger, hook.url, every=3600)
    write(ledger, reading([VISIT]))
    assert tend(ledger, 1800) == []
    write(ledger, reading([RAID], name="b.txt"))
    tend(ledger, 3600)
    (body,) = hook.got
    assert len(body["notices"]) == 2


def test_many_notices_make_several_messages(ledger: Ledger, hook: Hook) -> None:
    alert(ledger, hook.url)
    acts = [Act(f"Chad's army raided camp {n}.", "raided", "ASSAULT", {"Chad": "TCD/MIL"}, time=f"camp {n}",
                day=(NOW + timedelta(days=9 * n)).date().isoformat()) for n in range(60)]
    write(ledger, *(reading([one], name=f"{n}.txt") for n, one in enumerate(acts)))
    tend(ledger)
    assert [len(body["notices"]) for body in hook.got][0] == rows.IN_A_MESSAGE
    assert sum(len(body["notices"]) for body in hook.got) == len(list(ledger.events()))


# ---- web hooks ----


def test_a_web_hook_that_fails_is_asked_again_later_with_the_same_key(ledger: Ledger, hook: Hook) -> None:
    alert(ledger, hook.url)
    write(ledger, reading([VISIT]))
    hook.answers = [500, 503]
    assert [one.result.state for one in tend(ledger)] == ["waiting"]
    assert tend(ledger, 59) == []
    assert [one.result.state for one in tend(ledger, 61)] == ["waiting"]
    assert tend(ledger, 61 + 119) == []
    assert [one.result.state for one in tend(ledger, 61 + 121)] == ["sent"]
    assert tend(ledger, 9999) == []
    assert len(hook.got) == 3
    assert len(hook.distinct) == 1
    assert states(ledger) == [("sent", 3)]


def test_a_web_hook_is_left_alone_as_long_as_it_asks(ledger: Ledger, hook: Hook) -> None:
    alert(ledger, hook.url)
    write(ledger, reading([VISIT]))
    hook.answers, hook.told = [429], {"Retry-After": "900"}
    tend(ledger)
    assert tend(ledger, 899) == []
    assert [one.result.state for one in tend(ledger, 901)] == ["sent"]


def test_after_many_tries_a_message_is_given_up_and_can_be_taken_up(ledger: Ledger, hook: Hook) -> None:
    alert(ledger, hook.url)
    write(ledger, reading([VISIT]))
    hook.answers = [500] * TRIES
    for n in range(TRIES + 2):
        tend(ledger, n * 86_400.0)
    assert states(ledger) == [("failed", TRIES)]
    with ledger.transaction() as connection:
        assert rows.retry(connection, now=stamp(NOW)) == 1
    assert [one.result.state for one in tend(ledger)] == ["sent"]


@pytest.mark.parametrize("status", [301, 400, 404, 410])
def test_a_refusal_is_final_and_no_redirection_is_followed(ledger: Ledger, hook: Hook, status: int) -> None:
    alert(ledger, hook.url)
    write(ledger, reading([VISIT]))
    hook.answers, hook.told = [status], {"Location": hook.url}
    tend(ledger)
    tend(ledger, 86_400)
    assert len(hook.got) == 1
    assert states(ledger) == [("failed", 1)]


def test_a_silent_web_hook_is_no_success(hook: Hook) -> None:
    hook.silent = 1.0
    result = webhook.send(hook.url, {}, key="k", secret=None, private=True, now=NOW, timeout=0.2)
    assert result.state == "waiting"
    assert "silent" in (result.trouble or "")


def test_a_web_hook_on_a_private_network_is_refused_unless_allowed(ledger: Ledger, hook: Hook) -> None:
    alert(ledger, hook.url)
    write(ledger, reading([VISIT]))
    (one,) = tend(ledger, private=False)
    assert one.result.state == "failed"
    assert "private network" in (one.result.trouble or "")
    assert hook.got == []


def test_a_signature_can_be_checked(ledger: Ledger, hook: Hook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOOK_KEY", "k")
    alert(ledger, hook.url, secret="HOOK_KEY")
    write(ledger, reading([VISIT]))
    tend(ledger)
    at, _, digest = hook.headers[0]["x-keii-signature"].partition(",v1=")
    signed = at.removeprefix("t=").encode() + b"." + hook.raw[0]
    assert hmac.compare_digest(digest, hmac.new(b"k", signed, hashlib.sha256).hexdigest())


# ---- mail ----


def test_a_mail_quotes_its_evidence_in_japanese(ledger: Ledger, box: Mailbox) -> None:
    by_mail(ledger, box, lang="ja", name="太平洋の往来")
    write(ledger, reading([VISIT_JA], language="ja"))
    tend(ledger)
    (letter,) = box.mails
    assert letter["Subject"].startswith("太平洋の往来: 新しい出来事: ")
    assert letter["To"] == "desk@example.org"
    assert "フィジーの首相は2日、ペルーを*訪問*した。" in letter.get_content()
    assert box.raw[0].isascii()
    assert letter["Message-ID"].endswith("@example.org>")


def test_hostile_words_stay_words(ledger: Ledger, box: Mailbox) -> None:
    by_mail(ledger, box, name="x\r\nBcc: all@example.org\r\n\r\nHello", kinds=("article",))
    hostile = reading([VISIT], publisher="P\r\n.\r\nMAIL FROM:<a@b>")
    assert hostile.document is not None
    write(ledger, hostile)
    tend(ledger)
    (letter,) = box.mails
    assert letter["Bcc"] is None
    assert "Bcc: all@example.org" in letter["Subject"]
    assert "MAIL FROM" in letter.get_content()


def test_a_line_with_a_full_stop_alone_ends_no_mail(box: Mailbox) -> None:
    letter = mail.written(sender="a@example.org", receiver="b@example.org", subject="s", text="t", key="k", made=NOW)
    letter.replace_header("Content-Transfer-Encoding", "7bit")
    letter.set_payload(".\r\n.b\r\n..\r\nend\r\n")
    sent = mail.send(letter, mail.server(f"smtp+plain://127.0.0.1:{box.port}"), password=None, private=True,
                     mark=lambda: None)
    assert sent.state == "sent"
    assert box.raw[0].endswith(b".\r\n.b\r\n..\r\nend\r\n")


@pytest.mark.parametrize(("fault", "state"), [
    ({"rcpt": "451 later"}, "waiting"),
    ({"rcpt": "550 nobody here"}, "failed"),
    ({"data": "451 later"}, "waiting"),
    ({"data": "554 no"}, "failed"),
    ({"cut": True}, "unsure"),
])
def test_what_becomes_of_a_mail_that_is_not_accepted(ledger: Ledger, box: Mailbox, fault: dict[str, Any],
                                                     state: str) -> None:
    by_mail(ledger, box)
    write(ledger, reading([VISIT]))
    for name, value in fault.items():
        setattr(box, name, value)
    assert [one.result.state for one in tend(ledger)] == [state]
    got = len(box.raw)
    box.rcpt = box.data = "250 OK"
    box.cut = False
    tend(ledger, 86_400)
    assert len(box.raw) == got + (state == "waiting")


def test_a_server_that_is_silent_after_the_text_leaves_the_mail_unsure(box: Mailbox) -> None:
    box.silent = 2.0
    letter = mail.written(sender="a@example.org", receiver="b@example.org", subject="s", text="t", key="k", made=NOW)
    sent = mail.send(letter, mail.server(f"smtp+plain://127.0.0.1:{box.port}"), password=None, private=True,
                     mark=lambda: None, timeout=0.4)
    assert sent.state == "unsure"


def test_a_server_that_is_not_there_is_tried_again(ledger: Ledger, box: Mailbox) -> None:
    by_mail(ledger, box, server="smtp+plain://127.0.0.1:9")
    write(ledger, reading([VISIT]))
    assert [one.result.state for one in tend(ledger)] == ["waiting"]


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """Return the server's side of TLS for localhost, with a certificate that this test trusts."""
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    try:
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                        "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
                        "-keyout", key, "-out", cert], check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("openssl, which makes the certificate, is not installed")
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert, key)
    return context


@pytest.mark.parametrize("kind", ["smtp", "smtps"])
def test_the_password_goes_over_tls_alone(ledger: Ledger, certificate: ssl.SSLContext, kind: str, tmp_path: Path,
                                          monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "password").write_text("secret words\n", encoding="utf-8")
    monkeypatch.setenv("KEII_SMTP_PASSWORD_FILE", str(tmp_path / "password"))
    options = {"auth_require_tls": True} if kind == "smtp" else {"auth_require_tls": False}
    with mailing(tls=certificate, at_once=kind == "smtps", **options) as box:
        by_mail(ledger, box, server=f"{kind}://me@localhost:{box.port}", secret="KEII_SMTP_PASSWORD")
        write(ledger, reading([VISIT]))
        (one,) = tend(ledger)
    assert one.result.trouble is None
    assert [(login.login, login.password) for login in box.logins] == [(b"me", b"secret words")]


def test_a_server_without_tls_gets_no_password(ledger: Ledger, box: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEII_SMTP_PASSWORD", "secret words")
    by_mail(ledger, box, server=f"smtp://me@127.0.0.1:{box.port}", secret="KEII_SMTP_PASSWORD")
    write(ledger, reading([VISIT]))
    (one,) = tend(ledger)
    assert one.result.state == "failed"
    assert "STARTTLS" in (one.result.trouble or "")
    assert box.logins == []


def test_a_certificate_for_another_name_is_refused(ledger: Ledger, certificate: ssl.SSLContext) -> None:
    with mailing(tls=certificate) as box:
        by_mail(ledger, box, server=f"smtp://127.0.0.1:{box.port}")
        write(ledger, reading([VISIT]))
        (one,) = tend(ledger)
    assert one.result.state == "failed"
    assert "certificate" in (one.result.trouble or "")


@pytest.mark.parametrize("address", [
    "a@example.org, b@example.org", "a@example.org\r\nBcc: b@example.org", "A <a@example.org>", "nobody", "a@", ".@.b",
    "",
])
def test_what_is_not_one_plain_mailbox_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match="no mail address"):
        mail.mailbox(address)


@pytest.mark.parametrize(("server", "told"), [
    ("smtp://me:secret@example.org", "holds a password"),
    ("smtp+plain://me@example.org", "without TLS"),
    ("http://example.org", "no mail server"),
    ("smtp://example.org:x", "no mail server"),
])
def test_what_is_no_proper_mail_server_is_refused(server: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        mail.server(server)


# ---- files ----


def test_an_atom_file_holds_each_notice_once(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "pacific.atom"
    alert(ledger, str(path), name="Pacific \x0b & <Peru>")
    write(ledger, reading([VISIT]))
    tend(ledger)
    write(ledger, reading([RAID], name="b.txt"))
    tend(ledger, 60)
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ET.parse(path).getroot()
    entries = feed.findall(f"{atom}entry")
    assert feed.findtext(f"{atom}title") == "Pacific  & <Peru>"
    assert ["visited" in (one.findtext(f"{atom}content") or "") for one in entries] == [False, True]
    assert len({one.findtext(f"{atom}id") for one in entries}) == 2
    assert list(tmp_path.glob(".*")) == []


# ---- a process that dies ----


def killed(path: Path, receiver: Mailbox | Hook) -> None:
    """Run `keii alerts send` until the receiver kills it, in the moment in which it has the message."""
    running = subprocess.Popen([sys.executable, "-c", "import time, sys; from keii.cli.main import run; "
                                "sys.stdin.read(1); run(sys.argv[1:])", "--ledger", str(path), "alerts", "send",
                                "--private"], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL,
                               env={**os.environ, "PYTHONPATH": PATHS})
    receiver.kill = running.pid
    running.communicate(b"x", timeout=240)
    assert running.returncode == -signal.SIGKILL
    receiver.kill = 0


def test_a_mail_is_not_doubled_by_a_kill_between_sending_and_noting(ledger: Ledger, box: Mailbox) -> None:
    by_mail(ledger, box)
    write(ledger, reading([VISIT]))
    killed(ledger.path, box)
    later = datetime.now(UTC) - NOW + timedelta(seconds=LEASE + 5)
    assert tend(ledger, later.total_seconds()) == []
    assert states(ledger) == [("unsure", 1)]
    assert len(box.raw) == 1


def test_a_web_hook_is_asked_again_after_a_kill_with_the_same_key(ledger: Ledger, hook: Hook) -> None:
    alert(ledger, hook.url)
    write(ledger, reading([VISIT]))
    killed(ledger.path, hook)
    soon = datetime.now(UTC) - NOW
    assert tend(ledger, soon.total_seconds()) == []  # another process might still have it
    tend(ledger, soon.total_seconds() + LEASE + 5)
    assert len(hook.got) == 2
    assert len(hook.distinct) == 1


def test_what_another_process_has_noticed_meanwhile_is_not_told_twice(ledger: Ledger) -> None:
    with ledger.transaction() as connection:
        number = rows.add(connection, Alert(name="a", kinds=("event",), chosen=Filter(), address="x", author="",
                                            made_at=stamp(NOW)))
        assert rows.notice(connection, number, ("event:1", "event:2"), {"a": 1}, now=stamp(NOW))
        assert not rows.notice(connection, number, ("event:2", "event:3"), {"a": 2}, now=stamp(NOW))
        assert rows.seen(connection, number, ("event:3",)) == {"event:3"}


def test_two_processes_do_not_take_the_same_message(ledger: Ledger, hook: Hook) -> None:
    alert(ledger, hook.url)
    write(ledger, reading([VISIT]))
    for _ in notice(ledger, now=NOW):
        pass
    with ledger.transaction() as connection:
        assert rows.take(connection, now=stamp(NOW), until=stamp(NOW + timedelta(seconds=LEASE))) is not None
        assert rows.take(connection, now=stamp(NOW), until=stamp(NOW + timedelta(seconds=LEASE))) is None
