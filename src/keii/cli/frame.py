"""The frame of every command: help in the user's language, and the options that all verbs take."""

import copy
import functools
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from keii.cli.words import say
from keii.cli.wrap import Formatter
from keii.config import ACTORS, MESSAGES, Database, Settings, beside, ledger_at

DONE, FAILED, USAGE = 0, 1, 2  # exit codes: all went well, some items failed, the command cannot be carried out

_F = TypeVar("_F", bound=Callable[..., Any])


def lang_of(context: click.Context) -> str:
    """Return the language of messages of a running command."""
    found = context.find_object(Settings)
    return found.lang if found else "en"


class Option(click.Option):
    """An option whose help is said in the user's language."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option's names and its help."""
        if self.help is None:
            return super().get_help_record(ctx)
        translated = copy.copy(self)
        translated.help = say(lang_of(ctx), self.help)
        return super(Option, translated).get_help_record(ctx)


class Verb(click.Command):
    """A command whose help is said in the user's language."""

    def get_help(self, ctx: click.Context) -> str:
        """Return the whole help."""
        formatter = Formatter(width=ctx.terminal_width, max_width=ctx.max_content_width or 100)
        self.format_help(ctx, formatter)
        return formatter.getvalue().rstrip("\n")

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=say(lang_of(ctx), "Usage:") + " ")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does."""
        formatter.write_paragraph()
        with formatter.indentation():
            for number, paragraph in enumerate(paragraphs(self)):
                if number:
                    formatter.write_paragraph()
                formatter.write_text(say(lang_of(ctx), paragraph))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options."""
        options = (parameter for parameter in self.get_params(ctx) if isinstance(parameter, click.Option))
        records = [record for option in options if (record := option.get_help_record(ctx))]
        with formatter.section(say(lang_of(ctx), "Options")):
            formatter.write_dl(records)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return --help, explained in the user's language."""
        option = super().get_help_option(ctx)
        if option:
            option.help = say(lang_of(ctx), "Show this message and exit.")
        return option


def paragraphs(command: click.Command) -> list[str]:
    """Return the paragraphs of a command's help, each on one line."""
    return [" ".join(paragraph.split()) for paragraph in (command.help or "").strip().split("\n\n")]


def option(*names: str, **attributes: Any) -> Callable[[_F], _F]:
    """Return click's option decorator for an option whose help can be translated."""
    return click.option(*names, cls=Option, **attributes)


def files(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return what tells the shell to complete names of files, for arguments that may also be something else."""
    return [CompletionItem(incomplete, type="file")]


def _set_ledger(context: click.Context, _: click.Parameter, value: str | None) -> None:
    if value is not None:
        context.obj = replace(context.find_object(Settings) or Settings(), ledger=ledger_at(value))


ledger_option = option(
    "-l", "--ledger", type=click.Path(), callback=_set_ledger, expose_value=False, metavar="FILE",
    help="The ledger, a file or a URL such as postgresql://user@host/db; otherwise the one KEII_LEDGER names, or "
         "keii.db in the current folder.")
lang_option = option(
    "--lang", type=click.Choice(MESSAGES), expose_value=False,
    help="Language of messages and of the dossier; otherwise that of the terminal.")
json_option = option("--json", "as_json", is_flag=True, help="Write NDJSON to standard output, and nothing else there.")


def common(function: _F) -> _F:
    """Give a verb the options that all verbs take, and the settings as its first argument.

    The verb, and every process that it starts, reads the actors beside the ledger.
    """
    @functools.wraps(function)
    def with_actors(settings: Settings, *arguments: Any, **values: Any) -> Any:
        folder = actors_beside(settings.ledger)
        if folder.is_dir():
            os.environ[ACTORS] = str(folder)
        return function(settings, *arguments, **values)

    return click.pass_obj(ledger_option(lang_option(json_option(with_actors))))  # type: ignore[return-value]


def actors_beside(ledger: Path | Database) -> Path:
    """Return the folder of the user's own actors: the one KEII_ACTORS names, or keii.actors beside keii.db."""
    own = ledger.with_suffix(".actors") if isinstance(ledger, Path) else beside(ledger, ".actors")
    return Path(os.environ.get(ACTORS) or own).absolute()
