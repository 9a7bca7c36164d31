"""`python -m keii.gazetteer`: what is wrong with the registry's files, or how much they hold.

`python -m keii.gazetteer compile [FILE]` writes the compiled registry instead, which loads faster.
"""

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from keii.gazetteer.checks import check
from keii.gazetteer.compiled import FILE
from keii.gazetteer.compiling import compile_registry
from keii.gazetteer.memberships import of_bodies
from keii.gazetteer.registry import entries
from keii.gazetteer.territories import LANGUAGES, names_elsewhere

GROUPS = ("military", "armed_group", "party")
SINCE = "2000"


def counts() -> dict[str, int]:
    """Return how many entries of each kind the registry has, as issue and release notes ask for them."""
    kinds = Counter(entry.kind for entry in entries().values())
    forms = Counter(entry.form for entry in entries().values())
    people = [entry for entry in entries().values() if entry.kind == "person"]
    holders = sum(any(not held.end or held.end >= SINCE for held in entry.offices) for entry in people)
    dated = [rows for rows in of_bodies().values() if any(row.start for row in rows)]
    return {
        "states and territories": kinds["state"],
        "names of states in other languages": len(names_elsewhere()),
        "languages of states beside Japanese and English": len({language[:2] for language in LANGUAGES}),
        "organisations": kinds["organisation"],
        "organisations with members": len(of_bodies()),
        "of them with dates of their own": len(dated),
        "memberships": sum(map(len, of_bodies().values())),
        "armed forces, armed groups and parties": sum(forms[form] for form in GROUPS),
        "outlets and agencies": kinds["outlet"],
        "persons": kinds["person"],
        f"office holders since {SINCE}": holders,
        "offices": sum(len(entry.offices) for entry in people),
    }


def main(arguments: Sequence[str] = ()) -> int:
    """Write the findings, or the counts when there are none, or the compiled registry; return the exit code."""
    if tuple(arguments[:1]) == ("compile",):
        path = Path(arguments[1]) if arguments[1:] else FILE
        sys.stdout.write(f"{compile_registry(path):8d}  bytes: {path}\n")
        return 0
    found = check()
    if found:
        sys.stderr.write("".join(f"{error}\n" for error in found))
        return 1
    sys.stdout.write("".join(f"{number:6d}  {what}\n" for what, number in counts().items()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
