"""`keii rule`: which documents are kept, dropped or tagged."""

import shlex
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from keii.briefs.layout import Run, Style
from keii.cli import output
from keii.cli.frame import DONE, FAILED, Verb, common, option
from keii.cli.options import filtering, user
from keii.cli.output import Row
from keii.cli.words import say
from keii.config import Settings
from keii.errors import UsageError
from keii.ledger import Filter, Ledger

if TYPE_CHECKING:
    from keii.ledger.rules import Dropped, Rule

_ACTIONS = ("add", "list", "rm", "dropped", "restore")
_HEADER = ("Rule", "Action", "Tag", "Filter", "Author", "Made")
_DROPPED = ("Document", "Rule", "Dropped", "Origin", "Title")
_ENOUGH = 12  # characters of an id: enough to tell the documents of a ledger apart


@click.command(cls=Verb, help="""
Keep, drop or tag documents: add keep, add drop and add tag TAG make a rule of the filters given, list and rm NUMBER
show and end rules. Rules are applied to each document when it is read; `keii recode --rules` applies them to what is
stored.

A document is dropped when a rule to drop selects it, or when there are rules to keep and none selects it. Nothing is
lost: dropped lists what was dropped and why, restore DOCUMENT brings it back for good.""")
@click.argument("action", type=click.Choice(_ACTIONS), metavar="add|list|rm|dropped|restore")
@click.argument("given", nargs=-1, metavar="[keep|drop|tag TAG|NUMBER|DOCUMENT]...")
@option("--author", metavar="NAME", help="Who decides; otherwise the one KEII_AUTHOR names, or the user of the system.")
@filtering
@common
def rule(settings: Settings, action: str, given: tuple[str, ...], chosen: Filter, author: str | None,
         as_json: bool) -> int:
    """Make, list or end rules; return the exit code."""
    if action != "add" and chosen != Filter():
        raise UsageError(say(settings.lang, "filters belong to `keii rule add` alone."))
    if action in ("list", "dropped") and given:
        raise UsageError(say(settings.lang, "`keii rule {action}` takes no further words.", action=action))
    who = author or user()
    if action == "add":
        return _add(settings, given, chosen, who, as_json=as_json)
    if action == "list":
        _list(settings, as_json=as_json)
        return DONE
    if action == "dropped":
        _dropped(settings, as_json=as_json)
        return DONE
    if not given:
        raise UsageError(say(settings.lang, "`keii rule {action}` needs to be told which.", action=action),
                         remedy=say(settings.lang, "`keii rule list` and `keii rule dropped` list them."))
    return _remove(settings, given) if action == "rm" else _restore(settings, given, who)


def stamp() -> str:
    """Return the moment as the ledger writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _add(settings: Settings, given: tuple[str, ...], chosen: Filter, who: str, *, as_json: bool) -> int:
    from keii.ledger import rules

    known = tuple(rules.Action)
    if not given or given[0] not in known or len(given) != (2 if given[0] == "tag" else 1):
        raise UsageError(say(settings.lang, "a rule is one of: keep, drop, tag TAG."),
                         remedy=say(settings.lang, "Write it as: {command}",
                                    command="keii rule add tag arms --text weapons"))
    made = rules.Rule(action=rules.Action(given[0]), tag=given[1] if len(given) > 1 else None, chosen=chosen,
                      author=who, made_at=stamp())
    with Ledger.create(settings.ledger) as ledger, ledger.transaction() as connection:
        number = rules.add(connection, made)
        kept = next(one for one in rules.rules(connection) if one.number == number)
    if as_json:
        from keii.exports import following

        output.line(following.rule(kept))
    else:
        output.text(say(settings.lang, "Rule {number} holds for what is read from now on; `keii recode --rules` "
                                       "applies it to what is stored.", number=number))
    return DONE


def _list(settings: Settings, *, as_json: bool) -> None:
    from keii.exports import following
    from keii.ledger import rules

    with Ledger.open(settings.ledger) as ledger, ledger.browsing(seconds=60) as connection:
        held = rules.rules(connection)
    if as_json:
        for one in held:
            output.line(following.rule(one))
    elif output.on_terminal():
        output.columns([say(settings.lang, name) for name in ("Rule", "Action", "Filter")], map(_shown, held),
                       none=say(settings.lang, "There is none yet."))
    else:
        output.table(_HEADER, map(_cells, held))


def _shown(one: "Rule") -> Row:
    number, action, tag, filter_, author, made = _cells(one)
    return Row((number, f"{action} {tag}".strip()),
               (Run(filter_, Style.BOLD), Run(f" — {author}, {made[:10]}", Style.DIM)))


def _cells(one: "Rule") -> tuple[str, ...]:
    filter_ = " ".join(f"--{name} {shlex.quote(value)}" for name, value in one.chosen.options)
    return str(one.number), one.action, one.tag or "", filter_, one.author, one.made_at


def _dropped(settings: Settings, *, as_json: bool) -> None:
    from keii.exports import following
    from keii.ledger import rules

    with Ledger.open(settings.ledger) as ledger, ledger.browsing(seconds=60) as connection:
        found = rules.dropped(connection)
    if as_json:
        for one in found:
            output.line(following.dropped(one))
    elif output.on_terminal():
        output.columns([say(settings.lang, name) for name in ("Document", "Reason", "Dropped", "Title")],
                       (_dropped_shown(one, settings) for one in found), none=say(settings.lang, "There is none yet."))
    else:
        output.table(_DROPPED, ((one.document, str(one.rule or "keep"), one.at, one.origin, one.title or "")
                                for one in found))


def _dropped_shown(one: "Dropped", settings: Settings) -> Row:
    why = say(settings.lang, "rule {number}", number=one.rule) if one.rule else say(
        settings.lang, "no rule keeps it")
    words = (*((Run(f"{one.title} — ", Style.BOLD),) if one.title else ()), Run(one.origin, Style.DIM))
    return Row((one.document[:_ENOUGH], why, one.at[:10]), words)


def _remove(settings: Settings, given: tuple[str, ...]) -> int:
    from keii.ledger import rules

    code = DONE
    with Ledger.open(settings.ledger):  # a ledger that is none is told before one is made
        pass
    with Ledger.create(settings.ledger) as ledger, ledger.transaction() as connection:
        for name in given:
            if name.isascii() and name.isdigit() and rules.remove(connection, int(name[:9])):
                output.text(say(settings.lang, "Rule {number} holds no longer; `keii recode --rules` applies the "
                                               "others to what is stored.", number=name))
            else:
                output.note("keii: " + say(settings.lang, "there is no rule «{name}». `keii rule list` lists them.",
                                           name=name))
                code = FAILED
    return code


def _restore(settings: Settings, given: tuple[str, ...], who: str) -> int:
    from keii.ledger import rules
    from keii.situation import renewing
    from keii.situation.keeping import Keeper
    from keii.situation.vectors import Encoded

    code = DONE
    with Ledger.open(settings.ledger):
        pass
    with Ledger.create(settings.ledger) as ledger:
        for name in given:
            with ledger.transaction() as connection:
                found = [one for one in rules.dropped(connection) if len(name) > 5 and one.document.startswith(name)]
                for one in found:
                    rules.restore(connection, one.document, author=who, moment=stamp())
            for one in found:
                output.text(say(settings.lang, "{document} is back; no rule drops it any more.", document=one.document))
            if not found:
                output.note("keii: " + say(
                    settings.lang, "no document «{name}» was dropped. `keii rule dropped` lists them.", name=name))
                code = FAILED
        Keeper(ledger, Encoded()).catch_up()
        renewing.keep_up(ledger)
    return code
