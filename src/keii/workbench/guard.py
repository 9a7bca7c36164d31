"""What stands before every page: who may ask, how much, and what the browser may do with the answer."""

from collections.abc import Iterable
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from keii.workbench.config import QUERY
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
    """

    def __init__(self, app: ASGIApp, *, prefix: str, hosts: Iterable[str], writes: tuple[str, ...]) -> None:
        """Guard `app`; `hosts` are names that a proxy is called by, `writes` is where paths begin that take forms."""
        self._app = app
        self._prefix = prefix
        self._named = frozenset(host.lower() for host in hosts)
        self._hosts = LOOPBACK | self._named
        self._writes = writes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store")  # what a ledger holds stays out of caches
            await send(message)

        refusal = self._refusal(scope)
        if refusal:
            await refusal(scope, receive, guarded)
        else:
            await self._app(self._inside(scope), receive, guarded)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = dict(scope["headers"])
        host = headers.get(b"host", b"").decode("latin-1").lower()
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
        if name not in self._hosts:
            return PlainTextResponse("This workbench is not called so.", 421)
        if scope["method"] == "POST" and self._inside(scope)["path"].startswith(self._writes):
            if not is_own(headers, self._named):
                return PlainTextResponse("Only a page of this workbench may write.", 403)
        elif scope["method"] not in METHODS:
            return PlainTextResponse("This page takes no writes.", 405, {"Allow": ", ".join(sorted(METHODS))})
        if len(scope["query_string"]) > QUERY or len(scope.get("raw_path") or b"") > QUERY:
            return PlainTextResponse("The address is too long.", 414)
        return None

    def _inside(self, scope: Scope) -> dict[str, Any]:
        """Return the scope without the prefix, whether the proxy has taken it off already or not."""
        path = scope["path"]
        if self._prefix and (path == self._prefix or path.startswith(f"{self._prefix}/")):
            path = path.removeprefix(self._prefix) or "/"
        return {**scope, "path": path, "raw_path": path.encode(), "root_path": ""}
