"""Templates to pages. What comes from an article is escaped, and can neither run nor turn the page around."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from keii.briefs.why import value
from keii.model import Reason
from keii.workbench.asking import Asked
from keii.workbench.naming import named as named_in
from keii.workbench.naming import told
from keii.workbench.words import say

TEMPLATES = Path(__file__).parent / "templates"
# Characters that steer a terminal or the direction of a text; shown by their names, the ledger keeps them as they are.
_STEERING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_WEB = re.compile(r"https?://[^\s\"'<>\\]+", re.ASCII | re.IGNORECASE)


def plain(value: Any) -> Any:
    """Return a value as a page may show it: characters that turn the direction of a text are named instead."""
    if isinstance(value, str) and _STEERING.search(value):
        shown = _STEERING.sub(lambda match: f"[U+{ord(match[0]):04X}]", value)
        return type(value)(shown) if hasattr(value, "__html__") else shown
    return "" if value is None else value


def web_address(url: str | None) -> str | None:
    """Return an address of the web that a link may lead to, None for anything else, javascript: for one."""
    return url if url and _WEB.fullmatch(url) else None


def render(template: str, asked: Asked, **values: Any) -> str:
    """Return a page."""
    def spoken(english: str, **filled: object) -> str:
        return say(asked.lang, english, **filled)

    def named(kind: str, key: str | None) -> str:
        return named_in(asked.lang, kind, key)

    def why(reason: Reason) -> str:
        return value(reason, asked.lang)

    def url(path: str, **query: str | int | None) -> str:
        return asked.address(path, [(key, str(value)) for key, value in query.items() if value is not None])

    def told_as(field: str, value: str) -> tuple[str, str]:
        return told(field, value, asked.lang)

    return _environment().get_template(template).render(
        asked=asked, lang=asked.lang, t=spoken, named=named, why=why, url=url, web_address=web_address,
        told_as=told_as, **values)


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, finalize=plain, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, auto_reload=False)
