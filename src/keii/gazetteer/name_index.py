"""The names of the registry as the matcher searches them: by folded spelling, and by sound."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from keii.gazetteer.compiled import compiled
from keii.gazetteer.names import DATA, LANGUAGES, Name, all_names, named_too, own_names, shipped_names
from keii.gazetteer.own import own_rows
from keii.gazetteer.policy import chosen
from keii.gazetteer.sounds import coarse, plain, script_of, sound
from keii.gazetteer.territories import names_elsewhere
from keii.memory import uncollected
from keii.tables import read_table

# What of the registry a name can be looked up for: cities and head words belong to other look-ups.
_STATES = frozenset({"name", "short", "long", "variant"})
_SOUNDED = frozenset({"armed_group", "party", "agency", "newspaper", "broadcaster", "online", "name"})
_SPLIT = re.compile(r"[\s・·＝=,，、/]+")
_ARTICLE = re.compile(r"^(?:al|el|as|ash|an|ar|at|az|ad|ас|аш|аль|эль|ан|ар|ат)[-‐‑–]", re.IGNORECASE)
_HAN_NAME = re.compile(r"[㐀-鿿々]{2,5}")


class Spoken(NamedTuple):
    """One name of one entry by its sounds: a word of sounds for each word of the name, particles left out."""

    entry: str
    kind: str  # person, organisation, outlet, state
    name: str
    script: str
    words: tuple[str, ...]
    family: int  # the word that is the family name of a person; -1 where every word counts alike
    ambiguous: bool
    strict: bool  # of a person whose name is written in Han characters: few syllables, many people


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """The registry by spelling and by sound.

    `by_word` holds the numbers of the names that have a word of these consonants, `by_whole` those that are these
    consonants altogether; `vocabulary` and `wholes` are their keys, sorted.
    """

    spelled: dict[str, tuple[Name, ...]]
    spoken: tuple[Spoken, ...]
    by_word: dict[str, tuple[int, ...]]
    vocabulary: tuple[str, ...]
    by_whole: dict[str, tuple[int, ...]]
    wholes: tuple[str, ...]


def folded(name: str) -> str:
    """Return the key that spellings of one name share, without width, case, accents, marks, forms of Han characters."""
    text = plain(unicodedata.normalize("NFKC", name)).casefold().translate(_han())
    return text if text.isalnum() else "".join(filter(str.isalnum, text))


def words_of(name: str, reading: str) -> tuple[str, ...]:
    """Return the words of a name by sound, without articles and particles, which languages write or leave out."""
    heard = ("".join(sound(part, reading) for part in word.split("-")) for word in split(name))
    return tuple(word for word in heard if word)


def split(name: str) -> list[str]:
    """Return the words of a name as written, without articles, particles and initials."""
    pieces = [_ARTICLE.sub("", piece).strip(".-") for piece in _SPLIT.split(plain(name))]
    pieces = [piece for piece in pieces if piece]
    kept = [piece for piece in pieces if piece.casefold() not in particles() and not _initial(piece)]
    kept = [piece.removeprefix("ال") if len(piece) > 4 else piece for piece in kept]
    return kept or pieces


@cache
def index() -> Index:
    """Return the index of the whole registry, compiled or built once, with the user's own names in it."""
    ready = compiled().get("index")
    with uncollected():
        shipped = ready if isinstance(ready, Index) else build_index()
        return _extended(shipped) if own_names() or any(own_rows("other_names")) else shipped


def build_index() -> Index:
    """Return the index of the shipped names built anew."""
    return _built(_searched(), shipped_names(), Index(spelled={}, spoken=(), by_word={}, vocabulary=(), by_whole={},
                                                      wholes=()))


def _extended(shipped: Index) -> Index:
    """Return an index with the user's own names in it, after those of the same spelling that keii ships."""
    names = [name for _, name in own_names()]
    known = {name.entry: name for _, name in reversed(all_names())}
    for row in own_rows("other_names"):
        if row["language"] not in LANGUAGES and row["id"] in known:
            name = named_too(known[row["id"]], row)
            names.append(name._replace(form="full") if name.kind == "person" else name)
    return _built(names, own_names(), shipped)


def _built(names: list[Name], listed: Iterable[tuple[str, Name]], base: Index) -> Index:
    """Return an index of `base` and further names; `listed` tells which persons are written in Han characters."""
    spelled = defaultdict[str, list[Name]](list, {key: list(bearers) for key, bearers in base.spelled.items()})
    spoken = list(base.spoken)
    han_only = {
        name.entry
        for language, name in listed
        if language == "ja" and name.kind == "person" and _HAN_NAME.fullmatch(name.name)
    }
    for name in names:
        key = folded(name.name)
        if key and all(known.entry != name.entry for known in spelled[key]):
            spelled[key].append(name)
        spoken += _sounded(name, han=name.entry in han_only)
    by_word = defaultdict[str, list[int]](list, {word: list(known) for word, known in base.by_word.items()})
    by_whole = defaultdict[str, list[int]](list, {whole: list(known) for whole, known in base.by_whole.items()})
    for number, one in enumerate(spoken[len(base.spoken):], start=len(base.spoken)):
        for word in {coarse(word) for word in one.words}:
            by_word[word].append(number)
        by_whole[coarse("".join(one.words))].append(number)
    return Index(
        spelled={key: tuple(names) for key, names in spelled.items()},
        spoken=tuple(spoken),
        by_word={word: tuple(numbers) for word, numbers in by_word.items()},
        vocabulary=tuple(sorted(filter(None, by_word))),
        by_whole={whole: tuple(numbers) for whole, numbers in by_whole.items()},
        wholes=tuple(sorted(filter(None, by_whole))),
    )


def _searched() -> list[Name]:
    """Return the names that can be looked up: those of the registry's files and those in other languages."""
    names = [
        name
        for _, name in shipped_names()
        if name.kind in ("person", "organisation", "outlet") or (name.kind == "state" and name.form in _STATES)
    ]
    known = {name.entry: name for name in names if name.kind != "state"}
    return names + list(_elsewhere(known)) + _territories()


def _elsewhere(known: dict[str, Name]) -> list[Name]:
    found = []
    for _, row in read_table(DATA / "other_names.tsv", ("id", "language", "name", "note")):
        entry = known[row["id"]]
        form = "full" if entry.kind == "person" else entry.form
        found.append(Name(name=row["name"], kind=entry.kind, form=form, code=entry.code, entry=entry.entry))
    return found


def _territories() -> list[Name]:
    policy = chosen()
    return [
        Name(name=name, kind="state", form="name", code=policy.code(code), entry=f"state:{policy.code(code)}")
        for code, _, name in names_elsewhere()
    ]


def _sounded(name: Name, *, han: bool) -> list[Spoken]:
    """Return a name by its sounds; nothing for Han characters, and abbreviations, which do not sound."""
    script = script_of(name.name)
    worth = name.kind == "person" or name.form in _SOUNDED
    if not worth or script == "han" or (name.name.isupper() and len(name.name) < 7):
        return []
    if script == "kana" and any("一" <= char <= "鿿" for char in name.name):
        return []
    readings = ["latin", "latin-zh"] if han and script == "latin" else [script]
    found = []
    for reading in readings:
        words = words_of(name.name, reading)
        if words:
            family = _family(name, len(words)) if name.kind == "person" else -1
            found.append(
                Spoken(
                    entry=name.entry,
                    kind=name.kind,
                    name=name.name,
                    script=reading,
                    words=words,
                    family=family,
                    ambiguous=name.ambiguous,
                    strict=han,
                )
            )
    return found


def _family(name: Name, count: int) -> int:
    """Return which word is the family name: the first where the id begins as the name does, otherwise the last."""
    slug = next((part for part in name.entry.split("-") if part not in particles()), "")
    first = re.sub(r"[^a-z]", "", split(name.name)[0].casefold())
    return 0 if first and slug == first else count - 1


def _initial(piece: str) -> bool:
    return len(piece) == 1 and piece.isascii()


@cache
def particles() -> frozenset[str]:
    """Return the articles and particles of names: al, bin, von, ビン."""
    rows = read_table(DATA / "honorifics.tsv", ("language", "where", "word"))
    return frozenset(row["word"].casefold() for _, row in rows if row["where"] == "within")


@cache
def _han() -> dict[int, str]:
    rows = read_table(DATA / "han_variants.tsv", ("key", "forms"))
    return {ord(form): row["key"] for _, row in rows for form in row["forms"]}
