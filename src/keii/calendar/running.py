"""The time expressions of running text, each placed on the calendar from what stands around it.

A claim knows whether it looks back or ahead; running text has no claims, so the words around an expression say it:
`ahead` rows of the language's times.tsv (will, is due, 予定). Without them a day or weekday is past, and a month,
season or quarter is the nearest one where it is clearly nearer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from keii.calendar.time_expression import ResolvedTime, Tense, TimeExpression
from keii.calendar.time_grammar import grammar
from keii.calendar.time_resolving import resolve_time
from keii.calendar.times import find_times

# What may as well be ahead when nothing says so; days and weekdays look back in news.
_NEAREST = frozenset({"month", "season", "quarter", "half"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTime:
    """A time expression of a text, and what it was placed by."""

    start: int  # code points into the text, half-open; those of `expression` are into its sentence
    end: int
    expression: TimeExpression
    tense: Tense
    context: ResolvedTime | None  # the time told last before; None: none was
    resolved: ResolvedTime


def read_times(
    text: str,
    language: str,
    published: date | None,
    *,
    sentences: Iterable[tuple[int, int]],
    context: ResolvedTime | None = None,
) -> list[ReadTime]:
    """Return the time expressions of a text in order, every one with its interval or the reason why it has none.

    `published` is the day, or the datetime, that relative ones count from, None when unknown; `sentences` are their
    spans in code points; `context` is what 同日 at the beginning of the text counts from. Raises UsageError for a
    language without a grammar.
    """
    found = []
    for start, end in sentences:
        sentence = text[start:end]
        for expression in find_times(sentence, language):
            tense, resolved = _resolved(sentence, expression, language, published, context)
            found.append(
                ReadTime(
                    start=start + expression.start,
                    end=start + expression.end,
                    expression=expression,
                    tense=tense,
                    context=context,
                    resolved=resolved,
                )
            )
            context = resolved if resolved.start else context
    return found


def _resolved(
    sentence: str, expression: TimeExpression, language: str, published: date | None, context: ResolvedTime | None
) -> tuple[Tense, ResolvedTime]:
    """Return the interval of an expression and the tense that gave it: that of the words, else the nearest, the past.

    Where none gives one, the reason is that of the words' own tense.
    """
    read = {
        tense: resolve_time(expression, published, tense=tense, context=context)
        for tense in (_tense(sentence, expression, language), Tense.OPEN, Tense.PAST)
    }
    return next((found for found in read.items() if found[1].reason is None), next(iter(read.items())))


def _tense(sentence: str, expression: TimeExpression, language: str) -> Tense:
    """Return which way the words around an expression look."""
    rules = grammar(language)
    if rules.ahead_before.search(sentence, 0, expression.start) or rules.ahead_after.match(sentence, expression.end):
        return Tense.FUTURE
    top = expression.fields[0].name if expression.fields else None
    return Tense.OPEN if top in _NEAREST else Tense.PAST
