"""The description of the API: OpenAPI 3.1, made of its operations and the schemas of data/schemas.json."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from keii import __version__
from keii.workbench.api.operations import PREFIX, Operation, Result, ref

_DATA = Path(__file__).parents[1] / "data"
_MEANS = ("What keii's ledger holds, as JSON. Every error has one form, Error. Rows are those of `keii --json`, which "
          "docs/json.md describes; docs/api.md tells how the API is used.")
# What any operation may answer besides its own results.
_ALWAYS = {400: "A parameter or field is wrong; `where` names it.", 403: "It is not allowed here.",
           414: "The address is too long.", 500: "keii failed.", 503: "The ledger cannot be read, or it took too long."}
_NAMED = {404: "There is none of this name."}
_OF_BODY = {413: "The body is too large.", 415: "The body is of another type."}
_TOKEN = {401: "The token is missing or wrong."}


@cache
def schemas() -> dict[str, Any]:
    """Return the schemas of the rows by their names."""
    found: dict[str, Any] = orjson.loads((_DATA / "schemas.json").read_bytes())
    return found


@cache
def examples() -> dict[str, Any]:
    """Return an example of some of the schemas by their names."""
    found: dict[str, Any] = orjson.loads((_DATA / "examples.json").read_bytes())
    return found


def described(operations: Iterable[Operation], *, server: str) -> dict[str, Any]:
    """Return the API as an OpenAPI document; `server` is the path that a proxy puts before all others."""
    paths: dict[str, dict[str, Any]] = {}
    for one in operations:
        path = f"{PREFIX}{one.path.replace(':path}', '}')}"
        paths.setdefault(path, {})[one.method.lower()] = _operation(one)
    return {
        "openapi": "3.1.0",
        "info": {"title": "keii", "version": __version__, "description": _MEANS, "license": {
            "name": "Apache-2.0", "identifier": "Apache-2.0"}},
        "servers": [{"url": server or "/"}],
        "paths": paths,
        "components": {"schemas": schemas(), "securitySchemes": {"token": {
            "type": "http", "scheme": "bearer",
            "description": "What stands in the file of `keii serve --token-file`."}}},
    }


def _operation(one: Operation) -> dict[str, Any]:
    named = any(parameter.within == "path" for parameter in one.parameters)
    errors = {**_ALWAYS, **(_NAMED if named else {}), **(_OF_BODY if one.body else {}), **(_TOKEN if one.token else {})}
    results = {**{status: Result(means=means, schema=ref("Error")) for status, means in errors.items()}, **one.results}
    found: dict[str, Any] = {
        "operationId": one.name, "summary": one.summary,
        "parameters": [parameter.described() for parameter in one.parameters],
        "responses": {str(status): _result(results[status]) for status in sorted(results)}}
    if one.body:
        found["requestBody"] = {"required": True, "content": {
            one.body.media: {"schema": one.body.schema, "example": one.body.example}}}
    if one.token:
        found["security"] = [{"token": []}]
    return found


def _result(one: Result) -> dict[str, Any]:
    content: dict[str, Any] = {"schema": one.schema}
    if one.example is not None:
        content["example"] = one.example
    headers = {name: {"description": means, "schema": {"type": "string"}} for name, means in one.headers.items()}
    return {"description": one.means, "content": {one.media: content}, **({"headers": headers} if headers else {})}
