"""Alerts to a mail server."""

import ssl
import subprocess
from pathlib import Path
from typing import Any

import pytest

from alerts.alerting import NOW, VISIT, VISIT_JA, by_mail, tend, write
from alerts.receivers import Mailbox, mailing
from keii.alerts import mail
from keii.errors import UsageError
from keii.ledger import Ledger
from situation.stories import reading


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
