"""The lexicon of a language as the rules use it: predicates with frames, cues, speech verbs, slots.

All of it is data (`language/<code>/data/*.tsv`); this module reads it, checks it and indexes it. A word of
several tokens is keyed by the tokens' words with the last one's lemma, so that inflection does not matter.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from keii.errors import DataError
from keii.language.languages import language
from keii.memory import uncollected
from keii.model import Certainty, Status
from keii.tables import read_table

ROLES = frozenset({"A", "R", "AA", "P", "RP", "C"})
POSSESSIVES = ("its", "their", "his", "her", "our", "my", "your")  # what stands for "one's" in an English form


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A test of what stands in a slot: one of `words`, anything (`*`), or a party (`@party`)."""

    slot: str
    words: tuple[str, ...]
    negated: bool = False
    classed: bool = False  # whether it asks for nothing but classes of classes.tsv


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicate:
    """One row of predicates.tsv: a word that names an act, in one of its uses."""

    form: str
    kind: str  # verb, sahen, noun, adj
    type: str
    mode: str | None
    roles: dict[str, str] = field(hash=False)  # slot -> role
    conditions: tuple[Condition, ...] = ()
    label: str | None = None
    row: str = ""  # file:line, for the trace

    @property
    def broad(self) -> bool:
        """Whether the word tells an act only by the kind of thing that it is done with: send, put, 渡す."""
        return any(condition.classed and not condition.negated for condition in self.conditions)


@dataclass(frozen=True, slots=True, kw_only=True)
class CueRow:
    """One row of cues.tsv."""

    form: str
    where: str
    status: Status | None
    certainty: Certainty | None
    row: str
    of_noun: Status | None = None  # status of an act noun that is the object: seeks the death penalty
    of_another: Status | None = None  # status when the complement has a subject of its own: wants Peru to release


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """One row of support_verbs.tsv: a light or aspect verb that carries an act noun in `slot`."""

    slot: str
    voice: str
    aspect: str
    row: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """One row of speech.tsv: a word of saying; `roles` maps slots to S (source), C (content), ADDR."""

    form: str
    kind: str
    roles: dict[str, str] = field(hash=False)
    row: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """All rows of one language, indexed by form."""

    language: str
    joiner: str
    predicates: dict[str, tuple[Predicate, ...]]
    cues: dict[tuple[str, str], CueRow]  # (where, form)
    support: dict[str, tuple[Support, ...]]
    speech: dict[str, Speech]
    reports: dict[str, Speech]  # nouns of saying, which tell a clause on somebody's word: the claim that
    thinking: frozenset[str]  # the rows of `speech` whose words say that somebody thinks, hopes or fears
    pronouns: dict[str, str]  # form -> kind
    sources: dict[str, str]  # head word of a generic source -> kind
    titles: dict[str, str]  # title -> sector ("" for honorifics)
    slots: tuple[tuple[str, str, str], ...]  # relation, marker, slot
    generic: dict[str, str]  # word that keeps people and bodies from being one country's -> first, any
    things: frozenset[str]  # head words (en) or endings (ja) of what acts on nobody and receives nothing: rules, a vote
    places: frozenset[str]  # endings (ja) or head words (en) of phrases that name a place
    modals: dict[str, str]  # word of demand -> file:line
    gatherings: tuple[str, ...]  # words for people together, whom an attack or a ban befalls: a march, a funeral
    unnamed: frozenset[str]  # phrases that name nobody who tells it: media reports, 報道
    personal: frozenset[str]  # predicates whose object is always people or a body: arrest, 逮捕
    addressed: frozenset[str]  # predicates whose に or "to" names people or a body: apologise, 頼む
    impersonal: frozenset[str]  # acts that concern nobody whom their content names: denied the rumour, signed
    errands: frozenset[str]  # what one telephones or summons somebody to do oneself: thank, complain
    answering: frozenset[str]  # verbs, beside refusals, for what one does with another's demand or charge: face, accept
    yielding: dict[str, str]  # verb whose refusal is an act -> file:line
    pairs: tuple[str, ...]  # pronouns that point to two parties
    title_endings: tuple[str, ...]  # all titles, for str.endswith
    title_beginnings: tuple[str, ...]  # all titles in lower case with a blank after them, for str.startswith
    place_endings: tuple[str, ...]
    source_endings: tuple[str, ...]
    thing_endings: tuple[str, ...]
    irregular: dict[str, list[str]]  # lemma -> forms that do not begin like it (met, fought), for the screen
    flips: dict[str, str]  # passive: slot as parsed -> slot of the active frame
    longest: int  # tokens in the longest form

    def pointing(self, quote: str) -> str | None:
        """Return what kind of antecedent a phrase points to, None where it names somebody itself: US, WHO are names."""
        written = len(quote) > 1 and quote.isupper()
        return self.pronouns.get(quote) or (None if written else self.pronouns.get(quote.lower()))

    def key(self, words: tuple[str, ...], lemmas: tuple[str, ...], first: int, last: int) -> str:
        """Return the look-up key of tokens `first` to `last`: words, the last one by its lemma."""
        return self.joiner.join((*words[first:last], lemmas[last]))


def _conditions(text: str, where: str, classes: dict[str, tuple[str, ...]]) -> tuple[Condition, ...]:
    conditions = []
    for part in text.split():
        slot, mark, words = part.partition("=")
        if not mark or not words:
            raise DataError(
                f"condition «{part}» is not slot=words.", where=where, remedy="Write slot=a|b, slot!=a|b or slot=*."
            )
        named = [word for word in words.replace("_", " ").split("|") if word.startswith("@") and word != "@party"]
        unknown = [word for word in named if word[1:] not in classes]
        if unknown:
            raise DataError(
                f"class «{unknown[0]}» is not known.", where=where, remedy=f"Classes: {', '.join(sorted(classes))}."
            )
        plain = [word for word in words.replace("_", " ").split("|") if word not in named]
        conditions.append(
            Condition(
                slot=slot.removesuffix("!"),
                words=tuple(dict.fromkeys([*plain, *(word for name in named for word in classes[name[1:]])])),
                negated=slot.endswith("!"),
                classed=bool(named) and not plain,
            )
        )
    return tuple(conditions)


def _classes(path: Path) -> dict[str, tuple[str, ...]]:
    """Return the words of each class of things that conditions name."""
    return {row["class"]: tuple(row["words"].split("|")) for _, row in read_table(path, ("class", "words", "note"))}


def read_roles(text: str, where: str, known: frozenset[str]) -> dict[str, str]:
    """Return the roles of a frame by slot; raises DataError, which names `where`, for a role that is not known."""
    roles = {}
    for part in text.split():
        slot, _, role = part.rpartition(":")
        if not slot or role not in known:
            raise DataError(
                f"frame part «{part}» is not slot:ROLE.", where=where, remedy=f"Roles: {', '.join(sorted(known))}."
            )
        roles[slot] = role
    return roles


def _predicates(path: Path, classes: dict[str, tuple[str, ...]]) -> dict[str, tuple[Predicate, ...]]:
    rows = defaultdict(list)
    columns = ("predicate", "kind", "type", "mode", "frame", "when", "label", "note")
    frames: dict[str, dict[str, str]] = {}  # a tenth of the rows' frames and conditions are different
    conditions: dict[str, tuple[Condition, ...]] = {}
    for line, row in read_table(path, columns):
        where = f"{path.name}:{line}"
        frame, when = row["frame"], row["when"]
        if frame not in frames:
            frames[frame] = read_roles(frame, where, ROLES)
        if when not in conditions:
            conditions[when] = _conditions(when, where, classes)
        rows[row["predicate"]].append(
            Predicate(
                form=row["predicate"],
                kind=row["kind"],
                type=row["type"],
                mode=row["mode"] or None,
                roles=frames[frame],
                conditions=conditions[when],
                label=row["label"] or None,
                row=where,
            )
        )
    return {spelling: tuple(found) for form, found in rows.items() for spelling in _spellings(form)}


def _spellings(form: str) -> tuple[str, ...]:
    """Return a form as a text has it: whoever's "one's" is, and as a tokenizer cuts it at hyphens (cease - fire)."""
    if "one's" in form.split():
        return tuple(form.replace("one's", word) for word in POSSESSIVES)
    return (form, form.replace("-", " - ")) if "-" in form.strip("-") else (form,)


def _cues(path: Path) -> dict[tuple[str, str], CueRow]:
    cues = {}
    for line, row in read_table(path, ("cue", "where", "status", "certainty", "note")):
        cues[row["where"], row["cue"]] = CueRow(
            form=row["cue"],
            where=row["where"],
            status=Status(row["status"]) if row["status"] else None,
            certainty=Certainty(row["certainty"]) if row["certainty"] else None,
            row=f"{path.name}:{line}",
            of_noun=_noted("noun", row["note"]),
            of_another=_noted("obj", row["note"]),
        )
    return cues


def _noted(mark: str, note: str) -> Status | None:
    """Return the status that a note gives for one use of a cue: noun:urged, obj:urged."""
    found = re.search(rf"\b{mark}:(\w+)", note)
    return Status(found.group(1)) if found else None


def _support(path: Path) -> dict[str, tuple[Support, ...]]:
    rows = defaultdict(list)
    for line, row in read_table(path, ("verb", "slot", "voice", "aspect", "note")):
        rows[row["verb"]].append(
            Support(slot=row["slot"], voice=row["voice"], aspect=row["aspect"], row=f"{path.name}:{line}")
        )
    return {verb: tuple(found) for verb, found in rows.items()}


def _speech(path: Path) -> dict[tuple[str, bool], Speech]:
    """Return the rows by word and whether they are of a noun: claim is both."""
    speech = {}
    for line, row in read_table(path, ("verb", "frame", "kind", "note")):
        where = f"{path.name}:{line}"
        speech[row["verb"], row["kind"] == "noun"] = Speech(
            form=row["verb"],
            kind=row["kind"],
            row=where,
            roles=read_roles(row["frame"], where, frozenset({"S", "C", "ADDR"})),
        )
    return speech


def _words(path: Path, columns: tuple[str, ...], key: str, value: str) -> dict[str, str]:
    return {row[key]: row[value] for _, row in read_table(path, columns)}


def _irregular(path: Path) -> dict[str, list[str]]:
    forms = defaultdict(list)
    for _, row in read_table(path, ("lemma", "form")):
        forms[row["lemma"]].append(row["form"])
    return forms


@cache
@uncollected()
def lexicon(code: str) -> Lexicon:
    """Return the lexicon of a language, read once; raises DataError with file and line for a bad row."""
    tongue = language(code)
    data = tongue.data
    classes = _classes(data / "classes.tsv")
    predicates = _predicates(data / "predicates.tsv", classes)
    slot_rows = [row for _, row in read_table(data / "slots.tsv", ("relation", "marker", "slot", "note"))]
    pronouns = _words(data / "pronouns.tsv", ("word", "kind", "note"), "word", "kind")
    told = _speech(data / "speech.tsv")
    speech = {form: row for (form, noun), row in told.items() if not noun}
    sources = _words(data / "sources.tsv", ("word", "kind", "note"), "word", "kind")
    titles = _words(data / "titles.tsv", ("title", "position", "office", "sector", "note"), "title", "sector")
    places = frozenset(row["word"] for _, row in read_table(data / "places.tsv", ("word", "note")))
    things = frozenset(row["word"] for _, row in read_table(data / "things.tsv", ("word", "note")))
    return Lexicon(
        language=code,
        joiner=tongue.joiner,
        predicates=predicates,
        cues=_cues(data / "cues.tsv"),
        support=_support(data / "support_verbs.tsv"),
        speech=speech,
        reports={form: row for (form, noun), row in told.items() if noun},
        thinking=frozenset(row.row for row in speech.values() if row.kind == "think"),
        pronouns=pronouns,
        sources=sources,
        titles=titles,
        pairs=tuple(word for word, kind in pronouns.items() if kind in ("pair", "persons")),
        title_endings=tuple(titles),
        title_beginnings=tuple(f"{title.lower()} " for title in titles),
        place_endings=tuple(places),
        source_endings=tuple(sources),
        thing_endings=tuple(things),
        slots=tuple((r["relation"], r["marker"], r["slot"]) for r in slot_rows if r["relation"] != "flip"),
        generic=_words(data / "generic.tsv", ("word", "where", "note"), "word", "where"),
        things=things,
        places=places,
        modals={row["modal"]: f"modals.tsv:{line}" for line, row in read_table(data / "modals.tsv", ("modal", "note"))},
        gatherings=classes.get("gatherings", ()),
        unnamed=frozenset(classes.get("unnamed", ())),
        personal=frozenset(classes.get("personal", ())),
        addressed=frozenset(classes.get("addressed", ())),
        impersonal=frozenset(classes.get("impersonal", ())),
        errands=frozenset(classes.get("errands", ())),
        answering=frozenset(classes.get("answering", ())),
        yielding={
            row["verb"]: f"yielding.tsv:{line}" for line, row in read_table(data / "yielding.tsv", ("verb", "note"))
        },
        irregular=_irregular(data / "irregular.tsv"),
        flips={r["marker"]: r["slot"] for r in slot_rows if r["relation"] == "flip"},
        longest=7,
    )
