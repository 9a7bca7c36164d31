"""The registry as one: every state, body, outlet and person with its names in all scripts, offices and memberships."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from keii.gazetteer.memberships import Membership, of_bodies, of_states
from keii.gazetteer.name_index import folded
from keii.gazetteer.names import DATA, Name, all_names
from keii.gazetteer.names import LANGUAGES as OWN
from keii.gazetteer.own import COLUMNS, own_rows
from keii.gazetteer.persons import Held, offices
from keii.gazetteer.territories import names_of
from keii.tables import read_table

LANGUAGES = ("ja", "en", "zh", "ko", "ru", "uk", "ar", "fa", "he", "fr", "es", "de")
KINDS = ("state", "person", "organisation", "outlet")
# Forms of names by rank: what an entry is called stands first. Cities belong to the gazetteer of places.
_ORDER = "full name long short variant alias demonym adjective people capital metonym".split()
_RANK = {form: rank for rank, form in enumerate(_ORDER)}
_NOT_NAMES = frozenset({"demonym", "adjective", "people", "capital", "metonym", "city"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the registry.

    `form` is the kind of body or outlet (igo, party, agency …), "" for states and persons. `code` is the actor code, of
    a person that of the latest office. `names` are by language, the usual one first; `related` are demonyms, peoples,
    capitals and metonyms of a state. `offices` are those that a person held, `holders` those of a state or body.
    """

    id: str
    kind: str
    form: str
    code: str
    names: Mapping[str, tuple[str, ...]]
    related: Mapping[str, tuple[str, ...]]
    offices: tuple[Held, ...]
    memberships: tuple[Membership, ...]
    members: tuple[Membership, ...]
    holders: tuple[Held, ...]

    def name(self, language: str) -> str:
        """Return what the entry is called in a language, otherwise in English, otherwise its id."""
        known = self.names.get(language) or self.names.get("en") or next(iter(self.names.values()), ())
        return known[0] if known else self.id

    @property
    def countries(self) -> frozenset[str]:
        """The states and bodies that the entry belongs to: of its code and its offices."""
        return frozenset({self.code.partition("/")[0], *(held.country for held in self.offices)} - {""})


@cache
def entries() -> Mapping[str, Entry]:
    """Return every entry by its id: states, organisations, outlets and persons of the files, then the user's own."""
    grouped: defaultdict[str, list[tuple[str, Name]]] = defaultdict(list)
    for language, name in all_names():
        if name.kind != "sector":
            grouped[name.entry].append((language, name))
    further = [row for _, row in read_table(DATA / "other_names.tsv", COLUMNS["other_names"])]
    # The user's own in the languages of texts are among the names already.
    further += [row for row in own_rows("other_names") if row["language"] not in OWN]
    for row in further:
        if row["id"] in grouped:
            usual = grouped[row["id"]][0][1]
            other = Name(name=row["name"], kind=usual.kind, form="variant", code=usual.code, entry=row["id"])
            grouped[row["id"]].append((row["language"], other))
    held = _holders()
    return {id_: _entry(id_, names, held) for id_, names in grouped.items()}


def find(id_: str) -> Entry | None:
    """Return the entry of an id, of a state's code or of a body's code; None when there is none."""
    known = entries()
    return known.get(id_) or known.get(f"state:{id_.upper()}") or _bodies().get(id_.upper())


def search(kind: str | None, country: str | None, words: tuple[str, ...]) -> Iterator[Entry]:
    """Yield the entries of a kind or form, of a country or body, whose names or id hold all the words.

    Width, case, accents and forms of Han characters make no difference; None asks for anything.
    """
    wanted = [folded(word) for word in words]
    for entry in entries().values():
        if kind is not None and kind not in (entry.kind, entry.form):
            continue
        if country is not None and country.upper() not in entry.countries:
            continue
        if wanted:
            names = [folded(name) for of_language in entry.names.values() for name in of_language]
            held = " ".join((*names, folded(entry.id)))
            if not all(word in held for word in wanted):
                continue
        yield entry


def forms() -> tuple[str, ...]:
    """Return the forms of bodies and outlets that the registry knows."""
    return tuple(sorted({entry.form for entry in entries().values()} - {""}))


def _entry(id_: str, names: list[tuple[str, Name]], held: Mapping[str, tuple[Held, ...]]) -> Entry:
    first = names[0][1]
    state = id_.startswith("state:")
    kind = "state" if state else first.kind
    own = offices().get(id_, ()) if kind == "person" else ()
    code = id_.removeprefix("state:") if state else first.code or (own[0].code if own else "")
    return Entry(
        id=id_,
        kind=kind,
        form="" if kind in ("state", "person") else first.form,
        code=code,
        names=_by_language(names, related=False) | _elsewhere(code if state else ""),
        related=_by_language(names, related=True),
        offices=own,
        memberships=of_states().get(code, ()) if state else (),
        members=of_bodies().get(id_, ()),
        holders=held.get(code, ()) if state or _alone(id_, code) else (),
    )


def _alone(id_: str, code: str) -> bool:
    """Tell whether an organisation is the body of its code, not an organ of it: `nato`, not `nato-council`."""
    known = _main().get(code)
    return known == id_


@cache
def _main() -> dict[str, str]:
    """Return the first organisation of every code of an international body."""
    found: dict[str, str] = {}
    for _, name in all_names():
        if name.kind == "organisation" and name.code.startswith("IGO:"):
            found.setdefault(name.code, name.entry)
    return found


@cache
def _bodies() -> dict[str, Entry]:
    return {code: entries()[id_] for code, id_ in _main().items()}


def _elsewhere(code: str) -> dict[str, tuple[str, ...]]:
    return names_of(code) if code else {}


def _by_language(names: list[tuple[str, Name]], *, related: bool) -> dict[str, tuple[str, ...]]:
    """Return the names by language, or what is related to them: demonyms, capitals, metonyms."""
    found: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for language, name in names:
        of_state = name.entry.startswith("state:") and name.form in _NOT_NAMES
        if of_state == related and name.form != "city":
            found[language].append((_RANK.get(name.form, 0), name.name))
    return {
        language: tuple(dict.fromkeys(name for _, name in sorted(found[language], key=lambda pair: pair[0])))
        for language in LANGUAGES
        if language in found
    }


def _holders() -> Mapping[str, tuple[Held, ...]]:
    """Return the offices of every state and body by its code: by office, the latest holder first."""
    found: defaultdict[str, list[Held]] = defaultdict(list)
    for held in offices().values():
        for one in held:
            found[one.country].append(one)
    for rows in found.values():
        rows.sort(key=lambda row: row.start, reverse=True)
        rows.sort(key=lambda row: row.office)
    return {code: tuple(rows) for code, rows in found.items()}
