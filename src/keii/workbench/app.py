"""The application: one route for every page and form, errors as pages that say what to do."""

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from keii import __version__
from keii.engines.apart import Apart
from keii.errors import KeiiError, WorkingError
from keii.exports.atom import MEDIA_TYPE
from keii.ledger import Ledger
from keii.workbench import forms, judging, saving, writing
from keii.workbench.answering import Answer, Desk, MissingError, Page, as_csv, as_json, status_of
from keii.workbench.api.operations import PREFIX
from keii.workbench.api.reading import Readers, of_reading
from keii.workbench.api.reconcile import of_reconciliation
from keii.workbench.api.routes import Ways, of_pages, routes
from keii.workbench.api.working import Jobs
from keii.workbench.asking import COOKIE, Asked, Form, Writing, understood
from keii.workbench.config import Workbench
from keii.workbench.guard import Guard
from keii.workbench.keeping import Keeping, Written
from keii.workbench.pages import FEEDS, LIVE, PAGES
from keii.workbench.rendering import render

STATIC = Path(__file__).parent / "static"
_YEAR = 365 * 24 * 3600
# Four threads, each asking SQLite for 180 rows between 4 ms of its own work: median 35 ms without turns, 10 with two.
_turns = threading.Semaphore(2)
_PATIENCE = 1.0  # seconds
_RELOADED = ("no-cache", "max-age=0")  # what a browser says that is told to load a page again
_AGAIN = 5  # seconds after which a page asks again for what is being worked out
_TYPES: dict[Form, str] = {"html": "text/html; charset=utf-8", "json": "application/json",
                           "csv": "text/csv; charset=utf-8", "atom": MEDIA_TYPE}


def application(workbench: Workbench) -> ASGIApp:
    """Return the workbench as an ASGI application."""
    kept = Keeping()
    api = FastAPI(title="keii", version=__version__, docs_url=None, redoc_url=None, openapi_url=None)
    api.mount("/static", StaticFiles(directory=STATIC), name="static")
    ways = forms.Ways(
        asked=lambda request: _asked(workbench, request, "html"),
        page=lambda request, asked, answer: _spoken(request, asked, _written(answer, asked)),
        failed=lambda asked, error, status: _failed(workbench, asked, error, status))
    judging.add_gold(api, workbench, ways)
    forms.add(api, workbench, ways, {**judging.ACTS, **saving.ACTS})
    calls = Ways(asked=lambda request: _asked(workbench, request, "json"), failed=ways.failed,
                 page=lambda page, request: _made(workbench, kept, page, request,
                                                  _asked(workbench, request, "json"), anew=True))
    api.router.routes.extend(routes((*of_pages(calls), *of_reading(_readers(workbench)),
                                     *of_reconciliation(calls.asked)), workbench, calls))
    for path, page in PAGES.items():
        _add(api, workbench, kept, path, page)

    async def refused(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        told = MissingError("there is no such page.", remedy="Begin at the start page.") if status == 404 else \
            KeiiError("the page could not be made.", remedy="Please report it with the address.")
        form: Form = "json" if request.url.path.startswith(f"{PREFIX}/") else "html"
        return _failed(workbench, _asked(workbench, request, form), told, status)

    api.add_exception_handler(HTTPException, refused)
    api.add_exception_handler(Exception, refused)
    return Guard(api, prefix=workbench.prefix, hosts=workbench.hosts, writes=forms.PREFIXES, api=f"{PREFIX}/",
                 lang=workbench.lang)


def _readers(workbench: Workbench) -> Readers:
    apart = Apart()
    takes = bool(workbench.api_token) and not workbench.read_only
    return Readers(workbench=workbench, apart=apart, asked=lambda request: _asked(workbench, request, "json"),
                   jobs=Jobs(workbench.ledger, apart if takes else None, coder=workbench.coder))


def _add(api: FastAPI, workbench: Workbench, kept: Keeping, path: str, page: Page) -> None:
    """Add the routes of a page: its feed, its JSON and CSV, then the page itself."""
    plain = "/start" if path == "/" else path
    feed = [(f"{plain}.atom", "atom")] if path in FEEDS else []
    for route, form in (*feed, (f"{plain}.json", "json"), (f"{plain}.csv", "csv"), (path, "html")):
        endpoint = _endpoint(workbench, kept, page, form)  # type: ignore[arg-type]
        # not add_api_route, which looks for a body and parameters: that takes most of the time until the first page
        api.add_route(route, endpoint, methods=["GET", "HEAD"], include_in_schema=False, name=f"{page.__name__} {form}")


def _endpoint(workbench: Workbench, kept: Keeping, page: Page, form: Form) -> Any:
    def endpoint(request: Request) -> Response:
        asked = _asked(workbench, request, form)
        if form == "html" and any(not value.strip() for value in request.query_params.values()):
            return RedirectResponse(_without_empty(request, asked))  # what a form sends becomes a permanent link
        try:
            return _made(workbench, kept, page, request, asked)
        except KeiiError as error:
            return _failed(workbench, asked, error, status_of(error))

    return endpoint


def _made(workbench: Workbench, kept: Keeping, page: Page, request: Request, asked: Asked, *, anew: bool = False
          ) -> Response:
    """Return a page in the form that is asked for; programs are given what is true now. Raises KeiiError."""
    name = request.path_params.get("name", "")
    anew |= page in LIVE or any(word in request.headers.get("cache-control", "") for word in _RELOADED)
    with Ledger.open(workbench.ledger) as ledger:
        def make() -> Written:
            with _turn():
                return _written(page(Desk(ledger=ledger, workbench=workbench), asked, name), asked)

        return _spoken(request, asked, kept.page(ledger, (page, name, asked), make, anew=anew))


@contextlib.contextmanager
def _turn() -> Iterator[None]:
    """Wait for a turn: as many pages are made at once as get on beside each other.

    Python runs one thread at a time, and each row of an answer of SQLite hands over: four pages that are made at once
    wait for each other at each row, where two by two they are done sooner. Whoever has waited long goes on all the
    same, so that pages that take long hold up no others.
    """
    has = _turns.acquire(timeout=_PATIENCE)
    try:
        yield
    finally:
        if has:
            _turns.release()


def _without_empty(request: Request, asked: Asked) -> str:
    lang = request.query_params.get("lang")
    return asked.address(asked.path, [*asked.values, *([("lang", lang)] if lang else [])])


def _asked(workbench: Workbench, request: Request, form: Form) -> Asked:
    path = request.url.path.removeprefix("/api/v1").removesuffix(f".{form}")
    scheme = "https" if request.headers.get("x-forwarded-proto") == "https" else "http"  # what a proxy was asked by
    return understood(
        origin=f"{scheme}://{request.headers.get('host', '')}",
        path="/" if path == "/start" else path, prefix=workbench.prefix, query=request.query_params.multi_items(),
        cookie=request.cookies.get(COOKIE), accepted=request.headers.get("accept-language", ""),
        default=workbench.lang, form=form, writing=None if workbench.read_only else Writing(
            token=workbench.token, name=writing.unpacked(request.cookies.get(writing.NAME_COOKIE))))


def _written(answer: Answer, asked: Asked) -> Written:
    match asked.form:
        case "json":
            return Written(as_json(answer), _TYPES["json"])
        case "csv":
            if answer.table is None:
                raise MissingError("this page is no list.", remedy="Ask for .json instead.")
            return Written(as_csv(answer.table()).encode(), _TYPES["csv"])
        case "atom" if answer.feed:
            return Written(answer.feed(), _TYPES["atom"])
    return Written(render(answer.template, asked, view=answer.view, title=answer.title,
                          is_list=answer.table is not None, is_feed=answer.feed is not None).encode(), _TYPES["html"])


def _spoken(request: Request, asked: Asked, written: Written) -> Response:
    """Return a page to be sent, and let the browser remember the language that the reader chose."""
    response = Response(written.body, media_type=written.media_type)
    if request.query_params.get("lang") == asked.lang:
        response.set_cookie(COOKIE, asked.lang, max_age=_YEAR, samesite="strict", httponly=True,
                            path=asked.prefix or "/")
    response.headers["Vary"] = "Cookie, Accept-Language"
    return response


def _failed(workbench: Workbench, asked: Asked, error: KeiiError, status: int) -> Response:
    what, remedy = (workbench.retell(asked.lang, words) for words in (error.what, error.remedy))
    again = {"Refresh": str(_AGAIN), "Retry-After": str(_AGAIN)} if isinstance(error, WorkingError) else {}
    if asked.form != "html":
        import orjson

        return Response(orjson.dumps({"error": what, "where": error.where or None, "remedy": remedy or None}), status,
                        again, _TYPES["json"])
    return HTMLResponse(render("error.html", asked, title=what, status=status, where=error.where, remedy=remedy,
                               is_list=False, is_feed=False, view=None), status, again)
