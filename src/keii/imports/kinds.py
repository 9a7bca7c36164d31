"""Words of other tools and of people for what an actor is: kinds, columns, offices, as keii calls them."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from keii.gazetteer.compose import compose
from keii.gazetteer.matching import match
from keii.gazetteer.persons import offices
from keii.gazetteer.registry import find
from keii.gazetteer.sounds import script_of
from keii.gazetteer.territories import alpha_2
from keii.imports.told import BODY, OUTLET, PERSON, STATES
from keii.tables import read_table

DATA = Path(__file__).parent / "data"
# The sector that a kind of body has where nothing else is told, as the registry's own bodies have it.
SECTORS = {"party": "PTY", "armed_group": "REB", "agency": "GOV", "legislature": "LEG", "court": "JUD",
           "military": "MIL", "ngo": "NGO", "company": "BUS", "igo": "IGO"}
OUTLETS = ("newspaper", "broadcaster", "online", "news agency")
# Sectors of offices whose holders act in public. Of companies, newsrooms and the people keii keeps no persons.
PUBLIC = frozenset("GOV MIL LEG JUD IGO OPP REB ELI PTY LAB NGO".split())
NOWHERE = "XXX"
_MINISTER = re.compile(r"(?P<deputy>deputy |vice[ -])?minister (?:of|for)(?: the)? "
                       r"(?P<what>[\w ]+?)(?: (?:of|for) .*)?$")
_FTM = {"eu": "IGO:EU", "un": "IGO:UN", "xk": "XKX"}


@cache
def words(field: str) -> Mapping[str, str]:
    """Return keii's word for every word of a field: column, kind, topic."""
    rows = read_table(DATA / "actor_words.tsv", ("field", "word", "means", "note"))
    return {row["word"].casefold(): row["means"] for _, row in rows if row["field"] == field}


def kind_of(word: str) -> tuple[str, str] | None:
    """Return kind and form of a word for what an actor is, None where nobody knows it."""
    form = words("kind").get(word.strip().casefold().replace("_", " "))
    if form is None:
        return None
    if form in (PERSON, STATES):
        return form, ""
    return (OUTLET, form.removeprefix("news ")) if form in OUTLETS else (BODY, form)


def form_of(schema: str, topics: Iterable[str]) -> str:
    """Return the form that the registry gives a FollowTheMoney body of these topics, "" where they do not tell it."""
    known = words("topic")
    for topic in topics:
        if form := known.get(topic.casefold()):
            return form
    return {"PublicBody": "agency", "Company": "company"}.get(schema, "")


def country_of(text: str) -> str | None:
    """Return the registry's code of a country or body: ISO alpha-3 or alpha-2, IGO:NAME, or a name in any language."""
    text = text.strip()
    if text.casefold() in _FTM:
        return _FTM[text.casefold()]
    upper = text.upper()
    if upper == NOWHERE:
        return NOWHERE
    if len(text) == 2 and text.isascii():
        return next((code for code, short in alpha_2().items() if short == upper), None)
    if re.fullmatch(r"[a-z]{2}-[a-z]+", text):  # a part of a state: gb-sct
        return country_of(text[:2])
    known = find(text) if text else None
    if known is None and text:
        known = find(match(text).entry or "")
    if known is None or not (known.kind == "state" or known.code.startswith("IGO:")):
        return None
    return known.code


def office_of(title: str) -> tuple[str, str, str]:
    """Return office, country and sector of a title in words, as offices_held.tsv has them; "" for what it leaves open.

    «Minister of Defence of Norway» is the defence minister of NOR, GOV; the words themselves are the office where the
    registry has no other for them.
    """
    language = "ja" if script_of(title) in ("kana", "han") else "en"
    reading = compose(title, language)
    country = reading.country or "" if reading else ""
    sector = reading.sector or "" if reading else ""
    if country.startswith("IGO:"):
        sector = "IGO"
    elif reading is not None and reading.form == "people" and sector in ("CVL", "LAB", "JRN", "BUS"):
        sector = ""  # 教師, a journalist: a trade, no office
    return _office(title, language), country if country != NOWHERE else "", sector


def _office(title: str, language: str) -> str:
    known = words("office")
    plain = re.sub(r"\s+", " ", title.strip())
    if language == "ja":
        ends = [word for word in known if plain.endswith(word)]
        return known[max(ends, key=len)] if ends else plain
    lower = re.sub(r"^(?:former|acting|interim|the) ", "", plain.casefold())
    head, _, tail = lower.rpartition(" of ")
    if head and country_of(tail.removeprefix("the ")):  # whose it is stands in a column of its own
        lower = head
    if lower in _offices():
        return lower
    for shape in (lower, re.sub(r" (?:of|for|to) .*", "", lower), re.sub(r"^\S+ ", "", lower)):
        if shape in known:
            return known[shape]
    minister = _MINISTER.match(lower)
    if minister:
        what = minister["what"].removeprefix("national ")
        deputy = "deputy " if minister["deputy"] else ""
        return deputy + known.get(f"minister of {what}", f"{what} minister")
    return lower


@cache
def _offices() -> frozenset[str]:
    """Return the offices that the registry has."""
    return frozenset(held.office for of_one in offices().values() for held in of_one)
