"""What the tests of followed sources ask of keii."""

import json
from typing import Any

from cli.conftest import Keii


def update(keii: Keii, *arguments: str) -> int:
    return keii("update", "--private", "--delay", "0", "--coder", "rules", *arguments).code


def sources(keii: Keii) -> list[dict[str, Any]]:
    return [json.loads(line) for line in keii("list", "sources", "--json").out.splitlines()]


def documents(keii: Keii) -> list[dict[str, Any]]:
    return [json.loads(line) for line in keii("list", "documents", "--json").out.splitlines()]


def problems(keii: Keii) -> list[str]:
    return [json.loads(line)["code"] for line in keii("list", "problems", "--json").out.splitlines()]
