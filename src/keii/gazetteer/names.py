"""Names of the registry found in a text: states, bodies, outlets, persons and words for kinds of actors.

One automaton a language over all names; matches are leftmost-longest. English names match whole words in
their own case, Japanese names anywhere, except one-character short forms (米, 露), which need a neighbour that
makes them a country: another short form, a word for an office or body, or the edge of a token.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import ahocorasick

from keii.errors import DataError
from keii.gazetteer.compiled import compiled
from keii.gazetteer.own import COLUMNS, own_rows
from keii.gazetteer.policy import Policy, chosen
from keii.memory import uncollected
from keii.tables import read_table

LANGUAGES = ("ja", "en")  # of the texts in which names are found
DATA = Path(__file__).parent / "data"
FRONTED = frozenset("米英仏独露韓豪伊比")
EDGES_JA = frozenset("、がはとへにのも")
BODY = re.compile(r"IGO:[A-Z]+")
WORD = re.compile(r"[^\W_]")


class Name(NamedTuple):
    """One name of one registry entry; a tuple, since 32,000 are unpacked at once (19 ms; frozen dataclasses 140).

    `kind` is the entry's kind (state, people, place, organisation, outlet, person, sector), `form` the data
    row's own (name, short, demonym, capital, metonym, city, igo, agency, office, body ...).
    """

    name: str
    kind: str
    form: str
    code: str  # ISO alpha-3, IGO:NAME or COUNTRY/SECTOR; the sector alone for kind sector; "" for persons
    entry: str  # id of the entry
    ambiguous: bool = False
    short: bool = False  # counts only at the edge of a word: 国連 not in 両国連携; a word behind 米: 米側
    rare: bool = False  # of the bearers of an ambiguous name the one seldom meant
    also: tuple[str, ...] = ()  # bodies that a capital's name stands for too: Brussels for the EU


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Where a text holds a name; `names` has more than one entry where the name is shared."""

    start: int
    end: int
    names: tuple[Name, ...]

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of the entries that bear the name."""
        return frozenset(name.kind for name in self.names)


def _state_names() -> Iterator[tuple[str, Name]]:
    kinds = {"city": "place", "people": "people", "capital": "state"}
    for _, row in read_table(DATA / "state_names.tsv", ("code", "language", "name", "kind", "note")):
        kind = kinds.get(row["kind"], "state")
        yield (
            row["language"],
            Name(
                name=row["name"],
                kind=kind,
                form=row["kind"],
                code=row["code"],
                entry=f"state:{row['code']}",
                ambiguous=row["note"].startswith("ambiguous"),
                short=row["note"].startswith("short"),
                rare=row["note"].startswith("ambiguous: rare"),
                also=tuple(BODY.findall(row["note"])),
            ),
        )


def _bodies(rows: Iterable[Mapping[str, str]], kind: str) -> Iterator[tuple[str, Name]]:
    for row in rows:
        yield (
            row["language"],
            Name(
                name=row["name"],
                kind=kind,
                form=row["kind"],
                code=row["code"],
                entry=row["id"],
                ambiguous=row["note"].startswith("ambiguous"),
                short=row["note"].startswith("short"),
            ),
        )


def _sectors() -> Iterator[tuple[str, Name]]:
    for _, row in read_table(DATA / "sectors.tsv", ("language", "word", "sector", "kind", "note")):
        yield (
            row["language"],
            Name(
                name=row["word"], kind="sector", form=row["kind"], code=row["sector"], entry=f"sector:{row['sector']}",
                short=row["note"].startswith("short"),
            ),
        )


def _people(rows: Iterable[Mapping[str, str]]) -> Iterator[tuple[str, Name]]:
    for row in rows:
        listed = row["note"].partition("ambiguous:")[2].partition(";")[0]
        shared = {name.strip() for name in listed.split(",")}
        for language in ("en", "ja"):
            full = row[f"name_{language}"]
            forms = [(full, "full")] if full else []
            forms += [(alias, "alias") for alias in row[f"aliases_{language}"].split("|") if alias]
            for name, form in forms:
                yield (
                    language,
                    Name(name=name, kind="person", form=form, code="", entry=row["id"], ambiguous=name in shared),
                )


@cache
def all_names() -> tuple[tuple[str, Name], ...]:
    """Return every name of the registry with its language, coded by the policy on disputed territories.

    The user's own stand last: of two bearers of a name the shipped one comes first.
    """
    return (*shipped_names(), *own_names())


@cache
def shipped_names() -> tuple[tuple[str, Name], ...]:
    """Return the names that keii ships."""
    ready = compiled().get("names")
    if isinstance(ready, tuple):
        return ready
    with uncollected():
        return tuple(read_names())


def read_names() -> Iterator[tuple[str, Name]]:
    """Yield the names from the shipped data files, whatever has been compiled."""
    return _by_policy(_names())


@cache
def own_names() -> tuple[tuple[str, Name], ...]:
    """Return the names of the user's own files in the languages of texts, and own names of shipped entries."""
    entries = (*_bodies(own_rows("organisations"), "organisation"), *_bodies(own_rows("outlets"), "outlet"),
               *_people(own_rows("people")))
    further = [row for row in own_rows("other_names") if row["language"] in LANGUAGES]
    usual = {name.entry: name for _, name in (*reversed(entries), *reversed(shipped_names()))} if further else {}
    names = ((row["language"], named_too(usual[row["id"]], row)) for row in further if row["id"] in usual)
    return tuple(_by_policy((*entries, *names)))


def named_too(usual: Name, row: Mapping[str, str]) -> Name:
    """Return a further name of an entry, from a line of other_names.tsv."""
    form = "alias" if usual.kind == "person" else "variant" if usual.kind in ("state", "people") else usual.form
    kind = "state" if usual.kind == "people" else usual.kind
    return Name(name=row["name"], kind=kind, form=form, code=usual.code, entry=usual.entry,
                ambiguous=row["note"].startswith("ambiguous"))


def _by_policy(names: Iterable[tuple[str, Name]]) -> Iterator[tuple[str, Name]]:
    policy = chosen()
    for language, name in names:
        yield language, (_coded(name, policy) if policy.whole or policy.single else name)


def _coded(name: Name, policy: Policy) -> Name:
    code = policy.code(name.code, name.name if name.entry.startswith("state:") else "")
    entry = f"state:{code}" if name.entry.startswith("state:") else name.entry
    return name if code == name.code else name._replace(code=code, entry=entry)


def _names() -> Iterator[tuple[str, Name]]:
    yield from _state_names()
    for file, kind in (("organisations", "organisation"), ("outlets", "outlet")):
        yield from _bodies((row for _, row in read_table(DATA / f"{file}.tsv", COLUMNS[file])), kind)
    yield from _sectors()
    yield from _people(row for _, row in read_table(DATA / "people.tsv", COLUMNS["people"]))


def _fold(text: str) -> str:
    """Return the text in lower case with every character in its place: İ is two characters in lower case."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


class Finder:
    """All names of one language: one automaton in the names' own case, one folded for words of kinds of actors."""

    def __init__(self, language: str, names: list[Name]) -> None:
        """Build the automata; raises DataError when there is no name at all."""
        if not names:
            raise DataError(f"the registry has no names for language «{language}».", where=str(DATA))
        self.whole_words = language != "ja"
        self._exact = _automaton([n for n in names if not (self.whole_words and n.kind == "sector")], folded=False)
        self._folded = _automaton([n for n in names if n.kind == "sector"], folded=True) if self.whole_words else None
        self._own: ahocorasick.Automaton | None = None

    def with_own(self, names: list[Name]) -> "Finder":
        """Return a finder that finds the user's own names too, after the others."""
        found = copy(self)
        found._own = _automaton(names, folded=False) if names else None
        return found

    def sectors(self) -> Iterator[Name]:
        """Yield the words for kinds of actors, of a language of whole words."""
        for automaton in filter(None, (self._folded, self._own)):
            yield from (name for _, names in automaton.values() for name in names if name.kind == "sector")

    def find(self, text: str) -> list[Match]:
        """Return the names in `text`, leftmost-longest, without overlaps."""
        hits = list(self._exact.iter(text))
        if self._folded is not None:
            hits += self._folded.iter(_fold(text))
        if self._own is not None:
            hits += self._own.iter(text)
        found: dict[tuple[int, int], tuple[Name, ...]] = {}
        for last, (length, names) in hits:
            start, end = last - length + 1, last + 1
            if self._bounded(text, start, end):
                found[start, end] = found.get((start, end), ()) + names
        kept: list[Match] = []
        for (start, end), names in sorted(found.items(), key=lambda item: (item[0][0], -item[0][1])):
            match = Match(start=start, end=end, names=names)
            if (not kept or start >= kept[-1].end) and (not _clipped(match) or _fronted(text, match)):
                kept.append(match)
        return kept if self.whole_words else self._credible(text, kept)

    def _bounded(self, text: str, start: int, end: int) -> bool:
        if not self.whole_words:
            return (
                not (_katakana_at(text, start - 1) and _katakana_at(text, start))
                and not (_katakana_at(text, end - 1) and _katakana_at(text, end))
                and not (_latin_at(text, start - 1) and _latin_at(text, start))
                and not (_latin_at(text, end - 1) and _latin_at(text, end))
            )
        return not (start and WORD.match(text[start - 1]) and WORD.match(text[start])) and not (
            end < len(text) and WORD.match(text[end]) and WORD.match(text[end - 1])
        )

    def _credible(self, text: str, matches: list[Match]) -> list[Match]:
        """Drop Japanese short forms that no neighbour makes a country or a body."""
        kept: list[Match] = []
        followed = {m.start for m in matches if {"sector", "organisation"} & m.kinds}
        singles = {m.start for m in matches if _single(m)}
        ends = -1
        for match in matches:
            joined = ends == match.start
            edge = (
                match.start == 0 or joined or not (_kanji_at(text, match.start - 1) or text[match.start - 1].isdigit())
            )
            if _single(match):
                beside = match.end in followed or match.end in singles or (joined and match.start - 1 in singles)
                alone = len(text) == 1 or (match.start == 0 and text[match.end : match.end + 1] in EDGES_JA)
                former = text[max(0, match.start - 1) : match.start] in ("元", "前", "在", "対", "反", "親", "訪")
                if not ((beside and (edge or former)) or alone):
                    continue
            elif _clipped(match):
                if not (joined and _single(kept[-1])):
                    continue
            elif all(name.short for name in match.names) and not edge:
                continue
            kept.append(match)
            ends = match.end
        return kept


def _automaton(names: list[Name], *, folded: bool) -> ahocorasick.Automaton:
    table: dict[str, list[Name]] = {}
    for name in names:
        table.setdefault(name.name.lower() if folded else name.name, []).append(name)
    automaton = ahocorasick.Automaton()
    for text, bearers in table.items():
        automaton.add_word(text, (len(text), tuple(bearers)))
    automaton.make_automaton()
    return automaton


def _single(match: Match) -> bool:
    return match.end - match.start == 1 and "state" in match.kinds


def _clipped(match: Match) -> bool:
    """Tell whether a word tells of somebody only right behind the sign for a state: 側 of 米側, 紙 of 英紙."""
    return all(name.kind == "sector" and name.short for name in match.names)


def _fronted(text: str, match: Match) -> bool:
    """Tell whether such a word ends its compound, behind a sign that is nothing else: not 北側, 台紙, 米紙幣."""
    alone = match.end - match.start > 1 or not _kanji_at(text, match.end)
    return alone and text[max(0, match.start - 1) : match.start] in FRONTED


def _kanji_at(text: str, at: int) -> bool:
    return 0 <= at < len(text) and "一" <= text[at] <= "鿿"


def _latin_at(text: str, at: int) -> bool:
    return 0 <= at < len(text) and text[at].isascii() and text[at].isalnum()


def _katakana_at(text: str, at: int) -> bool:
    return 0 <= at < len(text) and ("ァ" <= text[at] <= "ヺ" or text[at] == "ー")


@cache
def finder(language: str) -> Finder:
    """Return the finder of a language, compiled or built once from the data files, with the user's own names."""
    ready = compiled().get(f"finder.{language}")
    shipped = ready if isinstance(ready, Finder) else build_finder(language)
    own = [name for code, name in own_names() if code == language]
    return shipped.with_own(own) if own else shipped


def build_finder(language: str) -> Finder:
    """Return a finder of the shipped names built anew; raises DataError for a language without names."""
    return Finder(language, [name for code, name in shipped_names() if code == language])
