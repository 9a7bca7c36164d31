"""What the two tables of GDELT 2.0 share: which events are written, and under which number."""

from collections.abc import Iterator

from keii.codebook.cameo import Cameo
from keii.exports.coded import REAL, Coded, cameo_of, coded, number
from keii.exports.request import Omission, Request
from keii.model import Told
from keii.situation.happening import Happening

Cell = str | int | float | None


def chosen(request: Request) -> Iterator[tuple[Happening, Coded, Cameo, Told]]:
    """Yield the selected events that GDELT can hold, with the coding, its CAMEO code and the claim that gives it.

    The claim is the first whose status is of the event's own reality. What has no day at all, no code or, unless
    derived codes are asked for, did not happen, is counted as left out.
    """
    for happening in request.happenings():
        event = happening.event
        first = next((told for told in happening.told if (told.claim.status in REAL) == (event.status in REAL)),
                     happening.told[0])
        claim = first.claim.with_(type=event.type, status=event.status) if event.type != first.claim.type \
            or event.status is not first.claim.status else first.claim
        found = coded(claim, derived=request.derived, actor=False)
        code = found if isinstance(found, Omission) else cameo_of(found)
        if isinstance(found, Omission) or isinstance(code, Omission):
            request.leave_out(code if isinstance(code, Omission) else Omission.NO_TYPE)
        elif happening.moment.start is None:
            request.leave_out(Omission.NO_DATE)
        else:
            yield happening, found, code, first


def event_number(id: str) -> int:
    """Return the GLOBALEVENTID of an event: made of its id, the same in both tables."""
    return number(id)


def moment_number(published: str) -> int:
    """Return a date or date-time as YYYYMMDDHHMMSS, midnight where it has no time of day."""
    digits = "".join(filter(str.isdigit, published[:19]))
    return int(digits.ljust(14, "0"))
