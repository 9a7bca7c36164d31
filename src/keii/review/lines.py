"""A field's value written in one line, as on the command line."""

import re
from collections.abc import Iterator
from typing import Any

from keii.ledger.decisions import Reviewed
from keii.model.amending import AMENDABLE
from keii.review import fields
from keii.review.fields import KIND, PARTIES, Given
from keii.review.quantities import Counted, from_line
from keii.review.written import Named, Passage, Words, type_of

FIELDS = AMENDABLE
NONE = "none"  # empties a field
_NTH = re.compile(r"(.+)#(\d{1,2})")  # words#2: the second of several in the sentence


def values(found: Reviewed, field: str, line: str) -> dict[str, Any]:
    """Return what a line says of a field of a claim, as plain values; `none` empties it. Raises UsageError.

    Parties and sources are written `words=CODE; words=CODE`, a place `words=COUNTRY`, a time `words=2024-06-13`,
    quantities `words=46 ship; words=10..20 person`; what stands behind = may be left out. A type of OTHER is written
    `OTHER=label`.
    """
    claim, line = found.claim or found.read, "" if line == NONE else line.strip()
    if field in KIND:
        return dict(_kind(found, field, line))
    text = found.document.text
    if field in PARTIES:
        given = Given(named=_named(text, line))
    elif field == "quantities":
        given = Given(counted=_counted(text, line))
    else:
        words, meant = _parted(line) if field in ("place", "time") else (line, "")
        given = Given(word=line, words=_words(text, words), meant=meant)
    return {field: fields.value(claim, Passage(document=found.document, sentence=found.sentence), field, given)}


def _kind(found: Reviewed, field: str, line: str) -> dict[str, str | None]:
    claim = found.claim or found.read
    if field == "mode":
        return type_of(claim, claim.type, line or None, claim.label)
    if field == "label":
        return type_of(claim, claim.type, claim.mode, line or None)
    type_, _, label = line.partition("=")
    return type_of(claim, type_.strip(), claim.mode, label.strip() or claim.label)


def _named(text: str, line: str) -> Iterator[Named]:
    for one in _several(line):
        words, code = _parted(one)
        yield Named(words=_words(text, words), code=code)


def _counted(text: str, line: str) -> Iterator[Counted]:
    for one in _several(line):
        words, number = _parted(one)
        yield from_line(_words(text, words), number)


def _several(line: str) -> Iterator[str]:
    return filter(None, map(str.strip, line.split(";")))


def _parted(one: str) -> tuple[str, str]:
    words, _, rest = one.partition("=")
    return words.strip(), rest.strip()


def _words(text: str, words: str) -> Words:
    """Return words, with which of several they are where that is written behind them and is none of the text's."""
    match = _NTH.fullmatch(words)
    if match and words not in text:
        return Words(text=match[1], nth=int(match[2]))
    return Words(text=words)
