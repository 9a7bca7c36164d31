"""The reader of the codebook's tables, and the PLOVER code that follows from a claim's type and status.

A claim's type and status are separate fields. Codings that fold them into one, PLOVER's first of all, are derived
here from a table that gives a reason for every pair (`docs/codebook.md`).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from keii.model import Status
from keii.tables import data_error, read_table

DATA = Path(__file__).parent / "data"
# Acts whose parties stand side by side: both may be told as actors, or one as recipient; who comes first says little.
MUTUAL = frozenset({"CONSULT", "COOPERATE", "AGREE"})

K = TypeVar("K")
V = TypeVar("V")

_QUADS = {"": None, "1": 1, "2": 2, "3": 3, "4": 4}


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One text in the languages of the codebook."""

    en: str
    ja: str

    def in_language(self, language: str) -> str:
        """Return the Japanese words for `ja`, the English ones for any other ISO 639-1 code."""
        return self.ja if language == "ja" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """One of PLOVER's sixteen types, or OTHER."""

    name: str
    label: Words
    definition: Words
    quad: int | None  # 1 verbal, 2 material cooperation, 3 verbal, 4 material conflict; None for OTHER
    score: float | None  # of the bare type, -10 (hostile) to +10; None for OTHER
    recipient_required: bool  # by PLOVER; keii codes claims without one as well
    cameo: tuple[str, ...]  # CAMEO root codes, or codes where a root is divided; empty for OTHER
    note: Words  # where keii's use needs a word


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """How an act of one type is done; the same name may stand under two types."""

    type: str
    name: str
    score: float | None  # None: PLOVER gives none, the type's score holds
    definition: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What an act is about."""

    name: str
    definition: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector:
    """What kind of actor stands behind the slash of a party's code."""

    code: str
    label: Words
    plover: str  # frequent, less, country-slot
    used: bool  # whether keii's own codes use it
    definition: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusEntry:
    """What one status means."""

    status: Status
    label: Words
    definition: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a (type, status) pair has its PLOVER type, and whether the manual, ZSP or keii says so."""

    code: str
    basis: str  # manual, zsp, keii
    meaning: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """The PLOVER code of a (type, status) pair; `type`, `quad` and `score` are None where PLOVER has none."""

    type: str | None
    quad: int | None
    score: float | None
    reason: str  # a key of `Codebook.reasons`


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """All tables of the codebook, in the order of their files."""

    types: Mapping[str, EventType]
    modes: Mapping[tuple[str, str], Mode]  # by type and name
    contexts: Mapping[str, Context]
    sectors: Mapping[str, Sector]
    statuses: Mapping[Status, StatusEntry]
    reasons: Mapping[str, Reason]
    derivation: Mapping[tuple[str, Status], Derived]


@cache
def codebook() -> Codebook:
    """Return the codebook that ships with keii, read once."""
    return load(DATA)


def derive_plover(type: str, status: Status | str) -> Derived:
    """Return the PLOVER code of a claim's type and status; KeyError or ValueError when there is no such pair.

    >>> derive_plover("CONSULT", "planned")
    Derived(type='AGREE', quad=1, score=2.5, reason='future-cooperation')
    """
    return codebook().derivation[type, Status(status)]


def load(folder: Path) -> Codebook:
    """Return the codebook in `folder`; raises DataError with file and line for a row that breaks its rules."""
    types = _types(folder / "types.tsv")
    reasons = _reasons(folder / "reasons.tsv")
    return Codebook(
        types=types,
        modes=_modes(folder / "modes.tsv", types),
        contexts=_contexts(folder / "contexts.tsv"),
        sectors=_sectors(folder / "sectors.tsv"),
        statuses=_statuses(folder / "statuses.tsv"),
        reasons=reasons,
        derivation=_derivation(folder / "derivation.tsv", types, reasons),
    )


class _Row:
    """One row of a table, with the conversions that name file and line when a cell is wrong."""

    def __init__(self, path: Path, number: int, cells: dict[str, str]) -> None:
        self.path, self.number, self.cells = path, number, cells

    def text(self, column: str) -> str:
        if not self.cells[column]:
            raise data_error(self.path, self.number, f"column {column} is empty.")
        return self.cells[column]

    def words(self, stem: str) -> Words:
        return Words(en=self.text(f"{stem}_en"), ja=self.text(f"{stem}_ja"))

    def score(self) -> float | None:
        cell = self.cells["score"]
        try:
            score = float(cell) if cell else None
        except ValueError:
            score = 11.0
        if score is not None and not -10 <= score <= 10:
            raise data_error(self.path, self.number, f"score «{cell}» is no number from -10 to 10.")
        return score

    def choice(self, column: str, table: Mapping[str, V]) -> V:
        cell = self.cells[column]
        if cell not in table:
            raise data_error(self.path, self.number, f"column {column} holds «{cell}», not one of {', '.join(table)}.")
        return table[cell]


def _rows(path: Path, columns: str) -> Iterator[_Row]:
    for number, cells in read_table(path, tuple(columns.split())):
        yield _Row(path, number, cells)


def _index(path: Path, entries: Iterator[tuple[int, K, V]]) -> Mapping[K, V]:
    table: dict[K, V] = {}
    for number, key, value in entries:
        if key in table:
            raise data_error(path, number, f"{key} stands on an earlier line, too.")
        table[key] = value
    return MappingProxyType(table)


def _types(path: Path) -> Mapping[str, EventType]:
    columns = "name label_en label_ja definition_en definition_ja quad score recipient cameo note_en note_ja"
    return _index(path, (
        (row.number, row.text("name"), EventType(
            name=row.text("name"),
            label=row.words("label"),
            definition=row.words("definition"),
            quad=row.choice("quad", _QUADS),
            score=row.score(),
            recipient_required=row.choice("recipient", {"required": True, "optional": False}),
            cameo=tuple(row.cells["cameo"].split()),
            note=row.words("note"),
        ))
        for row in _rows(path, columns)
    ))


def _modes(path: Path, types: Mapping[str, EventType]) -> Mapping[tuple[str, str], Mode]:
    def entry(row: _Row) -> tuple[int, tuple[str, str], Mode]:
        mode = Mode(type=row.choice("type", types).name, name=row.text("name"), score=row.score(),
                    definition=row.words("definition"))
        return row.number, (mode.type, mode.name), mode

    return _index(path, map(entry, _rows(path, "type name score definition_en definition_ja")))


def _contexts(path: Path) -> Mapping[str, Context]:
    return _index(path, (
        (row.number, row.text("name"), Context(name=row.text("name"), definition=row.words("definition")))
        for row in _rows(path, "name definition_en definition_ja")
    ))


def _sectors(path: Path) -> Mapping[str, Sector]:
    uses = {use: use for use in ("frequent", "less", "country-slot")}
    return _index(path, (
        (row.number, row.text("code"), Sector(
            code=row.text("code"),
            label=row.words("label"),
            plover=row.choice("plover", uses),
            used=row.choice("keii", {"yes": True, "no": False}),
            definition=row.words("definition"),
        ))
        for row in _rows(path, "code label_en label_ja plover keii definition_en definition_ja")
    ))


def _statuses(path: Path) -> Mapping[Status, StatusEntry]:
    known = {status.value: status for status in Status}
    table = _index(path, (
        (row.number, row.choice("name", known), StatusEntry(
            status=row.choice("name", known), label=row.words("label"), definition=row.words("definition"),
        ))
        for row in _rows(path, "name label_en label_ja definition_en definition_ja")
    ))
    return _complete(path, table, set(Status), str)


def _reasons(path: Path) -> Mapping[str, Reason]:
    bases = {basis: basis for basis in ("manual", "zsp", "keii")}
    return _index(path, (
        (row.number, row.text("code"), Reason(
            code=row.text("code"), basis=row.choice("basis", bases), meaning=row.words("meaning"),
        ))
        for row in _rows(path, "code basis meaning_en meaning_ja")
    ))


def _derivation(
    path: Path, types: Mapping[str, EventType], reasons: Mapping[str, Reason]
) -> Mapping[tuple[str, Status], Derived]:
    statuses = {status.value: status for status in Status}
    targets: dict[str, EventType | None] = {**types, "": None}

    def entry(row: _Row) -> tuple[int, tuple[str, Status], Derived]:
        key = row.choice("type", types).name, row.choice("status", statuses)
        target = row.choice("plover", targets)
        return row.number, key, Derived(
            type=target.name if target else None,
            quad=target.quad if target else None,
            score=target.score if target else None,
            reason=row.choice("reason", reasons).code,
        )

    table = _index(path, map(entry, _rows(path, "type status plover reason")))
    wanted = {(name, status) for name in types for status in Status}
    return _complete(path, table, wanted, lambda pair: f"{pair[0]} {pair[1]}")


def _complete(path: Path, table: Mapping[K, V], wanted: set[K], show: Callable[[K], str]) -> Mapping[K, V]:
    """Return the table itself; raises DataError when one of the wanted keys has no row."""
    missing = sorted(show(key) for key in wanted - set(table))
    if missing:
        raise data_error(path, 1, f"there is no row for {', '.join(missing)}.")
    return table
