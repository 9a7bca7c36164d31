"""`keii eval`: predictions for the benchmarks, in the scorer's formats."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from keii.cli.frame import Verb, common, option
from keii.cli.options import language_option, published_option
from keii.cli.words import say
from keii.config import Settings
from keii.errors import InputError
from keii.exports import scorer


@click.command(cls=Verb, name="eval", help="""
Write predictions for a benchmark in the format its scorer reads: for events the acts of each sentence, coded in
the context of its document; for relations the type of the act between two given names.""")
@click.argument("kind", type=click.Choice(["events", "relations"]), metavar="events|relations")
@click.argument("input", type=click.Path(path_type=Path), metavar="INPUT.jsonl")
@option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE",
        help="Where to write the predictions; otherwise standard output.")
@published_option
@language_option
@common
def eval_(settings: Settings, kind: str, input: Path, output: Path | None, published: str | None,
          language: str | None, as_json: bool) -> None:
    """Write the predictions, one line for every line of the input."""
    predict = _events if kind == "events" else _relations
    lines = list(predict(_raw(input, settings.lang), str(input), language, published))
    _write(output, lines, settings.lang)


def _raw(path: Path, lang: str) -> list[bytes]:
    try:
        return (sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()).splitlines()
    except OSError as error:
        raise InputError(say(lang, "the input cannot be read: {reason}.", reason=error.strerror), where=str(path),
                         remedy=say(lang, "Name a file that exists.")) from error


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


def _events(raw: list[bytes], origin: str, language: str | None, published: str | None) -> Iterator[bytes]:
    from keii import pipeline
    from keii.language.detect import detect

    for lines in scorer.documents(list(scorer.sentence_lines(raw, origin))):
        texts = [" ".join(line.text.split("\n")) for line in lines]
        reading = pipeline.code_sentences(texts, language=language or detect("\n".join(texts))[0],
                                          published=published)
        for index, line in enumerate(lines):
            yield scorer.events(line, [claim for claim in reading.claims if claim.sentence == index])


def _relations(raw: list[bytes], origin: str, language: str | None, published: str | None) -> Iterator[bytes]:
    from keii import pipeline
    from keii.language.detect import detect

    for line in scorer.relation_lines(raw, origin):
        spoken = language or detect(line.sentence)[0]
        yield scorer.relation(line, pipeline.relation(line.sentence, line.source, line.target, language=spoken))
