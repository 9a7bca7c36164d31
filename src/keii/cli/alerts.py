"""`keii alerts`: what is told of by itself, to whom, and what became of each message."""

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from keii.briefs.layout import Run, Style
from keii.cli import output
from keii.cli.add import length_of, private_option
from keii.cli.frame import DONE, FAILED, Verb, common, option
from keii.cli.options import filtering, user
from keii.cli.output import Row
from keii.cli.words import retell, say, told
from keii.config import Settings
from keii.errors import InputError, UsageError
from keii.ledger import Filter, Ledger

if TYPE_CHECKING:
    import threading

    from keii.ledger.alerts import Alert, Message

_ACTIONS = ("add", "list", "log", "rm", "test", "send")
_KINDS = ("article", "event", "expectation", "conflict", "surprise")  # as in keii.ledger.alerts
_PERIODS = ("day", "week", "month")
_COLUMNS = ("Number", "Alert", "Kinds", "Filter", "To", "Every", "Waiting", "Sent", "Unsure", "Failed", "Trouble")
_LOG = ("Message", "Alert", "State", "Made", "Tries", "Next", "Sent", "Trouble")
_STATES = ("waiting", "sent", "unsure", "failed")


def _every(_: click.Context, __: click.Parameter, value: str | None) -> int:
    return 0 if value is None else length_of(value)


@click.command(cls=Verb, help="""
Be told of what is new: add NAME makes an alert, list shows the alerts and log their messages, rm NAME ends one, test
NAME sends a test, send looks for what is new and sends what is due. `keii update` and `keii watch` do so after each
round.

An alert looks for events (or what --on says) that the filters, a saved search or a situation select, and tells them
with the words that prove them to a web hook, by mail, or in an Atom file. What the ledger holds already is not
told.""")
@click.argument("action", type=click.Choice(_ACTIONS), metavar="add|list|log|rm|test|send")
@click.argument("name", required=False, metavar="[NAME]")
@option("--to", metavar="ADDRESS", help="https:// of a web hook, mailto:NAME@HOST, or the path of an .atom file.")
@option("--on", "kinds", multiple=True, type=click.Choice(_KINDS), metavar="KIND",
        help=f"What is told: {', '.join(_KINDS)}; otherwise event.")
@option("--search", metavar="NAME", help="The filters of this saved search, as they are then.")
@option("--situation", metavar="NAME", help="Of this situation alone.")
@option("--by", type=click.Choice(_PERIODS), default="day", metavar="day|week|month",
        help="The periods in which a surprise is looked for.")
@option("--every", callback=_every, metavar="LENGTH",
        help="Gather a digest: 30m, 12h, 1d; otherwise all is told at once.")
@option("--server", metavar="SMTP",
        help="Where mail is handed over: smtp://USER@HOST, smtps://USER@HOST; otherwise the one KEII_SMTP names.")
@option("--sender", metavar="NAME@HOST",
        help="Whom mail comes from; otherwise the one KEII_MAIL_FROM names.")
@option("--secret", metavar="VARIABLE",
        help="The environment variable that holds the mail server's password or the key of a web hook's signature, or "
             "with _FILE the file that does.")
@option("--again", is_flag=True, help="With send: what was given up and what is unsure too.")
@private_option
@option("--author", metavar="NAME",
        help="Who decides; otherwise the one KEII_AUTHOR names, or the user of the system.")
@filtering
@common
def alerts(settings: Settings, action: str, name: str | None, to: str | None, kinds: tuple[str, ...],
           search: str | None, situation: str | None, by: str, every: int, server: str | None, sender: str | None,
           secret: str | None, again: bool, private: bool, author: str | None, chosen: Filter, as_json: bool) -> int:
    """Make, list, end, test or send alerts; return the exit code."""
    if action in ("add", "rm", "test") and name is None:
        raise UsageError(say(settings.lang, "`keii alerts {action}` needs a name.", action=action),
                         remedy=say(settings.lang, "`keii alerts list` lists the alerts."))
    if action != "add" and (chosen != Filter() or to or kinds or search or situation):
        raise UsageError(say(settings.lang, "filters, --to, --on, --search and --situation belong to `keii alerts add` "
                                            "alone."))
    if action == "add":
        from keii.ledger.alerts import Alert

        made = Alert(name=name or "", kinds=tuple(dict.fromkeys(kinds)) or ("event",), by=by, every=every,
                     search=search, chosen=replace(chosen, limit=None, offset=0), situation=situation, address=to or "",
                     server=server or os.environ.get("KEII_SMTP"), secret=secret, lang=settings.lang,
                     sender=sender or os.environ.get("KEII_MAIL_FROM"), author=author or user(), made_at=_stamp())
        return _add(settings, made, as_json=as_json)
    with Ledger.open(settings.ledger) as ledger:  # a ledger that is none is told before one is made
        held = _named(ledger, name, settings.lang)
        if action in ("list", "log"):
            _list(ledger, held, settings, as_json=as_json) if action == "list" else _log(ledger, held, settings,
                                                                                         as_json=as_json)
            return DONE
    if action == "test":
        return _test(settings, held[0], private=private)
    with Ledger.create(settings.ledger) as ledger:
        if action == "rm":
            return _remove(ledger, held[0], settings)
        return tend(ledger, settings, private=private, again=again)


def _add(settings: Settings, given: "Alert", *, as_json: bool) -> int:
    from keii.alerts.sending import begin
    from keii.exports import alerts as lines
    from keii.ledger import alerts as rows

    made = _checked(given, settings.lang)
    with Ledger.open(settings.ledger) as ledger:
        if any(one.name == made.name for one in _all(ledger)):
            raise UsageError(say(settings.lang, "there is an alert «{name}» already.", name=made.name),
                             remedy=say(settings.lang, "End it with `keii alerts rm`, or choose another name."))
        begun = list(_looked_at(ledger, made))  # a search or situation that there is none of is told first
    with Ledger.create(settings.ledger) as ledger:
        with ledger.transaction() as connection:
            made = replace(made, number=rows.add(connection, made))
        begin(ledger, made, now=datetime.now(UTC))
    if as_json:
        output.line(lines.alert(made, {}))
    else:
        output.text(say(settings.lang, "Alert {number}, «{name}», is set: it tells what comes from now on. Not told, "
                                       "since the ledger holds it already: {count}.", number=made.number,
                        name=made.name, count=len(begun)))
    return DONE


def _looked_at(ledger: Ledger, alert: "Alert") -> "list[object]":
    from keii.alerts.finding import find
    from keii.alerts.sending import chosen_of

    return list(find(ledger, alert, chosen_of(ledger, alert), "en"))


def _checked(alert: "Alert", lang: str) -> "Alert":
    """Return an alert whose address can be sent to; raises UsageError."""
    if not alert.address:
        raise UsageError(say(lang, "an alert needs to know whom to tell."),
                         remedy=say(lang, "Give --to https://…, --to mailto:NAME@HOST, or --to FILE.atom."))
    if alert.search and alert.chosen.options:
        raise UsageError(say(lang, "--search and filters exclude each other."))
    if alert.situation and "article" in alert.kinds:
        raise UsageError(say(lang, "articles belong to no situation."), remedy=say(lang, "Use --on event."))
    if alert.address.startswith("mailto:"):
        from keii.alerts.mail import mailbox
        from keii.alerts.mail import server as understood

        mailbox(alert.address.removeprefix("mailto:"))
        for value, option_, variable in ((alert.server, "--server", "KEII_SMTP"),
                                         (alert.sender, "--sender", "KEII_MAIL_FROM")):
            if not value:
                raise UsageError(say(lang, "mail needs {option}.", option=option_),
                                 remedy=say(lang, "Give it, or set {variable} in the environment.", variable=variable))
        mailbox(alert.sender or "")
        if understood(alert.server or "").user and not alert.secret:
            return replace(alert, secret="KEII_SMTP_PASSWORD")
        return alert
    if "://" in alert.address:
        from keii.sources.addresses import checked_url

        try:
            return replace(alert, address=checked_url(alert.address), server=None, sender=None)
        except InputError as error:
            raise UsageError(error.what, where="--to", remedy="Give the http:// or https:// address of a web hook, "
                                                              "without a name and password.") from error
    path = Path(alert.address).absolute()
    if path.suffix.lower() not in (".atom", ".xml") or not path.parent.is_dir():
        raise UsageError(say(lang, "«{path}» is no file for a feed.", path=alert.address),
                         remedy=say(lang, "Name a file that ends in .atom, in a folder that there is."))
    return replace(alert, address=str(path), server=None, sender=None, secret=None)


def _all(ledger: Ledger) -> "list[Alert]":
    from keii.ledger import alerts as rows

    with ledger.browsing(seconds=60) as connection:
        return rows.alerts(connection)


def _named(ledger: Ledger, name: str | None, lang: str) -> "list[Alert]":
    """Return the alert of this name or number, all without one; raises UsageError."""
    held = [one for one in _all(ledger) if name is None or name in (one.name, str(one.number))]
    if name is not None and not held:
        raise UsageError(say(lang, "there is no alert «{name}».", name=name),
                         remedy=say(lang, "`keii alerts list` lists the alerts."))
    return held


def _remove(ledger: Ledger, alert: "Alert", settings: Settings) -> int:
    from keii.ledger import alerts as rows

    with ledger.transaction() as connection:
        rows.remove(connection, alert.number)
    output.text(say(settings.lang, "The alert «{name}» tells nothing any more.", name=alert.name))
    return DONE


def _test(settings: Settings, alert: "Alert", *, private: bool) -> int:
    from keii.alerts.sending import send
    from keii.model import content_id
    from keii.sources.proxies import proxies_of

    proxies_of(os.environ)  # a proxy that cannot be used is told before anything is sent
    if not alert.address.startswith(("mailto:", "http:", "https:")):
        folder = Path(alert.address).parent
        writable = os.access(folder, os.W_OK)
        output.text(say(settings.lang, "The file can be written: {path}", path=alert.address) if writable else
                    say(settings.lang, "The folder cannot be written: {path}", path=folder))
        return DONE if writable else FAILED
    now = datetime.now(UTC)
    result = send(alert, [], key=content_id("t_", alert.name, now.isoformat()), made_at=_stamp(), private=private,
                  now=now, test=True)
    if result.trouble is None:
        output.text(say(settings.lang, "The test was sent to {address}.", address=alert.address))
        return DONE
    remedy = f" {retell(settings.lang, result.remedy)}" if result.remedy else ""
    output.note(f"keii: {alert.name}: {retell(settings.lang, result.trouble)}{remedy}")
    return FAILED


def tend(ledger: Ledger, settings: Settings, *, private: bool, again: bool = False, notice: bool = True,
         stop: "threading.Event | None" = None) -> int:
    """Look for what is new and send what is due; return the exit code: failed when something could not be sent."""
    from keii.alerts import sending
    from keii.ledger import alerts as rows
    from keii.sources.proxies import proxies_of

    proxies_of(os.environ)  # a proxy that cannot be used is told before anything is sent
    now, code = datetime.now(UTC), DONE
    if notice:
        for alert, _, error in sending.notice(ledger, now=now):
            if error:
                output.note(f"keii: {alert.name}: {told(settings.lang, error)}")
                code = FAILED
    else:
        sending.digest(ledger, now=now)
    if again:
        with ledger.transaction() as connection:
            rows.retry(connection, now=sending.stamp(now))
    for one in sending.deliver(ledger, private=private, now=now, stop=stop):
        if one.result.trouble is None:
            output.note(say(settings.lang, "alert «{name}»: {count} sent to {address}", name=one.alert.name,
                            count=one.notices, address=one.alert.address))
        else:
            code = FAILED
            output.note(f"keii: {one.alert.name}: {retell(settings.lang, one.result.trouble)}")
    return code


def has_alerts(ledger: Ledger) -> bool:
    """Tell whether anything is to be told; asked before anything else of alerts is loaded."""
    with ledger.browsing(seconds=60) as connection:
        return connection.execute("SELECT 1 FROM alerts WHERE removed = 0 LIMIT 1").fetchone() is not None


# ---- lists ----

def _list(ledger: Ledger, held: "list[Alert]", settings: Settings, *, as_json: bool) -> None:
    from keii.exports import alerts as lines
    from keii.ledger import alerts as rows

    with ledger.browsing(seconds=60) as connection:
        counts = {one.number: rows.counts(connection, one.number) for one in held}
        last = {one.number: next(iter(rows.messages(connection, [one.number])), None) for one in held}
    if as_json:
        for one in held:
            output.line(lines.alert(one, counts[one.number]))
    elif output.on_terminal():
        output.columns([say(settings.lang, name) for name in ("Number", "Alert", "Waiting", "Sent", "Failed", "What")],
                       (_shown(one, counts[one.number], last[one.number], settings.lang) for one in held),
                       none=say(settings.lang, "There is none yet."))
    else:
        output.table(_COLUMNS, ((str(one.number), one.name, " ".join(one.kinds), _filter(one), one.address,
                                 str(one.every), *(str(counts[one.number].get(state, 0)) for state in _STATES),
                                 _trouble(last[one.number])) for one in held))


def _shown(one: "Alert", counts: dict[str, int], last: "Message | None", lang: str) -> Row:
    trouble = _trouble(last)
    words = (Run(", ".join(one.kinds), Style.BOLD), Run(f" {_filter(one)} → {one.address}"),
             *((Run(f" {retell(lang, trouble)}", Style.RED),) if trouble else ()))
    failed = counts.get("failed", 0) + counts.get("unsure", 0)
    return Row((str(one.number), one.name, str(counts.get("waiting", 0)), str(counts.get("sent", 0)), str(failed)),
               words)


def _trouble(last: "Message | None") -> str:
    return (last.trouble or "") if last else ""


def _filter(one: "Alert") -> str:
    import shlex

    return " ".join([*([f"--search {shlex.quote(one.search)}"] if one.search else []),
                     *([f"--situation {shlex.quote(one.situation)}"] if one.situation else []),
                     *(f"--{name} {shlex.quote(value)}" for name, value in one.chosen.options)])


def _log(ledger: Ledger, held: "list[Alert]", settings: Settings, *, as_json: bool) -> None:
    from keii.exports import alerts as lines
    from keii.ledger import alerts as rows

    names = {one.number: one.name for one in held}
    with ledger.browsing(seconds=60) as connection:
        found = rows.messages(connection, names)
    if as_json:
        for one in found:
            output.line(lines.message(one, names[one.alert]))
        return
    cells = ((one.key, names[one.alert], one.state, one.made_at, str(one.tries), one.next_at or "", one.sent_at or "",
              one.trouble or "") for one in found)
    if output.on_terminal():
        output.columns([say(settings.lang, name) for name in ("Alert", "State", "Made", "Tries", "Trouble")],
                       (Row((row[1], say(settings.lang, row[2]), row[3], row[4]),
                            (Run(retell(settings.lang, row[7])),)) for row in cells),
                       none=say(settings.lang, "There is none yet."))
    else:
        output.table(_LOG, cells)


def _stamp() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


