"""By whose word a claim stands as it does."""

from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from keii.ledger.connection import Connection
from keii.model import Judged


def by_claim(connection: Connection, rows: Iterable[Mapping[str, Any]]) -> dict[int, Judged]:
    """Return for rows of the table `claims` that a person's word made that person and word, by key."""
    numbers = {row["key"]: row["decided"] for row in rows if row["decided"]}
    if not numbers:
        return {}
    held = {number: Judged(number=number, author=author, at=at, claim=orjson.loads(claims)[0],
                           fields=tuple(orjson.loads(value or "{}")))
            for number, author, at, value, claims in connection.execute(
                "SELECT number, author, at, value, claims FROM judgements "
                "WHERE number IN (SELECT CAST(value AS BIGINT) FROM json_each(?))",
                (orjson.dumps(sorted(set(numbers.values()))).decode(),))}
    return {key: held[number] for key, number in numbers.items()}
