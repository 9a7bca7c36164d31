"""`keii when`: the time expressions of a text, and what they mean."""

from typing import TYPE_CHECKING

import click

from keii.cli.code import given
from keii.cli.frame import Verb, common
from keii.cli.options import language_option, published_option
from keii.cli.words import say
from keii.config import Lang, Settings

if TYPE_CHECKING:
    from keii.calendar.running import ReadTime


SHORT = 20  # characters of an expression by itself: 昨年4月, 来月上旬


@click.command(
    cls=Verb,
    help="""
Tell what the time expressions of a text mean: an interval with its precision, counted from the publication date or
told by the words alone, or the reason why there is none. TEXT is the text itself, or - for standard input.""",
)
@click.argument("text")
@published_option
@language_option
@common
def when(settings: Settings, text: str, published: str | None, language: str | None, as_json: bool) -> None:
    """Print every time expression of the text with its interval or its reason."""
    from keii import pipeline
    from keii.cli import output
    from keii.exports import jsonl
    from keii.resolution.dates import published_moment

    text = given(text)
    found = pipeline.times(text, language=language or _spoken(text), published=published_moment(published))
    if as_json:
        for one in found:
            output.line(jsonl.read_time(one))
        return
    for one in found:
        output.text(_line(one, settings.lang))
    if not found:
        output.text(say(settings.lang, "No time: the text holds no time expression that keii knows."))
    if any(one.resolved.reason == "no-publication-date" for one in found):
        output.note(f"keii: {say(settings.lang, 'the text has no date to count from; --published gives one.')}")


def _spoken(text: str) -> str:
    """Return the language of a text; a few words in Han characters alone are Japanese here: keii reads no Chinese."""
    from keii.language.detect import detect

    found = detect(text)[0]
    return "ja" if found == "zh" and len(text) <= SHORT else found


def _line(time: "ReadTime", lang: Lang) -> str:
    """Return one expression for people: its words, its interval, how exact it is and what it counts from."""
    from keii.briefs.layout import clean

    resolved = time.resolved
    words = f"«{clean(time.expression.text)}»"
    if resolved.reason:
        length = f" · {time.expression.length}" if time.expression.length else ""
        return f"{words}  {say(lang, 'no interval')}: {resolved.reason}{length}"
    basis = say(lang, "by its words" if resolved.basis == "text" else "from the publication date")
    return f"{words}  {resolved.start or '…'} – {resolved.end or '…'} · {resolved.precision} · {basis}"
