"""The last steps: events of the claims that are linked to none, and of each block of those that are linked.

- told: a part makes the events of one claim, and brings the other claims to their blocks.
- events: a block clusters its claims, component by component.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import orjson

from keii.model import Claim, Document, Event, Link, Told
from keii.shards.columns import from_row, plain
from keii.shards.making import put
from keii.shards.merging.copies import Groups
from keii.shards.merging.exchange import Out, rows
from keii.shards.merging.links import blocks_of
from keii.shards.merging.plan import Item, Plan
from keii.shards.merging.reading import held
from keii.shards.merging.tables import EventWriter, plain_files
from keii.situation import building, merging
from keii.situation.profile import profile


def told(plan: Plan, item: Item, out: Out) -> None:
    """Make the events of a part's claims that are linked to none, and bring the others to their blocks."""
    assert item.part is not None
    blocks, writer, failed = blocks_of(out, plan, item.part), EventWriter(out.folder), list[dict[str, Any]]()
    first = item.part.shards[0].claims
    with out.to.open(f"{plan.work}/groups.npy") as file:
        groups = Groups(np.load(file, allow_pickle=False))
    for some in held(out.to, item.part, item.pieces.get("others", ()), groups):
        for one in some:
            told, block = one.told, int(blocks[one.number - first])
            if block < 0:
                _made(partial(_alone, told), [told.document.id], 1, writer, failed)
                continue
            out.row("told", block, one.number, orjson.dumps(plain(told.claim)),
                    orjson.dumps(plain(replace(told.document, text=""))), told.sentence, told.copies, told.story,
                    told.meaning, told.act)
    out.notes["failed"] = failed
    _keep(writer, f"a{item.name}", out)


def events(plan: Plan, item: Item, out: Out) -> None:
    """Make the events of a block; a component that cannot be merged is noted and costs itself alone."""
    claims = {row["node"]: row for row in rows(out.to, item.pieces["told"])}
    links: defaultdict[int, dict[int, float]] = defaultdict(dict)
    for row in rows(out.to, item.pieces["dealt"]):
        links[row["first"]][row["second"]] = row["score"]
    writer, failed = EventWriter(out.folder), list[dict[str, Any]]()
    for component in _components(claims, links)[item.first:item.after or None]:
        _made(partial(_merged, component, claims, links), _named(component, claims), len(component), writer, failed)
    out.notes["failed"] = failed
    _keep(writer, f"b{item.name}", out)


def _made(make: Callable[[], Iterable[Event]], documents: list[str], claims: int, writer: EventWriter,
          failed: list[dict[str, Any]]) -> None:
    """Write some events, or note why there are none: what cannot be merged never stops the rest."""
    try:
        found = list(make())
    except Exception as error:  # noqa: BLE001 - whatever it is, the other claims have their events
        failed.append({"claims": claims, "documents": documents, "why": f"{type(error).__name__}: {error}"})
        return
    for event in found:
        writer.add(event)


def _components(claims: Iterable[int], links: Mapping[int, Mapping[int, float]]) -> list[list[int]]:
    """Return the connected components of a block, by the number of their first claim."""
    names = {number: f"{number:020}" for number in claims}
    pairs = ((names[first], names[second]) for first, others in links.items() for second in others)
    return [sorted(map(int, one)) for one in merging.components(names.values(), pairs)]


def _alone(told: Told) -> list[Event]:
    return [building.event([told])]


def _merged(component: list[int], claims: Mapping[int, Mapping[str, Any]], links: Mapping[int, Mapping[int, float]]
            ) -> Iterator[Event]:
    found = {number: _told(claims[number]) for number in component}
    by_id = {one.claim.id: one for one in found.values()}
    own = [Link(first=found[first].claim.id, second=found[second].claim.id, score=score)
           for first in component for second, score in links.get(first, {}).items()]
    for group in merging.clusters({id: profile(one) for id, one in by_id.items()}, own):
        yield building.event([by_id[id] for id in group])


def _told(row: Mapping[str, Any]) -> Told:
    claim, document = orjson.loads(row["claim"]), orjson.loads(row["document"])
    return Told(claim=from_row(Claim, claim), document=from_row(Document, document), sentence=row["sentence"],
                copies=row["copies"], story=row["story"], meaning=row["meaning"], act=row["act"])


def _named(component: list[int], claims: Mapping[int, Mapping[str, Any]]) -> list[str]:
    """Return some documents of a component, for whoever looks for the trouble."""
    return sorted({orjson.loads(claims[number]["document"])["id"] for number in component[:20]})


def _keep(writer: EventWriter, name: str, out: Out) -> None:
    """Give the files of a task their places, unless there is nothing in them, and note them."""
    writer.close()
    if writer.rows["events"]:
        files = {table: put(out.to, out.folder / f"{table}.parquet", table, name, rows)
                 for table, rows in writer.rows.items()}
        out.notes["file"] = {"name": name, "files": plain_files(files)}
