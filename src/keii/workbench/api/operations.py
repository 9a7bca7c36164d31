"""What the API can do: one Operation each, from which come its route, its checks and its description."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from starlette.requests import Request
from starlette.responses import Response

from keii.workbench.api.parameters import Parameter

PREFIX = "/api/v1"
JSON = "application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What a request brings."""

    media: str
    schema: Mapping[str, Any]
    example: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What comes back under one status."""

    means: str
    schema: Mapping[str, Any]
    example: object = None  # None: none is shown
    media: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)  # name, and what it says


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method of one path."""

    path: str  # after PREFIX
    method: Literal["GET", "POST"]
    name: str  # the operationId
    summary: str
    answer: Callable[[Request], Awaitable[Response]]  # raises KeiiError
    results: Mapping[int, Result]
    parameters: tuple[Parameter, ...] = ()
    body: Body | None = None
    lenient: bool = False  # parameters that it does not know are passed over
    token: bool = False  # it is taken with the token alone


def ref(name: str) -> dict[str, Any]:
    """Return the schema of this name of data/schemas.json."""
    return {"$ref": f"#/components/schemas/{name}"}


def listed(name: str, **more: object) -> dict[str, Any]:
    """Return the schema of a part of a list; `more` are fields that it has beside the usual ones."""
    numbers = {one: {"type": "integer"} for one in ("total", "page", "size")}
    fields = {**numbers, **more, "items": {"type": "array", "items": ref(name)}}
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}
