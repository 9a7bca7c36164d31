"""A mail server and a receiver of web hooks on this computer, with every fault, for tests."""

import asyncio
import json
import os
import signal
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from sources.faults import POLL


@dataclass
class Mailbox:
    """What a mail server got, and how it answers."""

    port: int = 0
    raw: list[bytes] = field(default_factory=list)
    logins: list[LoginPassword] = field(default_factory=list)
    rcpt: str = "250 OK"
    data: str = "250 OK"
    silent: float = 0.0  # seconds before the answer to a mail
    cut: bool = False  # the connection ends instead of an answer
    kill: int = 0  # process that is killed when the mail has come

    @property
    def mails(self) -> list[EmailMessage]:
        """The mails as their readers see them."""
        return [BytesParser(policy=default).parsebytes(raw) for raw in self.raw]


class _Handler:
    def __init__(self, box: Mailbox) -> None:
        self.box = box

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.box.rcpt

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        self.box.raw.append(envelope.content)
        if self.box.kill:
            os.kill(self.box.kill, signal.SIGKILL)
        if self.box.cut:
            assert server.transport is not None
            server.transport.close()
        await asyncio.sleep(self.box.silent)
        return self.box.data


@contextmanager
def mailing(*, tls: ssl.SSLContext | None = None, at_once: bool = False, **options: Any) -> Iterator[Mailbox]:
    """Run a mail server; `tls` offers STARTTLS, or with `at_once` speaks TLS from the first byte."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        box = Mailbox(port=free.getsockname()[1])

    def login(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        box.logins.append(data)
        return AuthResult(success=data.password == b"secret words", handled=False)

    controller = Controller(_Handler(box), hostname="127.0.0.1", port=box.port, authenticator=login,
                            tls_context=None if at_once else tls, ssl_context=tls if at_once else None, **options)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


@dataclass
class Hook:
    """What a receiver of web hooks got, and how it answers."""

    url: str = ""
    got: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)  # statuses, the first one first; then 200
    told: dict[str, str] = field(default_factory=dict)  # headers of an answer that is no success
    silent: float = 0.0
    kill: int = 0  # process that is killed before it is answered

    @property
    def distinct(self) -> set[str]:
        """The messages, repetitions known by their key as one."""
        return {headers["idempotency-key"] for headers in self.headers}


@contextmanager
def hooking() -> Iterator[Hook]:
    """Run a receiver of web hooks."""
    hook = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            hook.raw.append(raw)
            hook.got.append(json.loads(raw))
            hook.headers.append({name.lower(): value for name, value in self.headers.items()})
            if hook.kill:
                os.kill(hook.kill, signal.SIGKILL)
            time.sleep(hook.silent)
            status = hook.answers.pop(0) if hook.answers else 200
            self.send_response(status)
            for name, value in hook.told.items() if status != 200 else ():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

        def handle_error(self) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    hook.url = f"http://127.0.0.1:{server.server_port}/hook"
    threading.Thread(target=server.serve_forever, args=(POLL,), daemon=True).start()
    try:
        yield hook
    finally:
        server.shutdown()
        server.server_close()
