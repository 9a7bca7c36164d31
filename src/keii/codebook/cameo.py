"""CAMEO's code of a PLOVER type and mode, read from `data/cameo.tsv` and `data/cameo_titles.tsv`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from keii.tables import data_error, read_table

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cameo:
    """One code of CAMEO with what GDELT derives from its root."""

    code: str  # three or four digits
    title: str
    root: str  # two digits
    quad: int  # 1 verbal, 2 material cooperation, 3 verbal, 4 material conflict
    scale: float  # Goldstein's, of the root, -10 to +10

    @property
    def base(self) -> str:
        """The three digits of the code."""
        return self.code[:3]


def cameo(type: str, mode: str | None, *, state: bool = False) -> Cameo:
    """Return the code of a PLOVER type and mode; `state`: whether a state's government or army is an actor.

    A mode that the table does not have is coded as the type alone. KeyError when CAMEO has no such type (OTHER).
    """
    table = _table()
    plain, of_state = table.get((type, mode or "")) or table[type, ""]
    return _codes()[of_state if state and of_state else plain]


@cache
def _table() -> Mapping[tuple[str, str], tuple[str, str]]:
    path = DATA / "cameo.tsv"
    found = {}
    for number, row in read_table(path, ("type", "mode", "code", "state", "note")):
        for code in (row["code"], row["state"]):
            if code and code not in _codes():
                raise data_error(path, number, f"code «{code}» has no title in cameo_titles.tsv.")
        found[row["type"], row["mode"]] = (row["code"], row["state"])
    return found


@cache
def _codes() -> Mapping[str, Cameo]:
    path = DATA / "cameo_titles.tsv"
    rows = list(read_table(path, ("code", "title", "quad", "scale")))
    roots = {row["code"]: row for _, row in rows if row["quad"]}
    found = {}
    for number, row in rows:
        root = roots.get(row["code"][:2])
        if root is None:
            raise data_error(path, number, f"code «{row['code']}» has no root.")
        found[row["code"]] = Cameo(code=row["code"], title=row["title"], root=root["code"], quad=int(root["quad"]),
                                   scale=float(root["scale"]))
    return found
