"""Decisions of Label Studio: the annotations of the tasks that `keii export label-studio` made, as judgements."""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from keii.codebook import codebook
from keii.errors import InputError, UsageError
from keii.ledger import Ledger
from keii.ledger.decisions import Reviewed
from keii.model import Claim, Party, Source
from keii.model.amending import plain
from keii.review.coming_back import NEW, UNKNOWN, WAITING, Outcome, judge
from keii.review.deciding import Reviewer, now
from keii.review.fields import Given, value
from keii.review.written import Named, Passage, Words, parties_of, place_of, sources_of, status_of, time_of, type_of

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?(?:Z|\+00:00)?")


@dataclass(frozen=True, slots=True)
class _Region:
    id: str
    start: int
    end: int
    text: str
    label: str


def bring_back(ledger: Ledger, raw: bytes, origin: str, *, author: str | None, note: str | None = None) -> Outcome:
    """Keep the decisions of an export of Label Studio (JSON) in the ledger.

    `author` is who decided; None: whom the annotation names. Of several annotations of a task the last one counts.
    A claim whose region is gone is rejected, one that is as it was accepted, any other amended. Raises InputError for
    a file that is no such export.
    """
    outcome = Outcome()
    for number, task in enumerate(_tasks(raw, origin), start=1):
        annotation = _last(task)
        if annotation is None:
            outcome.left_out[WAITING] += 1
            continue
        try:
            data = task["data"]
            ids, results = list(data["claims"]), list(annotation["result"])
            regions = [_region(one) for one in results if one.get("type") == "labels"]
        except (KeyError, TypeError, IndexError) as error:
            raise InputError(f"task {number} is none of `keii export label-studio`: {error} is missing.", where=origin,
                             remedy="Export the project from Label Studio as JSON, not as JSON-MIN or CSV.") from error
        reviewer = Reviewer(name=author or _author(annotation), at=_moment(annotation), note=note)
        taken: set[str] = set()
        for id in ids:
            found = ledger.reviewed(id)
            if found is None:
                outcome.left_out[UNKNOWN] += 1
                continue
            act = _act(found, regions)
            taken |= {act.id} if act else set()
            try:
                values = _values(found, act, regions, results) if act else None
            except UsageError as error:
                outcome.refused.append(f"{id}: {error}")
                continue
            judge(ledger, found, values, reviewer, outcome)
        outcome.left_out[NEW] += sum(1 for one in regions if one.label in codebook().types and one.id not in taken)
    outcome.left_out = +outcome.left_out  # without zeros
    return outcome


def _tasks(raw: bytes, origin: str) -> list[Any]:
    try:
        tasks = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise InputError(f"the file is no JSON: {error}.", where=origin,
                         remedy="Export the project from Label Studio as JSON.") from error
    if not isinstance(tasks, list) or not all(isinstance(task, dict) for task in tasks):
        raise InputError("the file holds no list of tasks.", where=origin,
                         remedy="Export the project from Label Studio as JSON.")
    return tasks


def _last(task: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the annotation of a task that counts: the last that was not skipped; None: nobody has decided."""
    made = [one for one in task.get("annotations") or () if isinstance(one, dict) and not one.get("was_cancelled")]
    return max(made, key=lambda one: str(one.get("updated_at") or one.get("created_at") or ""), default=None)


def _author(annotation: Mapping[str, Any]) -> str:
    who = annotation.get("completed_by")
    if isinstance(who, dict):
        who = who.get("email") or who.get("id")
    return f"label-studio {who}" if isinstance(who, int) else str(who or "label-studio")


def _moment(annotation: Mapping[str, Any]) -> str:
    match = _MOMENT.fullmatch(str(annotation.get("updated_at") or annotation.get("created_at") or ""))
    return f"{match[1]}Z" if match else now()


def _region(one: Mapping[str, Any]) -> _Region:
    value = one["value"]
    return _Region(str(one["id"]), int(value["start"]), int(value["end"]), str(value["text"]), str(value["labels"][0]))


def _act(found: Reviewed, regions: Sequence[_Region]) -> _Region | None:
    """Return the region of a claim's act: that of its id, or one with a type at its words; None: it was deleted."""
    trigger = found.read.trigger
    typed = [one for one in regions if one.label in codebook().types]
    return next((one for one in typed if one.id == found.id), None) or next(
        (one for one in typed if (one.start, one.end) == (trigger.start, trigger.end)), None)


def _values(found: Reviewed, act: _Region, regions: Sequence[_Region], results: Sequence[Any]) -> dict[str, Any]:
    """Return the fields of a claim as the regions say them, plain; raises UsageError for what cannot be kept."""
    claim = found.claim or found.read
    passage = Passage(document=found.document, sentence=found.sentence)
    values: dict[str, Any] = dict(type_of(claim, act.label, claim.mode, claim.label or act.text))
    if (act.start, act.end) != (claim.trigger.start, claim.trigger.end):
        values["trigger"] = value(claim, passage, "trigger", Given(words=Words(text=act.text, at=act.start)))
    chosen = [one["value"]["choices"] for one in results if one.get("type") == "choices" and one.get("id") == act.id]
    if chosen and chosen[-1]:
        values["status"] = status_of(str(chosen[-1][0]))
    fields = dict(_fields(act, regions, results))
    place, time = fields["place"], fields["time"]
    actors, recipients, sources = _ids(claim)
    held = claim.with_(
        actors=parties_of(passage, _named(fields["actor"], claim.actors, actors), claim.actors),
        recipients=parties_of(passage, _named(fields["recipient"], claim.recipients, recipients), claim.recipients),
        sources=_sources(passage, fields["source"], claim, sources),
        place=_kept(place, claim.place) or place_of(passage, _words(place), "", None),
        time=_kept(time, claim.time) or time_of(passage, _words(time), "", None))
    now_told = plain(held)
    return values | {name: now_told[name] for name in ("actors", "recipients", "sources", "place", "time")}


def _fields(act: _Region, regions: Sequence[_Region], results: Sequence[Any]) -> Iterator[tuple[str, list[_Region]]]:
    by_id = {one.id: one for one in regions}
    related = [by_id[one["to_id"]] for one in results
               if one.get("type") == "relation" and one.get("from_id") == act.id and one.get("to_id") in by_id]
    for label in ("actor", "recipient", "source", "place", "time"):
        yield label, [one for one in related if one.label == label]


def _ids(claim: Claim) -> tuple[list[str], list[str], list[str]]:
    """Return the ids of the regions that the export makes of actors, recipients and sources."""
    count = itertools.count()
    first, second, third = ([f"{claim.id}.{next(count)}" for _ in group]
                            for group in (claim.actors, claim.recipients, claim.sources))
    return first, second, third


def _at(party: Party | Source) -> tuple[int, int] | None:
    span = party.span or party.antecedent
    return (span.start, span.end) if span else None


def _named(regions: Sequence[_Region], held: Sequence[Party | Source], ids: Sequence[str]) -> Iterator[Named]:
    """Yield the parties that regions mark: one that keii read at the same words keeps its code and entry.

    両国 and 日米韓 are several parties at the same words: `ids` are those of the regions that the export made of them.
    """
    left = dict(zip(ids, held, strict=True))
    for region in regions:
        at = (region.start, region.end)
        near = [id for id, one in left.items() if _at(one) == at]
        if not near and any(_at(one) == at for one in held):
            continue  # marked twice
        same = left.pop(region.id if region.id in near else near[0]) if near else None
        named = (same.antecedent or same.span) if same else None
        words = Words(text=named.quote, at=named.start) if named else Words(text=region.text, at=region.start)
        yield Named(words=words, code=same.code if same else "", entry=(same.actor or "") if same else "")


def _sources(passage: Passage, regions: Sequence[_Region], claim: Claim, ids: Sequence[str]) -> tuple[Source, ...]:
    """Return the chain of sources; hearsay has no region, and stays where the others stay."""
    unmarked = tuple(one for one in claim.sources if _at(one) is None)
    marked = sources_of(passage, _named(regions, claim.sources, ids), claim.sources)
    same = [_at(one) for one in claim.sources if _at(one)] == [(one.start, one.end) for one in regions]
    return claim.sources if same else (*marked, *unmarked)


def _kept(regions: Sequence[_Region], held: Any) -> Any:
    """Return what keii read where the region still marks the same words, else None."""
    return held if held and regions and (held.span.start, held.span.end) == (regions[0].start, regions[0].end) else None


def _words(regions: Sequence[_Region]) -> Words:
    return Words(text=regions[0].text, at=regions[0].start) if regions else Words(text="")
