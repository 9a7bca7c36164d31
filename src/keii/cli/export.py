"""`keii export`: the selected claims, events or documents in the formats of other tools."""

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

import click

from keii.cli import output
from keii.cli.frame import Verb, common, lang_of, option
from keii.cli.options import filtering
from keii.cli.words import say
from keii.config import Settings
from keii.errors import KeiiError, UsageError
from keii.exports.formats import FORMATS, Format, writer
from keii.exports.request import Request
from keii.ledger import Filter, Ledger


class Exporting(Verb):
    """The verb, whose help lists the formats."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options and the formats."""
        super().format_options(ctx, formatter)
        lang = lang_of(ctx)
        with formatter.section(say(lang, "Formats")):
            formatter.write_dl([(name, form.ja if lang == "ja" else form.en) for name, form in FORMATS.items()])


@click.command(cls=Exporting, help="""
Write what the ledger holds in the format of another tool: to standard output, or with -o to a file. docs/exports.md
describes every format, and what it cannot hold.

The filters select claims; see docs/filters.md. What a format cannot hold is counted on standard error with the
reason.""")
@click.argument("format", type=click.Choice(list(FORMATS)), metavar="FORMAT")
@filtering
@option("--of", "of", type=click.Choice(["claims", "events", "documents"]),
        help="What is written, where the format leaves a choice: claims, events or documents.")
@option("--derive", is_flag=True,
        help="With codings without status: also what did not happen, under the code that the codebook derives for it.")
@option("--output", "-o", type=click.Path(path_type=Path), metavar="FILE",
        help="Where to write; otherwise standard output.")
@common
def export(settings: Settings, format: str, chosen: Filter, of: str | None, derive: bool, output: Path | None,
           as_json: bool) -> None:
    """Write the format."""
    form = FORMATS[format]
    _check(form, format, of, derive, output)
    if as_json and output is None and not form.lines:
        raise UsageError(f"with --json the words on standard output are JSON, and {format} is none.",
                         remedy="Name a file with -o.")
    with Ledger.open(settings.ledger) as ledger:
        request = Request(ledger=ledger, chosen=chosen, of=of or form.of[0], lang=settings.lang, derived=derive)
        with _needing(), _opened(output) as out:
            number = writer(format)(out, request)
    _tell(request, number, output, as_json, settings)


def _check(form: Format, name: str, of: str | None, derive: bool, path: Path | None) -> None:
    """Raise UsageError where the options do not fit the format, or a terminal would be flooded with bytes."""
    if of is not None and of not in form.of:
        raise UsageError(f"{name} is made of {' or '.join(form.of)}, not of {of}.", where="--of",
                         remedy="Leave --of out, or choose another format.")
    if derive and not form.derives:
        raise UsageError(f"{name} has no codes to derive.", where="--derive",
                         remedy="Leave --derive out; the status is in the format itself or decides what is left out.")
    if form.binary and path is None and output.on_terminal():
        raise UsageError(f"{name} is nothing to read in a terminal.", remedy="Name a file with -o.")


@contextlib.contextmanager
def _needing() -> Iterator[None]:
    try:
        yield
    except ImportError as error:
        raise UsageError(f"the format needs a package that is not installed: {error.name}.",
                         remedy="Install it with: pip install 'keii[export]'") from error


@contextlib.contextmanager
def _opened(path: Path | None) -> Iterator[BinaryIO]:
    """Give what is written to: standard output, or a new file that takes the name only when it is whole."""
    if path is None:
        sys.stdout.flush()
        try:
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            output.silence()
            raise output.ClosedError from None
        return
    if path.is_dir():
        raise UsageError("this is a folder.", where=str(path), remedy="Name a file in it with -o.")
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name[:100]}.", dir=path.parent)
    except OSError as error:
        raise _unwritable(path, error) from error
    part = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield cast(BinaryIO, file)
        part.chmod(_mode(path))
        part.replace(path)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        part.unlink(missing_ok=True)


def _mode(path: Path) -> int:
    """Return the permissions that a file of this name gets: what it has, or what the user's umask leaves."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0o022)
    os.umask(mask)
    return 0o666 & ~mask


def _unwritable(path: Path, error: OSError) -> KeiiError:
    return UsageError(f"the file cannot be written: {error.strerror}.", where=str(path),
                      remedy="Name a file in a folder that you may write to, with enough free space.")


def _tell(request: Request, number: int, path: Path | None, as_json: bool, settings: Settings) -> None:
    """Say what was written and left out: on standard error, with --json and -o on standard output."""
    if as_json and path is not None:
        import orjson

        output.line(orjson.dumps({"file": str(path), "of": request.of, "written": number,
                                  "left_out": {why.value: count for why, count in sorted(request.left_out.items())}}))
        return
    if path is not None:
        output.note(say(settings.lang, "{number} written to {file}.", number=f"{number:,}", file=path))
    for reason, count in sorted(request.left_out.items()):
        output.note(say(settings.lang, "{number} left out: {reason}.", number=f"{count:,}",
                        reason=say(settings.lang, reason.value)))
