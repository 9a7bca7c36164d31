"""One event in a sentence: who did what to whom, in the reader's language, from the codes and names of its claims.

The words of each type and mode are in `data/sentences.tsv`, those of each status in `data/labels.tsv`. Parties have
the registry's names where they were resolved, else those of country and sector, else the text's own words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from keii.briefs.countries import everyday, explain
from keii.briefs.labels import Lang, known, label, label_of, phrase
from keii.briefs.layout import clean
from keii.documents.headlines import is_title_case
from keii.model import Claim, Moment, Party, Place, Precision, Source, Status, Told
from keii.situation.happening import Happening
from keii.situation.parties import UNKNOWN
from keii.tables import data_error, read_table

FILE = Path(__file__).parent / "data" / "sentences.tsv"
COLUMNS = ("type", "mode", "en_did", "en_do", "ja_did", "ja_do", "ja_not")
LONGEST = 40  # characters of a party's own words; longer ones are clauses, and the footnote has them
MOST = 4  # parties named in a sentence; the others are counted


@dataclass(frozen=True, slots=True)
class Act:
    """The words of an act in one language, with {to} for its recipients."""

    did: str
    do: str
    did_not: str

    def said(self, to: str) -> "Act":
        """Return the words with the recipients filled in; an empty string takes the words without them."""
        return Act(*(_filled(words, to) for words in (self.did, self.do, self.did_not)))


def telling(one: Happening, lang: Lang) -> Told:
    """Return the claim that tells an event best: with its status and type, the fullest, in the reader's language.

    Among equals one of the text comes before a headline In Title Case, whose words look like names.
    """
    def key(told: Told) -> tuple[bool, bool, int, bool, bool]:
        claim, language = told.claim, told.document.language
        return (claim.status is one.event.status, claim.type == one.event.type, _fullness(claim),
                language == lang, not (language == "en" and is_title_case(told.sentence)))

    return max(one.told, key=key)


def sentence(one: Happening, lang: Lang) -> str:
    """Return the event as a sentence, without date and full stop, as its status says it."""
    told = telling(one, lang)
    claim, status = told.claim, one.event.status
    who, to = (names(parties, told.document.language, lang) for parties in (claim.actors, claim.recipients))
    if who and claim.type != "OTHER":
        act = acts(lang, claim.type, claim.mode).said(to)
        words = phrase(f"act_{status.value}", lang, who=who, did=act.did, do=act.do, did_not=act.did_not)
    else:
        words = _noun(claim, status, who, to, lang)
    where = place(claim.place, told.document.language, lang)
    if where and where != to:
        words = phrase("in_place", lang, words=words, place=where)
    return _capital(words) if lang == "en" else words


def names(parties: Sequence[Party], text_lang: str, lang: Lang) -> str:
    """Return the names of the parties in a language, each once; of more than MOST the rest is counted."""
    every = list(dict.fromkeys(name(party, text_lang, lang) for party in parties))
    shown = every[:MOST] if len(every) > MOST + 1 else every
    if len(shown) < len(every):
        shown.append(phrase("others", lang, n=str(len(every) - len(shown))))
    if len(shown) < 2:
        return "".join(shown)
    comma = phrase("comma", lang) + (" " if lang == "en" else "")
    return phrase("and", lang, first=comma.join(shown[:-1]), last=shown[-1])


def name(party: Party | Source, text_lang: str, lang: Lang) -> str:
    """Return what somebody is called in a reader's language.

    A state has its everyday name and an entry of the registry its own. Anybody else has the text's words, with the
    country where they do not tell it; for readers of another language country and sector, or the words in quotation
    marks where nothing is known.
    """
    state, _, sectors = party.code.partition("/")
    sector = sectors.partition("/")[0]
    is_state = bool(party.actor and party.actor.startswith("state:")) or not sector
    entry = _entry_name(party.actor, lang) if party.actor and not is_state else None
    if entry:
        return entry
    words = clean(party.text).strip()
    if text_lang == lang and words and len(words) <= LONGEST and not (is_state and state != UNKNOWN):
        words = f"the {words[4:]}" if words.startswith("The ") else words
        country = explain(words, party.code, text_lang=text_lang, lang=lang)
        return phrase("aside", lang, words=words, aside=country) if country else words
    if state in ("", UNKNOWN):
        return phrase("quote", lang, words=words) if words else phrase("someone", lang)
    country = known("article", state, lang) or everyday(state, lang)
    return country if sector in ("", "GOV") else phrase(
        "of_country", lang, country=country, sector=label("sector", sector, lang))


def place(where: Place | None, text_lang: str, lang: Lang) -> str:
    """Return where it happened, in the text's words for its own readers, else as a country; empty when it has none."""
    if where is None:
        return ""
    if text_lang == lang:
        return clean(where.span.quote).strip()
    return everyday(where.country, lang) if where.country else ""


def day(moment: Moment, lang: Lang) -> str:
    """Return a moment in words, as exactly as it is known; empty when it is not."""
    if moment.start is None or moment.precision is Precision.UNKNOWN:
        return ""
    year, month, number = (str(int(part)) for part in moment.start.split("-"))
    kind = moment.precision.value if moment.precision in (Precision.MONTH, Precision.YEAR) else "day"
    told = phrase(f"date_{kind}", lang, year=year, month=month, day=number, month_name=label("month", month, lang))
    if moment.precision in (Precision.WEEK, Precision.SEASON):
        return phrase("date_from", lang, date=told)
    return phrase("date_told", lang, date=told) if moment.precision is Precision.PUBLISHED else told


def act_noun(claim: Claim, lang: Lang) -> str:
    """Return the act as a noun: its mode or type; of type OTHER its label, or its own words where that is English."""
    if claim.type == "OTHER":
        told = label_of(claim.label or "", lang)
        return clean(told) if told and (lang == "en" or told != claim.label) \
            else phrase("quote", lang, words=clean(claim.trigger.quote))
    return label("mode", f"{claim.type} {claim.mode}", lang) if claim.mode else label("type", claim.type, lang)


@cache
def acts(lang: Lang, type: str, mode: str | None) -> Act:
    """Return the words of a mode, or of its type; every type but OTHER has some."""
    table = _table(lang)
    return table.get((type, mode or "")) or table[type, ""]


def _noun(claim: Claim, status: Status, who: str, to: str, lang: Lang) -> str:
    """Return an act as a heading: one that PLOVER does not type, or whose actor is not told."""
    act = act_noun(claim, lang)
    act = phrase("noun_by", lang, who=who, act=act) if who else act
    involving = phrase("noun_to", lang, to=to) if to else ""
    space = " " if involving and lang == "en" else ""
    return phrase(f"noun_{status.value}", lang, act=act, to=space + involving)


def _fullness(claim: Claim) -> int:
    return bool(claim.actors) + bool(claim.recipients) + bool(claim.place)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _filled(words: str, to: str) -> str:
    with_, _, without = words.partition("|")
    return with_.replace("{to}", to) if to or not without else without


@cache
def _table(lang: Lang) -> dict[tuple[str, str], Act]:
    found: dict[tuple[str, str], Act] = {}
    for number, row in read_table(FILE, COLUMNS):
        key = row["type"], row["mode"]
        if key in found:
            raise data_error(FILE, number, f"{' '.join(key)} stands on an earlier line, too.")
        for column in COLUMNS[2:]:
            with_, bar, without = row[column].partition("|")
            if not with_ or bool(bar) is not bool(without) or ("{to}" in with_) is not bool(bar) or "{" in without:
                raise data_error(FILE, number, f"column {column} is not «words with {{to}}|words without», nor plain.")
        found[key] = Act(row["ja_did"], row["ja_do"], row["ja_not"]) if lang == "ja" \
            else Act(row["en_did"], row["en_do"], row["en_do"])
    return found


@cache
def _entry_name(id: str, lang: Lang) -> str | None:
    from keii.gazetteer.registry import entries  # a second of reading that only resolved parties need

    entry = entries().get(id)
    return entry.name(lang) if entry else None
