"""What PostgreSQL says otherwise than SQLite in the statements of the ledger, in one table.

Statements are written so that both understand them where they can (ON CONFLICT, NULLS LAST, CAST). What is left has a
line here, or a function of the same name in schema.postgresql.sql.
"""

import re
from functools import lru_cache

# Tables whose rows get a number, with its column: what `lastrowid` is.
KEYS = {
    "found_by": "key", "readings": "key", "claims": "key", "causes": "key", "problems": "number", "situations": "key",
    "searches": "key", "followed": "number", "captures": "number", "rules": "number", "alerts": "number",
    "messages": "number", "notices": "number", "judgements": "number", "changes": "number",
    "awaited": "number",
}
_WHOLE = {
    "BEGIN": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",  # one state for all questions
    # A ledger has one writer at a time. Each statement sees what was committed before it, and so all that the last
    # writer did.
    "BEGIN IMMEDIATE": "BEGIN; SELECT pg_advisory_xact_lock(hashtext('keii'), hashtext(current_schema()))",
}
# Pattern and what stands for it, in this order; parts in quotation marks are left alone.
_WORDS = tuple((re.compile(pattern), words) for pattern, words in (
    (r"\bIN \(\)", "IN (NULL)"),  # a list of nothing
    (r"\bLIKE\b", "ILIKE"),  # SQLite's LIKE makes no difference of case in ASCII, nor does ILIKE in the collation "C"
    (r"\bGLOB \?", "LIKE glob_to_like(?)"),
    (r"\bLIMIT \?", "LIMIT nullif(?, -1)"),  # -1 is SQLite's for all
    (r"\bjson_each\(", "json_array_elements_text("),
    (r"\bgroup_concat\(DISTINCT ([\w.]+)\)", r"string_agg(DISTINCT \1, ',')"),
    (r"\bgroup_concat\(", "string_agg("),
    (r"\bchar\(", "chr("),
    (r"\bIS NOT (\?|\w+\.\w+)", r"IS DISTINCT FROM \1"),
    (r"\bINDEXED BY \w+", ""),  # hints to SQLite's planner
    (r"\bCROSS JOIN\b", "JOIN"),
))
_QUOTED = re.compile(r"('[^']*')")
_INSERT = re.compile(r"\s*INSERT INTO (\w+)")


def inserted_into(sql: str) -> str | None:
    """Return the table that a statement inserts into, None where it does something else."""
    found = _INSERT.match(sql)
    return found[1] if found else None


@lru_cache(maxsize=4096)
def translated(sql: str) -> tuple[str, str | None]:
    """Return a statement as PostgreSQL has it, with numbered parameters, and the table that it inserts into.

    >>> translated("SELECT id FROM claims WHERE id GLOB ? LIMIT ?")
    ('SELECT id FROM claims WHERE id LIKE glob_to_like($1) LIMIT nullif($2, -1)', None)
    """
    if sql in _WHOLE:
        return _WHOLE[sql], None
    number = 0

    def numbered(_: re.Match[str]) -> str:
        nonlocal number
        number += 1
        return f"${number}"

    parts = _QUOTED.split(sql)
    for at in range(0, len(parts), 2):
        for pattern, words in _WORDS:
            parts[at] = pattern.sub(words, parts[at])
        parts[at] = re.sub(r"\?", numbered, parts[at])
    table = inserted_into(sql)
    key = f" RETURNING {KEYS[table]}" if table in KEYS else ""
    return "".join(parts) + key, table
