"""What forms decide about claims and events, and the decisions as gold cases."""

from collections.abc import Callable, Mapping

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from keii.errors import KeiiError, UsageError
from keii.exports import gold
from keii.ledger import Ledger, queue
from keii.model import Verdict
from keii.review import deciding
from keii.review.forms import values
from keii.workbench.answering import Desk, MissingError, status_of
from keii.workbench.asking import Asked
from keii.workbench.config import SECONDS, Workbench
from keii.workbench.forms import Act, Given, Shown, Ways, back, reviewer, writable
from keii.workbench.pages.review import desktop


def add_gold(api: FastAPI, workbench: Workbench, ways: Ways) -> None:
    """Add the decisions as gold cases."""
    api.add_api_route("/review/gold.jsonl", _gold(workbench, ways), methods=["GET"], include_in_schema=False,
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


def _sign(workbench: Workbench, asked: Asked, _: str, given: Given) -> str:
    """Keep by which name the reader decides."""
    reviewer(given)
    return asked.address(back(given), asked.values)


def _decide(workbench: Workbench, asked: Asked, name: str, given: Given) -> "str | Shown":
    """Accept, reject or amend a claim; the next one of the queue follows."""
    verdict = {one.value: one for one in (Verdict.ACCEPT, Verdict.REJECT, Verdict.AMEND)}.get(given.get("verdict", ""))
    if verdict is None:
        raise UsageError("the form says nothing of a claim.", remedy="Send it from the page itself.")
    who, last = reviewer(given), given.get("last", "")
    with writable(workbench) as ledger:
        desk = Desk(ledger=ledger, workbench=workbench)
        found = ledger.reviewed(name)
        if found is None:
            raise MissingError("the ledger holds no claim of this id.", where=name,
                               remedy="Look for it in the list of claims.")
        try:
            changed = values(found, given) if verdict is Verdict.AMEND else {}
            if verdict is Verdict.AMEND and not changed:
                verdict = Verdict.ACCEPT
            number = deciding.decide(ledger, found.id, verdict, who, values=changed,
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
    with writable(workbench) as ledger:
        undone = ledger.judgement(int(number)) if number.isascii() and number.isdigit() and len(number) < 10 else None
        if undone is None:
            raise UsageError(f"there is no judgement {number}.", remedy="`keii event` and the pages tell the numbers.")
        deciding.undo(ledger, undone.number, reviewer(given))
        if undone.document:
            return asked.address(f"/review/{undone.claims[0]}", asked.filters)
        event = next(iter(deciding.events_touched(ledger, undone)), None)
    return asked.address(f"/events/{event.id}" if event else "/events")


def _merge(workbench: Workbench, asked: Asked, name: str, given: Given) -> str:
    """Say that an event and others are one happening."""
    others = [one for one in (given.get("event", "").strip(),
                              *(key.removeprefix("with-") for key in given if key.startswith("with-"))) if one]
    with writable(workbench) as ledger:
        return _of_events(ledger, asked, deciding.merge(ledger, [name, *others], reviewer(given)), given)


def _split(workbench: Workbench, asked: Asked, name: str, given: Given) -> str:
    """Say that some claims of an event tell another one."""
    claims = [key.removeprefix("claim-") for key in given if key.startswith("claim-")]
    with writable(workbench) as ledger:
        return _of_events(ledger, asked, deciding.split(ledger, name, claims, reviewer(given)), given)


def _of_events(ledger: Ledger, asked: Asked, number: int, given: Given) -> str:
    """Return the page from which the form was sent, or that of the event that came of a judgement."""
    page = back(given)
    if page.startswith("/review/"):
        return asked.address(page, [*asked.filters, ("done", str(number))])
    judged = ledger.judgement(number)
    event = ledger.event(judged.claims[0]) if judged else None
    return asked.address(f"/events/{event.id}" if event else "/events")


ACTS: Mapping[str, Act] = {
    "/review/name": _sign, "/review/undo": _undo, "/review/events/{name}/merge": _merge,
    "/review/events/{name}/split": _split, "/review/{name}": _decide,
}
