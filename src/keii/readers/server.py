"""A server that speaks OpenAI's protocol for chats: asked politely, within limits, wherever it runs.

Only the address that the user names is asked. Redirections are not followed, and without TLS nothing goes beyond this
computer, for the text and the key would be open to read on the way.
"""

import ipaddress
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import orjson

from keii.errors import InputError, UsageError
from keii.sources.addresses import checked_url
from keii.sources.connections import pool
from keii.sources.fetch import AGENT, seconds_asked
from keii.sources.unpack import CODINGS, unpack

MAX_BYTES = 2_000_000  # of an answer: two hundred proposals have a tenth of it
TRIES = 3
LONGEST_WAIT = 60.0  # seconds that a server may ask to wait; who asks for more is asked another day
_AGAIN = (408, 429, 500, 502, 503, 504)
_FOR_ALL = (401, 403, 404)  # what is wrong for one request is wrong for every one
_CHUNK = 65_536
_CHECK = "Check --base-url, the model's name, and whether the server runs."


class NoAnswerError(InputError):
    """A request that got no answer; `final` says that no other one will."""

    def __init__(self, what: str, *, remedy: str, final: bool = False) -> None:
        """Keep whether it is worth asking again."""
        super().__init__(what, code="reader.no-answer", remedy=remedy)
        self.final = final


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where a model is asked; `base` as `checked_base` returns it."""

    base: str
    key: str | None = field(default=None, repr=False)  # sent as bearer token; None: none is needed
    timeout: float = 120.0  # seconds without a byte: a model thinks before it says anything
    deadline: float = 600.0  # seconds for one answer altogether
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic

    def content(self, asked: Mapping[str, Any]) -> str:
        """Return what the model replies to a request, as text; raises InputError.

        A request is made again after a pause where the server is busy, and without `temperature` where it takes none.
        """
        body = dict(asked)
        for number in range(1, TRIES + 1):
            status, headers, answer = self._ask(body)
            if status == 200:
                return _content(answer)
            if status in (400, 422) and "temperature" in body and b"temperature" in answer:
                del body["temperature"]
                continue
            if status not in _AGAIN or number == TRIES:
                break
            self._wait(status, headers, number)
        raise NoAnswerError(f"the server of the model answers with status {status}.", final=status in _FOR_ALL,
                            remedy="Check the key that --key names." if status in (401, 403) else _CHECK)

    def _wait(self, status: int, headers: Mapping[str, str], number: int) -> None:
        wanted = seconds_asked(headers["retry-after"], datetime.now(UTC)) if "retry-after" in headers else None
        if wanted is not None and wanted > LONGEST_WAIT:
            raise NoAnswerError(f"the server of the model asks to wait {wanted:.0f} seconds (status {status}).",
                                final=True, remedy="Run it again then; what was answered is kept.")
        self.sleep(float(2 ** number) if wanted is None else wanted)

    def _ask(self, body: Mapping[str, Any]) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers and body of an answer; raises InputError."""
        from urllib3.exceptions import HTTPError, NewConnectionError, TimeoutError

        headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": AGENT,
                   "Accept-Encoding": ", ".join(CODINGS)}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        try:
            answer = pool(timeout=self.timeout, private=True).request(
                "POST", f"{self.base}/chat/completions", body=orjson.dumps(body), headers=headers, redirect=False,
                retries=False, preload_content=False, decode_content=False)
            try:
                packed = self._body(answer)
            finally:
                answer.close()
        except InputError as error:
            if isinstance(error, NoAnswerError) or error.code.startswith("reader."):
                raise
            raise NoAnswerError(error.what, remedy=_CHECK) from error  # the host is not found
        except NewConnectionError as error:  # a TimeoutError too, by urllib3's family tree
            raise NoAnswerError("the connection to the model failed: nobody listens there.", remedy=_CHECK) from error
        except TimeoutError as error:
            raise NoAnswerError(f"the server of the model was silent for {self.timeout:g} seconds.",
                                remedy=_CHECK) from error
        except (HTTPError, OSError, ValueError) as error:
            raise NoAnswerError(f"the connection to the model failed: {type(error).__name__}.",
                                remedy=_CHECK) from error
        told = {name.lower(): value for name, value in answer.headers.items()}
        try:
            return answer.status, told, unpack(packed, told.get("content-encoding", ""), limit=MAX_BYTES)
        except InputError as error:
            raise InputError(error.what, code="reader.bad-answer", remedy=_CHECK) from error

    def _body(self, answer: Any) -> bytes:
        """Return the bytes of an answer; they are taken as they come, so that a trickle meets the deadline too."""
        end, pieces, total = self.clock() + self.deadline, [], 0
        while piece := answer.read1(_CHUNK, decode_content=False):
            pieces.append(piece)
            total += len(piece)
            if total > MAX_BYTES:
                raise InputError(f"the answer of the model is larger than {MAX_BYTES:,} bytes.",
                                 code="reader.bad-answer", remedy=_CHECK)
            if self.clock() > end:
                raise NoAnswerError(f"the answer of the model took longer than {self.deadline:g} seconds.",
                                    remedy=_CHECK)
        return b"".join(pieces)


def checked_base(url: str) -> str:
    """Return the address that requests are made below; raises UsageError for one that is not safe to ask."""
    try:
        base = checked_url(url)
    except InputError as error:
        raise UsageError(error.what, where="--base-url", remedy="Write it as http://127.0.0.1:11434/v1.") from error
    parts = urlsplit(base)
    if parts.query:
        raise UsageError("the address has a part after «?».", where="--base-url",
                         remedy="Write it as http://127.0.0.1:11434/v1.")
    if parts.scheme != "https" and not _is_this_computer(parts.hostname or ""):
        raise UsageError("without https only this computer is asked.", where="--base-url",
                         remedy="Use https://, or a server on 127.0.0.1: text and key would be open to read.")
    return base.rstrip("/")


def checked_key(variable: str | None, environ: Mapping[str, str]) -> str | None:
    """Return the key in a variable of the environment, None where none is named; raises UsageError.

    The name is not repeated, for it may be the key itself, given by mistake.
    """
    if variable is None:
        return None
    key = environ.get(variable, "").strip()
    if not key or not key.isascii() or not key.isprintable():
        raise UsageError("the variable of the environment that is named holds no key.", where="--key",
                         remedy="Name the variable, not the key: export MODEL_KEY=…, then --key MODEL_KEY.")
    return key


def _is_this_computer(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _content(answer: bytes) -> str:
    """Return the text of an answer of /chat/completions; raises InputError for anything else."""
    try:
        choice = orjson.loads(answer)["choices"][0]
        content, reason = choice["message"]["content"], choice.get("finish_reason")
    except (ValueError, RecursionError, LookupError, TypeError, AttributeError) as error:
        raise InputError("the answer of the model's server is not that of a chat.", code="reader.bad-answer",
                         remedy=_CHECK) from error
    if reason == "length":
        raise InputError("the model's reply was cut off.", code="reader.bad-answer",
                         remedy="Let the server give longer replies (max_tokens, context length).")
    if not isinstance(content, str):
        raise InputError("the model replied nothing.", code="reader.bad-answer",
                         remedy="Run it again, or try another model.")
    return content
