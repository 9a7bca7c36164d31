"""`keii import actors`: bodies and holders of offices of a file, into the registry of the user's own."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from keii.cli import output
from keii.cli.frame import DONE, FAILED, actors_beside
from keii.cli.words import retell, say
from keii.config import Settings

if TYPE_CHECKING:
    from keii.imports.merging import Plan
    from keii.imports.told import Refusal, Told


def import_actors(settings: Settings, files: Sequence[Path], *, dry_run: bool, merge: bool, as_json: bool) -> int:
    """Add what is new of the files, tell it and what is not taken; FAILED where something is not."""
    from keii.imports.actors import told_of
    from keii.imports.keeping import keep
    from keii.imports.known import Known
    from keii.imports.merging import plan

    told = [(path, told_of(path)) for path in files]  # all are read before the first is kept
    known, folder, made = Known(), actors_beside(settings.ledger), []
    for path, of_file in told:
        one = plan(of_file.actors, known, origin=path.name, merge=merge)
        if not dry_run and one.rows:
            keep(folder, one.rows)
        made.append((path, of_file, one))
    for path, of_file, one in made:
        if as_json:
            _tell_json(path, of_file, one, None if dry_run else folder)
        else:
            _tell(path, of_file, one, settings.lang, dry_run=dry_run)
    if not as_json and any(one.rows for _, _, one in made):
        output.note(say(settings.lang, "Nothing was written.") if dry_run else
                    say(settings.lang, "Written to {folder}. `keii recode` shows what it changes in what was read.",
                        folder=folder))
    return FAILED if any(of_file.refused or one.refused or one.conflicts for _, of_file, one in made) else DONE


def _refused(told: "Told", one: "Plan") -> "list[Refusal]":
    return sorted((*told.refused, *one.refused), key=lambda refusal: refusal.line)


def _tell(path: Path, told: "Told", one: "Plan", lang: str, *, dry_run: bool) -> None:
    counts = {"file": path, "actors": one.actors, "names": one.names, "offices": one.offices, "known": one.known}
    output.text(say(lang, "{file}: {actors} actors, {names} names and {offices} offices would be added; {known} actors "
                          "known already", **counts) if dry_run else
                say(lang, "{file}: {actors} actors, {names} names and {offices} offices added; {known} actors known "
                          "already", **counts))
    for table, rows in one.rows.items() if dry_run else ():
        for row in rows:
            output.text(f"  + {table}: " + " · ".join(filter(None, row.values())))
    for kind, refusals in (("not taken", _refused(told, one)), ("against the registry", one.conflicts),
                           ("remark", one.remarks)):
        for refusal in refusals:
            remedy = f" {retell(lang, refusal.remedy)}" if refusal.remedy else ""
            output.note(f"{path}:{refusal.line}: {say(lang, kind)}: {retell(lang, refusal.what)}{remedy}")
    if told.other:
        output.note(say(lang, "{file}: left out, no actors: {what}", file=path, what=", ".join(
            f"{count} {schema}" for schema, count in sorted(told.other.items()))))


def _tell_json(path: Path, told: "Told", one: "Plan", folder: Path | None) -> None:
    import orjson

    def listed(refusals: "Sequence[Refusal]") -> list[dict[str, object]]:
        return [{"line": one.line, "reason": one.what, "remedy": one.remedy} for one in refusals]

    output.line(orjson.dumps({
        "file": str(path), "actors": one.actors, "names": one.names, "offices": one.offices, "known": one.known,
        "rows": one.rows, "refused": listed(_refused(told, one)), "conflicts": listed(one.conflicts),
        "notes": listed(one.remarks), "left_out": dict(sorted(told.other.items())),
        "folder": str(folder) if folder and one.rows else None}))
