"""Who a noun phrase names: nationality + office or body, a name of the registry, or nobody known.

米国務省報道官 is USA + a government office, "a senior Iranian lawmaker" is IRN + LEG: what is not listed as a
whole resolves by its parts. The phrase alone is read here; what needs the document is for `resolution`.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from keii.gazetteer.names import Match, Name, finder
from keii.gazetteer.persons import office_at

UNKNOWN = "XXX"
PLACED = re.compile(r"\s(?:in|at|on|near)\s")
# Whose an envoy is, is said before him; then comes where he goes: the American special envoy for North Korea.
POSTED = re.compile(
    r"\b(?:envoys?|ambassadors?|representatives?|emissar(?:y|ies)|negotiators?|coordinators?|advis[eo]rs?|consuls?)"
    r"(\s(?:for|to|in)\s)"
)
LISTED = {
    "en": re.compile(r", (?:and |or )?(?:the )?| (?:and|or) (?:the )?|[/–-]"),
    "ja": re.compile(r"(?:と|や|、|・|および|及び|ならびに)?"),
}
TOWARDS = ("在", "対", "反", "親", "訪", "駐")  # 在日米軍 are of one country
SHARED_JA = re.compile(
    r"の?[「『]?(?:両国?|双方|各国?|[三四3-9３-９][かカヵケ]国)?の?(?:政府|首脳|外相|外務省|国防相|防衛相|大統領|首相|国防省|"
    r"(?:駐留|占領|派遣|合同|連合)?軍|軍隊|部隊|艦隊|当局|当局者|代表|代表団|高官|公使|大使|大臣|[財法内]務相)?(?:ら|たち)?[」』]?"
)
SURNAME_JA = re.compile(r"[・＝][ァ-ヺー]{2,}(?:[・＝][ァ-ヺー]+)*")
HONORED_JA = re.compile(r"氏|さん|容疑者|被告|博士|教授|夫人")
LOCAL_JA = re.compile(r"[市町村区]長|州?知事|市|町|村|州|県")
NAMESAKES_JA = frozenset({"マルタ", "チャド"})  # states that are given names, too
SHORT_ALIAS = 3  # characters; He, An, 金 are words and parts of names far more often than a known person's surname
HONORIFICS = frozenset({"Mr", "Mrs", "Ms", "Dr", "Sir", "Lord", "Lady"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a phrase says of who it names.

    `country` is ISO alpha-3 or IGO:NAME, None when the phrase names none; `sector` None when it names none;
    `entry` is the registry id; `kind` the kind of name that decided (person, organisation, outlet, state,
    people, place, sector); `shared` when the name belongs to several entries.
    """

    country: str | None
    sector: str | None
    entry: str | None
    kind: str
    shared: bool = False
    form: str = ""  # the kind of word or body: office, body, people; agency, court; of a person's name: full, alias
    default: bool = False  # the country is only the usual one of a name that other countries' bodies bear too
    candidates: tuple[tuple[str, str], ...] = ()  # (entry, code) of every bearer of a name, the usual one first

    @property
    def code(self) -> str:
        """The actor code: COUNTRY/SECTOR, with XXX for an unknown country; international bodies stand alone."""
        if self.country and self.country.startswith("IGO:"):
            return self.country
        return f"{self.country or UNKNOWN}/{self.sector or 'GOV'}"


@lru_cache(maxsize=65536)
def compose(phrase: str, language: str, date: str | None = None) -> Reading | None:
    """Return what `phrase` names, or None when no part of it is known.

    The last named body, person or outlet of a Japanese phrase decides (the head stands last); in English the
    name or word nearest the head. `date` is the document's, for offices.
    """
    matches = finder(language).find(phrase)
    if language == "ja":
        matches = without_given_names(phrase, matches)
    if not matches:
        return None
    if language == "en":
        reading = _without_place(phrase, date) or _posted(phrase, date)
        if reading is not None:
            return reading
    return _opened(_read(phrase, language, date, matches), matches)


def without_given_names(phrase: str, matches: list[Match]) -> list[Match]:
    """Return the matches of a Japanese phrase without towns that are somebody's given name: アデン・ワルサメ外相.

    パリ・イダルゴ市長 is of Paris, and a state before a name says whose its bearer is: ロシア・プーチン大統領.
    """
    return [match for match in matches if not _is_given_name(phrase, match, matches)]


def _is_given_name(phrase: str, match: Match, matches: list[Match]) -> bool:
    surname = SURNAME_JA.match(phrase, match.end)
    town = all(n.kind == "place" or n.form in ("capital", "city") or n.name in NAMESAKES_JA for n in match.names)
    if surname is None or not town or any(match.end < other.start < surname.end() for other in matches
                                          if {"state", "place"} & other.kinds):
        return False
    title = next((other for other in matches if other.start == surname.end() and "sector" in other.kinds), None)
    before = any(other.end == match.start and "sector" in other.kinds for other in matches)
    titled = HONORED_JA.match(phrase, surname.end()) or title and not LOCAL_JA.match(phrase, surname.end())
    return bool(titled) or before


def _opened(reading: Reading | None, matches: list[Match]) -> Reading | None:
    """Return a reading with the other bearers of the name that gave its country: Congo, 民主党, Brussels."""
    if reading is None or reading.shared or reading.candidates or not reading.country or reading.kind == "person":
        return reading
    kinds = ("organisation",) if reading.kind == "organisation" else ("state", "people", "place")
    for match in reversed(matches):
        names = sorted((n for n in match.names if n.kind in kinds and n.ambiguous), key=lambda n: n.rare)
        bearers = [(n.entry, n.code) for n in names] + [("", code) for n in names for code in n.also]
        countries = dict.fromkeys(code.split("/")[0] for _, code in bearers)
        if len(countries) > 1 and reading.country in countries:
            usual, code = bearers[0]
            entry = usual if reading.entry else None
            return replace(reading, country=code.split("/")[0], entry=entry, candidates=tuple(bearers))
    return reading


@lru_cache(maxsize=8192)
def compose_each(phrase: str, language: str) -> tuple[Reading, ...]:
    """Return a reading for each country of a list that one noun shares, empty where the phrase is no such list.

    The foreign ministers of Chile and Peru; 日米両政府: each country's own.
    """
    matches = finder(language).find(phrase)
    states = [m for m in matches if m.kinds <= {"state", "people"} and UNKNOWN not in {n.code for n in m.names}]
    force = [m for m in matches[-1:] if language == "en" and states and _is_a_states_body(phrase[m.start : m.end])]
    states += force  # US and Turkish forces, where the last two words are a name of their own
    others = [m for m in matches if m not in force]
    if len(states) < 2 or any({"person", "organisation", "outlet", "place"} & m.kinds for m in others):
        return ()
    first, last = states[0], states[-1]
    between = [phrase[one.end : other.start] for one, other in pairwise(states)]
    if not all(LISTED[language].fullmatch(words) for words in between) or phrase[: first.start].endswith(TOWARDS):
        return ()
    if language == "ja" and not (first.start == 0 and SHARED_JA.fullmatch(phrase[last.end :])):
        return ()
    sector = next((n.code for m in reversed(matches) for n in m.names if n.kind == "sector"), None)
    sector = sector or next((m.names[0].code.partition("/")[2] for m in force), None)
    form = next((n.form for m in reversed(matches) for n in m.names if n.kind == "sector"), "")
    codes = dict.fromkeys(m.names[0].code.split("/")[0] for m in states)
    sector = sector or ("CVL" if last.kinds == {"people"} else "GOV")
    readings = (Reading(country=c, sector=sector, entry=None, kind="sector", form=form) for c in codes)
    return tuple(readings) if len(codes) > 1 else ()


def _is_a_states_body(name: str) -> bool:
    """Tell whether a name of a body begins with the word for its country's people: Turkish forces."""
    whole, first = compose(name, "en"), compose(name.split(" ", 1)[0], "en")
    if whole is None or first is None or whole.kind != "organisation":
        return False
    return first.kind in ("state", "people") and whole.country == first.country


def _without_place(phrase: str, date: str | None) -> Reading | None:
    """Read an English phrase up to its "in Singapore", which says where he is, not whose, if that tells the country."""
    place = PLACED.search(phrase)
    if place is None or place.start() == 0:
        return None
    reading = compose(phrase[: place.start()], "en", date)
    return reading if reading is not None and reading.country else None


def _posted(phrase: str, date: str | None) -> Reading | None:
    """Read an English envoy up to the state to which he is sent; None for other phrases and before a name of his."""
    posted = POSTED.search(phrase)
    if posted is None or "," in phrase[posted.end() :]:
        return None
    reading = compose(phrase[: posted.start(1)], "en", date)
    return reading if reading is not None and reading.kind in ("sector", "organisation", "person") else None


def _read(phrase: str, language: str, date: str | None, matches: list[Match]) -> Reading | None:
    person = _last([m for m in matches if _stands_alone(m, phrase, language)], "person")
    sector = _last(matches, "sector")
    organisation = _last(matches, "organisation")
    outlet = _last(matches, "outlet")
    country = _country(matches)
    if person is not None:
        bodies = {name.code.split("/")[0] for m in matches for name in m.names if name.kind == "organisation"}
        reading = _person(person, country, frozenset(bodies), date, titled=sector is not None)
        if reading is not None:
            return reading
    if outlet is not None and not (organisation and organisation.start > outlet.start):
        return _coded(_first(outlet, "outlet"), "outlet")
    if organisation is not None:
        name = _first(organisation, "organisation")
        reading = _coded(name, "organisation")
        if name.ambiguous and country is not None and reading.country != country:
            reading = replace(reading, country=country, entry=None)  # the other country's body of that name
        elif name.ambiguous and country is None:
            reading = replace(reading, default=True)
        if sector is not None and sector.start >= organisation.end and not (reading.country or "").startswith("IGO:"):
            return Reading(
                country=country if reading.country in (None, UNKNOWN) else reading.country,
                sector=_first(sector, "sector").code,
                entry=reading.entry,
                kind="organisation",
            )
        return reading
    if sector is not None and not _is_told_by_state(sector, matches):
        name = _first(sector, "sector")
        body = _body_within(phrase[sector.start : sector.end], language) if name.code == "IGO" and not country else None
        return body or Reading(country=country, sector=name.code or None, entry=None, kind="sector", form=name.form)
    return _state(matches)


def _is_told_by_state(sector: Match, matches: list[Match]) -> bool:
    """Tell whether a word for states stands before the name of one, which is then meant: 隣国チャド."""
    among = any(name.kind == "sector" and name.code == "IGO" for name in sector.names)
    return among and any(match.start == sector.end and "state" in match.kinds for match in matches)


def _body_within(title: str, language: str) -> Reading | None:
    """Return the body that the title of its officer names: UN of "UN envoy", 国連 of 国連事務次長."""
    body = _last(finder(language).find(title[:-1]), "organisation")
    return _coded(_first(body, "organisation"), "organisation") if body is not None else None


def _state(matches: list[Match]) -> Reading | None:
    for kind in ("people", "state", "place"):
        match = _last(matches, kind)
        if match is not None:
            name = _first(match, kind)
            sector = {"people": "CVL", "state": "GOV", "place": None}[kind]
            return Reading(
                country=None if name.code == UNKNOWN else name.code, sector=sector, entry=name.entry, kind=kind
            )
    return None


def _person(
    match: Match, country: str | None, bodies: frozenset[str], date: str | None, *, titled: bool
) -> Reading | None:
    """Read a person's name; a shared surname is decided by the country that the phrase names, or stays shared.

    A surname that is also a word is a person's where the phrase says so: a country, or an office (`titled`).
    """
    readings = []
    for name in match.names:
        held = office_at(name.entry, date, bodies) if name.kind == "person" else None
        if held is None or (country is not None and held.country != country and not held.country.startswith("IGO:")):
            continue
        readings.append((name, held))
    if not readings:
        return None
    current = [(n, h) for n, h in readings if date is not None and h.covers(date)]
    if len({h.country for _, h in current}) == 1:
        readings = current
    name, held = readings[0]
    short = name.form == "alias" and (name.ambiguous or len(name.name) <= SHORT_ALIAS)
    shared = len({h.country for _, h in readings}) > 1 or (short and country is None and not titled)
    return Reading(
        country=held.country,
        sector=held.sector or "GOV",
        entry=name.entry,
        kind="person",
        form=name.form,
        shared=shared,
        candidates=tuple((n.entry, h.code) for n, h in readings),
    )


def _stands_alone(match: Match, phrase: str, language: str) -> bool:
    """Tell whether a short form of a name is not a part of somebody else's longer name: Clark in Jane Clark."""
    if all(name.kind != "person" or name.form == "full" for name in match.names):
        return True
    if language == "ja":
        return not phrase[: match.start].endswith(("・", "＝")) and not phrase[match.end :].startswith(("・", "＝"))
    after = phrase[match.end :].split()
    before = phrase[: match.start].split()
    if after and after[0][:1].isupper() and not phrase[match.end :].startswith(("'", "’")):
        return False
    return (
        not before
        or not before[-1][:1].isupper()
        or bool(finder("en").find(before[-1]))
        or before[-1].endswith((".", "'s"))
        or (before[-1] in HONORIFICS)
    )


def _coded(name: Name, kind: str) -> Reading:
    country, _, sector = name.code.partition("/")
    return Reading(
        country=None if country == UNKNOWN else country,
        sector=sector or None,
        entry=name.entry,
        kind=kind,
        form=name.form,
    )


def _country(matches: list[Match]) -> str | None:
    for match in reversed(matches):
        for name in match.names:
            if name.kind in ("state", "people", "place") and name.code != UNKNOWN:
                return name.code
    return None


def _last(matches: list[Match], kind: str) -> Match | None:
    return next((m for m in reversed(matches) if kind in m.kinds), None)


def _first(match: Match, kind: str) -> Name:
    return next(name for name in match.names if name.kind == kind)
