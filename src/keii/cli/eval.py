"""`keii eval`: predictions for the benchmarks, in the scorer's formats."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from keii.cli.frame import DONE, FAILED, Verb, common, option
from keii.cli.options import coder_option, language_option, published_option
from keii.cli.output import note
from keii.cli.words import say
from keii.config import Settings
from keii.errors import InputError
from keii.exports import scorer
from keii.model import Claim


@click.command(cls=Verb, name="eval", help="""
Write predictions for a benchmark in the format its scorer reads: for events the acts of each sentence, coded in
the context of its document; for relations the type of the act between two given names; for status the status of
given acts; for attribution who says what by which words; for times the time expressions and what they mean; for
places the toponyms and where they are; for clusters which documents, in any language, are about one story.""")
@click.argument("task", metavar="TASK",
                type=click.Choice(["events", "relations", "status", "attribution", "times", "places", "clusters"]))
@click.argument("input", type=click.Path(path_type=Path), metavar="INPUT.jsonl")
@option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE",
        help="Where to write the predictions; otherwise standard output.")
@published_option
@language_option
@coder_option
@common
def eval_(settings: Settings, task: str, input: Path, output: Path | None, published: str | None,
          language: str | None, coder: str | None, as_json: bool) -> int:
    """Write the predictions, one line for every line of the input; return 1 when a text could not be coded."""
    predict = {"events": _events, "relations": _relations, "status": _status, "attribution": _attribution,
               "times": _times, "places": _places, "clusters": _clusters}[task]
    told: list[str] = []
    lines = list(predict(_raw(input, settings.lang), str(input), _Given(language, published, coder), told))
    _write(output, lines, settings.lang)
    for what in told:
        note(f"keii: {what}")
    return FAILED if told else DONE


@dataclass(frozen=True, slots=True)
class _Given:
    """What the command line says of the texts and of who reads them; None: to be found out, the default."""

    language: str | None
    published: str | None
    coder: str | None


def _raw(path: Path, lang: str) -> list[bytes]:
    try:
        lines = (sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()).splitlines()
    except OSError as error:
        raise InputError(say(lang, "the input cannot be read: {reason}.", reason=error.strerror), where=str(path),
                         remedy=say(lang, "Name a file that exists.")) from error
    if not any(map(bytes.strip, lines)):
        raise InputError("the input holds no line with content.", where=str(path),
                         remedy="The input has one JSON object a line.")
    return lines


def _write(path: Path | None, lines: Iterable[bytes], lang: str) -> None:
    from keii.cli.output import line

    if path is None:
        for prediction in lines:
            line(prediction)
        return
    try:
        path.write_bytes(b"".join(prediction + b"\n" for prediction in lines))
    except OSError as error:
        raise InputError(say(lang, "the predictions cannot be written: {reason}.", reason=error.strerror),
                         where=str(path), remedy=say(lang, "Name a file in a folder that you may write to.")) from error


def _events(raw: list[bytes], origin: str, given: "_Given", told: list[str]) -> Iterator[bytes]:
    from keii import pipeline
    from keii.language.detect import detect

    for lines in scorer.documents(list(scorer.sentence_lines(raw, origin))):
        texts = [" ".join(line.text.split("\n")) for line in lines]
        spoken = given.language or detect("\n".join(texts))[0]
        claims: tuple[Claim, ...] = ()
        if _is_coded(spoken, f"{origin}: document «{lines[0].doc}»", told):
            claims = pipeline.code_sentences(texts, language=spoken, published=given.published,
                                             coder=given.coder).claims
        for index, line in enumerate(lines):
            yield scorer.events(line, [claim for claim in claims if claim.sentence == index])


def _relations(raw: list[bytes], origin: str, given: "_Given", told: list[str]) -> Iterator[bytes]:
    from keii import pipeline
    from keii.language.detect import detect

    for line in scorer.relation_lines(raw, origin):
        spoken = given.language or detect(line.sentence)[0]
        coded = _is_coded(spoken, f"{origin}: sentence «{line.sentence[:40]}»", told)
        kind = pipeline.relation(line.sentence, line.source, line.target, language=spoken) if coded else None
        yield scorer.relation(line, kind)


def _status(raw: list[bytes], origin: str, given: "_Given", told: list[str]) -> Iterator[bytes]:
    from keii import pipeline
    from keii.language.detect import detect

    for line in scorer.text_lines(raw, origin, marked=True):
        spoken = given.language or detect(line.text)[0]
        acts = [(act.start, act.end) for act in line.acts]
        coded = _is_coded(spoken, f"{origin}: document «{line.doc}»", told)
        found = pipeline.statuses(line.text, acts, language=spoken) if coded else [None] * len(acts)
        yield scorer.statuses(line, found)


def _attribution(raw: list[bytes], origin: str, given: "_Given", told: list[str]) -> Iterator[bytes]:
    from keii import pipeline
    from keii.language.detect import detect

    for line in scorer.text_lines(raw, origin, marked=False):
        spoken = given.language or detect(line.text)[0]
        coded = _is_coded(spoken, f"{origin}: document «{line.doc}»", told)
        yield scorer.attributions(line, pipeline.attributions(line.text, language=spoken) if coded else [])


def _times(raw: list[bytes], origin: str, given: "_Given", told: list[str]) -> Iterator[bytes]:
    from keii import pipeline
    from keii.calendar.times import ResolvedTime
    from keii.language.detect import detect

    for line in scorer.time_lines(raw, origin):
        spoken = given.language or detect(line.text)[0]
        coded = _is_coded(spoken, f"{origin}: line «{line.key[1]}»", told)
        # A sentence by itself has nothing but its reference that 翌日 could count from.
        alone = line.published if line.key[0] == "row" else None
        context = ResolvedTime(start=alone.isoformat()[:10], precision="day", basis="text") if alone else None
        found = pipeline.times(line.text, language=spoken, published=line.published, context=context) if coded else []
        yield scorer.times(line, found)


def _clusters(raw: list[bytes], origin: str, given: "_Given", told: list[str]) -> Iterator[bytes]:
    from keii.situation.stories import stories

    lines = list(scorer.text_lines(raw, origin, marked=False))
    for line, number in zip(lines, stories([line.text for line in lines]), strict=True):
        yield scorer.cluster(line, number)


def _places(raw: list[bytes], origin: str, given: "_Given", told: list[str]) -> Iterator[bytes]:
    from keii import pipeline
    from keii.language.detect import detect

    for line in scorer.text_lines(raw, origin, marked=False):
        spoken = given.language or detect(line.text)[0]
        coded = _is_coded(spoken, f"{origin}: document «{line.doc}»", told)
        yield scorer.toponyms(line, pipeline.places(line.text, language=spoken) if coded else [])


def _is_coded(language: str, where: str, told: list[str]) -> bool:
    """Tell whether keii codes a language; what it does not code gets empty predictions and is told."""
    from keii.language.languages import LANGUAGES

    if language in LANGUAGES:
        return True
    told.append(f"{where}: its language «{language}» is not coded; its predictions are empty. --language decides.")
    return False
