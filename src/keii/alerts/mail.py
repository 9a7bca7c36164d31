"""Mail: a message by SMTP, over TLS unless the user says otherwise.

A mail cannot be taken back and its receivers do not look for repetitions. What fails before the text was handed over
is tried again; where the text was handed over and no answer came, the mail may have gone out and is not sent again.
"""

import contextlib
import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

from keii.alerts.result import SENT, Result
from keii.briefs.layout import clean
from keii.errors import InputError, UsageError
from keii.sources.addresses import resolve

TIMEOUT = 20.0  # seconds without an answer
SUBJECT = 150  # characters
_PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
# One mailbox without a name: enough for alerts, and nothing in it ends a header or begins another receiver.
_MAILBOX = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where mail is handed over."""

    kind: str  # smtp: STARTTLS; smtps: TLS from the first byte; smtp+plain: neither, and no password
    host: str
    port: int
    user: str | None


def mailbox(text: str) -> str:
    """Return a mailbox as it is; raises UsageError for anything but one plain address."""
    if not _MAILBOX.fullmatch(text) or text.startswith("."):
        raise UsageError(f"«{clean(text)[:80]}» is no mail address.", remedy="Write it as: name@example.org")
    return text


def server(text: str) -> Server:
    """Return the server that an address names; raises UsageError, also for an address that holds a password."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in _PORTS or not parts.hostname or parts.path.strip("/") or parts.query:
        raise UsageError(f"«{clean(text)[:80]}» is no mail server.",
                         remedy="Write it as smtp://USER@HOST:587, smtps://USER@HOST:465, or smtp+plain://HOST:25.")
    if parts.password is not None:
        raise UsageError("the mail server's address holds a password.",
                         remedy="Leave it out; --secret names the environment variable that holds it.")
    user = unquote(parts.username) if parts.username else None
    if user and parts.scheme == "smtp+plain":
        raise UsageError("no name and password are sent without TLS.",
                         remedy="Use smtp:// or smtps://, or leave the name out.")
    return Server(kind=parts.scheme, host=parts.hostname, port=port or _PORTS[parts.scheme], user=user)


def written(*, sender: str, receiver: str, subject: str, text: str, key: str, made: datetime) -> EmailMessage:
    """Return a mail; its Message-ID is made of the key. Line ends and control characters leave the subject."""
    mail = EmailMessage()
    mail["From"], mail["To"] = mailbox(sender), mailbox(receiver)
    line = " ".join(clean(subject).split())
    mail["Subject"] = line if len(line) <= SUBJECT else f"{line[:SUBJECT - 1]}…"
    mail["Date"] = format_datetime(made)
    mail["Message-ID"] = f"<{key}@{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday notice answers it
    mail.set_content(text, charset="utf-8", cte="base64")
    return mail


def send(mail: EmailMessage, to: Server, *, password: str | None, private: bool, mark: Callable[[], None],
         timeout: float = TIMEOUT, context: ssl.SSLContext | None = None) -> Result:
    """Hand a mail over and return what became of it; `mark` is called just before the text is."""
    context = context or ssl.create_default_context()
    try:
        smtp = _open(to, private=private, timeout=timeout, context=context)
        try:
            return _hand_over(smtp, mail, to, password, mark, context)
        finally:
            _take_leave(smtp)
    except InputError as error:
        return Result(state="waiting" if error.code == "fetch.no-host" else "failed", trouble=error.what,
                      remedy=error.remedy)
    except smtplib.SMTPAuthenticationError:
        return Result(state="failed", trouble="the mail server refuses name or password.")
    except smtplib.SMTPResponseException as error:
        return _refused(error.smtp_code)
    except ssl.SSLCertVerificationError:
        return Result(state="failed", trouble="the mail server's certificate is not valid for its name.")
    except smtplib.SMTPNotSupportedError:
        return Result(state="failed", trouble="the mail server does not offer what is needed: STARTTLS, or a login.")
    except (smtplib.SMTPException, OSError) as error:
        return Result(state="waiting", trouble=f"the connection failed: {type(error).__name__}.")


def _hand_over(smtp: smtplib.SMTP, mail: EmailMessage, to: Server, password: str | None, mark: Callable[[], None],
               context: ssl.SSLContext) -> Result:
    """Go through the steps of SMTP by hand: which of them failed decides whether trying again can double a mail."""
    smtp.ehlo_or_helo_if_needed()
    if to.kind == "smtp":
        smtp.starttls(context=context)
        smtp.ehlo()
    if to.user:
        smtp.login(to.user, password or "")
    for code, _ in (smtp.mail(str(mail["From"])), smtp.rcpt(str(mail["To"]))):
        if not 200 <= code < 300:
            return _refused(code)
    code, _ = smtp.docmd("DATA")
    if code != 354:
        return _refused(code)
    mark()
    try:
        smtp.send(re.sub(rb"(?m)^\.", b"..", mail.as_bytes(policy=SMTP)) + b".\r\n")
        code, _ = smtp.getreply()
    except (smtplib.SMTPException, OSError) as error:
        return Result(state="unsure", trouble="the text was handed over and no answer came: "
                                              f"{type(error).__name__}. It may have gone out.")
    return SENT if 200 <= code < 300 else _refused(code)


def _take_leave(smtp: smtplib.SMTP) -> None:
    """End the session; what a server says to that changes nothing."""
    with contextlib.suppress(smtplib.SMTPException, OSError):
        smtp.quit()
    smtp.close()


def _refused(code: int) -> Result:
    return Result(state="failed" if code >= 500 else "waiting", trouble=f"the mail server answers with code {code}.")


# ---- connections that look at the address they go to ----

def _open(to: Server, *, private: bool, timeout: float, context: ssl.SSLContext) -> smtplib.SMTP:
    def connect(host: str, port: int) -> socket.socket:
        addresses = resolve(host, port, private=private)
        for address in addresses[:-1]:
            try:
                return socket.create_connection((address, port), timeout)
            except OSError:
                continue
        return socket.create_connection((addresses[-1], port), timeout)

    class Plain(smtplib.SMTP):
        def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
            return connect(host, port)

    class Tls(smtplib.SMTP_SSL):
        def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
            return context.wrap_socket(connect(host, port), server_hostname=host)

    if to.kind == "smtps":
        return Tls(to.host, to.port, timeout=timeout, context=context)
    return Plain(to.host, to.port, timeout=timeout)
