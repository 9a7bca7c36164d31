"""A server on this machine that stands in for a model's: it answers as a test says, and remembers what it was asked."""

import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import orjson

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Fake:
    """What the server was asked, and what it answers next; the last answer is given again and again."""

    base: str
    answers: list[Answer]
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    @property
    def sentences(self) -> list[dict[str, Any]]:
        """The sentences of the last request."""
        told: list[dict[str, Any]] = orjson.loads(self.asked[-1]["messages"][-1]["content"])["sentences"]
        return told


@contextlib.contextmanager
def serving(answers: Sequence[Answer]) -> Iterator[Fake]:
    """Serve until the block ends."""
    fake = Fake(base="", answers=list(answers))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            fake.headers.append({name.lower(): value for name, value in self.headers.items()} | {"path": self.path})
            fake.asked.append(orjson.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            answer = fake.answers.pop(0) if len(fake.answers) > 1 else fake.answers[0]
            with contextlib.suppress(OSError):  # the client went away
                answer(self)
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    fake.base = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def raw(body: bytes, *, status: int = 200, kind: str = "application/json", **headers: str) -> Answer:
    """Answer with these bytes."""
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def chat(content: Any, **choice: Any) -> Answer:
    """Answer as a chat does, with a text, or any value as JSON."""
    text = content if isinstance(content, str) else orjson.dumps(content).decode()
    return raw(orjson.dumps({"choices": [{"message": {"role": "assistant", "content": text}, "finish_reason": "stop",
                                          **choice}]}))


def claims(*proposed: dict[str, Any]) -> Answer:
    """Answer with proposed claims."""
    return chat({"claims": list(proposed)})


def endless(*, piece: bytes, pause: float = 0.0) -> Answer:
    """Answer with a stream that never ends by itself."""
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        handler.end_headers()
        stop = threading.Event()
        for _ in range(100_000):
            handler.wfile.write(piece)
            handler.wfile.flush()
            stop.wait(pause)

    return answer


def silent(handler: BaseHTTPRequestHandler) -> None:
    """Say nothing for a second."""
    threading.Event().wait(1.0)
