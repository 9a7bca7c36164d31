"""A ledger in a file, held once more in a PostgreSQL database: `python -m benchmarks.copying big.db postgresql://…`.

Rows go table by table, by COPY, without triggers: writing a million claims by the ledger's own functions takes hours
there. Full text alone is made anew, since each keeps it in its own way. The user must be the database's superuser.
"""

import contextlib
import sqlite3
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg

from keii.config import Database
from keii.ledger import Ledger, full_text

_BATCH = 500  # documents; in one transaction the row that counts the words would leave 100,000 dead ones behind
_ELSEWHERE = ("meta", "found_by")  # written when a ledger is made; written with the full text


def copied(source: sqlite3.Connection, target: "psycopg.Connection[Any]", table: str) -> int:
    """Copy the rows of a table, under the numbers that they have; return how many."""
    own = {name for name, in target.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::REGCLASS AND attnum > 0", (table,))}
    names = [row[1] for row in source.execute(f"PRAGMA table_info({table})")]
    names += ["rowid"] if "rowid" in own and "rowid" not in names else []
    quoted, rows = ", ".join(f'"{name}"' for name in names), 0
    target.execute(f"DELETE FROM {table}")
    with target.cursor() as cursor, cursor.copy(f"COPY {table} ({quoted}) FROM STDIN") as copy:
        for row in source.execute(f"SELECT {quoted} FROM {table}"):
            copy.write_row(row)
            rows += 1
    for name, in target.execute("""
            SELECT a.attname FROM pg_attribute AS a WHERE a.attrelid = %s::REGCLASS AND a.attidentity <> ''""",
                                (table,)).fetchall():
        target.execute(f"SELECT setval(pg_get_serial_sequence(%s, %s), coalesce(max(\"{name}\"), 0) + 1, false) "
                       f"FROM {table}", (table, name))
    return rows


def write_words(source: sqlite3.Connection, place: Database) -> None:
    """Let every document be found by its words."""
    rows = source.execute("SELECT id, title, text FROM documents ORDER BY rowid")
    with Ledger.create(place) as ledger:
        while some := rows.fetchmany(_BATCH):
            with ledger.transaction() as connection:
                for id, title, text in some:
                    full_text.add(connection, id, title, text)


def main(arguments: Sequence[str]) -> int:
    """Copy a ledger."""
    path, place = Path(arguments[0]), Database(arguments[1])
    begin = time.monotonic()
    with Ledger.create(place), contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
                                                  ) as source, psycopg.connect(place.url) as target:
        target.execute("SET session_replication_role = replica")
        tables = {name for name, in target.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::REGNAMESPACE")}
        for name, in source.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall():
            if name in tables and name not in _ELSEWHERE:
                rows = copied(source, target, name)
                print(f"{name} {rows} rows, {time.monotonic() - begin:.0f} s", flush=True)
        target.commit()
        write_words(source, place)
        target.autocommit = True
        target.execute("ANALYZE")
        size = target.execute("SELECT pg_database_size(current_database())").fetchone()
    print(f"{size[0] / 1e9 if size else 0:.2f} GB in {time.monotonic() - begin:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
