"""Whether a name in a text means the person whom the registry knows by it: score and context together.

A surname is borne by many, and a garbled name is near to several. So a person of the registry is taken only where the
text supports it: by the full name, by an office that the person holds or held, by the country. Otherwise the name stays
what it is, with a reason, and the title still says what the bearer is.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from keii.gazetteer.addresses import stages
from keii.gazetteer.compose import Reading
from keii.gazetteer.matching import Matched, match
from keii.gazetteer.names import all_names, finder
from keii.gazetteer.persons import Held, office_at, offices
from keii.resolution.namesakes import is_namesake
from keii.resolution.titles import PRIVATE, Title, agrees, title_of

SHARED_NAME = "shared-name"  # several of the registry bear the name, and nothing tells them apart
UNSUPPORTED_NAME = "unsupported-name"  # a registered name, whose bearer the text does not support
SURE = 0.95  # score of a name with given and family name that needs no more than that nothing speaks against it
NEAR = 0.8  # score of one that office and country together support
JOINED = 7  # characters of a name without a break that may be given and family name
REMEMBERED = 12  # years after which a leader out of office is no more meant by the surname alone
LEADS = frozenset({"president", "prime minister", "head of state", "head of government", "monarch", "supreme leader",
                   "de facto leader", "foreign minister", "secretary-general", "pope", "crown prince"})
NAME_JA = re.compile(r"[ァ-ヺー]{2,}(?:[・＝= \u3000][ァ-ヺー]+)*")
_SMALL = r"(?:(?:al|el|bin|ibn|de|del|da|dos|van|von|der|du|la|le)[ -])*(?:al-|el-|[dO]['’]|Mc)?"  # before words
NAME_EN = re.compile(rf"{_SMALL}[A-Z][\w'’.-]+(?: {_SMALL}[A-Z][\w'’.-]*)*")
SMALLER = re.compile(r",| who | whose | of | in | from | at | and |\(")
HAN = re.compile(r"[一-龥々]{3,5}")
WORDS = re.compile(r"[・＝=\s]+")
OTHERS = frozenset({"state", "organisation", "place", "outlet"})  # kinds of names that are no person's
PLURALS = re.compile(r"(?:ら|たち|達|側)?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """The name in a phrase: its place, whether given and family name are there, and its title."""

    text: str
    start: int
    end: int
    full: bool
    title: Title | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the document says beside a name: its text, date and how often it names countries by other words."""

    text: str
    language: str
    date: str | None
    countries: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What a phrase means in its document. `reading` is None where nothing of it counts; `reason`: why not a person."""

    reading: Reading | None
    reason: str | None = None
    former: Held | None = None  # the office that was held before the document's date; None: it is held, or unknown


def identify(phrase: str, reading: Reading | None, context: Context) -> Identity:
    """Return what a phrase means that the registry reads as `reading`, with names vetted and garbled ones heard."""
    if reading is not None and reading.kind == "person":
        return _vetted(phrase, reading, context)
    if reading is not None and reading.kind not in ("sector", "state", "people") and not (
        reading.kind == "organisation" and reading.sector
    ):
        return Identity(reading=reading)
    named = name_in(phrase, context.language)
    if named is None or (context.language == "en" and not (named.full or named.title)):
        return Identity(reading=reading)
    if _other_trade(phrase, named):
        return Identity(reading=_civilian(reading))
    return _heard(named, reading, context)


def _civilian(reading: Reading | None) -> Reading | None:
    """Return a private person of a country for its adjective before a name: a British plumber is not the state."""
    if reading is None or reading.kind != "state":
        return reading
    return replace(reading, sector="CVL", entry=None, kind="people")


def former(person: str | None, date: str | None, bodies: frozenset[str] = frozenset()) -> Held | None:
    """Return the office that a person held last when none was held at the date, None where one was or is unknown."""
    held = office_at(person, date, bodies) if person is not None and date is not None else None
    if held is None or date is None or held.covers(date) or not held.end or held.end > date[: len(held.end)]:
        return None
    return held


def name_in(phrase: str, language: str) -> Named | None:
    """Return the name of a person that a phrase ends with, or that stands beside a title; None where there is none."""
    found = _name_ja(phrase) if language == "ja" else _name_en(phrase)
    if found is None:
        return None
    start, end = found
    text = phrase[start:end]
    title = title_of(phrase, start, end, language)
    return Named(text=text, start=start, end=end, full=len(WORDS.split(text)) > 1, title=title)


def _other_trade(phrase: str, named: Named) -> bool:
    """Tell whether a common noun before an English name says that the bearer holds no office: plumber Boris Jonson."""
    words = phrase[: named.start].split()
    if named.title is not None or not words or not (words[-1].isascii() and words[-1].islower()):
        return False
    return not finder("en").find(words[-1]) and words[-1] not in ("the", "and", "former", "then", "late")


# ---- names of the registry ----


def _vetted(phrase: str, reading: Reading, context: Context) -> Identity:
    """Keep a reading as a person where the text supports it; a shared surname goes to the only one it supports."""
    if reading.form == "full":
        return _taken(reading, context)
    found = _alias(phrase, reading, context)
    if found is None:
        return Identity(reading=reading)
    named = name_in(phrase, context.language)
    if named is not None and named.full and named.start <= found[0] and found[1] <= named.end:
        return _heard(named, _without(phrase, named.title, (named.start, named.end), context.language), context)
    alias, title = phrase[found[0] : found[1]], title_of(phrase, *found, context.language)
    title = title or title_of(phrase, found[0], found[0] + 1, context.language)  # 李外相 is an alias with its title
    bearers = [(entry, code) for entry, code in reading.candidates or ((reading.entry or "", reading.code),)]
    ambiguous = len(bearers) > 1 or _ambiguous(alias, context.language)
    supported = [
        (entry, code) for entry, code in bearers
        if _supported(entry, alias, title, _own(phrase, found, context.language), context, ambiguous=ambiguous)
        and not is_namesake(phrase, replace(reading, entry=entry, candidates=()), context.text, context.language)
    ]
    chosen = _likeliest(supported, alias, context)
    if not chosen and (title is None or not title.office) and not (title and title.words in PRIVATE):
        chosen = _dynasty(alias, context)
    if len(chosen) == 1:
        entry, code = chosen[0]
        country, _, sector = code.partition("/")
        return _taken(replace(reading, entry=entry, country=country, sector=sector or "GOV", shared=False), context)
    reason = SHARED_NAME if ambiguous else UNSUPPORTED_NAME
    return Identity(reading=_without(phrase, title, found, context.language), reason=reason)


def _likeliest(supported: list[tuple[str, str]], alias: str, context: Context) -> list[tuple[str, str]]:
    """Return the bearers whom the text names in full, else the only one in office at the date, else all of them."""
    full = [one for one in supported if _named_in_full(one[0], alias, context.text, context.language)]
    rest = full or supported
    current = [one for one in rest if _current(one[0], context.date)]
    return current if len(current) == 1 else rest


def _dynasty(alias: str, context: Context) -> list[tuple[str, str]]:
    """Return the last of several leaders of one state who bear a name, where no one else does: the Assads."""
    entries = {name.entry for found in finder(context.language).find(alias) for name in found.names}
    bearers = [(entry, held.code) for entry in sorted(entries) if (held := office_at(entry, context.date))]
    terms_of = [(one, [o for o in offices().get(one[0], ()) if o.office in LEADS]) for one in bearers]
    told = {code.split("/")[0] for _, code in bearers}
    if len(bearers) < 2 or len(told) > 1 or not context.countries.get(min(told)):
        return []
    if not all(terms for _, terms in terms_of):
        return []
    begun = [(terms[0].start, one) for one, terms in terms_of if context.date is None or terms[0].start <= context.date]
    return [max(begun)[1]] if begun else []


def _taken(reading: Reading, context: Context) -> Identity:
    return Identity(reading=reading, former=former(reading.entry, context.date))


def _alias(phrase: str, reading: Reading, context: Context) -> tuple[int, int] | None:
    matches = [m for m in finder(context.language).find(phrase) if "person" in m.kinds]
    return (matches[-1].start, matches[-1].end) if matches else None


def _supported(
    person: str, name: str, title: Title | None, own: frozenset[str], context: Context, *, ambiguous: bool
) -> bool:
    """Tell whether the text supports that a name of one word means a person of the registry."""
    if _named_in_full(person, name, context.text, context.language):
        return True
    held = offices().get(person, ())
    countries = {one.country for one in held if context.date is None or one.start <= context.date[: len(one.start)]}
    office = agrees(person, title, context.date)
    if office is False or (own and not own & countries) or not countries:
        return False
    told = bool(own & countries) or any(context.countries.get(country) for country in countries)
    if office:
        return told or not ambiguous
    if ambiguous:  # Clark, 田中: neither country nor a title of no office says whose surname it is
        return False
    return told or any(one.office in LEADS and _remembered(one, context.date) for one in held)


def _remembered(held: Held, date: str | None) -> bool:
    """Tell whether an office is held at a date, or was not long before it."""
    return date is None or held.covers(date) or (
        bool(held.end) and held.end <= date[: len(held.end)] and int(date[:4]) - int(held.end[:4]) <= REMEMBERED
    )


def _without(phrase: str, title: Title | None, found: tuple[int, int], language: str) -> Reading | None:
    """Return what a phrase says without the person's name in it: the title's sector, the country beside it."""
    own = sorted(_own(phrase, found, language))
    outside = [m for m in finder(language).find(phrase) if m.end <= found[0] or m.start >= found[1]]
    sector = next((n.code for m in reversed(outside) for n in m.names if n.kind == "sector" and n.code), None)
    sector = title.sector if title is not None and title.sector else sector
    if not own and sector is None and not (title is not None and title.office):
        return None
    return Reading(country=own[0] if len(own) == 1 else None, sector=sector or "CVL", entry=None, kind="sector",
                   form="office")


def _own(phrase: str, found: tuple[int, int], language: str) -> frozenset[str]:
    """Return the countries and bodies that a phrase names beside the name at `found`."""
    return frozenset(
        name.code.partition("/")[0]
        for match in finder(language).find(phrase)
        if match.end <= found[0] or match.start >= found[1]
        for name in match.names
        if name.kind in ("state", "people", "place", "organisation") and name.code[:3] != "XXX" and name.code
    )


def _current(person: str, date: str | None) -> bool:
    return date is not None and any(one.covers(date) for one in offices().get(person, ()))


@cache
def _full_names() -> dict[tuple[str, str], tuple[str, ...]]:
    """Return by entry and language the names of a person that hold family and given name."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for language, name in all_names():
        if name.kind == "person" and (name.form == "full" or WORDS.search(name.name) or _is_han(name.name)):
            found[name.entry, language] = (*found.get((name.entry, language), ()), name.name)
    return found


def _is_han(name: str) -> bool:
    """Tell whether a name in Han characters is a whole one: 李容浩, not the surname with a title, 李外相."""
    return bool(HAN.fullmatch(name)) and not (title_of(name, 0, 1, "ja") or title_of(name, 0, 2, "ja"))


def _longer(person: str, language: str) -> tuple[str, ...]:
    return _full_names().get((person, language), ())


@lru_cache(maxsize=8192)
def _named_in_full(person: str, name: str, text: str, language: str) -> bool:
    """Tell whether a text holds the full name of a person whom it calls by the surname `name`, in any spelling."""
    if any(full in text for full in _longer(person, language) if full != name):
        return True
    for found in (NAME_JA if language == "ja" else NAME_EN).finditer(text):
        run = re.sub(r"['’]s?$", "", found.group())
        if name in run and run != name:
            bare = stages(run, "kana" if language == "ja" else "latin")[-1]
            if len(WORDS.split(bare)) > 1 and match(bare).entry == person:
                return True
    return False


@cache
def _ambiguous_names() -> frozenset[tuple[str, str]]:
    people = ((language, name) for language, name in all_names() if name.kind == "person")
    return frozenset((language, name.name) for language, name in people if name.ambiguous)


def _ambiguous(name: str, language: str) -> bool:
    return (language, name) in _ambiguous_names()


# ---- names that the registry spells otherwise ----


def _heard(named: Named, reading: Reading | None, context: Context) -> Identity:
    """Look for the person whose name sounds like this one, and take the one whom the text supports."""
    matched = match(named.text)
    people = [one for one in matched.candidates if one.kind == "person"]
    own = frozenset({reading.country}) if reading is not None and reading.country else frozenset()
    fitting = [one.entry for one in people if _fits(one.entry, one.score, named, own, context, matched)]
    if len(fitting) != 1:
        return Identity(reading=reading, reason=UNSUPPORTED_NAME if people and matched.score >= NEAR else None)
    held = office_at(fitting[0], context.date, own)
    if held is None:
        return Identity(reading=reading)
    taken = Reading(country=held.country, sector=held.sector or "GOV", entry=fitting[0], kind="person",
                    form="full" if named.full else "alias")
    return _taken(taken, context)


def _fits(
    person: str, score: float, named: Named, own: frozenset[str], context: Context, matched: Matched
) -> bool:
    held = offices().get(person, ())
    countries = {one.country for one in held}
    if (own and not own & countries) or not countries:
        return False
    office = agrees(person, named.title, context.date)
    told = bool(own & countries) or any(context.countries.get(country) for country in countries)
    if office and told:
        return score >= NEAR
    sure = matched.entry == person
    whole = named.full or (len(named.text) >= JOINED and len(WORDS.split(matched.candidates[0].name)) > 1)
    if whole:
        return sure and (office is not False or score >= 1) and (told or bool(office) or score >= SURE)
    return sure and office is not False and told


def _name_ja(phrase: str) -> tuple[int, int] | None:
    """Return the last run of katakana that no name of the registry covers, at the end or before a title."""
    covered = [(found.start, found.end) for found in finder("ja").find(phrase) if found.kinds & OTHERS]
    runs = [m.span() for m in NAME_JA.finditer(phrase)]
    runs = [(start, end) for start, end in runs if all(end <= one or start >= other for one, other in covered)]
    for start, end in reversed(runs):
        if PLURALS.match(phrase, end) or title_of(phrase, start, end, "ja"):
            return start, end
    return None


def _name_en(phrase: str) -> tuple[int, int] | None:
    """Return the last run of capitalised words before a relative clause or comma that are no names of other kinds."""
    head = SMALLER.split(phrase, maxsplit=1)[0]
    for found in reversed(list(NAME_EN.finditer(head))):
        start, end = found.span()
        for other in finder("en").find(head):
            if other.start < end and other.end > start and "person" not in other.kinds:
                start = min(other.end + 1, end) if other.start <= start else start
                end = other.start if other.start > start else end
        name = head[start:end].strip()
        name = re.sub(r"['’]s?$", "", name)
        if name and name[0].isupper():
            at = head.index(name, start)
            return at, at + len(name)
    return None
