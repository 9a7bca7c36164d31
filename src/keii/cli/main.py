"""The group `keii`: its verbs, and what becomes of errors."""

import importlib
import os
import re
import sys
from collections.abc import Sequence

import click
from click.shell_completion import CompletionItem

from keii import __version__
from keii.cli import output
from keii.cli.frame import DONE, FAILED, USAGE, Option, Verb, lang_option, ledger_option
from keii.cli.output import ClosedError
from keii.cli.words import retell, say, told
from keii.config import ACTORS, settings
from keii.errors import KeiiError, LedgerError, ShardError, UsageError

# The verbs, each with its module's function and one line of help, so that `keii --help` imports none of them.
VERBS: dict[str, tuple[str, str]] = {
    "read": ("keii.cli.read:read", "Read articles into the ledger."),
    "load": ("keii.cli.load:load", "Bring shards of `keii read --to` into the ledger."),
    "merge": ("keii.cli.merge:merge", "Merge the claims of shards into events, without a ledger."),
    "sql": ("keii.cli.sql:sql", "Ask shards, or a ledger, in SQL."),
    "add": ("keii.cli.add:add", "Follow feeds, sites, pages, folders and archives."),
    "update": ("keii.cli.update:update", "Read what is new in the sources that are followed."),
    "watch": ("keii.cli.update:watch", "Follow the sources until it is stopped."),
    "pause": ("keii.cli.add:pause", "Pause sources, or resume them."),
    "rm": ("keii.cli.add:rm", "Follow sources no longer; what came from them stays."),
    "rule": ("keii.cli.rule:rule", "Keep, drop or tag the documents that a filter selects."),
    "recode": ("keii.cli.recode:recode", "Code what is stored anew, and ask the rules again."),
    "alerts": ("keii.cli.alerts:alerts", "Be told of what is new, by web hook, mail or Atom."),
    "verify": ("keii.cli.verify:verify", "Prove that what is quoted is what was captured."),
    "show": ("keii.cli.show:show", "Print the dossier of the ledger, or of one document."),
    "list": ("keii.cli.list:list_", "List claims, documents, actors, problems or sources."),
    "events": ("keii.cli.events:events", "List the events: what is told of one happening."),
    "event": ("keii.cli.event:event", "Show one event with its evidence and what stands against what."),
    "conflicts": ("keii.cli.events:conflicts", "List what stands against what within events."),
    "versions": ("keii.cli.versions:versions", "List copies and versions of a document, and what changed."),
    "judge": ("keii.cli.judge:judge", "Decide about events and claims: merge, correct, reject, undo."),
    "causes": ("keii.cli.causes:causes", "List what texts say comes of what, as chains."),
    "expectations": ("keii.cli.expectations:expectations",
                     "List what was announced or urged, and what became of it."),
    "proposals": ("keii.cli.proposals:proposals_", "Show what language models proposed beside keii."),
    "situations": ("keii.cli.situations:situations", "List the threads of events, or define one."),
    "search": ("keii.cli.search:search", "Save what to look for, and list what is saved."),
    "timeline": ("keii.cli.timeline:timeline", "Print what happened and what is awaited, in time."),
    "indicators": ("keii.cli.indicators:indicators", "Print cooperation and conflict in figures."),
    "brief": ("keii.cli.brief:brief", "Write what is new, agreed, in conflict and awaited."),
    "actors": ("keii.cli.actors:actors", "List the registry's states, persons, bodies and outlets."),
    "actor": ("keii.cli.actor:actor", "Show one entry of the registry, with offices and memberships."),
    "place": ("keii.cli.place:place", "Show the places that bear a name, with coordinates."),
    "code": ("keii.cli.code:code", "Code a text without a ledger: text in, claims out."),
    "when": ("keii.cli.when:when", "Tell what the times of a text mean."),
    "eval": ("keii.cli.eval:eval_", "Write predictions in the scorer's formats."),
    "export": ("keii.cli.export:export", "Write the record in the formats of other tools."),
    "import": ("keii.cli.import_:import_", "Bring back decisions made elsewhere, and add actors."),
    "serve": ("keii.cli.serve:serve", "Open the ledger in a browser, on this machine only."),
    "mcp": ("keii.cli.mcp:mcp", "Let an assistant ask the ledger: an MCP server."),
    "doctor": ("keii.cli.doctor:doctor", "Tell what is installed, what is missing and how to get it."),
}


class Group(Verb, click.Group):
    """The group of the verbs, loaded one by one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the verbs in the order of the work."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a verb, or None."""
        if cmd_name not in VERBS:
            return None
        module, name = VERBS[cmd_name][0].split(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return the verbs that begin so, in the order of the work and without loading one, or the options."""
        lang = ctx.obj.lang if ctx.obj else "en"
        verbs = [CompletionItem(name, help=say(lang, line)) for name, (_, line) in VERBS.items()
                 if name.startswith(incomplete)]
        return verbs + click.Command.shell_complete(self, ctx, incomplete)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options and the verbs."""
        super().format_options(ctx, formatter)
        lang = ctx.obj.lang if ctx.obj else "en"
        with formatter.section(say(lang, "Commands")):
            formatter.write_dl([(name, say(lang, line)) for name, (_, line) in VERBS.items()])


_NO_NUMBER = re.compile(r"'(.*)' is not a valid (integer|float)(?: range)?\.", re.DOTALL)


@click.group(cls=Group, name="keii", help="""
keii reads the news and keeps the record: who did what to whom, when and where, who says so, how certain it is,
and the sentence that proves it.""")
@ledger_option
@lang_option
@click.version_option(__version__, "--version", message="keii %(version)s", cls=Option,
                      help="Show the version and exit.")
def keii() -> None:
    """Hold the verbs."""


def run(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit code; every error becomes a sentence on standard error."""
    before = os.environ.get(ACTORS)
    try:
        return _run(arguments)
    finally:  # a verb sets it for itself and its processes
        if before is None:
            os.environ.pop(ACTORS, None)


def _run(arguments: Sequence[str]) -> int:
    chosen = settings(arguments, os.environ)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal of another encoding stops nothing
    try:
        code = keii.main(list(arguments), prog_name="keii", standalone_mode=False, obj=chosen)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.Abort:
        return 130  # what shells give for Ctrl-C
    except click.exceptions.NoArgsIsHelpError as error:
        output.note(error.format_message())
        return USAGE
    except click.ClickException as error:
        return _refuse(error, chosen.lang)
    except (UsageError, LedgerError, ShardError) as error:
        return _tell(error, USAGE, chosen.lang)
    except KeiiError as error:
        return _tell(error, FAILED, chosen.lang)
    except ClosedError:
        return DONE
    except OSError as error:  # what no step foresaw, a full disk under --help for one
        output.silence()
        return _tell(KeiiError(f"the system says: {error.strerror}.", where=str(error.filename or "")), FAILED,
                     chosen.lang)
    return code if isinstance(code, int) else DONE


def _tell(error: KeiiError, code: int, lang: str) -> int:
    output.note(f"keii: {told(lang, error)}")
    return code


def _refuse(error: click.ClickException, lang: str) -> int:
    output.note(f"keii: {_explained(error, lang)}")
    context = getattr(error, "ctx", None)
    if context is not None:
        output.note(say(lang, "Try «{command}».", command=f"{context.command_path} --help"))
    return USAGE


def _explained(error: click.ClickException, lang: str) -> str:
    """Return the message of a usage error; click's own are English, the common ones are said anew."""
    match error:
        case click.NoSuchOption():
            return say(lang, "There is no option {name}.", name=error.option_name)
        case click.MissingParameter():
            name = error.param.make_metavar(error.ctx) if error.param and error.ctx else ""
            return say(lang, "{name} is missing.", name=name)
        case click.BadParameter() if error.param and error.ctx:
            option = isinstance(error.param, click.Option)
            name = error.param.opts[-1] if option else error.param.make_metavar(error.ctx)
            return say(lang, "{name}: {message}", name=name, message=_why(error.message, lang))
        case click.exceptions.NoSuchCommand():
            return say(lang, "There is no verb «{name}».", name=error.command_name)
    return retell(lang, error.format_message())


def _why(message: str, lang: str) -> str:
    """Return why a value does not do; click names its types of numbers by words of programmers."""
    if match := _NO_NUMBER.fullmatch(message):
        words = "«{value}» is no whole number." if match[2] == "integer" else "«{value}» is no number."
        return say(lang, words, value=match[1])
    return retell(lang, message)
