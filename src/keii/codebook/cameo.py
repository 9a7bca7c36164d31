"""CAMEO's code of a PLOVER type and mode, read from `data/cameo.tsv`, `cameo_derived.tsv` and `cameo_titles.tsv`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from keii.tables import data_error, read_table

DATA = Path(__file__).parent / "data"
Pair = tuple[str, str]  # the code, and that where a state's government or army acts, "" where it is the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Cameo:
    """One code of CAMEO with what GDELT says of it."""

    code: str  # three or four digits
    title: str
    root: str  # two digits
    quad: int  # 1 verbal, 2 material cooperation, 3 verbal, 4 material conflict
    scale: float  # Goldstein's, -10 to +10
    gdelt: str  # the code that GDELT's tables have for it

    @property
    def base(self) -> str:
        """The three digits of GDELT's code."""
        return self.gdelt[:3]


def cameo(type: str, mode: str | None, *, state: bool = False) -> Cameo:
    """Return the code of a PLOVER type and mode; `state`: whether a state's government or army is an actor.

    A mode that the table does not have is coded as the type alone. KeyError when CAMEO has no such type (OTHER).
    """
    return _chosen(_table().get((type, mode or "")) or _table()[type, ""], state)


def derived_cameo(act: str, type: str, *, state: bool = False) -> Cameo | None:
    """Return the code of an act of the type `act` that is intended, urged or refused, and for which PLOVER has `type`.

    None where CAMEO has no code for it: it did not happen, and nobody agreed or yielded.
    """
    found = _derived().get((act, type)) or _table()[type, ""]
    return _chosen(found, state) if found[0] else None


def _chosen(pair: Pair, state: bool) -> Cameo:
    plain, of_state = pair
    return _codes()[of_state if state and of_state else plain]


@cache
def _table() -> Mapping[tuple[str, str], Pair]:
    return dict(_pairs("cameo.tsv", "mode"))


@cache
def _derived() -> Mapping[tuple[str, str], Pair]:
    return dict(_pairs("cameo_derived.tsv", "plover"))


def _pairs(file: str, second: str) -> Iterator[tuple[tuple[str, str], Pair]]:
    path = DATA / file
    for number, row in read_table(path, ("type", second, "code", "state", "note")):
        for code in (row["code"], row["state"]):
            if code and code not in _codes():
                raise data_error(path, number, f"code «{code}» has no title in cameo_titles.tsv.")
        yield (row["type"], row[second]), (row["code"], row["state"])


@cache
def _codes() -> Mapping[str, Cameo]:
    path = DATA / "cameo_titles.tsv"
    rows = list(read_table(path, ("code", "title", "quad", "scale", "gdelt")))
    roots = {row["code"]: row for _, row in rows if row["quad"]}
    found = {}
    for number, row in rows:
        root = roots.get(row["code"][:2])
        if root is None:
            raise data_error(path, number, f"code «{row['code']}» has no root.")
        found[row["code"]] = Cameo(code=row["code"], title=row["title"], root=root["code"], quad=int(root["quad"]),
                                   scale=float(row["scale"]), gdelt=row["gdelt"] or row["code"])
    return found
