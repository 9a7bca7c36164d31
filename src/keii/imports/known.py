"""What the registry holds while a file is brought in: shipped entries, the user's own, and those added meanwhile."""

from collections import defaultdict
from dataclasses import dataclass, field

from keii.gazetteer.name_index import folded
from keii.gazetteer.names import LANGUAGES, all_names
from keii.gazetteer.registry import Entry, entries, find
from keii.imports.told import Actor

Term = tuple[str, str, str, str]  # office, country, start, end


@dataclass(slots=True, kw_only=True)
class Held:
    """What is known of one entry."""

    id: str
    kind: str
    form: str
    code: str
    usual: set[str]  # folded names that it is called by, aliases aside
    names: set[str]  # folded, all of them
    terms: list[Term] = field(default_factory=list)

    @property
    def countries(self) -> set[str]:
        """The states and bodies that it belongs to."""
        return {self.code.partition("/")[0], *(country for _, country, _, _ in self.terms)} - {""}


class Known:
    """The entries by id and by name, and who bears which name in texts."""

    def __init__(self) -> None:
        """Begin with the registry as it is."""
        self._held: dict[str, Held] = {}
        self._exported: dict[str, str] = {}
        self._by_usual: defaultdict[str, set[str]] = defaultdict(set)
        self._bearers: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for entry in entries().values():
            self.add(_held(entry))
        for language, name in all_names():
            if name.kind != "sector":
                self._bearers[language, name.name].add(name.entry)

    def add(self, held: Held) -> None:
        """Hold an entry."""
        self._held[held.id] = held
        self._exported[exported(held.id)] = held.id
        for name in held.usual:
            self._by_usual[name].add(held.id)

    def bear(self, id: str, language: str, name: str) -> None:
        """Note a name of an entry."""
        self._held[id].names.add(folded(name))
        if language in LANGUAGES:
            self._bearers[language, name].add(id)

    def of_id(self, id: str) -> Held | None:
        """Return the entry of an id, of the id that exports write for it, or of a code; None where there is none."""
        own = id if id in self._held else self._exported.get(id, "")
        if not own and id and (entry := find(id)):
            own = entry.id
        return self._held.get(own)

    def codes(self) -> set[str]:
        """Return the codes of all entries."""
        return {held.code for held in self._held.values()}

    def namesakes(self, actor: Actor, countries: set[str]) -> list[Held]:
        """Return the entries of an actor's kind that are called as it is, of one of the countries if there are any."""
        ids = {id for name in usual(actor.names) for id in self._by_usual.get(name, ())}
        same = [self._held[id] for id in sorted(ids) if self._held[id].kind == actor.kind]
        return [held for held in same if not countries or not held.countries or countries & held.countries]

    def others(self, id: str, language: str, name: str) -> list[str]:
        """Return the other entries that bear a name in texts."""
        return sorted(self._bearers.get((language, name), set()) - {id})


def exported(id: str) -> str:
    """Return an id as `keii export ftm` writes it, without its beginning."""
    return id.replace(":", "-").replace("_", "-")


def usual(names: tuple[tuple[str, str], ...]) -> set[str]:
    """Return the folded usual names: the first of each language."""
    first: dict[str, str] = {}
    for language, name in names:
        first.setdefault(language, name)
    return {folded(name) for name in first.values()} - {""}


def held_of(actor: Actor, id: str, code: str, terms: list[Term]) -> Held:
    """Return what is known of an actor that is added."""
    return Held(id=id, kind=actor.kind, form=actor.form, code=code, usual=usual(actor.names),
                names={folded(name) for _, name in actor.names}, terms=terms)


def _held(entry: Entry) -> Held:
    first = {folded(names[0]) for names in entry.names.values() if names}
    names = {folded(name) for of_language in (*entry.names.values(), *entry.related.values()) for name in of_language}
    terms = [(one.office, one.country, one.start, one.end) for one in entry.offices]
    return Held(id=entry.id, kind=entry.kind, form=entry.form, code=entry.code, usual=first, names=names, terms=terms)
