"""The queue of a review on the columns of a large ledger: the open claims, the most doubtful first."""

from typing import Any

import numpy as np

from keii.ledger.columns import Columns
from keii.ledger.connection import Connection
from keii.ledger.counting import json_of, near, part_of
from keii.ledger.filters import Filter

_NONE = 2.0  # stands for the confidence of a claim that has none: after all others
_DOUBT = "coalesce(c.confidence, 2), coalesce(c.confidence_whole, 2), c.id"
_AMONG = "SELECT c.id FROM json_each(?) AS j JOIN claims AS c ON c.key = CAST(j.value AS BIGINT)"


def size(columns: Columns, connection: Connection, chosen: Filter) -> int:
    """Return how many of the selected claims are open."""
    with columns.lock:
        return int(np.count_nonzero(columns.selected(connection, chosen) & columns.open.all))


def page(columns: Columns, connection: Connection, chosen: Filter) -> list[str]:
    """Return the part of the queue that is asked for, as ids."""
    with columns.lock:
        slots, doubt, whole = _open(columns, connection, chosen)
        order = np.lexsort((whole, doubt))
        alike = np.ones(order.size, dtype=np.int64)  # the rank of a claim, the same for those that are alike
        alike[1:] = (np.diff(doubt[order]) != 0) | (np.diff(whole[order]) != 0)
        rank = np.empty_like(alike)
        rank[order] = np.cumsum(alike)
        beside, before = near(rank, chosen, latest=False)
        keys = columns.key.all[slots[beside]].tolist()
    return [id for id, in connection.execute(f"{_AMONG} ORDER BY {_DOUBT} LIMIT ? OFFSET ?",
                                             (json_of(keys), *part_of(chosen, before)))]


def beside(columns: Columns, connection: Connection, chosen: Filter, place: tuple[float, float, str], *,
           before: bool) -> str | None:
    """Return the open claim behind a place of the queue (confidence, that of the whole, id), or before it."""
    with columns.lock:
        slots, doubt, whole = _open(columns, connection, chosen)
        keys = columns.key.all
        same = keys[slots[(doubt == place[0]) & (whole == place[1])]].tolist()
        sign = -1.0 if before else 1.0
        ahead = np.flatnonzero((sign * doubt > sign * place[0]) | ((doubt == place[0]) & (
            sign * whole > sign * place[1])))
        following: list[int] = []
        if ahead.size:
            first = ahead[np.lexsort((sign * whole[ahead], sign * doubt[ahead]))[0]]
            following = keys[slots[(doubt == doubt[first]) & (whole == whole[first])]].tolist()
    compared, best = ("<", "max") if before else (">", "min")
    for some, only, values in ((same, f"WHERE c.id {compared} ?", (place[2],)), (following, "", ())):
        found = connection.execute(f"SELECT {best}(id) FROM ({_AMONG} {only}) AS x",
                                   (json_of(some), *values)).fetchone()
        if found[0] is not None:
            return str(found[0])
    return None


def _open(columns: Columns, connection: Connection, chosen: Filter) -> tuple[Any, Any, Any]:
    """Return the slots of the queue, with the confidence of each and that of the whole claim."""
    slots = np.flatnonzero(columns.selected(connection, chosen) & columns.open.all)
    confidence = columns.confidence.all[slots]
    return slots, np.where(np.isnan(confidence), _NONE, confidence), columns.whole.all[slots]
