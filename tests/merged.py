"""Events of shards and of a ledger of the same shards, held against each other."""

import random
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.made import News
from benchmarks.merging import Standing
from keii.engines.contract import Engine
from keii.engines.keeping import keep
from keii.engines.local import Brought, Made, words
from keii.engines.processes import Processes
from keii.ledger import Ledger
from keii.model import Claim, Conflict, Event, Status, Value
from keii.pipeline import Reading
from keii.shards.loading import Shards
from keii.shards.merging.plan import Sizes
from keii.shards.merging.running import Done, Merge
from keii.shards.merging.tables import TABLES
from keii.situation.blocking import REACH
from keii.situation.keeping import Keeper
from keii.situation.vectors import ActVectors, Vectors


def with_vectors(reading: Reading, vectors: Vectors) -> Made:
    """Return a reading with vectors, as a shard has it."""
    assert reading.document is not None
    sentences = {sentence.index: sentence for sentence in reading.sentences}
    by_sentence: defaultdict[int, list[Claim]] = defaultdict(list)
    for claim in reading.claims:
        by_sentence[claim.sentence].append(claim)
    acts = {words(claim): made for index, some in by_sentence.items()
            for claim, made in zip(some, vectors.acts(reading.document, sentences[index], some), strict=True)}
    return Made(reading=reading, document=vectors.document(reading.document), acts=acts)


def generated(count: int, *, daily: int = 40) -> list[Made]:
    """Return generated news with copies, updates, denials and what recurs, of some days."""
    news, standing, found = News(daily=daily, acts=3), Standing(), []
    for number in range(count):
        made = news.document(number)
        standing.know(made)
        found.append(with_vectors(made.reading, standing))
    return found


def drawn(reading: Reading, seed: int) -> Made:
    """Return a reading with vectors of three directions, so that many are alike and many are not."""
    chance = random.Random(seed)

    def one() -> bytes:
        return bytes(chance.choice([[1, 0, 0], [0, 1, 0], [100, 60, 30]]) * 4)

    acts = {words(claim): ActVectors(meaning=one(), act=one()) for claim in reading.claims}
    return Made(reading=reading, document=one(), acts=acts)


def of_ledger(folder: Path | str, path: Path, *, reach: int = REACH) -> list[Event]:
    """Return the events that `keii load` makes of a folder of shards, by id."""
    brought = Brought()
    with Ledger.create(path) as ledger:
        keeper = Keeper(ledger, brought, reach=reach)
        for made in Shards(str(folder)).readings():
            brought.take(made)
            keep(ledger, made.reading)
            keeper.catch_up()
        return sorted(ledger.events(), key=lambda event: event.id)


def merge(folder: Path | str, engine: Engine | None = None, *, sizes: Sizes | None = None, reach: int = REACH
          ) -> list[Done]:
    """Merge a folder of shards and return what its tasks did."""
    return list(Merge(str(folder), reach=reach, sizes=sizes).done(engine or Processes(1)))


def of_shards(folder: Path) -> list[Event]:
    """Return the events in the tables of a folder, by id."""
    found = {table: _rows(folder, table) for table in TABLES}
    claims, fields, conflicts = (defaultdict[str, list[dict[str, Any]]](list) for _ in range(3))
    for table, into in (("event_claims", claims), ("event_values", fields), ("event_conflicts", conflicts)):
        for row in found[table]:
            into[row["event"]].append(row)
    return sorted((Event(
        id=row["event"], type=row["type"], label=row["label"], status=Status(row["status"]), since=row["since"],
        until=row["until"], documents=row["documents"], independent=row["independent"],
        claims=tuple(one["claim"] for one in sorted(claims[row["event"]], key=lambda one: int(one["position"]))),
        fields=_values(fields[row["event"]]),
        conflicts=tuple(Conflict(field=name, values=values)
                        for name, values in sorted(_values(conflicts[row["event"]]))))
        for row in found["events"]), key=lambda event: event.id)


def _values(found: Sequence[dict[str, Any]]) -> tuple[tuple[str, tuple[Value, ...]], ...]:
    by_field: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in found:
        by_field[row["field"]].append(row)
    return tuple((name, tuple(Value(value=row["value"], claims=tuple(row["claims"]))
                              for row in sorted(rows, key=lambda row: int(row["position"]))))
                 for name, rows in by_field.items())


def _rows(folder: Path, table: str) -> list[dict[str, Any]]:
    import pyarrow.parquet as pq

    return [row for path in sorted((folder / table).glob("*.parquet")) for row in pq.read_table(path).to_pylist()]
