"""Operations that read: a text into its claims, documents into the ledger, and the jobs that do so."""

import asyncio
import hmac
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from keii.engines.apart import Apart
from keii.engines.taking import Given, Taken, code
from keii.errors import KeiiError
from keii.exports import jsonl
from keii.ledger import Ledger, browse
from keii.model import Problem
from keii.workbench.answering import MissingError
from keii.workbench.api.bodies import DocumentGiven, DocumentsGiven, TextToCode, given, parsed, schema
from keii.workbench.api.description import examples
from keii.workbench.api.job_store import Job
from keii.workbench.api.operations import JSON, PREFIX, Body, Operation, Result, listed, ref
from keii.workbench.api.parameters import LANG, PART, Parameter, text
from keii.workbench.api.working import Jobs
from keii.workbench.asking import Asked
from keii.workbench.config import SECONDS, Workbench
from keii.workbench.writing import RefusedError

if TYPE_CHECKING:
    from keii.pipeline import Reading

CODING = 60.0  # seconds for a text; the first one waits for parser and model, some ten seconds
TAKING = 20.0  # seconds after which whoever hands over a document is told the job instead of what became of it
_LOOK = .05  # seconds between two looks whether a document was read
_Answer = Callable[[Request], Awaitable[Response]]


class TokenError(KeiiError):
    """A request that has to bring the token, and brings none or another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Readers:
    """What the operations work with."""

    workbench: Workbench
    apart: Apart
    jobs: Jobs
    asked: Callable[[Request], Asked]


def of_reading(readers: Readers) -> Iterable[Operation]:
    """Yield the operations that code a text, take documents and tell of jobs."""
    busy = {503: Result(means="Too much is being read; ask again later (Retry-After).", schema=ref("Error"))}
    yield Operation(
        path="/code", method="POST", name="code", summary="Code a text: its claims, without a ledger.",
        parameters=(LANG,), answer=_code(readers), body=Body(
            media=JSON, schema=schema(TextToCode), example={"text": "France condemned the decision.",
                                                            "published": "2024-06-13"}),
        results={200: Result(means="The claims of the text, and what could not be read.", schema=ref("Coded")), **busy})
    yield Operation(
        path="/documents", method="POST", name="take", token=True, answer=_take(readers), parameters=(LANG,),
        summary="Read a document into the ledger; the same one again adds nothing.", body=Body(
            media=JSON, schema=schema(DocumentGiven), example=examples()["DocumentGiven"]),
        results={200: Result(means="The ledger held it already, or nothing could be read (problems).",
                             schema=ref("Ingested")),
                 201: Result(means="It was read.", schema=ref("Ingested"), headers={"Location": "The document."}),
                 202: Result(means="It is being read; the job tells what becomes of it.", schema=ref("Job"),
                             headers={"Location": "The job."}), **busy})
    yield Operation(
        path="/jobs", method="POST", name="job", token=True, answer=_give(readers), parameters=(LANG,),
        summary="Read documents into the ledger one after the other, as a job.", body=Body(
            media=JSON, schema=schema(DocumentsGiven), example={"documents": [examples()["DocumentGiven"]]}),
        results={202: Result(means="They are kept and will be read.", schema=ref("Job"),
                             headers={"Location": "The job."}), **busy})
    yield Operation(
        path="/jobs", method="GET", name="jobs", summary="The jobs, the latest first, without their results.",
        parameters=(*PART, LANG), answer=_jobs(readers),
        results={200: Result(means="A part of the list.", schema=listed("Job"))})
    yield Operation(
        path="/jobs/{name}", method="GET", name="one_job", answer=_job(readers), parameters=(
            Parameter(name="name", schema=text("^[^\\u0000]+$"), means="The id of a job.", within="path",
                      example="j_0123456789abcdef0123"), LANG),
        summary="A job: how far it is, and what became of each document.",
        results={200: Result(means="The job.", schema=ref("Job"))})


def allowed(workbench: Workbench, request: Request) -> None:
    """Raise RefusedError or TokenError unless a request may write."""
    if workbench.read_only:
        raise RefusedError("this workbench only shows the ledger; it takes no documents.",
                           remedy="Whoever runs it can start it without --read-only.")
    if not workbench.api_token:
        raise RefusedError("this workbench takes no documents: it was started without a token.",
                           remedy="Whoever runs it can start it with --token-file FILE.")
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not hmac.compare_digest(token.strip().encode(), workbench.api_token.encode()):
        raise TokenError("the token is missing, or is another one.", where="Authorization",
                         remedy="Send the header «Authorization: Bearer TOKEN» with what stands in the token file.")


def _code(readers: Readers) -> _Answer:
    async def answer(request: Request) -> Response:
        one: TextToCode = await parsed(request, TextToCode)

        def coded() -> "Reading":
            return readers.apart.ask(code, one.text, one.language, one.published, one.coder or readers.workbench.coder,
                                     seconds=CODING, urgent=True)

        reading = await run_in_threadpool(coded)
        sentences = {sentence.index: sentence for sentence in reading.sentences}
        return _json({
            "language": reading.document.language if reading.document else None, "sentences": len(sentences),
            "claims": [orjson.Fragment(jsonl.claim(claim, sentences[claim.sentence])) for claim in reading.claims],
            "problems": _problems(reading.problems)})

    return answer


def _take(readers: Readers) -> _Answer:
    async def answer(request: Request) -> Response:
        allowed(readers.workbench, request)
        document: Given = given(await parsed(request, DocumentGiven))
        job = await run_in_threadpool(readers.jobs.add, [document])
        until = asyncio.get_running_loop().time() + TAKING
        while job.ended_at is None and asyncio.get_running_loop().time() < until:
            await asyncio.sleep(_LOOK)
            job = await run_in_threadpool(_found, readers, job.id)
        if job.ended_at is None:
            return _accepted(readers, job)
        return await run_in_threadpool(_ingested, readers, job)

    return answer


def _ingested(readers: Readers, job: Job) -> Response:
    """Return what became of the one document of a job, with its claims as the ledger has them now."""
    taken = job.results[0] or Taken()
    documents = []
    with Ledger.open(readers.workbench.ledger) as ledger, ledger.browsing(seconds=SECONDS) as connection:
        for one in taken.documents:
            held = browse.holding(connection, one.id)
            sentences = {sentence.index: sentence for sentence in held.sentences} if held else {}
            claims = [orjson.Fragment(jsonl.claim(claim, sentences[claim.sentence]))
                      for claim in (held.claims if held else ())]
            documents.append({"id": one.id, "new": one.new, "sentences": one.sentences, "claims": claims})
    new = any(one.new for one in taken.documents)
    answer = _json({"job": job.id, "documents": documents, "problems": _problems(taken.problems)},
                   201 if new else 200)
    if new:
        answer.headers["Location"] = _address(readers, f"/documents/{taken.documents[0].id}")
    return answer


def _give(readers: Readers) -> _Answer:
    async def answer(request: Request) -> Response:
        allowed(readers.workbench, request)
        documents: DocumentsGiven = await parsed(request, DocumentsGiven)
        return _accepted(readers, await run_in_threadpool(
            readers.jobs.add, [given(one) for one in documents.documents]))

    return answer


def _accepted(readers: Readers, job: Job) -> Response:
    answer = _json(_told(readers, job), 202)
    answer.headers["Location"] = _address(readers, f"/jobs/{job.id}")
    return answer


def _jobs(readers: Readers) -> _Answer:
    async def answer(request: Request) -> Response:
        asked = readers.asked(request)
        found, total = await run_in_threadpool(readers.jobs.store.jobs, asked.size, (asked.page - 1) * asked.size)
        return _json({"total": total, "page": asked.page, "size": asked.size,
                      "items": [_told(readers, one) for one in found]})

    return answer


def _job(readers: Readers) -> _Answer:
    async def answer(request: Request) -> Response:
        return _json(_told(readers, await run_in_threadpool(_found, readers, request.path_params["name"])))

    return answer


def _found(readers: Readers, id: str) -> Job:
    job = readers.jobs.store.job(id)
    if job is None:
        raise MissingError("there is no job of this id.", where=id,
                           remedy="GET /api/v1/jobs lists them; the finished ones that are oldest are forgotten.")
    return job


def _told(readers: Readers, job: Job) -> dict[str, object]:
    """Return a job as JSON; of those that wait a result is null."""
    state = readers.jobs.state(job)
    return {
        "id": job.id, "state": state, "made_at": job.made_at, "ended_at": job.ended_at, "total": job.total,
        "done": job.done, "restarts": max(job.starts - 1, 0),
        "trouble": readers.jobs.trouble if state in ("waiting", "running") else None,
        "results": [None if one is None else {
            "documents": [{"id": held.id, "new": held.new, "sentences": held.sentences, "claims": held.claims}
                          for held in one.documents],
            "problems": _problems(one.problems)} for one in job.results]}


def _problems(found: Sequence[Problem]) -> list[dict[str, Any]]:
    return [jsonl.problem_of(one) for one in found]


def _address(readers: Readers, path: str) -> str:
    return f"{readers.workbench.prefix}{PREFIX}{path}"


def _json(value: object, status: int = 200) -> Response:
    return Response(orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE), status, media_type=JSON)
