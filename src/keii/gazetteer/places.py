"""The gazetteer of places: look a name up, and what is known of a place. Compiled by `keii.gazetteer.build`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from keii.errors import DataError
from keii.gazetteer.place_keys import key_number, place_key
from keii.gazetteer.place_kinds import KINDS, NAMES, Precision

FILE = Path(__file__).parent / "data" / "places.npz"
FORMAT = 1  # raised when the arrays change their meaning
NO_PARENT = -1
NOWHERE = "XXX"
REMEDY = "Compile it: python -m keii.gazetteer.build (in a checkout: make gazetteer)."


class Form(IntEnum):
    """What kind of name of its place a name is."""

    USUAL = 0  # the name alone mostly means this place
    CAPITAL = 1  # of the capital of a state
    MAIN = 2
    OTHER = 3  # another Latin spelling, an older or local name
    BARE = 4  # without its generic word: Lamar for Lamar County


@dataclass(frozen=True, slots=True, kw_only=True)
class GazetteerPlace:
    """One place of the gazetteer; `number` is its place in the table and means nothing elsewhere."""

    number: int
    id: str  # geonames:524901, or keii:taiwan-strait
    kind: str
    country: str | None  # ISO 3166 alpha-3; None: a sea or region of no one state
    latitude: float
    longitude: float
    population: int  # 0: not known
    en: str
    ja: str  # "": no Japanese name is known

    @property
    def precision(self) -> Precision:
        """How exactly the place says where something is."""
        return KINDS[self.kind].precision

    @property
    def geonames(self) -> int | None:
        """GeoNames' id, None for a place of keii's own."""
        return int(self.id.removeprefix("geonames:")) if self.id.startswith("geonames:") else None

    def name(self, language: str) -> str:
        """Return what the place is called in Japanese or English, as far as it is known."""
        return (self.ja or self.en) if language == "ja" else (self.en or self.ja)


@dataclass(frozen=True, slots=True)
class Bearers:
    """The places that bear a name, as numbers in the table, and what kind of their names it is."""

    places: npt.NDArray[np.int32]
    forms: npt.NDArray[np.uint8]


class Gazetteer:
    """The compiled table: arrays of places, and names by number of key, sorted."""

    def __init__(self, arrays: dict[str, npt.NDArray[np.generic]]) -> None:
        """Keep the arrays; the labels stay bytes until someone asks for one."""
        self.lat: npt.NDArray[np.float32] = arrays["lat"]  # type: ignore[assignment]
        self.lon: npt.NDArray[np.float32] = arrays["lon"]  # type: ignore[assignment]
        self.population: npt.NDArray[np.int32] = arrays["population"]  # type: ignore[assignment]
        self.kind: npt.NDArray[np.uint8] = arrays["kind"]  # type: ignore[assignment]
        self.country: npt.NDArray[np.uint16] = arrays["country"]  # type: ignore[assignment]
        self.parent: npt.NDArray[np.int32] = arrays["parent"]  # type: ignore[assignment]
        self._ids: npt.NDArray[np.int64] = arrays["id"]  # type: ignore[assignment]
        self._keys: npt.NDArray[np.uint64] = arrays["key"]  # type: ignore[assignment]
        self._places: npt.NDArray[np.int32] = arrays["place"]  # type: ignore[assignment]
        self._forms: npt.NDArray[np.uint8] = arrays["form"]  # type: ignore[assignment]
        self._labels = {name: (arrays[name].tobytes(), arrays[f"{name}_at"]) for name in ("en", "ja", "slug")}
        self.codes = arrays["codes"].tobytes().decode().split("\n")
        self._code_at = {code: number for number, code in enumerate(self.codes)}
        self._states = {int(self.country[at]): int(at) for at in np.flatnonzero(self.kind == NAMES.index("country"))}

    def __len__(self) -> int:
        return len(self._ids)

    def find(self, keys: Sequence[str]) -> dict[str, Bearers]:
        """Return the bearers of those of the keys (of `place_key`) that anyone bears."""
        if not keys:
            return {}
        asked = np.array([key_number(key) for key in keys], dtype=np.uint64)
        first = np.searchsorted(self._keys, asked, side="left")
        last = np.searchsorted(self._keys, asked, side="right")
        return {key: Bearers(self._places[start:end], self._forms[start:end])
                for key, start, end in zip(keys, first.tolist(), last.tolist(), strict=True) if end > start}

    def named(self, name: str, kind: str | None = None) -> list[GazetteerPlace]:
        """Return the places that bear a name in any spelling, those of a kind alone if it is given.

        The most populous come first.
        """
        numbers = {at for bearers in self.find([place_key(name)]).values() for at in bearers.places.tolist()}
        if kind is not None:
            numbers = {at for at in numbers if self.kind[at] == NAMES.index(kind)}
        places = [self.place(number) for number in numbers]
        return sorted(places, key=lambda place: (-place.population, -KINDS[place.kind].importance, place.id))

    def populous(self, names: Sequence[str], people: int) -> set[str]:
        """Return those of the names that a place of more people bears, in any spelling."""
        found = self.find([place_key(name) for name in names])
        most = {key: self.population[bearers.places].max() for key, bearers in found.items()}
        return {name for name in names if most.get(place_key(name), 0) > people}

    def beginning(self, letters: str, most: int) -> list[GazetteerPlace]:
        """Return places whose English or Japanese name begins with these letters, the most populous first.

        Letters are compared as they are, but for the case of the first of each word; two are needed.
        """
        found: set[int] = set()
        if len(letters) < 2:
            return []
        for name in ("en", "ja"):
            words, at = self._labels[name]
            starts = {spelling.encode() for spelling in (letters, letters.title(), letters.capitalize())}
            hits = np.array([match.start() for start in starts for match in re.finditer(re.escape(start), words)],
                            dtype=np.int64)
            number = np.searchsorted(at, hits, side="right") - 1
            found.update(number[at[number] == hits].tolist())
        best = sorted(found, key=lambda one: (-int(self.population[one]), one))[:most]
        return [self.place(one) for one in best]

    def of_id(self, id_: str) -> list[GazetteerPlace]:
        """Return the place of an id, as a list of one; none for an id that the table does not have."""
        source, _, rest = id_.partition(":")
        if source == "geonames" and rest.isdecimal():
            return [self.place(int(at)) for at in np.flatnonzero(self._ids == int(rest))[:1]]
        own = np.flatnonzero(self._ids < 0).tolist() if source == "keii" else []
        return [self.place(at) for at in own if self._label("slug", at) == rest]

    def place(self, number: int) -> GazetteerPlace:
        """Return what is known of a place of the table."""
        own, slug = int(self._ids[number]), self._label("slug", number)
        code = self.codes[self.country[number]]
        return GazetteerPlace(
            number=number, id=f"keii:{slug}" if own < 0 else f"geonames:{own}", kind=NAMES[self.kind[number]],
            country=None if code == NOWHERE else code, latitude=round(float(self.lat[number]), 5),
            longitude=round(float(self.lon[number]), 5), population=int(self.population[number]),
            en=self._label("en", number), ja=self._label("ja", number))

    def parents(self, number: int) -> list[GazetteerPlace]:
        """Return what holds a place, the nearest first."""
        found: list[GazetteerPlace] = []
        while (number := int(self.parent[number])) != NO_PARENT and len(found) < 5:
            found.append(self.place(number))
        return found

    def state(self, code: str) -> int | None:
        """Return the number of the state of an alpha-3 code, None for a code that is not in the table."""
        known = self._code_at.get(code)
        return None if known is None else self._states.get(known)

    def _label(self, name: str, number: int) -> str:
        words, at = self._labels[name]
        return words[int(at[number]) : int(at[number + 1])].decode()


@cache
def gazetteer() -> Gazetteer:
    """Return the compiled gazetteer, loaded once; raises DataError when it is missing or of another version."""
    try:
        with np.load(FILE) as file:
            arrays = {name: file[name] for name in file.files}
    except (OSError, ValueError) as error:
        raise DataError("the gazetteer of places is not compiled or cannot be read.", where=str(FILE),
                        remedy=REMEDY) from error
    if int(arrays.get("format", np.zeros(1))[0]) != FORMAT:
        raise DataError("the gazetteer of places was compiled by another version of keii.", where=str(FILE),
                        remedy=REMEDY)
    return Gazetteer(arrays)
