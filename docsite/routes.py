"""The addresses of the workbench's interface for programs, from the description that it gives of itself."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docsite.markdown import code, plain, shown, table
from docsite.markdown import page as made

_SHARED = 10  # operations that a parameter is of, from which on it stands in the table of common ones


def description() -> dict[str, Any]:
    """Return the OpenAPI description, as `keii serve` gives it under /api/v1/openapi.json."""
    from starlette.testclient import TestClient

    from keii.workbench.app import application
    from keii.workbench.config import Workbench

    client = TestClient(application(Workbench(ledger=Path("keii.db"))), base_url="http://127.0.0.1:8321")
    answer = client.get("/api/v1/openapi.json")
    described: dict[str, Any] = answer.raise_for_status().json()
    return described


def page() -> str:
    """Return the page of all routes, in the order of their paths."""
    described = description()
    operations = [(method, path, operation) for path, methods in sorted(described["paths"].items())
                  for method, operation in methods.items()]
    uses: dict[tuple[str, str], int] = {}
    for _, _, operation in operations:
        for parameter in operation.get("parameters", []):
            key = (parameter["name"], parameter["in"])
            uses[key] = uses.get(key, 0) + 1
    common = {key for key, number in uses.items() if number >= _SHARED}
    parts = ["`keii serve` answers programs under `/api/v1`. The same description in a form for programs is at "
             "`/api/v1/openapi.json`; [the workbench](../workbench.md) explains who is answered.",
             "## Parameters of most routes", "What each selects: [filters](../filters.md).",
             table(("parameter", "in", "takes"), _common(operations, common)), *_routes(operations, common)]
    return made("Routes", *parts)


def _common(operations: list[tuple[str, str, Any]], common: set[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    seen = set()
    for _, _, operation in operations:
        for parameter in operation.get("parameters", []):
            key = (parameter["name"], parameter["in"])
            if key in common and key not in seen:
                seen.add(key)
                yield _row(parameter)


def _routes(operations: list[tuple[str, str, Any]], common: set[tuple[str, str]]) -> Iterator[str]:
    for method, path, operation in operations:
        yield f"## {method.upper()} {path}".replace("{", "\\{")
        yield shown(operation.get("summary", ""))
        if operation.get("description", "") != operation.get("summary", ""):
            yield from (shown(part) for part in operation.get("description", "").split("\n\n"))
        own = [_row(parameter) for parameter in operation.get("parameters", [])
               if (parameter["name"], parameter["in"]) not in common]
        if own:
            yield table(("parameter", "in", "takes"), own)
        body = operation.get("requestBody", {}).get("content", {})
        if body:
            yield f"Takes a body: {', '.join(map(code, body))}."
        answers = [(code(status), shown(answer.get("description", ""))) for status, answer in
                   sorted(operation.get("responses", {}).items())]
        yield table(("status", "answer"), answers)


def _row(parameter: Any) -> tuple[str, str, str]:
    schema = parameter.get("schema", {})
    takes = schema.get("type") or " or ".join(one.get("type", "") for one in schema.get("anyOf", []))
    several = ", may be given several times" if takes == "array" else ""
    takes = schema.get("items", {}).get("type", "string") if takes == "array" else takes
    told = shown(parameter.get("description", ""))
    return code(parameter["name"]), parameter["in"], plain(f"{takes}{several}") + (f": {told}" if told else "")
