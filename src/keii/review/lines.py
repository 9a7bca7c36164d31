"""A field's value written in one line, as on the command line."""

from collections.abc import Iterator
from typing import Any

from keii.ledger.decisions import Reviewed
from keii.model import Claim
from keii.model.amending import AMENDABLE, plain
from keii.review.written import (
    Named,
    Passage,
    Words,
    certainty_of,
    parties_of,
    place_of,
    sources_of,
    status_of,
    time_of,
    type_of,
)

FIELDS = AMENDABLE
NONE = "none"  # empties a field


def values(found: Reviewed, field: str, line: str) -> dict[str, Any]:
    """Return what a line says of a field of a claim, as plain values; `none` empties it. Raises UsageError.

    Parties and sources are written `words=CODE; words=CODE`, a place `words=COUNTRY`, a time `words=2024-06-13`; what
    stands behind = may be left out. A type of OTHER is written `OTHER=label`.
    """
    claim = found.claim or found.read
    passage, line = Passage(document=found.document, sentence=found.sentence), "" if line == NONE else line.strip()
    match field:
        case "type":
            type_, _, label = line.partition("=")
            return dict(type_of(claim, type_.strip(), claim.mode, label.strip() or claim.label))
        case "mode":
            return dict(type_of(claim, claim.type, line or None, claim.label))
        case "label":
            return dict(type_of(claim, claim.type, claim.mode, line or None))
        case "status":
            return {field: status_of(line)}
        case "certainty":
            return {field: certainty_of(line)}
    return {field: plain(_with(claim, passage, field, line))[field]}


def _with(claim: Claim, passage: Passage, field: str, line: str) -> Claim:
    words, code = _parted(line)
    match field:
        case "actors":
            return claim.with_(actors=parties_of(passage, _named(line), claim.actors))
        case "recipients":
            return claim.with_(recipients=parties_of(passage, _named(line), claim.recipients))
        case "sources":
            return claim.with_(sources=sources_of(passage, _named(line), claim.sources))
        case "place":
            return claim.with_(place=place_of(passage, Words(text=words), code, claim.place))
    return claim.with_(time=time_of(passage, Words(text=words), code, claim.time))


def _named(line: str) -> Iterator[Named]:
    for one in filter(None, map(str.strip, line.split(";"))):
        words, code = _parted(one)
        yield Named(words=Words(text=words), code=code)


def _parted(one: str) -> tuple[str, str]:
    words, _, rest = one.partition("=")
    return words.strip(), rest.strip()
