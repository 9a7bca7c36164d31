"""What a request must bring before it may write: the page's own token, from a page of this workbench, a small form."""

import hmac
from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from starlette.requests import Request

from keii.errors import KeiiError
from keii.workbench.config import Workbench

FORM = 64_000  # bytes of a form: a claim's has some kilobytes
INPUTS = 400
NAME_COOKIE = "keii_name"  # by which name the reader decides


class RefusedError(KeiiError):
    """A write that is not allowed."""


def is_own(headers: Mapping[bytes, bytes], hosts: Iterable[str]) -> bool:
    """Tell whether a request comes from a page of this workbench, by what the browser says of it.

    `hosts` are the names that a proxy is called by: there the name alone counts, the proxy may change the port.
    """
    if headers.get(b"sec-fetch-site", b"same-origin") != b"same-origin":
        return False
    try:
        origin = urlsplit(headers.get(b"origin", b"").decode("latin-1").lower())
    except ValueError:
        return False
    host = headers.get(b"host", b"").decode("latin-1").lower()
    return bool(origin.netloc) and (origin.netloc == host or origin.hostname in set(hosts))


async def form(request: Request) -> dict[str, str]:
    """Return the inputs of a form, of several with one name the last; raises RefusedError for one that is too large."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > FORM:
            raise RefusedError("the form is too large.", remedy="Send less in one go.")
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=INPUTS)
    except ValueError as error:
        raise RefusedError("the form cannot be read.", remedy="Send it from the page itself.") from error
    return {name: value for name, value in pairs if "\0" not in value}


def check(workbench: Workbench, given: Mapping[str, str]) -> None:
    """Raise RefusedError unless a form may write."""
    if workbench.read_only:
        raise RefusedError("this workbench only shows the ledger; nothing can be decided here.",
                           remedy="Whoever runs it can start it without --read-only.")
    if not hmac.compare_digest(given.get("token", "").encode(), workbench.token.encode()):
        raise RefusedError("the form is of an earlier start of the workbench, or of no page of it.",
                           remedy="Load the page again, then decide.")


def packed(name: str) -> str:
    """Return a name as a cookie's value."""
    return quote(name, safe="")


def unpacked(cookie: str | None) -> str:
    """Return the name of a cookie's value, "" where there is none."""
    return unquote(cookie or "")[:200]
