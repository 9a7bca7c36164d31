"""The routes that write: decisions about claims and events, each from a form of a page of this workbench."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from keii.errors import KeiiError, UsageError
from keii.exports import gold
from keii.ledger import Ledger, queue
from keii.model import Verdict
from keii.review import deciding
from keii.review.deciding import Reviewer
from keii.review.forms import values
from keii.workbench.answering import Answer, Desk, MissingError, status_of
from keii.workbench.asking import Asked
from keii.workbench.config import SECONDS, Workbench
from keii.workbench.pages.review import desktop
from keii.workbench.writing import NAME_COOKIE, check, form, packed

PREFIX = "/review/"  # of every path that writes
_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A page that says why nothing was decided, with the form as it was filled in."""

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


def add(api: FastAPI, workbench: Workbench, ways: Ways) -> None:
    """Add the routes that write, and the decisions as gold cases."""
    api.add_api_route(f"{PREFIX}gold.jsonl", _gold(workbench, ways), methods=["GET"], include_in_schema=False,
                      response_class=Response)
    for path, act in ACTS.items():
        api.add_api_route(path, _endpoint(workbench, ways, act), methods=["POST"], include_in_schema=False,
                          response_class=Response)


def _gold(workbench: Workbench, ways: Ways) -> Callable[[Request], object]:
    def endpoint(request: Request) -> Response:
        try:
            with Ledger.open(workbench.ledger) as ledger:
                lines = b"".join(line + b"\n" for line in gold.cases(ledger))
        except KeiiError as error:
            return ways.failed(ways.asked(request), error, status_of(error))
        return Response(lines, media_type="application/x-ndjson")

    return endpoint


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


def _reviewer(given: Given) -> Reviewer:
    return Reviewer(name=given.get("name", ""), at=deciding.now(), note=given.get("note", "").strip() or None)


def _ledger(workbench: Workbench) -> Ledger:
    with Ledger.open(workbench.ledger):  # one that is none is told, not made
        pass
    return Ledger.create(workbench.ledger)


def _sign(workbench: Workbench, asked: Asked, _: str, given: Given) -> str:
    """Keep by which name the reader decides."""
    _reviewer(given)
    return asked.address(_path(given), asked.values)


def _path(given: Given) -> str:
    """Return the page of the workbench from which a form was sent; the start of the review for anything else."""
    path = given.get("back", "")
    return path if path.startswith(("/review", "/events/")) and "//" not in path else "/review"


def _decide(workbench: Workbench, asked: Asked, name: str, given: Given) -> "str | Shown":
    """Accept, reject or amend a claim; the next one of the queue follows."""
    verdict = {one.value: one for one in (Verdict.ACCEPT, Verdict.REJECT, Verdict.AMEND)}.get(given.get("verdict", ""))
    if verdict is None:
        raise UsageError("the form says nothing of a claim.", remedy="Send it from the page itself.")
    reviewer, last = _reviewer(given), given.get("last", "")
    with _ledger(workbench) as ledger:
        desk = Desk(ledger=ledger, workbench=workbench)
        found = ledger.reviewed(name)
        if found is None:
            raise MissingError("the ledger holds no claim of this id.", where=name,
                               remedy="Look for it in the list of claims.")
        try:
            changed = values(found, given) if verdict is Verdict.AMEND else {}
            if verdict is Verdict.AMEND and not changed:
                verdict = Verdict.ACCEPT
            number = deciding.decide(ledger, found.id, verdict, reviewer, values=changed,
                                     last=int(last) if last.isascii() and last.isdigit() else None)
        except UsageError as error:
            what, remedy = (workbench.retell(asked.lang, words) for words in (error.what, error.remedy))
            return Shown(status=status_of(error), answer=desktop(
                desk, asked, found.id, given=given if verdict is Verdict.AMEND else None, error=what, remedy=remedy,
                wrong=error.where or None))
        with ledger.browsing(seconds=SECONDS) as connection:
            chosen = asked.chosen(paged=False)
            following = queue.beside(connection, chosen, found.id) or next(
                iter(queue.page(connection, asked.chosen(rows=1))), None)
    return asked.address(f"/review/{following}" if following else "/review",
                         [*asked.filters, ("done", str(number))])


def _undo(workbench: Workbench, asked: Asked, _: str, given: Given) -> str:
    """Take a judgement of the reader's own back; its claim or event follows."""
    number = given.get("number", "")
    with _ledger(workbench) as ledger:
        undone = ledger.judgement(int(number)) if number.isascii() and number.isdigit() and len(number) < 10 else None
        if undone is None:
            raise UsageError(f"there is no judgement {number}.", remedy="`keii event` and the pages tell the numbers.")
        deciding.undo(ledger, undone.number, _reviewer(given))
        if undone.document:
            return asked.address(f"/review/{undone.claims[0]}", asked.filters)
        event = next(iter(deciding.events_touched(ledger, undone)), None)
    return asked.address(f"/events/{event.id}" if event else "/events")


def _merge(workbench: Workbench, asked: Asked, name: str, given: Given) -> str:
    """Say that an event and others are one happening."""
    others = [one for one in (given.get("event", "").strip(),
                              *(key.removeprefix("with-") for key in given if key.startswith("with-"))) if one]
    with _ledger(workbench) as ledger:
        return _of_events(ledger, asked, deciding.merge(ledger, [name, *others], _reviewer(given)), given)


def _split(workbench: Workbench, asked: Asked, name: str, given: Given) -> str:
    """Say that some claims of an event tell another one."""
    claims = [key.removeprefix("claim-") for key in given if key.startswith("claim-")]
    with _ledger(workbench) as ledger:
        return _of_events(ledger, asked, deciding.split(ledger, name, claims, _reviewer(given)), given)


def _of_events(ledger: Ledger, asked: Asked, number: int, given: Given) -> str:
    """Return the page from which the form was sent, or that of the event that came of a judgement."""
    back = _path(given)
    if back.startswith("/review/"):
        return asked.address(back, [*asked.filters, ("done", str(number))])
    judged = ledger.judgement(number)
    event = ledger.event(judged.claims[0]) if judged else None
    return asked.address(f"/events/{event.id}" if event else "/events")


ACTS: Mapping[str, Act] = {
    "/review/name": _sign, "/review/undo": _undo, "/review/events/{name}/merge": _merge,
    "/review/events/{name}/split": _split, "/review/{name}": _decide,
}
