"""Web hooks: a message as JSON, sent with POST; a repetition has the same key, and may be signed."""

import hashlib
import hmac
import os
from datetime import UTC, datetime
from typing import Any

import orjson

from keii.alerts.result import SENT, Result
from keii.errors import InputError
from keii.sources.addresses import checked_url, place_of, refuse_private
from keii.sources.connections import pool
from keii.sources.fetch import AGENT, seconds_asked
from keii.sources.proxies import proxies_of, trouble_with

TIMEOUT = 20.0  # seconds without a byte
_PASSING = ("fetch.no-host", "fetch.proxy")
_LATER = (408, 409, 425, 429)  # 409: the receiver is still working at the same key


def send(address: str, body: dict[str, Any], *, key: str, secret: str | None, private: bool, now: datetime,
         timeout: float = TIMEOUT) -> Result:
    """Send a message and return what became of it; redirections are not followed.

    With a secret the header X-Keii-Signature holds «t=SECONDS,v1=HEX»: the HMAC-SHA256 of SECONDS, a full stop and
    the body. Idempotency-Key is the same for every try.
    """
    from urllib3.exceptions import HTTPError, ProxyError, TimeoutError

    raw = orjson.dumps(body)
    headers = {"Content-Type": "application/json", "User-Agent": AGENT, "Idempotency-Key": key}
    if secret:
        headers["X-Keii-Signature"] = signature(raw, secret, now)
    try:
        url = checked_url(address)
        proxy = proxies_of(os.environ).of(url)
        if proxy and not private:
            refuse_private(*place_of(url))
        answer = pool(timeout=timeout, private=private, proxy=proxy).request(
            "POST", url, body=raw, headers=headers, redirect=False, retries=False, preload_content=False)
        status, told = answer.status, {name.lower(): value for name, value in answer.headers.items()}
        answer.close()
        if proxy and status == 407:
            raise trouble_with(proxy, "407")
    except InputError as error:  # a private address, a host that is not found
        return Result(state="waiting" if error.code in _PASSING else "failed", trouble=error.what,
                      remedy=error.remedy)
    except TimeoutError:
        return Result(state="waiting", trouble=f"the server was silent for {timeout:g} seconds.")
    except ProxyError as error:
        why = trouble_with(proxy, str(error.original_error)).what if proxy else "the connection failed: ProxyError."
        return Result(state="waiting", trouble=why)
    except (HTTPError, OSError, ValueError) as error:
        return Result(state="waiting", trouble=f"the connection failed: {type(error).__name__}.")
    if 200 <= status < 300:
        return SENT
    pause = seconds_asked(told["retry-after"], now) if "retry-after" in told else None
    return Result(state="waiting" if status >= 500 or status in _LATER else "failed", pause=pause,
                  trouble=f"the server answers with status {status}.")


def signature(body: bytes, secret: str, now: datetime) -> str:
    """Return the signature of a body.

    >>> signature(b"{}", "k", datetime(2031, 5, 2, tzinfo=UTC))[:16]
    't=1935446400,v1='
    """
    at = str(int(now.astimezone(UTC).timestamp()))
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"
