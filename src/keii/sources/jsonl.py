"""JSON Lines: one document a line, with what is known about it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson

from keii.documents.article import Article
from keii.documents.dates import field_date
from keii.documents.decode import MAX_TEXT_BYTES, decode
from keii.errors import InputError
from keii.model import Document, Problem
from keii.sources.options import Options, problem

FIELDS = ("id", "title", "author", "url", "publisher", "published", "language", "text")
_REMEDY = 'Write one JSON object a line: {"text": "…", "title": "…", "published": "2026-11-23"}.'
_BOM = b"\xef\xbb\xbf"


def is_object(line: bytes) -> bool:
    """Tell whether a line is a JSON object."""
    return line.removeprefix(_BOM).lstrip().startswith(b"{") and isinstance(_parsed(line.removeprefix(_BOM)), dict)


def is_json(raw: bytes) -> bool:
    """Tell whether bytes are one JSON object or list."""
    return raw.removeprefix(_BOM).lstrip()[:1] in (b"{", b"[") and _parsed(raw.removeprefix(_BOM)) is not None


def _parsed(raw: bytes) -> object:
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        return None


def read_lines(lines: Iterable[bytes], options: Options, *, origin: str) -> Iterator[Document | Problem]:
    """Yield the document of every line, and a problem for every line or field that could not be read."""
    documents = 0
    for number, line in enumerate(lines, start=1):
        raw = line.removeprefix(_BOM) if number == 1 else line
        if not raw.strip():
            continue
        documents += 1
        place = f"{origin}:{number}"
        if len(raw) > MAX_TEXT_BYTES:
            yield Problem(code="input.too-large", origin=place, remedy="Divide it into its articles.",
                          message=f"the line is longer than {MAX_TEXT_BYTES:,} bytes, far more than one article.")
        else:
            yield from _read_line(raw, options, origin=place)
    if not documents:
        yield Problem(code="input.empty", origin=origin, message="the input holds no line with content.",
                      remedy=_REMEDY)


def _read_line(raw: bytes, options: Options, *, origin: str) -> Iterator[Document | Problem]:
    troubles: list[InputError] = []
    try:
        text, encoding = decode(raw)
        article = article_of(_object(text), encoding, troubles)
        document = options.document(article, origin=origin, reader="jsonl")
    except InputError as error:
        yield from (problem(trouble, origin) for trouble in (*troubles, error))
        return
    yield document
    yield from (problem(trouble, origin, document=document.id) for trouble in troubles)


def _object(line: str) -> dict[str, Any]:
    """Return the JSON object of a line; raises InputError with the byte where it breaks off."""
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        reason = error.msg.partition(",")[0]  # what orjson expected there is a guess that misleads
        raise InputError(f"the line is not JSON: {reason} at character {error.colno}.", code="input.not-json",
                         start=len(line[: error.colno - 1].encode()), remedy=_REMEDY) from error
    if not isinstance(value, dict):
        raise InputError("the line is JSON, but not an object.", code="input.not-json", remedy=_REMEDY)
    return value


def article_of(fields: Mapping[str, Any], encoding: str | None, troubles: list[InputError]) -> Article:
    """Return the article of a line's or row's fields; one that cannot be used is left out and told in `troubles`."""
    text = fields.get("text")
    if not isinstance(text, str):
        state = "lacks «text»" if text is None else f"has a «text» that is {_kind(text)}, not a string"
        raise InputError(f"the line {state}.", code="input.no-text", remedy=_REMEDY)
    published = None
    try:
        published = field_date(fields.get("published"))
    except InputError as error:
        troubles.append(error)
    return Article(
        text=text, title=_string(fields, "title", troubles), author=_string(fields, "author", troubles),
        publisher=_string(fields, "publisher", troubles),
        published_at=published, published_basis="field" if published else None, url=_string(fields, "url", troubles),
        language=_string(fields, "language", troubles), key=_string(fields, "id", troubles), encoding=encoding,
    )


def _string(fields: Mapping[str, Any], name: str, troubles: list[InputError]) -> str | None:
    value = fields.get(name)
    if name == "id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if value is None or isinstance(value, str):
        return value or None
    troubles.append(InputError(f"«{name}» is {_kind(value)}, not a string; the document was read without it.",
                               code="input.wrong-type", remedy=f"Write «{name}» as a string, or leave it out."))
    return None


def _kind(value: object) -> str:
    names = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return names.get(type(value), f"of the type {type(value).__name__}")  # Parquet has more types than JSON
