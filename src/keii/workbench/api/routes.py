"""The routes of the API: one a path, whose methods are its operations; errors in one form."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from keii.engines.apart import BusyError, LostError
from keii.errors import KeiiError, UsageError
from keii.workbench.answering import Page, status_of
from keii.workbench.api.bodies import MediaError, TooLargeError
from keii.workbench.api.description import described, examples
from keii.workbench.api.operations import JSON, PREFIX, Operation, Result, ref
from keii.workbench.api.parameters import check
from keii.workbench.api.reading import TokenError
from keii.workbench.api.shown import SHOWN
from keii.workbench.asking import Asked
from keii.workbench.config import Workbench
from keii.workbench.pages import DATA, PAGES
from keii.workbench.periods import TooManyError

Serve = Callable[[Page, Request], Response]  # a page as JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """How the application understands a request, gives a page as JSON and tells an error."""

    asked: Callable[[Request], Asked]
    page: Serve
    failed: Callable[[Asked, KeiiError, int], Response]


class Path:
    """One path of the API: an ASGI application that looks for the operation of the method."""

    def __init__(self, operations: Mapping[str, Operation], ways: Ways) -> None:
        """Keep the operations by their methods."""
        self._operations = operations
        self._ways = ways

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        operation = self._operations.get(request.method)
        try:
            if operation is None:
                raise UsageError(f"this path takes no {request.method[:10]}.",
                                 remedy=f"It takes {', '.join(self._operations)}.")
            check(request.query_params.multi_items(), operation.parameters, lenient=operation.lenient)
            response = await operation.answer(request)
        except KeiiError as error:
            status, headers = _status(error) if operation else (405, {"Allow": ", ".join(self._operations)})
            response = self._ways.failed(self._ways.asked(request), error, status)
            response.headers.update(headers)
        await response(scope, receive, send)


# Errors that pages do not have. What is wrong only for what this ledger holds is 409.
_STATUSES: tuple[tuple[type[KeiiError], int, dict[str, str]], ...] = (
    (TooManyError, 409, {}), (TokenError, 401, {"WWW-Authenticate": "Bearer"}), (TooLargeError, 413, {}),
    (MediaError, 415, {}), (BusyError, 503, {"Retry-After": "10"}), (LostError, 503, {}))


def _status(error: KeiiError) -> tuple[int, dict[str, str]]:
    """Return the status of an error, and the headers that go with it."""
    found = next(((status, headers) for kind, status, headers in _STATUSES if isinstance(error, kind)), None)
    return found or (status_of(error), {})


def of_pages(ways: Ways) -> Iterable[Operation]:
    """Yield the operation of each page."""
    for path, page in (PAGES | DATA).items():
        shown = SHOWN[path]
        example = examples().get(shown.example)
        if example is not None and shown.is_list:
            example = {"total": 1, "page": 1, "size": 50, "items": [example]}
        plain = "/start" if path == "/" else path
        yield Operation(
            path=plain, method="GET", name=page.__name__, summary=(page.__doc__ or "").split("\n")[0],
            parameters=(*((shown.named,) if shown.named else ()), *shown.parameters), answer=_of_page(ways, page),
            results={200: Result(means="What the page shows.", schema=shown.schema, example=example), **_WORKING,
                     **(_TOO_MANY if path == "/timeline" else {})})


_WORKING = {202: Result(means="It is being worked out; ask again in some seconds (Retry-After).", schema=ref("Error"))}


_TOO_MANY = {409: Result(means="The periods are too short for the days that they are to cover.", schema=ref("Error"))}


def _of_page(ways: Ways, page: Page) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        return await run_in_threadpool(ways.page, page, request)

    return answer


def routes(operations: Iterable[Operation], workbench: Workbench, ways: Ways) -> list[BaseRoute]:
    """Return the routes of the operations, of their description, and of whatever else is asked for under PREFIX."""
    by_path: dict[str, dict[str, Operation]] = {}
    for one in operations:
        by_path.setdefault(one.path, {})[one.method] = one
    description = orjson.dumps(described((one for some in by_path.values() for one in some.values()),
                                         server=workbench.prefix))

    async def schema(request: Request) -> Response:
        return Response(description, media_type=JSON)

    return [Route(f"{PREFIX}/openapi.json", schema),
            *(Route(f"{PREFIX}{path}", Path(some, ways)) for path, some in by_path.items())]
