"""The routes that write, each taking a form of a page of this workbench: who sent it, what follows, what went wrong."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from keii.errors import KeiiError
from keii.ledger import Ledger
from keii.review.deciding import Reviewer, now
from keii.workbench.answering import Answer, status_of
from keii.workbench.asking import Asked
from keii.workbench.config import Workbench
from keii.workbench.writing import NAME_COOKIE, check, form, packed

PREFIXES = ("/review/", "/searches/")  # of every path that writes
_YEAR = 365 * 24 * 3600
_PAGES = ("/review", "/events/", "/searches")  # where forms stand


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A page that says why nothing was written, with the form as it was filled in."""

    answer: Answer
    status: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """How the application understands a request, writes a page and tells an error."""

    asked: Callable[[Request], Asked]
    page: Callable[[Request, Asked, Answer], Response]
    failed: Callable[[Asked, KeiiError, int], Response]


Given = Mapping[str, str]
Act = Callable[[Workbench, Asked, str, Given], "str | Shown"]  # the address that follows, or a page


def add(api: FastAPI, workbench: Workbench, ways: Ways, acts: Mapping[str, Act]) -> None:
    """Add the routes that write."""
    for path, act in acts.items():
        api.add_api_route(path, _endpoint(workbench, ways, act), methods=["POST"], include_in_schema=False,
                          response_class=Response)


def _endpoint(workbench: Workbench, ways: Ways, act: Act) -> Callable[[Request], object]:
    async def endpoint(request: Request) -> Response:
        asked = ways.asked(request)
        try:
            given = await form(request)
            check(workbench, given)
            follows = await run_in_threadpool(act, workbench, asked, request.path_params.get("name", ""), given)
        except KeiiError as error:
            return ways.failed(asked, error, status_of(error))
        if isinstance(follows, Shown):
            response = ways.page(request, asked, follows.answer)
            response.status_code = follows.status
            return response
        response = RedirectResponse(follows, 303)
        if name := given.get("name", "").strip():
            response.set_cookie(NAME_COOKIE, packed(name), max_age=_YEAR, samesite="strict", httponly=True,
                                path=asked.prefix or "/")
        return response

    return endpoint


def reviewer(given: Given) -> Reviewer:
    """Return who sent a form, now; raises UsageError where it says no name."""
    return Reviewer(name=given.get("name", ""), at=now(), note=given.get("note", "").strip() or None)


def writable(workbench: Workbench) -> Ledger:
    """Return the ledger, open for writing; raises LedgerError for one that is none, and makes none."""
    with Ledger.open(workbench.ledger):
        pass
    return Ledger.create(workbench.ledger)


def back(given: Given) -> str:
    """Return the page of the workbench from which a form was sent; the start of the review for anything else."""
    path = given.get("back", "")
    return path if path.startswith(_PAGES) and "//" not in path else "/review"
