"""The data files of the situation: which types are neighbours, what each agreement weighs."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from keii.codebook import codebook
from keii.tables import data_error, read_table

DATA = Path(__file__).parent / "data"


@cache
def weights(path: Path = DATA / "weights.tsv") -> Mapping[str, float]:
    """Return the weight of every case; raises DataError with file and line for a weight that is no number."""
    found: dict[str, float] = {}
    for number, row in read_table(path, ("case", "weight", "note")):
        if row["case"] in found:
            raise data_error(path, number, f"the case «{row['case']}» stands twice.")
        try:
            found[row["case"]] = float(row["weight"])
        except ValueError as error:
            raise data_error(path, number, f"the weight «{row['weight']}» is no number.") from error
    return found


@cache
def neighbours(path: Path = DATA / "neighbours.tsv") -> frozenset[frozenset[str]]:
    """Return the pairs of types that may tell one happening; raises DataError with file and line."""
    pairs: set[frozenset[str]] = set()
    for number, row in read_table(path, ("first", "second", "note")):
        pair = frozenset((row["first"], row["second"]))
        for name in pair:
            if name not in codebook().types:
                raise data_error(path, number, f"«{name}» is no type of the codebook.")
        if len(pair) == 1 or pair in pairs:
            raise data_error(path, number, f"«{row['first']} {row['second']}» stands twice, or names one type.")
        pairs.add(pair)
    return frozenset(pairs)
