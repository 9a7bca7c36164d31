"""The two schemas say the same, and statements for SQLite become statements for PostgreSQL; no server is needed."""

import re
from importlib import resources

import pytest

from keii.ledger.connection import SCHEMA
from keii.ledger.dialect import KEYS, translated

pytestmark = pytest.mark.file
NAMES = ("schema.sql", "schema.postgresql.sql")
ITS_OWN = {"full_text_words", "full_text_sizes"}  # what FTS5 keeps for itself
SAME_TYPE = {"BIGINT": "INTEGER", "DOUBLE PRECISION": "REAL", "BYTEA": "BLOB"}


def script(name: str) -> str:
    text = resources.files("keii.ledger").joinpath(name).read_text(encoding="utf-8")
    return re.sub(r"--.*", "", text)


def tables(name: str) -> dict[str, dict[str, tuple[str, bool]]]:
    """Return the columns of each table by name: type, and whether a value must be there."""
    found: dict[str, dict[str, tuple[str, bool]]] = {}
    for table, body in re.findall(r"CREATE TABLE (\w+) \((.*?)\n\)", script(name), re.DOTALL):
        lines = (line.strip() for line in body.splitlines())
        columns = (re.match(r'"?(\w+)"? (TEXT|INTEGER|REAL|BLOB|BIGINT|DOUBLE PRECISION|BYTEA)', line)
                   for line in lines)
        found[table] = {one[1]: (SAME_TYPE.get(one[2], one[2]), "NOT NULL" in one.string) for one in columns if one}
    return found


def test_both_schemas_have_the_same_tables_and_columns() -> None:
    file, database = map(tables, NAMES)
    assert len(file) > 40
    del database["documents"]["rowid"]  # every table of SQLite has one
    assert {name: columns for name, columns in database.items() if name not in ITS_OWN} == file


@pytest.mark.parametrize("kind", ["VIEW", "TRIGGER"])
def test_both_schemas_have_the_same_views_and_triggers(kind: str) -> None:
    file, database = (set(re.findall(rf"CREATE {kind} (\w+)", script(name))) for name in NAMES)
    more = {"VIEW": {"full_text"}, "TRIGGER": {"full_text_kept", "readings_turned_noted"}}[kind]
    assert file
    assert database == file | more


def test_every_index_of_a_file_is_in_the_database_too() -> None:
    file, database = (set(re.findall(r"CREATE (?:UNIQUE )?INDEX (\w+)", script(name))) for name in NAMES)
    assert file <= database


def test_both_schemas_tell_their_version() -> None:
    for name in NAMES:
        text = resources.files("keii.ledger").joinpath(name).read_text(encoding="utf-8")
        assert f"schema {SCHEMA}" in text.partition("\n")[0]


def test_every_numbered_table_is_known() -> None:
    numbered = re.findall(r"CREATE TABLE (\w+) \(\s*(\w+) BIGINT (?:GENERATED|PRIMARY KEY DEFAULT)",
                          script("schema.postgresql.sql"))
    assert {table: column for table, column in numbered if table != "documents"} == KEYS


@pytest.mark.parametrize(("sql", "told"), [
    ("SELECT 1 FROM a WHERE x = ? AND y LIKE 'a?b'", "SELECT 1 FROM a WHERE x = $1 AND y ILIKE 'a?b'"),
    ("SELECT 1 FROM a WHERE x IS NOT ? AND y IS NOT NULL",
     "SELECT 1 FROM a WHERE x IS DISTINCT FROM $1 AND y IS NOT NULL"),
    ("SELECT value FROM json_each(?)", "SELECT value FROM json_array_elements_text($1)"),
    ("SELECT 1 LIMIT ? OFFSET ?", "SELECT 1 LIMIT nullif($1, -1) OFFSET $2"),
    ("INSERT INTO readings (document) VALUES (?)", "INSERT INTO readings (document) VALUES ($1) RETURNING key"),
    ("INSERT INTO inputs VALUES (?, ?)", "INSERT INTO inputs VALUES ($1, $2)"),
    ("SELECT 1 WHERE x IN ()", "SELECT 1 WHERE x IN (NULL)"),
])
def test_a_statement_is_told_in_the_other_s_words(sql: str, told: str) -> None:
    assert translated(sql)[0] == told
