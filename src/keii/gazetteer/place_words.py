"""Words beside names that say whether a place is meant: data of `place_words.tsv`, `place_stops.tsv` and their like."""

from dataclasses import dataclass
from functools import cache

from keii.gazetteer.names import DATA, all_names
from keii.gazetteer.place_keys import place_key
from keii.gazetteer.places import gazetteer
from keii.tables import data_error, read_table

_MANY = 100_000  # a first name that a place of more people bears is not taken for a given name alone
ROLES = {
    "en": frozenset("street title speech body paper firm facility lead of part lower".split()),
    "ja": frozenset("unit behind before person".split()),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of one language by role, words that are no place, given names, and short forms of divisions."""

    roles: dict[str, frozenset[str]]
    stops: frozenset[str]
    given: frozenset[str]  # given names; empty where the language needs none
    placed: frozenset[str]  # those of them that are well-known places too
    short: dict[str, int]  # short form of a division → its number in the gazetteer
    after: frozenset[str]  # short forms that count only behind a place and a comma
    peoples: dict[str, str]  # demonyms, adjectives, peoples → alpha-3 code

    def __getitem__(self, role: str) -> frozenset[str]:
        return self.roles[role]


@cache
def place_words(language: str) -> Words:
    """Return the words of a language; raises DataError for a role or a division that nobody knows."""
    roles: dict[str, set[str]] = {role: set() for role in ROLES[language]}
    path = DATA / "place_words.tsv"
    for number, row in read_table(path, ("language", "role", "word", "note")):
        if row["role"] not in ROLES.get(row["language"], ()):
            raise data_error(path, number, f"«{row['role']}» is no role.", f"Roles: {ROLES}.")
        if row["language"] == language:
            roles[row["role"]].add(row["word"])
    stops = {row["word"] for _, row in read_table(DATA / "place_stops.tsv", ("language", "word", "note"))
             if row["language"] == language}
    short, after = _short(language)
    given, placed = _given() if language == "en" else (frozenset(), frozenset())
    return Words(roles={role: frozenset(words) for role, words in roles.items()}, stops=frozenset(stops), given=given,
                 placed=placed, short=short, after=after, peoples=_peoples(language))


def _short(language: str) -> tuple[dict[str, int], frozenset[str]]:
    path, found, after, known = DATA / "place_abbreviations.tsv", {}, set(), gazetteer()
    for number, row in read_table(path, ("language", "short", "country", "name", "where", "note")):
        if row["language"] != language:
            continue
        places = [place for place in known.named(row["name"], "province") if place.country == row["country"]]
        if not places:
            raise data_error(path, number, f"the gazetteer has no division «{row['name']}» in {row['country']}.",
                             "Write its name as `keii place` knows it.")
        found[row["short"]] = places[0].number
        if row["where"] == "after":
            after.add(row["short"])
    return found, frozenset(after)


def _given() -> tuple[frozenset[str], frozenset[str]]:
    rows = [row for _, row in read_table(DATA / "given_names_en.tsv", ("name", "also", "note"))]
    placed = frozenset(row["name"] for row in rows if row["also"] == "place")
    columns = ("id", "name_en", "name_ja", "aliases_en", "aliases_ja", "note")
    known = {row["name_en"].split()[0] for _, row in read_table(DATA / "people.tsv", columns) if " " in row["name_en"]}
    # A Chinese or Korean name begins with the family name, a Spanish one may begin with San.
    usual = {name for name in known if len(name) > 3 and name.isalpha()}
    usual -= gazetteer().populous(sorted(usual), _MANY)
    return frozenset({row["name"] for row in rows} | usual), placed


def _peoples(language: str) -> dict[str, str]:
    """Return the words for the people of a state and for what belongs to it: Turkish, Turks, トルコ人."""
    found: dict[str, str] = {}
    for spoken, name in all_names():
        if spoken != language or not name.entry.startswith("state:") or name.rare:
            continue
        if name.form in ("demonym", "adjective", "people") and (language == "ja" or name.name[0].isupper()):
            found.setdefault(name.name, name.code)
            if language == "en" and name.form != "people" and name.name.endswith(("an", "i", "ese", "ian")):
                found.setdefault(name.name + "s", name.code)
    return found


__all__ = ["Words", "place_key", "place_words"]
