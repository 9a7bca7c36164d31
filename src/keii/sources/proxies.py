"""Proxies: which one an address is fetched through, as KEII_PROXY or the system's usual variables say."""

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from keii.errors import InputError, UsageError

VARIABLE = "KEII_PROXY"  # before http_proxy and https_proxy, which other programs read too
_NONE = ("none", "off", "direct")  # its values that mean: no proxy at all
_REMEDY = "Write it as http://HOST:PORT or https://HOST:PORT; KEII_PROXY=none uses none."
_CHECK = "Check KEII_PROXY or https_proxy in the environment; KEII_PROXY=none uses no proxy."
_THIS_COMPUTER = ("localhost", "127.", "::1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """One proxy; its name and password are sent to it alone, and shown nowhere."""

    url: str  # scheme, host and port
    authorization: str | None = field(default=None, repr=False)  # of the header Proxy-Authorization; None: no name


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxies:
    """The proxies of an environment."""

    http: Proxy | None = None  # for http:// addresses; None: they are fetched directly
    https: Proxy | None = None  # for https:// addresses
    spared: tuple[str, ...] = ()  # hosts that are fetched directly; * for all of them

    def of(self, url: str) -> Proxy | None:
        """Return the proxy of an address, None for one that is fetched directly: this computer always is."""
        parts = urlsplit(url)
        host = (parts.hostname or "").lower().rstrip(".")
        if host.startswith(_THIS_COMPUTER) or host.endswith(".localhost") or self._spares(host, parts.port):
            return None
        return self.https if parts.scheme == "https" else self.http

    def _spares(self, host: str, port: int | None) -> bool:
        for name in self.spared:
            at = name.rpartition(":")
            name, wanted = (at[0], int(at[2])) if at[2].isdigit() and ":" not in at[0] else (name, None)
            bare = name.removeprefix("*").lstrip(".")
            if name == "*" or (wanted in (None, port) and bare and (host == bare or host.endswith(f".{bare}"))):
                return True
        return False


def proxies_of(environ: Mapping[str, str]) -> Proxies:
    """Return the proxies that an environment names; raises UsageError for one that keii cannot speak to.

    KEII_PROXY goes before http_proxy, https_proxy and all_proxy; no_proxy holds for all. Names in lower case go before
    those in upper case; HTTP_PROXY is not believed where a web server may have made it of a header (REQUEST_METHOD).
    """
    def value(name: str) -> str:
        upper = "" if name == "http_proxy" and "REQUEST_METHOD" in environ else environ.get(name.upper(), "")
        return (environ.get(name) or upper).strip()

    spared = tuple(part for one in value("no_proxy").lower().split(",") if (part := one.strip()))
    own = environ.get(VARIABLE, "").strip()
    if own.lower() in _NONE:
        return Proxies()
    if own:
        proxy = _proxy(VARIABLE, own)
        return Proxies(http=proxy, https=proxy, spared=spared)
    found = {scheme: next((_proxy(name, value(name)) for name in (f"{scheme}_proxy", "all_proxy") if value(name)), None)
             for scheme in ("http", "https")}
    return Proxies(**found, spared=spared)


def _proxy(name: str, text: str) -> Proxy:
    try:
        parts = urlsplit(text if "://" in text else f"http://{text}")
        host, port = parts.hostname, parts.port
    except ValueError as error:  # a port that is no number, a bracket left open
        raise UsageError("this is no address of a proxy.", where=name, remedy=_REMEDY) from error
    if parts.scheme.lower() not in ("http", "https"):
        raise UsageError(f"proxies of the kind {parts.scheme}:// are not spoken to.", where=name, remedy=_REMEDY)
    if not host or parts.path.strip("/") or parts.query:
        raise UsageError("this is no address of a proxy.", where=name, remedy=_REMEDY)
    scheme = parts.scheme.lower()
    shown = f"[{host}]" if ":" in host else host
    login = f"{unquote(parts.username)}:{unquote(parts.password or '')}" if parts.username else None
    return Proxy(url=f"{scheme}://{shown}:{port or (443 if scheme == 'https' else 80)}",
                 authorization=f"Basic {b64encode(login.encode()).decode()}" if login else None)


def trouble_with(proxy: Proxy, reason: str) -> InputError:
    """Return the error of a proxy, by what the connection or its status says."""
    status = re.search(r"\b([45]\d\d)\b", reason)
    if status is None:
        return InputError(f"the proxy {proxy.url} cannot be reached.", code="fetch.proxy", remedy=_CHECK)
    if status[1] == "407":
        return InputError(f"the proxy {proxy.url} asks for a name and password.", code="fetch.proxy", remedy=_CHECK)
    return InputError(f"the proxy {proxy.url} answers with status {status[1]}.", code="fetch.proxy", remedy=_CHECK)
