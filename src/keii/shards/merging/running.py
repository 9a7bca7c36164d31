"""A merge: the steps in order, each mapped over its tasks on an engine, and the tables of events at the end.

What the driver itself does between the steps is small: where rows lie, which documents are copies, and, in eight bytes
a claim, which claims hang together.
"""

import io
import math
import resource
import sys
import time
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import Any

import numpy as np
import orjson

from keii import __version__
from keii.engines.contract import Engine
from keii.errors import KeiiError, ShardError
from keii.shards import manifest as manifests
from keii.shards.manifest import LAYOUT, WHOLE, File, digest
from keii.shards.merging import components, copies, events, exchange, links
from keii.shards.merging.exchange import Out, pieces
from keii.shards.merging.plan import Item, Plan, Sizes, parts
from keii.shards.merging.results import Failure, Merged, keep, merged
from keii.shards.store import Store, store, unusable, write
from keii.situation.blocking import REACH

HANDED_ON = 2  # raised with every change of what steps put aside for later ones
WORK = "merging"  # the folder of what is removed at the end
STEPS: Mapping[str, Callable[[Plan, Item, Out], None]] = MappingProxyType({
    "documents": copies.documents, "met": copies.met, "faces": copies.faces, "copies": copies.copies,
    "places": links.places, "links": links.links, "told": events.told, "dealt": links.dealt, "events": events.events})
Notes = dict[str, Mapping[str, Any]]  # what the tasks of a step have noted, by name


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What became of a task."""

    step: str
    name: str
    kept: bool = False  # an earlier run had done it
    seconds: float = 0.0  # of the processor
    peak: int = 0  # bytes of memory that its process had at most
    trouble: str | None = None
    where: str = ""
    remedy: str = ""


def worked(plan: Plan, step: str, item: Item) -> Done:
    """Do a task unless it was done, and tell what became of it; it never raises for trouble of its own."""
    started, at, name = time.process_time(), store(plan.at), f"{plan.work}/{step}/{item.name}"
    kept = False
    try:
        note = exchange.done(at, name)
        kept = note is not None and not note["notes"].get("failed")
        if not kept:
            with at.workspace() as folder:
                out = Out(at, folder, name)
                STEPS[step](plan, item, out)
                out.close()
    except KeiiError as error:
        return Done(step=step, name=item.name, trouble=error.what, where=error.where, remedy=error.remedy)
    except OSError as error:
        full = unusable(error, plan.at)
        return Done(step=step, name=item.name, trouble=full.what, where=full.where, remedy=full.remedy)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return Done(step=step, name=item.name, kept=kept, seconds=time.process_time() - started, peak=peak)


class Merge:
    """The events of a finished folder of shards."""

    def __init__(self, address: str, *, reach: int = REACH, sizes: Sizes | None = None) -> None:
        """Read the manifests; raises ShardError. Without `sizes` they follow from the number of claims."""
        self._at: Store = store(address)
        held = manifests.finished(self._at, manifests.whole(self._at))
        self._of = digest(self._at.read(WHOLE) or b"")
        self.documents, self.claims = (sum(one.rows(table) for one in held) for table in ("documents", "claims"))
        sizes = sizes or Sizes.of(self.claims)
        self._parts = [Item(name=f"{part.number:06}", part=part) for part in parts(held, most=sizes.of_part)]
        self._of_block, self._refused = sizes.of_block, 0
        told = orjson.dumps([self._of, __version__, LAYOUT, HANDED_ON, reach, sizes])
        self._plan = Plan(at=address, work=f"{WORK}/{digest(told)[:12]}", reach=reach,
                          buckets=max(1, math.ceil(max(self.documents, self.claims) / sizes.of_bucket)))

    def done(self, engine: Engine) -> Iterator[Done]:
        """Yield what becomes of the tasks, step by step; at the end the tables are there. Nothing when they were.

        What an earlier run has done stays. Raises ShardError for what keeps all events from being made; components
        that cannot be merged are `failures` of the result, and are tried again by the next run.
        """
        before = merged(self._at)
        if before is not None and before.of == self._of and not before.failures:
            return
        others = yield from self._documents(engine)
        yield from self._events(engine, others, (yield from self._links(engine, others)))

    @property
    def result(self) -> Merged | None:
        """What the folder holds now; None: no events of these shards."""
        found = merged(self._at)
        return found if found is not None and found.of == self._of else None

    # ---- the steps ----

    def _documents(self, engine: Engine) -> Generator[Done, None, dict[int, Any]]:
        """Find which readings hold, and the groups of copies; return where the exceptions of each part lie."""
        documents = yield from self._step(engine, "documents", self._parts)
        met = yield from self._step(engine, "met", _items(documents.values(), "ids", "keys"))
        near = yield from self._step(engine, "faces", self._with(pieces(met.values(), "near"), "near"))
        faces = yield from self._step(engine, "copies", self._with(pieces(near.values(), "faces"), "faces"))
        found = copies.Groups.of(self._at, pieces(faces.values(), "copies").get(0, ()))
        data = io.BytesIO()
        np.save(data, found.found, allow_pickle=False)
        write(self._at, f"{self._plan.work}/groups.npy", data.getvalue())
        self._refused = sum(note["notes"]["refused"] for note in documents.values())
        return pieces((*documents.values(), *met.values()), "others")

    def _links(self, engine: Engine, others: dict[int, Any]) -> Generator[Done, None, Notes]:
        placed = yield from self._step(engine, "places", self._with(others, "others", every=True))
        found = yield from self._step(engine, "links", _items(placed.values(), "places"))
        return found

    def _events(self, engine: Engine, others: dict[int, Any], linked: Notes) -> Generator[Done, None, None]:
        least = components.alone(self.claims)
        for table in exchange.tables(self._at, pieces(linked.values(), "links").get(0, ())):
            components.join(least, table["first"].to_numpy(), table["second"].to_numpy())
        blocks, counts = components.blocks(components.settled(least), self._of_block)
        write(self._at, f"{self._plan.work}/{links.BLOCKS}", blocks.astype(links.OF_BLOCK).tobytes())
        del least, blocks
        told = yield from self._step(engine, "told", self._with(others, "others", every=True))
        dealt = yield from self._step(engine, "dealt", [
            Item(name=name, pieces={"links": where}) for name, note in linked.items()
            for where in pieces([note], "links").values()])
        items = [replace(item, after=counts[int(item.name)])
                 for item in _items([*told.values(), *dealt.values()], "told", "dealt")]
        ended: list[Item] = []
        made = yield from self._step(engine, "events", items, ended=ended)
        halves, failures = yield from self._divided(engine, ended)
        failures += [Failure(**one) for note in (*told.values(), *made.values(), *halves.values())
                     for one in note["notes"]["failed"]]
        files = {one["name"]: {table: File(**file) for table, file in one["files"].items()}
                 for note in (*told.values(), *made.values(), *halves.values()) if (one := note["notes"].get("file"))}
        keep(self._at, Merged(of=self._of, files=files, failures=failures, refused=self._refused))
        if not failures:
            self._at.drop(WORK)
        self._at.clear()

    def _divided(self, engine: Engine, ended: list[Item]) -> Generator[Done, None, tuple[Notes, list[Failure]]]:
        """Halve blocks that ended their process until the components that do stand alone."""
        notes: Notes = {}
        failures: list[Failure] = []
        while ended:
            lost = [item for item in ended if item.after - item.first <= 1]
            failures += [Failure(claims=0, documents=(), why=f"its process ended ({item.name})") for item in lost]
            halves = [half for item in ended if item not in lost for half in _halves(item)]
            ended = []
            notes |= yield from self._step(engine, "events", halves, ended=ended)
        return notes, failures

    # ---- one step ----

    def _step(self, engine: Engine, step: str, items: Sequence[Item], *, ended: list[Item] | None = None
              ) -> Generator[Done, None, Notes]:
        """Do the tasks of a step and return their notes; what has trouble with the store is tried once more.

        Tasks whose process ended go to `ended`; without it they raise ShardError.
        """
        function, names, again = partial(worked, self._plan, step), list[str](), list[Item]()
        gone: list[Item] = []
        for last, some in ((False, items), (True, again)):
            for number, done in engine.map(function, list(some)) if some else ():
                if done is None:
                    gone.append(some[number])
                elif done.trouble and not last:
                    again.append(some[number])
                elif done.trouble:
                    raise ShardError(done.trouble, where=done.where, remedy=done.remedy)
                else:
                    names.append(done.name)
                    yield done
        if gone and ended is None:
            raise ShardError(f"merging ended its process in the step «{step}» ({gone[0].name}).",
                             where=self._at.address, remedy="Look whether memory is short, and run the command again "
                             "with fewer --jobs: what is finished stays.")
        if ended is not None:
            ended += gone
        found = ((name, exchange.done(self._at, f"{self._plan.work}/{step}/{name}")) for name in sorted(names))
        return {name: note for name, note in found if note is not None}

    def _with(self, where: Mapping[int, Any], channel: str, *, every: bool = False) -> list[Item]:
        """Return the parts for which rows of a channel lie somewhere, or every part."""
        return [replace(item, pieces={channel: where.get(number, ())}) for number, item in enumerate(self._parts)
                if every or number in where]


def _items(notes: Collection[Mapping[str, Any]], *channels: str) -> list[Item]:
    """Return an item for each bucket of some channels."""
    found = {channel: pieces(notes, channel) for channel in channels}
    return [Item(name=f"{bucket:06}", pieces={channel: found[channel].get(bucket, ()) for channel in channels})
            for bucket in sorted(set().union(*found.values()))]


def _halves(item: Item) -> Iterable[Item]:
    middle = (item.first + item.after) // 2
    for first, after in ((item.first, middle), (middle, item.after)):
        yield replace(item, name=f"{item.name.partition('-')[0]}-{first}-{after}", first=first, after=after)
