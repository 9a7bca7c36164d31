"""A PostgreSQL server of the tests' own, and ledgers in it in the place of files."""

import contextlib
import getpass
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from keii.config import Database
from keii.ledger import Ledger, connecting, full_text, sqlite
from keii.ledger.connection import Connection

Cast = Callable[[Path, Callable[[Ledger], object]], Path]  # gives the path of a ledger that holds what is filled in
SECRET = "pa55-w0rd"  # of the user whom the server asks for one
_SETTINGS = ("listen_addresses=", "fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=50")
_EMPTYING = {"totals": "UPDATE totals SET number = 0",
             "full_text_sizes": "UPDATE full_text_sizes SET documents = 0, words = 0"}  # other tables lose their rows
_ACCESS = "local all guarded scram-sha-256\nlocal all all trust\n"


def binaries() -> Path | None:
    """Return the folder of the newest server's programs that is installed, None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb else None


class Server:
    """A running server that listens on a socket in a folder of its own, with one database."""

    def __init__(self, folder: Path, programs: Path) -> None:
        """Start it; raises CalledProcessError."""
        self.folder, self._programs = folder, programs
        self._as: tuple[str, ...] = ()
        self._schemas = 0
        self.free: list[Database] = []
        self.moulds: dict[str, Database] = {}  # schemas whose ledgers others are copies of, by what fills them
        self._connection: Any = None
        if os.geteuid() == 0:  # initdb refuses root
            self._as = ("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--")
            shutil.chown(folder, "postgres", "postgres")
        self._run("initdb", "-D", f"{folder}/data", "-U", "keii", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8",
                  "--no-sync")
        (folder / "data" / "pg_hba.conf").write_text(_ACCESS)
        options = " ".join(["-k", str(folder), *(f"-c {setting}" for setting in _SETTINGS)])
        self._run("pg_ctl", "-D", f"{folder}/data", "-l", f"{folder}/log", "-o", options, "-w", "start")

    def stop(self) -> None:
        """End the server, whatever it is doing."""
        if self._connection is not None:
            self._connection.close()
        self._run("pg_ctl", "-D", f"{self.folder}/data", "-m", "immediate", "-w", "stop")

    def database(self, schema: str = "", *, user: str = "keii", password: str = "", name: str = "postgres") -> Database:
        """Return where the ledger of a schema is."""
        who = f"{user}:{password}" if password else user
        options = f"&options=-csearch_path%3D{schema}" if schema else ""
        return Database(f"postgresql://{who}@/{name}?host={self.folder}{options}")

    def schema(self) -> Database:
        """Return where a ledger may be made: in a new schema."""
        self._schemas += 1
        self.ask(f"CREATE SCHEMA s{self._schemas}")
        return self.database(f"s{self._schemas}")

    def emptied(self) -> Database:
        """Return where a ledger is that holds nothing."""
        return self.free.pop() if self.free else self.schema()

    def empty(self, database: Database) -> None:
        """Leave the ledger of a schema as if it had just been made; a new schema for each test takes half a second."""
        schema = database.url.rpartition("%3D")[2]
        tables = [str(name) for name, in self.ask(
            f"SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = '{schema}'::REGNAMESPACE "
            "AND relname <> 'meta'")]
        self.ask("; ".join((  # one journey to the server and one transaction for all
            f"SET search_path = {schema}", "SET session_replication_role = replica",  # triggers and foreign keys rest
            *(_EMPTYING.get(table, f"DELETE FROM {table}") for table in tables),
            "SELECT setval(oid, 1, false) FROM pg_class WHERE relkind = 'S' AND relnamespace = "
            "current_schema()::REGNAMESPACE", "RESET ALL")))

    def has_tables(self, database: Database) -> bool:
        """Tell whether a ledger was ever made in a schema."""
        schema = database.url.rpartition("%3D")[2]
        return bool(self.ask(f"SELECT 1 FROM pg_class WHERE relname = 'meta' AND relnamespace = "
                             f"'{schema}'::REGNAMESPACE"))

    def cast(self, mould: Database, database: Database) -> None:
        """Fill a ledger that holds nothing with what another holds, within the server."""
        source, target = (one.url.rpartition("%3D")[2] for one in (mould, database))
        tables, sequences = ([str(name) for name, in self.ask(
            f"SELECT relname FROM pg_class WHERE relkind = '{kind}' AND relnamespace = '{source}'::REGNAMESPACE "
            "AND relname <> 'meta'")] for kind in "rS")
        filled = self.ask(" UNION ALL ".join(
            f"(SELECT '{table}' FROM {source}.{table} LIMIT 1)" for table in tables))
        self.ask("; ".join((
            "SET session_replication_role = replica", *(f"DELETE FROM {target}.{table}" for table in _EMPTYING),
            *(f"INSERT INTO {target}.{table} SELECT * FROM {source}.{table}" for table, in filled),
            *(f"SELECT setval('{target}.{name}', last_value, is_called) FROM {source}.{name}" for name in sequences),
            "RESET ALL")))

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        """Run a statement of PostgreSQL and return the rows; the connection stays for the next one."""
        import psycopg

        if self._connection is None:
            self._connection = psycopg.connect(self.database().url, autocommit=True)
        cursor = self._connection.execute(sql)
        return cursor.fetchall() if cursor.description else []

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run([*self._as, str(self._programs / program), *arguments], check=True, cwd=self.folder,
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)


@contextlib.contextmanager
def running() -> Iterator[Server]:
    """Run a server while the block lasts; skips the test, with the reason, where none is installed."""
    pytest.importorskip("psycopg", reason="the driver is an extra: pip install 'keii[postgresql]'")
    programs = binaries()
    if programs is None:
        pytest.skip("no PostgreSQL server is installed: apt-get install postgresql")
    if sys.platform == "win32" or (os.geteuid() == 0 and not shutil.which("setpriv")):
        pytest.skip(f"PostgreSQL's server does not run as {getpass.getuser()} here")
    folder = Path(tempfile.mkdtemp(prefix="keii-pg-"))
    try:
        server = Server(folder, programs)
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class InPlaceOfFiles:
    """Lets every ledger that is named by a path lie in a schema of a server; a file that is there is copied into it."""

    def __init__(self, server: Server) -> None:
        """Hold no ledger yet."""
        self._server = server
        self._made: dict[Path, Database] = {}

    def create(self, place: Path | Database) -> Connection:
        """Open a ledger for writing, as `connecting.create` does."""
        opened: Connection = connecting._postgresql(self._at(place)).create(self._at(place))
        return opened

    def open(self, place: Path | Database) -> Connection:
        """Open a ledger for reading, as `connecting.open` does."""
        if isinstance(place, Path) and place not in self._made and not place.exists():
            return sqlite.open(place)  # for the error
        opened: Connection = connecting._postgresql(self._at(place)).open(self._at(place))
        return opened

    def cast(self, path: Path, mould: Path, name: str, fill: Callable[[Path], object]) -> None:
        """Let a ledger be what `fill` makes, which is called once for all that have the name, to make a mould."""
        if name not in self._server.moulds:
            fill(mould)
            self._server.moulds[name] = self._made.pop(mould.absolute())
        database = self._at(path)
        if not self._server.has_tables(database):
            self.create(path).close()
        self._server.cast(self._server.moulds[name], database)

    def forget(self) -> None:
        """Empty the schemas, for the next tests, and end the connections that a test left open."""
        if not self._made:
            return
        self._server.ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'keii'")
        for database in self._made.values():
            self._server.empty(database)
            self._server.free.append(database)

    def _take_back(self) -> None:
        """Empty the schemas of ledgers whose folder was removed: a property has a new ledger for each example."""
        for place in [one for one in self._made if not one.parent.exists()]:
            self._server.empty(self._made[place])
            self._server.free.append(self._made.pop(place))

    def _at(self, place: Path | Database) -> Database:
        if isinstance(place, Database):
            return place
        place = place.absolute()
        if place not in self._made:
            self._take_back()
            self._made[place] = self._server.emptied()
            if place.exists():
                copy(place, self._made[place])
        return self._made[place]


def tables(connection: sqlite3.Connection) -> list[str]:
    """Return the tables of a ledger in a file, those that others refer to first, without those of full text."""
    return [name for name, in connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'full_text%' AND name NOT LIKE "
        "'sqlite%' ORDER BY rowid")]


def copy(path: Path, database: Database) -> None:
    """Make the ledger of a file anew in a database, row by row with their keys; whoever asks must own the server."""
    target = connecting.create(database)
    try:
        with contextlib.closing(sqlite3.connect(path)) as source:
            target.execute("SET session_replication_role = replica")  # triggers and foreign keys rest
            for table in tables(source):
                rows = source.execute(f"SELECT * FROM {table}")
                columns = [column[0] for column in rows.description]
                target.execute(f"DELETE FROM {table}")
                _insert(target, table, columns, rows.fetchall())
            target.execute("SET session_replication_role = origin")
            target.execute("DELETE FROM found_by")
            for id, title, text in source.execute("SELECT id, title, text FROM documents ORDER BY rowid"):
                full_text.add(target, id, title, text)
            for table, key in connecting._postgresql(database).KEYS.items():
                target.execute(f"SELECT setval(pg_get_serial_sequence('{table}', '{key}'), max({key})) FROM {table}")
    finally:
        target.close()


def _insert(target: Connection, table: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    names = ", ".join(f'"{column}"' for column in columns)
    target.executemany(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' for _ in columns)})", rows)
