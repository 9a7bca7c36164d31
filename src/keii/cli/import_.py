"""`keii import`: decisions that were made elsewhere, as judgements of the ledger; actors, into the own registry."""

import getpass
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from keii.cli import output
from keii.cli.frame import DONE, FAILED, Verb, common, option
from keii.cli.words import retell, say
from keii.config import Settings
from keii.errors import InputError, UsageError

if TYPE_CHECKING:
    from keii.ledger import Ledger
    from keii.review.coming_back import Outcome

# What is left out, as people are told it.
LEFT_OUT = {
    "already": "decided so already",
    "unknown": "claims or sentences that the ledger does not hold",
    "new": "acts that keii did not read",
    "waiting": "tasks that nobody has annotated",
}


@click.command(cls=Verb, name="import", help="""
Bring back decisions: label-studio takes the annotations of the tasks that `keii export label-studio` made, exported
from Label Studio as JSON; gold takes annotated sentences as JSON Lines (quality/README.md).

Each becomes a judgement on a claim, as by `keii judge`: accepted where it is as it was, rejected where it is gone,
amended otherwise. The same decision is kept once. What cannot be kept is told with the reason.

actors takes bodies and holders of offices, FollowTheMoney as JSON Lines or a table (CSV, TSV), into the registry of
your own beside the ledger, or the folder that KEII_ACTORS names. What contradicts an entry is shown and not taken.""")
@click.argument("kind", type=click.Choice(["label-studio", "gold", "actors"]), metavar="label-studio|gold|actors")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@option("--author", metavar="NAME",
        help="Who decided; otherwise the one KEII_AUTHOR names, whom the file names, or the user of the system.")
@option("--note", metavar="WORDS", help="Why.")
@option("--dry-run", is_flag=True, help="Of actors: show what would be added, and write nothing.")
@option("--merge", is_flag=True,
        help="Of actors: take who is called as one entry of that kind and country for that entry.")
@common
def import_(settings: Settings, kind: str, files: tuple[Path, ...], author: str | None, note: str | None,
            dry_run: bool, merge: bool, as_json: bool) -> int:
    """Keep the judgements or actors and tell what became of them."""
    if kind == "actors":
        from keii.cli.import_actors import import_actors

        return import_actors(settings, files, dry_run=dry_run, merge=merge, as_json=as_json)
    if dry_run or merge:
        raise UsageError("--dry-run and --merge are for actors.", where="keii import",
                         remedy="Decisions can be taken back: keii judge undo.")
    from keii.ledger import Ledger

    contents = [(path, _read(path)) for path in files]  # all are read before the first is kept
    with Ledger.open(settings.ledger):  # a ledger that is none is told before one is made
        pass
    with Ledger.create(settings.ledger) as ledger:
        outcomes = [(path, _bring_back(ledger, kind, raw, str(path), author, note)) for path, raw in contents]
    _tell(outcomes, settings.lang, as_json)
    return FAILED if any(outcome.refused for _, outcome in outcomes) else DONE


def _read(path: Path) -> bytes:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(f"the input cannot be read: {error.strerror}.", where=str(path),
                         remedy="Name a file that exists.") from error
    if not raw.strip():
        raise InputError("the file is empty.", where=str(path), remedy="Name a file that holds decisions.")
    return raw


def _bring_back(ledger: "Ledger", kind: str, raw: bytes, origin: str, author: str | None, note: str | None
                ) -> "Outcome":
    from keii.review import gold, label_studio
    from keii.review.deciding import Reviewer, now

    own = author or os.environ.get("KEII_AUTHOR")
    if kind == "label-studio":
        return label_studio.bring_back(ledger, raw, origin, author=own, note=note)
    return gold.bring_back(ledger, raw, origin, Reviewer(name=own or getpass.getuser(), at=now(), note=note))


def _tell(outcomes: "Sequence[tuple[Path, Outcome]]", lang: str, as_json: bool) -> None:
    for path, outcome in outcomes:
        if as_json:
            import orjson

            output.line(orjson.dumps({"file": str(path), "kept": dict(sorted(outcome.kept.items())),
                                      "left_out": dict(sorted(outcome.left_out.items())), "refused": outcome.refused}))
            continue
        output.text(say(lang, "{file}: {accepted} accepted, {amended} amended, {rejected} rejected", file=path,
                        accepted=outcome.kept["accept"], amended=outcome.kept["amend"],
                        rejected=outcome.kept["reject"]))
        for why, count in sorted(outcome.left_out.items()):
            output.note(say(lang, "{number} left out: {reason}.", number=f"{count:,}", reason=say(lang, LEFT_OUT[why])))
        for sentence in outcome.refused:
            claim, _, reason = sentence.partition(": ")
            output.note(f"{claim}: {retell(lang, reason)}")
