"""TimelineJS 3: a slide for every event that has a date, grouped by what its status is."""

from html import escape
from typing import Any, BinaryIO

import orjson

from keii.codebook import codebook
from keii.config import Lang
from keii.exports.captions import caption
from keii.exports.days import last_day
from keii.exports.named import name_of
from keii.exports.request import Omission, Request
from keii.model import Moment, Precision
from keii.situation.happening import Happening

_WEB = ("https://", "http://")


def write(out: BinaryIO, request: Request) -> int:
    """Write the timeline and return how many slides it has."""
    number = 0
    out.write(b'{"scale":"human","events":[')
    for happening in request.happenings():
        if happening.moment.start is None:
            request.leave_out(Omission.NO_DATE)
            continue
        out.write((b",\n" if number else b"\n") + orjson.dumps(_slide(happening, request.lang)))
        number += 1
    out.write(b"\n]}\n")
    return number


def _slide(happening: Happening, lang: Lang) -> dict[str, Any]:
    """Return a slide. TimelineJS shows its texts as HTML: the words of articles are escaped."""
    event, first = happening.event, happening.told[0]
    claim = first.claim.with_(type=event.type, status=event.status)
    status = codebook().statuses[event.status].label.in_language(lang)
    return {"unique_id": event.id, "group": status, **_dates(happening.moment),
            "text": {"headline": escape(caption(claim, lang)), "text": _evidence(happening, lang)}}


def _evidence(happening: Happening, lang: Lang) -> str:
    rows = []
    for told in happening.told:
        said = " < ".join(name_of(source, lang) for source in told.claim.sources)
        publisher = escape(told.document.publisher or told.document.title or told.document.id)
        url = told.document.url or ""
        where = f'<a href="{escape(url)}">{publisher}</a>' if url.startswith(_WEB) else publisher
        day = (told.document.published_at or "")[:10]
        rows.append(f"<blockquote>{escape(told.sentence)}</blockquote><p>{where} {day}"
                    f"{' · ' + escape(said) if said else ''}</p>")
    return "".join(rows)


def _dates(moment: Moment) -> dict[str, Any]:
    """Return the dates of a moment, as exact as it is; the day of publication is marked as such."""
    start = moment.start or ""
    end = last_day(start, moment.end)
    found: dict[str, Any] = {"start_date": _date(start, moment.precision)}
    if end is not None and end != start and moment.precision not in (Precision.MONTH, Precision.YEAR):
        found["end_date"] = _date(end, moment.precision)
    if moment.precision is Precision.PUBLISHED:
        found["display_date"] = f"≤ {start}"
    return found


def _date(day: str, precision: Precision) -> dict[str, int]:
    parts = {"year": int(day[:4]), "month": int(day[5:7]), "day": int(day[8:10])}
    kept = {Precision.YEAR: 1, Precision.MONTH: 2}.get(precision, 3)
    return dict(list(parts.items())[:kept])
