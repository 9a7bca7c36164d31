"""JSON Lines: claims, events or documents as `docs/json.md` describes them, claims with document and event."""

from collections.abc import Callable, Iterator
from typing import BinaryIO

import orjson

from keii.exports import jsonl, situation
from keii.exports.request import Request


def write(out: BinaryIO, request: Request) -> int:
    """Write the lines and return their number."""
    number = 0
    for line in _LINES[request.of](request):
        out.write(line + b"\n")
        number += 1
    return number


def _claims(request: Request) -> Iterator[bytes]:
    for telling in request.tellings():
        held = telling.document
        around = {"event": telling.event, "article": {
            "title": held.title, "publisher": held.publisher, "published_at": held.published_at, "url": held.url,
            "language": held.language, "translated": held.translated, "tags": telling.tags}}
        # Both are objects: the one goes on where the other ends.
        yield jsonl.claim(telling.claim, telling.sentence)[:-1] + b"," + orjson.dumps(around)[1:]


_LINES: dict[str, Callable[[Request], Iterator[bytes]]] = {
    "claims": _claims,
    "events": lambda request: map(situation.event, request.ledger.events(request.chosen)),
    "documents": lambda request: map(jsonl.document, request.documents()),
}
