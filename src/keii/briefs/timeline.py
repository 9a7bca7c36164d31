"""A timeline for a terminal: what happened, was denied and is awaited, each with its date as exactly as it is known."""

from collections.abc import Sequence

from keii.briefs.acts import act, says
from keii.briefs.labels import Lang, counted, label, phrase
from keii.briefs.layout import Line, Run, Style, paint, width_of, wrap
from keii.briefs.said import telling
from keii.model import Layer, Moment, Precision, TurningPoint
from keii.situation.happening import Happening
from keii.situation.timeline import Awaited, Timeline

_DATE = 12  # cells: (2024-06-13)
_BLANK: Line = ()
_LENGTHS = {Precision.YEAR: 4, Precision.MONTH: 7}


def stamp(moment: Moment) -> str:
    """Return a moment in the digits that are known: a year has four, a span two days; a day of telling is bracketed.

    >>> stamp(Moment(start="2024-06-01", end="2024-07-01", precision=Precision.MONTH))
    '2024-06'
    >>> stamp(Moment(start="2024-06-14", end="2024-06-15", precision=Precision.PUBLISHED))
    '(2024-06-14)'
    """
    if moment.start is None:
        return "?"
    if moment.precision is Precision.PUBLISHED:
        return f"({moment.start})"
    if moment.precision in (Precision.WEEK, Precision.SEASON):
        return f"{moment.start} – {moment.end or ''}".rstrip()
    return moment.start[:_LENGTHS.get(moment.precision, 10)]


def render(name: str, timeline: Timeline, *, lang: Lang, width: int, color: bool) -> str:
    """Return the timeline in lines of at most `width` cells, without a final line end."""
    turning = {turn.event: turn for turn in timeline.turning}
    lines = wrap([Run(name, Style.BOLD)], width)
    happened = [(one, "", timeline) for one in timeline.happened]
    denied = [(one, "", timeline) for one in timeline.denied]
    awaited = [(one.happening, _became(one, lang), timeline) for one in timeline.awaited]
    for key, rows, style in (("happened", happened, Style.GREEN), ("denied", denied, Style.RED),
                             ("awaited", awaited, Style.BLUE)):
        if rows:
            heading = [Run(label("section", key, lang), style), Run(f" ({len(rows)})", Style.DIM)]
            lines += [_BLANK, *wrap(heading, width)]
            for one, note, within in rows:
                lines += _entry(one, note, within, turning.get(one.event.id), lang, width)
    if len(lines) == 1:
        lines += wrap([Run(phrase("none", lang))], width)
    return paint(lines, color=color)


def _entry(one: Happening, note: str, within: Timeline, turn: TurningPoint | None, lang: Lang,
           width: int) -> Sequence[Line]:
    """Return the lines of an event: its act with the date at the left, then who tells it and what it turns."""
    told = telling(one, lang)
    room = max(width - _DATE - 4, 20)
    fresh = phrase("new", lang) if within.is_new(one) else phrase("again", lang) if within.is_told_again(one) else ""
    left = stamp(one.moment).split(" – ")
    body = wrap([*act(told.claim, text_lang=told.document.language, lang=lang),
                 *([Run(f"  {fresh}", Style.YELLOW)] if fresh else [])], room)
    details = [label("layer", one.layer.value, lang) if one.layer is not Layer.AWAITED
               else label("status", one.event.status.value, lang)]
    if told.claim.sources:
        details.append(says(told.claim.sources, text_lang=told.document.language, lang=lang))
    details += [counted("independent", one.event.independent, lang), counted("documents", len(one.documents), lang)]
    details += [note] if note else []
    body += wrap([Run(" · ".join(details), Style.DIM)], room)
    if turn is not None:
        body += wrap([Run(f"◆ {turned(turn, one, lang)}", Style.MAGENTA)], room)
    dates = [f"{part} –" if part != left[-1] else part for part in left]  # a span stands in two lines
    dates += [""] * (len(body) - len(dates))
    rows = zip(dates, [*body, *[()] * (len(dates) - len(body))], strict=True)
    return [_BLANK, *((Run(f"  {date}{' ' * (_DATE + 2 - width_of(date))}"), *line) for date, line in rows)]


def turned(turn: TurningPoint, one: Happening, lang: Lang) -> str:
    """Return in words what turned."""
    key = {"first": "first_of", "again": "again_of", "sign": "sign_of", "level": "level_of"}[turn.kind.value]
    return phrase(key, lang, type=label("type", one.event.type, lang), n=f"{turn.reasons[0].weight:.0f}",
                  before=f"{turn.before or 0:+.1f}", after=f"{turn.after or 0:+.1f}")


def _became(one: Awaited, lang: Lang) -> str:
    return label("outcome", one.outcome.value, lang)
