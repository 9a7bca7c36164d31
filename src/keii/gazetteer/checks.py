"""What every file of the registry must hold, line by line: `python -m keii.gazetteer` tells what is wrong, and where.

Each finding is a DataError with file and line. The tests run the checks over the shipped files; who edits the registry
runs them before. They say nothing about whether a fact is true.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from keii.errors import DataError
from keii.gazetteer.memberships import COLUMNS as MEMBERSHIPS
from keii.gazetteer.memberships import ROLES
from keii.gazetteer.names import DATA
from keii.gazetteer.policy import COLUMNS as DISPUTED
from keii.gazetteer.policy import POLICIES
from keii.tables import data_error, read_table

BODY = ("id", "code", "language", "name", "kind", "note")
TABLES: dict[str, tuple[str, ...]] = {
    "state_names": ("code", "language", "name", "kind", "note"),
    "organisations": BODY,
    "outlets": BODY,
    "people": ("id", "name_en", "name_ja", "aliases_en", "aliases_ja", "note"),
    "offices_held": ("person", "country", "office", "sector", "start", "end", "source", "note"),
    "sectors": ("language", "word", "sector", "kind", "note"),
    "memberships": MEMBERSHIPS,
    "other_names": ("id", "language", "name", "note"),
    "state_names_elsewhere": ("code", "language", "name", "note"),
    "disputed": DISPUTED,
    "honorifics": ("language", "where", "word"),
    "office_titles": ("title", "offices", "rule", "note"),
    "given_names": ("name", "others"),
    "transliteration": ("script", "letters", "sound"),
    "jamo": ("part", "number", "sound"),
    "confusions": ("script", "a", "b", "cost"),
    "han_variants": ("key", "forms"),
    # The gazetteer of places; `keii.gazetteer.build` refuses what is wrong with their facts.
    "places": ("id", "kind", "country", "lat", "lon", "en", "ja", "other", "note"),
    "place_points": ("code", "lat", "lon", "note"),
    "place_names": ("place", "en", "ja", "note"),
    "place_usual": ("name", "place", "note"),
    "place_abbreviations": ("language", "short", "country", "name", "where", "note"),
    "place_words": ("language", "role", "word", "note"),
    "place_stops": ("language", "word", "note"),
    "given_names_en": ("name", "also", "note"),
}
STATES_OWN = frozenset({"name", "short", "long"})  # kinds of names that mean the state, whatever stands around them
SECTORS = frozenset("GOV MIL LEG JUD OPP REB CVL BUS JRN LAB IGO NGO ELI PTY".split())
OWN_LANGUAGES = frozenset({"ja", "en"})
OTHER_LANGUAGES = frozenset("zh ko ru uk ar fa he fr es de".split())
# A state has several holders of these at a time.
SEVERAL = frozenset({"adviser", "ambassador", "deputy foreign minister", "deputy prime minister", "special envoy"})
DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
NOW = "9999-12-31"

Row = dict[str, str]
Line = tuple[int, Row]


@dataclass(slots=True, kw_only=True)
class _Files:
    """The files of a folder as they could be read, and what was wrong with those that could not."""

    folder: Path
    rows: dict[str, list[Line]] = field(default_factory=dict)
    unread: list[DataError] = field(default_factory=list)

    def error(self, table: str, number: int, what: str, remedy: str) -> DataError:
        return data_error(self.folder / f"{table}.tsv", number, what, remedy)

    def values(self, table: str, column: str) -> frozenset[str]:
        return frozenset(row[column] for _, row in self.rows.get(table, ()))

    def codes(self) -> frozenset[str]:
        bodies = self.values("organisations", "code")
        return self.values("state_names", "code") | {code for code in bodies if code.startswith("IGO:")}


def check(folder: Path = DATA) -> list[DataError]:
    """Return everything that is wrong with the registry's files in a folder, by file and line; nothing is raised.

    A file that is not there is wrong too. Of an unreadable file only the first bad line is told.
    """
    files = _read(folder)
    found = [*files.unread]
    for one in _CHECKS:
        found += one(files)
    return sorted(found, key=lambda error: (error.where.rpartition(":")[0], int(error.where.rpartition(":")[2] or 0)))


def _read(folder: Path) -> _Files:
    files = _Files(folder=folder)
    for table, columns in TABLES.items():
        files.rows[table] = []
        try:
            files.rows[table] += read_table(folder / f"{table}.tsv", columns)
        except DataError as error:
            where = error.where if re.search(r":\d+$", error.where) else f"{error.where}:1"
            files.unread.append(DataError(error.what, where=where, remedy=error.remedy))
    return files


def _ids(files: _Files) -> Iterator[DataError]:
    """Find ids that two persons bear, or a person and a body, and bodies of two codes or kinds."""
    seen: dict[str, tuple[str, Row]] = {}
    for table in ("people", "organisations", "outlets"):
        for number, row in files.rows[table]:
            other, first = seen.setdefault(row["id"], (table, row))
            if other != table or (table == "people" and first is not row):
                yield files.error(table, number, f"id «{row['id']}» stands in {other}.tsv already.", "Give another id.")
            elif table != "people" and (first["code"], first["kind"]) != (row["code"], row["kind"]):
                before, here = f"{first['code']} {first['kind']}", f"{row['code']} {row['kind']}"
                yield files.error(
                    table,
                    number,
                    f"id «{row['id']}» is {before} elsewhere, here {here}.",
                    "Give it one code and one kind, or make two ids.",
                )


def _codes(files: _Files) -> Iterator[DataError]:
    """Find codes of states, bodies and sectors that nobody knows."""
    known = files.codes()
    columns = [("organisations", "code"), ("outlets", "code"), ("offices_held", "country")]
    columns += [("state_names_elsewhere", "code"), *(("disputed", policy) for policy in POLICIES)]
    for table, column in columns:
        for number, row in files.rows[table]:
            country, slash, sector = row[column].partition("/")
            sector = sector or row.get("sector", "")
            if country not in known or (slash and not sector) or (sector and sector not in SECTORS):
                yield files.error(
                    table,
                    number,
                    f"code «{row[column]}» is unknown.",
                    "Codes are those of state_names.tsv and IGO:NAME of organisations.tsv.",
                )


def _languages(files: _Files) -> Iterator[DataError]:
    tables = dict.fromkeys(("state_names", "organisations", "outlets", "sectors"), OWN_LANGUAGES)
    tables |= dict.fromkeys(("other_names", "state_names_elsewhere"), OTHER_LANGUAGES)
    tables["honorifics"] = OWN_LANGUAGES | OTHER_LANGUAGES
    for table, known in tables.items():
        seen: set[tuple[str, ...]] = set()
        for number, row in files.rows[table]:
            if row["language"] not in known:
                yield files.error(
                    table, number, f"language «{row['language']}» is unknown.", f"Known: {', '.join(sorted(known))}."
                )
            key = tuple(value for column, value in row.items() if column not in ("kind", "note"))
            if key in seen:
                yield files.error(table, number, "the line stands there already.", "Leave it out.")
            seen.add(key)


def _states(files: _Files) -> Iterator[DataError]:
    """Find persons whose short name is a state's: «Nepal» alone is the country, whoever is called so."""
    names = {(row["language"], row["name"]) for _, row in files.rows["state_names"] if row["kind"] in STATES_OWN}
    for number, row in files.rows["people"]:
        for language in sorted(OWN_LANGUAGES):
            for alias in row[f"aliases_{language}"].split("|"):
                if (language, alias) in names:
                    yield files.error(
                        "people", number, f"alias «{alias}» is the name of a state.", "Give a given name with it."
                    )


def _references(files: _Files) -> Iterator[DataError]:
    """Find lines about persons, bodies and names that the registry does not hold."""
    people, bodies = files.values("people", "id"), files.values("organisations", "id")
    everybody = people | bodies | files.values("outlets", "id")
    for table, column, known in (
        ("offices_held", "person", people),
        ("other_names", "id", everybody),
        ("memberships", "body", bodies),
    ):
        for number, row in files.rows[table]:
            if row[column] not in known:
                yield files.error(table, number, f"id «{row[column]}» is unknown.", "Add its entry first.")
    names = {(row["code"], row["name"]) for _, row in files.rows["state_names"]}
    for number, row in files.rows["disputed"]:
        for name in row["covers"].split("|"):
            whole = name.removeprefix("code:")
            if (row["keii"], name) not in names and whole not in files.values("state_names", "code"):
                yield files.error(
                    "disputed",
                    number,
                    f"«{name}» is no name of {row['keii']} in state_names.tsv.",
                    "Write it as it stands there.",
                )


def _members(files: _Files) -> Iterator[DataError]:
    """Find members and roles that are unknown, and two memberships of one state in one body at a time."""
    states, bodies = files.values("state_names", "code"), files.values("memberships", "body")
    terms: defaultdict[tuple[str, str, str], list[Line]] = defaultdict(list)
    for number, row in files.rows["memberships"]:
        if row["role"] not in ROLES:
            yield files.error(
                "memberships", number, f"role «{row['role']}» is unknown.", f"Known: {', '.join(sorted(ROLES))}."
            )
        for member in row["members"].split():
            if member not in states and member.removeprefix("@") not in bodies:
                yield files.error("memberships", number, f"member «{member}» is unknown.", "Write ISO alpha-3 or @id.")
            terms[row["body"], member, row["role"]].append((number, row))
    for (body, member, _), lines in terms.items():
        for number, _ in _overlapping(lines):
            yield files.error("memberships", number, f"{member} is in {body} twice at a time.", "End the first one.")


def _dates(files: _Files) -> Iterator[DataError]:
    for table in ("offices_held", "memberships"):
        for number, row in files.rows[table]:
            bad = [row[column] for column in ("start", "end") if row[column] and not DATE.fullmatch(row[column])]
            if bad or (table == "memberships" and not row["start"]):
                yield files.error(table, number, f"«{' '.join(bad)}» is no date.", "Write 2024, 2024-06 or 2024-06-13.")
            elif row["end"] and row["end"] < row["start"][: len(row["end"])]:
                yield files.error(table, number, f"it ends on {row['end']}, before it starts.", "Correct the dates.")


def _offices(files: _Files) -> Iterator[DataError]:
    """Find two holders of one office at a time whose lines give no reason in their notes."""
    terms: defaultdict[tuple[str, str], list[Line]] = defaultdict(list)
    for number, row in files.rows["offices_held"]:
        if row["office"] not in SEVERAL and not row["note"]:
            terms[row["country"], row["office"]].append((number, row))
    for (country, office), lines in terms.items():
        for number, row in _overlapping(lines):
            yield files.error(
                "offices_held",
                number,
                f"{row['person']} is {office} of {country} while another is.",
                "End the other's term, or say why in the note.",
            )


def _overlapping(lines: list[Line]) -> Iterator[Line]:
    """Yield the later line of every two terms that share days at the precision that both dates have."""
    for one, other in combinations(sorted(lines, key=lambda line: line[1]["start"]), 2):
        end, start = one[1]["end"] or NOW, other[1]["start"]
        size = min(len(end), len(start))
        if size and start[:size] < end[:size]:
            yield other


def _numbers(files: _Files) -> Iterator[DataError]:
    for number, row in files.rows["confusions"]:
        if not re.fullmatch(r"0|1|0?\.\d+", row["cost"]):
            yield files.error("confusions", number, f"cost «{row['cost']}» is not between 0 and 1.", "Write .25.")
    for number, row in files.rows["han_variants"]:
        if len(row["key"]) != 1 or row["key"] in row["forms"]:
            yield files.error("han_variants", number, f"«{row['key']}» is no key of other forms.", "One character.")
        if not row["forms"]:
            yield files.error("han_variants", number, "the line has no forms.", "Leave it out.")


_CHECKS: tuple[Callable[[_Files], Iterator[DataError]], ...] = (
    _ids,
    _codes,
    _languages,
    _states,
    _references,
    _members,
    _dates,
    _offices,
    _numbers,
)
