"""What of a file's actors is new beside the registry, what stands against it, and the lines that keep the new.

Nothing is overwritten: what contradicts an entry is shown and left out. Of persons only those with a public office or
role are taken.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from keii.gazetteer.name_index import folded
from keii.gazetteer.names import LANGUAGES
from keii.imports.kinds import NOWHERE, PUBLIC, SECTORS, office_of
from keii.imports.known import Held, Known, Term, held_of
from keii.imports.names import fault, surnames
from keii.imports.told import OUTLET, PERSON, STATES, Actor, Office, Refusal

Row = dict[str, str]
ID = re.compile(r"[A-Za-z0-9](?:[\w.:-]{0,118}[A-Za-z0-9])?", re.ASCII)
RESERVED = ("state:", "doc:", "sector:")
STATELESS = ("armed_group", "ngo")  # bodies that need no country: without one they have none
DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
END = "9999"


@dataclass(slots=True, kw_only=True)
class Plan:
    """What a file adds: lines by file of the own registry, counts, and what is told."""

    origin: str  # the file's name, kept in the notes of its lines
    rows: dict[str, list[Row]] = field(default_factory=dict)
    actors: int = 0
    names: int = 0
    offices: int = 0
    known: int = 0  # actors of which nothing is new
    refused: list[Refusal] = field(default_factory=list)
    conflicts: list[Refusal] = field(default_factory=list)
    remarks: list[Refusal] = field(default_factory=list)  # taken all the same

    def row(self, table: str, **cells: str) -> None:
        """Add a line."""
        self.rows.setdefault(table, []).append(cells)


def plan(actors: Iterable[Actor], known: Known, *, origin: str, merge: bool) -> Plan:
    """Return what of the actors is new beside `known`, which then holds it.

    `merge` takes an actor that is called as one entry of its kind and country is for that entry.
    """
    merging = _Merging(known, Plan(origin=" ".join(origin.split())), merge)
    for actor in actors:
        merging.take(actor)
    return merging.plan


class _Merging:
    def __init__(self, known: Known, made: Plan, merge: bool) -> None:
        self.known, self.plan, self._merge = known, made, merge

    def take(self, actor: Actor) -> None:
        held = self.known.of_id(actor.id) if actor.id else None
        if held is None and not actor.names:
            self._refuse(actor, "the actor has no name.", "Give it one.")
            return
        if held is None:
            same = self.known.namesakes(actor, _countries(actor))
            if len(same) == 1 and (self._merge or not actor.id and _adds_nothing(actor, same[0])):
                held = same[0]
            elif same:
                self._against(actor, f"«{actor.names[0][1]}» is in the registry already, as {same[0].id}.",
                              f"If it is the same, give it the id {same[0].id}, or use --merge.")
                return
        if held is None:
            self._add(actor)
        else:
            self._add_to(held, actor)

    # ---- what is new ----

    def _add(self, actor: Actor) -> None:
        if actor.kind == STATES:
            self._refuse(actor, "the state is unknown.", "Give its code as the id: the registry has all states.")
            return
        if actor.id and (not ID.fullmatch(actor.id) or actor.id.startswith(RESERVED)):
            self._refuse(actor, f"the id «{actor.id}» cannot be kept.", "Ids are letters, digits and .:_- alone.")
            return
        names = self._names(actor)
        if actor.kind == PERSON:
            names += [one for one in surnames(names, _countries(actor)) if one not in names and not fault(
                one[1], one[0], PERSON)]
        if not any(language in LANGUAGES for language, _ in names):
            self._refuse(actor, "no name is left by which texts could be searched.",
                         "Give a name in Latin letters or in Japanese.")
        elif actor.kind == PERSON:
            self._add_person(actor, names)
        else:
            self._add_body(actor, names)

    def _add_person(self, actor: Actor, names: list[tuple[str, str]]) -> None:
        if not actor.offices:
            self._refuse(actor, "the person has no public office or role; keii keeps no private persons.",
                         "Give the position, or an Occupancy of a Position.")
            return
        rows = [row for office in actor.offices if (row := self._office(actor, office)) is not None]
        if not rows:
            return  # each was refused
        id = actor.id or self._free_id(names, person=True)
        own = {code: [name for language, name in names if language == code] for code in LANGUAGES}
        alone = surnames(names, _countries(actor))
        shared = [name for language, name in names
                  if self._shared(actor, id, language, name) or (language, name) in alone]
        self.plan.row("people", id=id, name_en="".join(own["en"][:1]), name_ja="".join(own["ja"][:1]),
                      aliases_en="|".join(own["en"][1:]), aliases_ja="|".join(own["ja"][1:]),
                      note=self._note(", ".join(shared)))
        self._hold(actor, id, "", names, [_term(row) for row in rows])
        for row in rows:
            self.plan.row("offices_held", **{**row, "person": id})
        self.plan.offices += len(rows)

    def _add_body(self, actor: Actor, names: list[tuple[str, str]]) -> None:
        if not actor.form:
            self._refuse(actor, "it is not told what kind of body it is.",
                         f"Give one: {', '.join(SECTORS)}; in FollowTheMoney as classification, or topics.")
            return
        code = self._code(actor)
        if code is None:
            return
        id = actor.id or self._free_id(names, person=False)
        table = "outlets" if actor.kind == OUTLET else "organisations"
        for language, name in names:
            if language in LANGUAGES:
                shared = self._shared(actor, id, language, name)
                self.plan.row(table, id=id, code=code, language=language, name=name, kind=actor.form,
                              note=self._note(shared))
        self._hold(actor, id, code, names, [])

    def _hold(self, actor: Actor, id: str, code: str, names: list[tuple[str, str]], terms: list[Term]) -> None:
        self.known.add(held_of(actor, id, code, terms))
        for language, name in names:
            self.known.bear(id, language, name)
            if language not in LANGUAGES:
                self.plan.row("other_names", id=id, language=language, name=name, note=self._note(""))
        self.plan.actors += 1
        self.plan.names += len(names)

    def _code(self, actor: Actor) -> str | None:
        if actor.form == "igo":
            short = next((name for _, name in actor.names if re.fullmatch("[A-Z]{2,}", name)), "")
            short = actor.country[4:] if actor.country.startswith("IGO:") else short
            if short and f"IGO:{short}" not in self.known.codes():
                return f"IGO:{short}"
            self._refuse(actor, "an international body needs an abbreviation of its own.",
                         "Give one in capitals, which is its code: IGO:NAME.")
            return None
        country = actor.country or (NOWHERE if actor.form in STATELESS else "")
        if not country:
            self._refuse(actor, "the body has no country.", "Give one, or XXX where it has none.")
            return None
        sector = "JRN" if actor.kind == OUTLET else actor.sector or SECTORS[actor.form]
        return country if country.startswith("IGO:") else f"{country}/{sector}"

    # ---- what is added to an entry ----

    def _add_to(self, held: Held, actor: Actor) -> None:
        country = held.code.partition("/")[0]
        if actor.kind and (actor.kind, actor.form or held.form) != (held.kind, held.form):
            self._against(actor, f"{held.id} is {held.form or held.kind} in the registry, here "
                                 f"{actor.form or actor.kind}.", "Nothing of the line was taken.")
            return
        if held.kind not in (PERSON, STATES) and actor.country not in ("", country):
            self._against(actor, f"{held.id} is of {country} in the registry, here of {actor.country}.",
                          "Nothing of the line was taken.")
            return
        before = self.plan.names + self.plan.offices
        for language, name in actor.names:
            if not _bears(held, name):
                self._add_name(held, actor, language, name)
        if held.kind == PERSON:
            for office in actor.offices:
                self._add_office(held, actor, office)
        self.plan.known += self.plan.names + self.plan.offices == before

    def _add_name(self, held: Held, actor: Actor, language: str, name: str) -> None:
        wrong = fault(name, language, held.kind)
        others = self.known.others(held.id, language, name)
        if wrong or others:
            self._against(actor, wrong or f"«{name}» is a name of {others[0]}, not of {held.id} alone.",
                          "The name was not taken.")
            return
        self.known.bear(held.id, language, name)
        self.plan.row("other_names", id=held.id, language=language, name=name, note=self._note(""))
        self.plan.names += 1

    def _add_office(self, held: Held, actor: Actor, office: Office) -> None:
        row = self._office(actor, office)
        if row is None:
            return
        same = [term for term in held.terms if term[:2] == (row["office"], row["country"])]
        if any(_agrees(term, row["start"], row["end"]) for term in same):
            return
        for term in same:
            if _overlaps(term, row["start"], row["end"]):
                self._against(actor, f"{held.id} is {term[0]} of {term[1]} {term[2]}–{term[3]} in the registry, here "
                                     f"{row['start']}–{row['end']}.", "The office was not taken.")
                return
        held.terms.append(_term(row))
        self.plan.row("offices_held", **{**row, "person": held.id})
        self.plan.offices += 1

    # ---- parts ----

    def _names(self, actor: Actor) -> list[tuple[str, str]]:
        kept = []
        for language, name in actor.names:
            if wrong := fault(name, language, actor.kind):
                self.plan.remarks.append(Refusal(line=actor.line, what=wrong, remedy="The name was not taken."))
            else:
                kept.append((language, name))
        return kept

    def _shared(self, actor: Actor, id: str, language: str, name: str) -> str:
        """Return a name that somebody else bears too, and tell it; "" for one of its own."""
        others = self.known.others(id, language, name) if language in LANGUAGES else []
        if not others:
            return ""
        self.plan.remarks.append(Refusal(
            line=actor.line, what=f"«{name}» is a name of {others[0]} too.",
            remedy="It is marked as ambiguous, and read where the text tells them apart."))
        return name

    def _office(self, actor: Actor, office: Office) -> Row | None:
        """Return the line of an office without its person, None for one that is refused."""
        words, country, sector = office_of(office.title)
        country, sector = office.country or country or actor.country, office.sector or actor.sector or sector
        sector = "IGO" if country.startswith("IGO:") else sector
        bad = next((date for date in (office.start, office.end) if date and not DATE.fullmatch(date)), "")
        if sector not in PUBLIC:
            self._refuse(actor, f"the position «{office.title}» is no public office that keii knows.",
                         f"Say it in other words, or give its sector: {', '.join(sorted(PUBLIC))}.")
        elif not country or country == NOWHERE:
            self._refuse(actor, f"the position «{office.title}» has no country.", "Give one, or the body.")
        elif bad or (office.start and office.end and office.end < office.start[:len(office.end)]):
            self._refuse(actor, f"«{bad or office.end}» is no date, or the end stands before the start.",
                         "Write 2024, 2024-06 or 2024-06-13.")
        else:
            return {"country": country, "office": words, "sector": sector, "start": office.start, "end": office.end,
                    "source": self.plan.origin, "note": f"title: {office.title}" if office.title != words else ""}
        return None

    def _free_id(self, names: list[tuple[str, str]], *, person: bool) -> str:
        """Return an id of the usual name: the surname first of a person, numbered where it is taken."""
        name = next((name for language, name in names if language == "en"), names[0][1])
        plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
        pieces = re.findall(r"[a-z0-9]+", plain)
        slug = "-".join([*pieces[-1:], *pieces[:-1]] if person else pieces)
        if len(plain) < len(name) / 2 or not slug:  # a name without Latin letters
            slug = "actor-" + hashlib.sha256(name.encode()).hexdigest()[:10]
        number, id = 1, slug
        while self.known.of_id(id) is not None:
            number += 1
            id = f"{slug}-{number}"
        return id

    def _note(self, shared: str) -> str:
        return "; ".join(filter(None, (f"ambiguous: {shared}" if shared else "", f"from {self.plan.origin}")))

    def _refuse(self, actor: Actor, what: str, remedy: str) -> None:
        self.plan.refused.append(Refusal(line=actor.line, what=what, remedy=remedy))

    def _against(self, actor: Actor, what: str, remedy: str) -> None:
        self.plan.conflicts.append(Refusal(line=actor.line, what=what, remedy=remedy))


def _term(row: Row) -> Term:
    return row["office"], row["country"], row["start"], row["end"]


def _countries(actor: Actor) -> set[str]:
    """Return the countries and bodies of an actor and of its offices."""
    told = (office.country or office_of(office.title)[1] for office in actor.offices)
    return {actor.country, *told} - {"", NOWHERE}


def _bears(held: Held, name: str) -> bool:
    return folded(name) in held.names


def _adds_nothing(actor: Actor, held: Held) -> bool:
    """Tell whether an entry has everything that an actor without an id tells, so that it is the same line again."""
    if (actor.form or held.form) != held.form or not all(_bears(held, name) for _, name in actor.names):
        return False
    for office in actor.offices:
        words, country, _ = office_of(office.title)
        country = office.country or country or actor.country
        if not any(term[:2] == (words, country) and _agrees(term, office.start, office.end) for term in held.terms):
            return False
    return True


def _agrees(term: Term, start: str, end: str) -> bool:
    """Tell whether a term has these dates, as exactly as both say them; a file that says none agrees."""
    pairs = ((term[2], start), (term[3], end))
    return (not start and not end) or all(one == other or (one and other and (
        one.startswith(other) or other.startswith(one))) for one, other in pairs)


def _overlaps(term: Term, start: str, end: str) -> bool:
    first, last = max(term[2], start), min(term[3] or END, end or END)
    size = min(len(first), len(last))
    return first[:size] < last[:size] or size == 0
