"""What stands before every page: who may ask, how much, and what the browser may do with the answer."""

from collections.abc import Iterable
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from keii.config import Lang
from keii.workbench.asking import COOKIE, spoken
from keii.workbench.config import API_QUERY, QUERY
from keii.workbench.words import say
from keii.workbench.writing import is_own

# Nothing is loaded from elsewhere and nothing in a page runs or styles: scripts and styles are files of keii's own.
POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
          "form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # An article's publisher is not told who reads it, nor in what ledger; a form of a page says where it comes from.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
}
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
METHODS = frozenset({"GET", "HEAD"})


class Guard:
    """An ASGI application around another one.

    It answers only under names of this machine (a page elsewhere whose name is pointed at 127.0.0.1 gets nothing),
    takes the prefix off the path, gives every answer the headers above, and lets only forms of its own pages write.
    The API says itself which methods a path takes; of browsers only pages of this workbench reach what is no GET.
    """

    def __init__(self, app: ASGIApp, *, prefix: str, hosts: Iterable[str], writes: tuple[str, ...], api: str,
                 lang: Lang = "en") -> None:
        """Guard `app`; `hosts` are names that a proxy is called by.

        `writes` are where paths begin that take forms, `api` where those of the API do; `lang` is spoken to whom asks
        for no other language.
        """
        self._app = app
        self._lang = lang
        self._prefix = prefix
        self._named = frozenset(host.lower() for host in hosts)
        self._hosts = LOOPBACK | self._named
        self._writes = writes
        self._api = api

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                own = "Content-Security-Policy" in headers  # what OpenRefine shows within itself says so
                for name, value in HEADERS.items():
                    if not (own and name == "X-Frame-Options"):
                        headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")  # what a ledger holds stays out of caches
            await send(message)

        inside = self._inside(scope)
        refused = self._refused(scope, inside["path"])
        if refused is None:
            await self._app(inside, receive, guarded)
            return
        status, english, headers = refused
        request = Request(scope)
        words = say(spoken(request.query_params.get("lang"), request.cookies.get(COOKIE),
                           request.headers.get("accept-language", ""), self._lang), english)
        if inside["path"].startswith(self._api):
            answer: Response = JSONResponse({"error": words, "where": None, "remedy": None}, status, headers)
        else:
            answer = PlainTextResponse(words, status, headers)
        await answer(scope, receive, guarded)

    def _refused(self, scope: Scope, path: str) -> tuple[int, str, dict[str, str]] | None:
        """Return why a request is refused: status, words in English, headers; None: it is not."""
        headers, method = dict(scope["headers"]), scope["method"]
        host = headers.get(b"host", b"").decode("latin-1").lower()
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
        if name not in self._hosts:
            return 421, "This workbench is not called so.", {}
        of_api = path.startswith(self._api)
        if of_api:
            if method not in METHODS and not self._may_call(headers, path):
                return 403, "Pages of other origins may not call the API.", {}
        elif method == "POST" and path.startswith(self._writes):
            if not is_own(headers, self._named):
                return 403, "Only a page of this workbench may write.", {}
        elif method not in METHODS:
            return 405, "This page takes no writes.", {"Allow": ", ".join(sorted(METHODS))}
        if max(len(scope["query_string"]), len(scope.get("raw_path") or b"")) > (API_QUERY if of_api else QUERY):
            return 414, "The address is too long.", {}
        return None

    def _may_call(self, headers: dict[bytes, bytes], path: str) -> bool:
        """Tell whether a request that is no GET comes from a program, or from a page that may send it.

        Programs send no Origin. What only looks names up, which OpenRefine does from its own page, may be asked by any
        page of this machine.
        """
        origin = headers.get(b"origin")
        if origin is None and b"sec-fetch-site" not in headers:
            return True
        return is_own(headers, self._named) or (path.startswith(f"{self._api}reconcile/") and is_near(
            (origin or b"").decode("latin-1")))

    def _inside(self, scope: Scope) -> dict[str, Any]:
        """Return the scope without the prefix, whether the proxy has taken it off already or not."""
        path = scope["path"]
        if self._prefix and (path == self._prefix or path.startswith(f"{self._prefix}/")):
            path = path.removeprefix(self._prefix) or "/"
        return {**scope, "path": path, "raw_path": path.encode(), "root_path": ""}


def is_near(origin: str) -> bool:
    """Tell whether an origin is one of this machine, whatever its port: http://127.0.0.1:3333."""
    scheme, _, host = origin.lower().partition("://")
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
    return scheme in ("http", "https") and name in LOOPBACK
