"""GDELT 2.0 Mentions table: 16 tab-separated columns without a header, one row a claim of an exported event."""

from typing import BinaryIO

from keii.exports.cells import in_one_line, joined
from keii.exports.coded import REAL
from keii.exports.files import text_over
from keii.exports.gdelt import Cell, chosen, event_number, moment_number
from keii.exports.request import Omission, Request
from keii.model import Party, Told
from keii.situation.happening import Happening

COLUMNS = tuple("""
GLOBALEVENTID EventTimeDate MentionTimeDate MentionType MentionSourceName MentionIdentifier SentenceID
Actor1CharOffset Actor2CharOffset ActionCharOffset InRawText Confidence MentionDocLen MentionDocTone
MentionDocTranslationInfo Extras
""".split())
_WEB, _CITATION = 1, 2  # MentionType: an address, or a text without one


def write(out: BinaryIO, request: Request) -> int:
    """Write the rows and return their number."""
    rows = 0
    with text_over(out) as text:
        for happening, _, _, first in chosen(request):
            for told in happening.told:
                same = (told.claim.status in REAL) == (first.claim.status in REAL)
                if not same and not request.derived:  # a denial is no mention of what happened
                    request.leave_out(Omission.NOT_HAPPENED)
                    continue
                text.write("\t".join(map(in_one_line, _row(happening, told))) + "\n")
                rows += 1
    return rows


def _row(happening: Happening, told: Told) -> tuple[Cell, ...]:
    claim, document = told.claim, told.document
    others = claim.recipients or claim.actors[1:]
    told_at = happening.first_told or happening.moment.start or ""
    return (
        event_number(happening.event.id), moment_number(told_at), moment_number(document.published_at or told_at),
        _WEB if document.url else _CITATION, document.publisher, document.url or document.id, claim.sentence + 1,
        _offset(claim.actors[:1]), _offset(others[:1]), claim.trigger.start, 1,
        None if claim.confidence is None else round(claim.confidence * 100), len(document.text), None, "",
        _extras(told))


def _offset(parties: tuple[Party, ...]) -> int:
    """Return where the first of the parties is named, -1 where nobody is."""
    span = parties[0].span or parties[0].antecedent if parties else None
    return span.start if span else -1


def _extras(told: Told) -> str:
    """Return what the table has no column for, as name=value parted by semicolons: GDELT reserves the column."""
    claim = told.claim
    held = {"claim": claim.id, "document": told.document.id, "type": claim.type, "status": claim.status.value,
            "certainty": claim.certainty.value, "sources": joined([source.code for source in claim.sources])}
    return ";".join(f"keii.{name}={value.replace(';', ',')}" for name, value in held.items())
