"""The reconciliation service: names of a table matched with actors and places, as OpenRefine asks (protocol 0.2)."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Annotated, Any, Literal
from urllib.parse import parse_qsl

import orjson
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from keii.errors import UsageError
from keii.workbench.answering import MissingError
from keii.workbench.api.bodies import MediaError, read, schema
from keii.workbench.api.lookup import Actors, Candidate, Entity, Lookup, Places, Query
from keii.workbench.api.operations import JSON, PREFIX, Body, Operation, Result, ref
from keii.workbench.api.parameters import Parameter, number, text
from keii.workbench.asking import Asked
from keii.workbench.guard import POLICY, is_near
from keii.workbench.rendering import render

FORM = "application/x-www-form-urlencoded"
MOST = 50  # names of one batch, or entities of one extension; OpenRefine sends ten
BYTES = 1_000_000  # of a form
SHOWN = 20  # at most that are suggested
WIDE, HIGH = 400, 180  # of a preview, in pixels
_NAMES = 500  # characters of a name
LOOKUPS: Mapping[str, Lookup] = {"actors": Actors(), "places": Places()}
_Answer = Callable[[Request], Awaitable[Response]]


class _Model(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)


class _Known(_Model):
    """What else is known of who bears a name: a property and its value."""

    pid: str = Field(max_length=100)
    v: Any = None


class _Asked(_Model):
    """One name to be looked up."""

    query: str = Field(max_length=_NAMES)
    type: str | list[str] | None = None
    limit: int = Field(5, ge=1, le=SHOWN)
    properties: list[_Known] = Field(default_factory=list, max_length=20)
    type_strict: Literal["any", "all", "should"] | None = None


class _Wanted(_Model):
    id: str = Field(max_length=100)


class _Extension(_Model):
    """Of which entities which properties are wanted."""

    ids: list[Annotated[str, Field(max_length=_NAMES)]] = Field(max_length=MOST)
    properties: list[_Wanted] = Field(max_length=30)


_Queries = Annotated[dict[str, _Asked], Field(max_length=MOST)]
_QUERIES, _EXTENSION = TypeAdapter(_Queries), TypeAdapter(_Extension)


def of_reconciliation(asked: Callable[[Request], Asked]) -> Iterable[Operation]:
    """Yield the operations of the service, for actors and for places."""
    for kind, lookup in LOOKUPS.items():
        path = f"/reconcile/{kind}"
        queries, extend = schema(_Queries), schema(_Extension)
        example = {"q0": {"query": "Kishida" if kind == "actors" else "Pyongyang", "limit": 3}}
        service = {200: Result(means="The manifest; with `queries` their candidates, with `extend` values.",
                               schema={"anyOf": [ref("Manifest"), ref("Extended"), ref("Reconciled")]})}
        yield Operation(
            path=path, method="GET", name=f"reconcile_{kind}", lenient=True, answer=_service(lookup, path, asked),
            summary=f"Reconcile names with {kind} (protocol 0.2): manifest, candidates, values.", results=service,
            parameters=(
                Parameter(name="queries", schema=queries, means="Names to be looked up, as JSON.", json=True,
                          example=example),
                Parameter(name="extend", schema=extend, means="Entities and properties, as JSON.", json=True,
                          example={"ids": [], "properties": [{"id": "country"}]})))
        yield Operation(
            path=path, method="POST", name=f"reconcile_{kind}_form", lenient=True,
            answer=_service(lookup, path, asked), summary=f"The same for {kind}, asked by a form.", results=service,
            body=Body(media=FORM, example={"queries": orjson.dumps(example).decode()}, schema={
                "type": "object", "properties": {"queries": _json_text(queries, "queries"),
                                                 "extend": _json_text(extend, "extension")}}))
        yield from _suggesting(kind, lookup, path, asked)


def _json_text(of: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the schema of an input of a form that holds JSON: a string, whose content is described beside it."""
    return {"type": "string", "format": f"keii-{name}", "contentMediaType": JSON, "contentSchema": of}


def _suggesting(kind: str, lookup: Lookup, path: str, asked: Callable[[Request], Asked]) -> Iterable[Operation]:
    """Yield the operations that suggest entities, types and properties, and show one entity."""
    prefix = Parameter(name="prefix", schema=text("^[^\\u0000]*$", _NAMES) | {"minLength": 0}, required=True,
                       means="The letters that were typed.", example="Kis")
    cursor = Parameter(name="cursor", schema=number(0, 1_000), means="How many to leave out.", example=0)
    suggested = {200: Result(means="What may be meant.", schema=ref("Suggested"))}
    yield Operation(path=f"{path}/suggest/entity", method="GET", name=f"suggest_{kind}", lenient=True,
                    summary=f"Suggest {kind} whose name begins with some letters.", parameters=(prefix, cursor),
                    results=suggested, answer=_json_of(lambda request: _suggested(lookup.beginning(
                        _one(request, "prefix"), SHOWN + int(_one(request, "cursor") or 0))[
                            int(_one(request, "cursor") or 0):])))
    for what, found in (("type", [(one, one) for one in lookup.types]),
                        ("property", [(one.id, one.name) for one in lookup.properties.values()])):
        yield Operation(path=f"{path}/suggest/{what}", method="GET", name=f"suggest_{what}_of_{kind}", lenient=True,
                        summary=f"Suggest a {what} of {kind}.", parameters=(prefix, cursor), results=suggested,
                        answer=_json_of(_named(found)))
    of_type = Parameter(name="type", schema=text("^[^\\u0000]*$", _NAMES) | {"minLength": 0}, example=lookup.types[0],
                        means="Of which type; all types have the same.")
    most = Parameter(name="limit", schema=number(1, 100), means="How many at most.", example=10)
    yield Operation(path=f"{path}/properties", method="GET", name=f"properties_of_{kind}", lenient=True,
                    summary=f"The properties by which a table can be extended with {kind}.", parameters=(of_type, most),
                    results={200: Result(means="The properties.", schema=ref("Properties"))},
                    answer=_json_of(lambda request: _properties(lookup, request)))
    one = Parameter(name="id", schema=text("^[^\\u0000]+$", _NAMES), required=True, means="The id of an entity.",
                    example="state:JPN" if kind == "actors" else "geonames:1871859")
    yield Operation(path=f"{path}/preview", method="GET", name=f"preview_{kind}", lenient=True,
                    summary="A small page about an entity, to be shown within another one.", parameters=(one,),
                    answer=_preview(lookup, asked), results={
                        200: Result(means="The page.", schema={"type": "string"}, media="text/html"),
                        404: Result(means="There is none of this id.", schema=ref("Error"))})


# ---- the service itself ----

def _service(lookup: Lookup, path: str, asked: Callable[[Request], Asked]) -> _Answer:
    async def answer(request: Request) -> Response:
        given = dict(request.query_params) if request.method == "GET" else await _form(request)
        batch = _parsed(_QUERIES, given["queries"], "queries") if given.get("queries") else None
        extension = _parsed(_EXTENSION, given["extend"], "extend") if given.get("extend") else None
        if batch is not None:
            return _json(request, await run_in_threadpool(_answered, lookup, batch))
        if extension is not None:
            return _json(request, await run_in_threadpool(_extended, lookup, extension))
        return _json(request, _manifest(lookup, asked(request), path))

    return answer


async def _form(request: Request) -> dict[str, str]:
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != FORM:
        raise MediaError(f"the body is of the type «{media[:60]}».", where="Content-Type", remedy=f"Send {FORM}.")
    body = await read(request, BYTES)
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=1_000)
    except ValueError as error:
        raise UsageError("the form cannot be read.", where="body", remedy=f"Send {FORM} in UTF-8.") from error
    return dict(pairs)


def _parsed(model: TypeAdapter[Any], value: str, where: str) -> Any:
    try:
        return model.validate_json(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        place = ".".join((where, *map(str, first["loc"])))
        raise UsageError(f"the body is not as it should be: {first['msg']}.", where=place,
                         remedy="docs/api.md and /api/v1/openapi.json describe it.") from None


def _manifest(lookup: Lookup, asked: Asked, path: str) -> dict[str, Any]:
    """Return what the service is and can, with addresses under which it was asked."""
    service = f"{asked.origin}{asked.prefix}{PREFIX}{path}"
    suggest = {what: {"service_url": service, "service_path": f"/suggest/{what}"}
               for what in ("entity", "type", "property")}
    kind = path.rpartition("/")[2]
    return {
        "versions": ["0.2"], "name": lookup.title, "identifierSpace": f"urn:keii:{kind}",
        "schemaSpace": f"urn:keii:{kind}:types", "defaultTypes": [{"id": one, "name": one} for one in lookup.types],
        "view": {"url": f"{asked.origin}{asked.prefix}{lookup.view}"},
        "preview": {"url": f"{service}/preview?id={{{{id}}}}", "width": WIDE, "height": HIGH}, "suggest": suggest,
        "extend": {"propose_properties": {"service_url": service, "service_path": "/properties"},
                   "property_settings": []},
    }


def _answered(lookup: Lookup, batch: Mapping[str, _Asked]) -> dict[str, Any]:
    return {name: {"result": [_candidate(one) for one in lookup.candidates(_query(asked))]}
            for name, asked in batch.items()}


def _query(asked: _Asked) -> Query:
    types = (asked.type,) if isinstance(asked.type, str) else tuple(asked.type or ())
    known = tuple((one.pid, _text(one.v)) for one in asked.properties)
    return Query(name=asked.query.strip(), types=tuple(filter(None, types)), limit=asked.limit, properties=known)


def _text(value: Any) -> str:
    """Return the value of a property as text: OpenRefine sends a text, a number, or the entity of a reconciled cell."""
    if isinstance(value, dict):
        value = value.get("id", "")
    if isinstance(value, list):
        value = value[0] if value else ""
    return str(value).removeprefix("state:")[:_NAMES]


def _candidate(one: Candidate) -> dict[str, Any]:
    entity = one.entity
    return {"id": entity.id, "name": entity.name, "description": entity.description, "score": one.score,
            "match": one.match, "type": [{"id": name, "name": name} for name in entity.types]}


def _extended(lookup: Lookup, extension: _Extension) -> dict[str, Any]:
    wanted = [lookup.properties[one.id] for one in extension.properties if one.id in lookup.properties]
    return {"meta": [{"id": one.id, "name": one.name} for one in wanted], "rows": {
        id: {one.id: [_value(value) for value in one.values(id)] for one in wanted} for id in extension.ids}}


def _value(value: str | int | float) -> dict[str, Any]:
    kind = "str" if isinstance(value, str) else "int" if isinstance(value, int) else "float"
    return {kind: value}


# ---- suggestions ----

def _one(request: Request, name: str) -> str:
    return request.query_params.get(name, "")


def _suggested(found: Iterable[Entity]) -> dict[str, Any]:
    return {"result": [{"id": one.id, "name": one.name, "description": one.description,
                        "notable": [{"id": name, "name": name} for name in one.types]} for one in found]}


def _named(found: list[tuple[str, str]]) -> Callable[[Request], dict[str, Any]]:
    def answer(request: Request) -> dict[str, Any]:
        letters = _one(request, "prefix").strip().casefold()
        kept = [pair for pair in found if letters in f"{pair[0]} {pair[1]}".casefold()]
        return {"result": [{"id": id, "name": name} for id, name in kept[int(_one(request, "cursor") or 0):]]}

    return answer


def _properties(lookup: Lookup, request: Request) -> dict[str, Any]:
    most = int(_one(request, "limit") or 100)
    return {"type": _one(request, "type") or None, "limit": most,
            "properties": [{"id": one.id, "name": one.name} for one in lookup.properties.values()][:most]}


def _preview(lookup: Lookup, asked: Callable[[Request], Asked]) -> _Answer:
    def shown(request: Request) -> Response:
        id = _one(request, "id")
        entity = lookup.entity(id)
        if entity is None:
            raise MissingError("there is none of this id.", where=id, remedy="Take one that the service gave.")
        rows = [(one.name, "; ".join(map(str, values[:3]))) for one in lookup.properties.values()
                if (values := one.values(id))]
        answer = HTMLResponse(render("preview.html", asked(request), title=entity.name, view=entity, rows=rows[:8]))
        # OpenRefine shows it in a frame; it holds nothing of the ledger.
        answer.headers["Content-Security-Policy"] = POLICY.replace(
            "frame-ancestors 'none'", "frame-ancestors 'self' http://127.0.0.1:* http://localhost:*")
        return _near(request, answer)

    async def answer(request: Request) -> Response:
        return await run_in_threadpool(shown, request)

    return answer


def _json_of(made: Callable[[Request], dict[str, Any]]) -> _Answer:
    async def answer(request: Request) -> Response:
        return _json(request, await run_in_threadpool(made, request))

    return answer


def _json(request: Request, value: object) -> Response:
    return _near(request, Response(orjson.dumps(value), media_type=JSON))


def _near(request: Request, answer: Response) -> Response:
    """Let pages of this machine read the answer: what it holds is keii's own data, nothing of the ledger."""
    origin = request.headers.get("origin", "")
    answer.headers["Vary"] = "Origin"
    if is_near(origin):
        answer.headers["Access-Control-Allow-Origin"] = origin
    return answer
