"""`keii code`: a text in, its claims out, without a ledger."""

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from keii.cli.frame import DONE, FAILED, Verb, common, option
from keii.cli.options import coder_option, language_option, published_option
from keii.cli.words import explained, say
from keii.config import Lang, Settings
from keii.memory import uncollected

if TYPE_CHECKING:
    from keii.model import Claim, Party, Place, Quantity, Sentence, Source, Time
    from keii.pipeline import Reading


@click.command(cls=Verb, help="""
Code a text without a ledger and print its claims. TEXT is the text itself, or - for standard input.""")
@click.argument("text")
@published_option
@language_option
@coder_option
@option("--explain", is_flag=True, help="Add how each claim came about: the rules and the words they read.")
@common
def code(settings: Settings, text: str, published: str | None, language: str | None, coder: str | None,
         explain: bool, as_json: bool) -> int:
    """Print the claims of the text; return the exit code."""
    text = given(text)
    with uncollected():
        _begin(coder)
        from keii import pipeline
    from keii.cli import output

    reading = pipeline.code(text, published=published, language=language, coder=coder)
    for problem in reading.problems:
        output.note(f"keii: {explained(problem, settings.lang)}")
    if as_json:
        from keii.exports import jsonl

        sentences = {sentence.index: sentence for sentence in reading.sentences}
        for claim in reading.claims:
            output.line(jsonl.claim(claim, sentences[claim.sentence]))
    else:
        output.text("\n".join(_lines(reading, settings.lang, explain=explain)))
    return FAILED if reading.problems else DONE


def _begin(coder: str | None) -> None:
    """Begin to load the model, unless a coder was named, which may do without."""
    if coder is None:
        from keii.encoder.engine import begin

        begin()


def given(text: str) -> str:
    """Return the text of the command line, or that of standard input for -.

    Raises InputError when standard input is not UTF-8, the text is empty or the name of a file.
    """
    from keii.errors import InputError

    read = text if text != "-" else _standard_input()
    if not read.strip():
        raise InputError("the text is empty.", where="standard input" if text == "-" else "TEXT",
                         remedy="Give a sentence or more.")
    if text != "-" and os.path.isfile(text):  # noqa: PTH113 - Path tells by an exception that a text is too long
        raise InputError("this is a file, and TEXT is the text itself.", where=text,
                         remedy="Write `keii code - < FILE`, or let `keii read` put the file into a ledger.")
    return read


def _standard_input() -> str:
    from keii.errors import InputError

    raw = sys.stdin.buffer.read()
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError("standard input is not UTF-8.", where=f"- byte {error.start}",
                         remedy="Convert it first, or let `keii read` recognise the encoding.") from error


# ---- for people ----

def _lines(reading: "Reading", lang: Lang, *, explain: bool) -> Iterator[str]:
    """Yield each sentence that tells an act, with its claims below it."""
    if not reading.claims:
        yield say(lang, "No claim: the text tells no act that keii knows.")
    for sentence in reading.sentences:
        claims = [claim for claim in reading.claims if claim.sentence == sentence.index]
        if claims:
            yield _marked(sentence, claims)
            for claim in claims:
                yield from _claim(claim, lang)
                if explain:
                    yield from _trace(claim, lang)
            yield ""


def _marked(sentence: "Sentence", claims: "list[Claim]") -> str:
    """Return the sentence, its triggers standing out on a terminal."""
    from keii.briefs.evidence import quote
    from keii.briefs.layout import paint
    from keii.cli.output import in_color

    return paint([tuple(quote(sentence, claims, color=in_color()))], color=in_color())


def _claim(claim: "Claim", lang: Lang) -> Iterator[str]:
    from keii.briefs.labels import label, label_of

    named = label_of(claim.label, lang) if claim.label else None
    detail = "".join(f" {word}" for word in (claim.mode, named, *claim.contexts) if word)
    said = [f"{claim.type}{detail}", label("status", claim.status.value, lang)]
    if claim.certainty != "plain":
        said.append(label("certainty", claim.certainty.value, lang))
    yield f"  {' · '.join(said)} · «{claim.trigger.quote}»{' ?' if claim.doubtful else ''}"
    fields = [
        *(("who", _named(party, lang)) for party in claim.actors),
        *(("to whom", _named(party, lang)) for party in claim.recipients),
        *(("says", _named(source, lang)) for source in claim.sources),
        *(("when", _time(time)) for time in (claim.time,) if time),
        *(("where", _place(place)) for place in (claim.place,) if place),
        *(("how many", _quantity(quantity)) for quantity in claim.quantities),
        *(("sure", _sure(claim, lang)) for _ in (claim.confidence,) if claim.confidence is not None),
    ]
    for name, value in fields:
        yield from _field(say(lang, name), value)


def _field(name: str, value: str) -> Iterator[str]:
    from keii.briefs.layout import clean, width_of

    yield f"    {name}{' ' * max(10 - width_of(name), 1)}{clean(value)}"


def _named(value: "Party | Source", lang: Lang) -> str:
    from keii.model import Reference

    code = "" if value.code == "XXX" else f" [{value.code}]"
    if value.reference is Reference.NAMED:
        return f"{value.text}{code}"
    how = say(lang, "not said" if value.reference is Reference.OMITTED else "as «{words}»",
              words=value.span.quote if value.span else "")
    return f"{value.text}{code} ({how})"


def _time(time: "Time") -> str:
    if time.start is None:
        return time.span.quote
    until = f" – {time.end}" if time.end else ""
    return f"{time.span.quote} [{time.start}{until}]"


def _place(place: "Place") -> str:
    """Return the words and the place they mean: 平壌 [PRK 39.0339 125.7543 city], or why none is known."""
    if place.latitude is None or place.longitude is None:
        parts = [place.country, place.reason]
    else:
        parts = [place.country, f"{place.latitude:.4f} {place.longitude:.4f}", place.precision]
    known = " ".join(part for part in parts if part)
    return f"{place.span.quote} [{known}]" if known else place.span.quote


def _quantity(quantity: "Quantity") -> str:
    """Return the words and the numbers that were read: 数百発 [200 – 900 発 ~]."""
    ends = [f"{bound:,.12g}" if bound is not None else "…" for bound in (quantity.low, quantity.high)]
    if ends == ["…", "…"]:
        return quantity.span.quote
    numbers = ends[0] if ends[0] == ends[1] else " – ".join(ends)
    parts = (numbers, quantity.unit, "~" if quantity.approximate else None)
    return f"{quantity.span.quote} [{' '.join(part for part in parts if part)}]"


def _sure(claim: "Claim", lang: Lang) -> str:
    """Return how probable it is that the act, and that all of it, was read right."""
    act = say(lang, "{act} of the act", act=f"{claim.confidence:.0%}")
    if claim.confidence_whole is None:
        return act
    return f"{act} · {say(lang, '{whole} with parties and status', whole=f'{claim.confidence_whole:.0%}')}"


def _trace(claim: "Claim", lang: Lang) -> Iterator[str]:
    for step in claim.trace:
        words = f" «{step.span.quote}»" if step.span else ""
        yield from _field(say(lang, "because"), f"{step.field} = {step.value} ← {step.rule}{words}")

