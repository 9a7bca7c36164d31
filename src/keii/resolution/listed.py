"""The states that a phrase lists, counts or, between the Koreas, names by their sides: each a party of its own."""

import re
from collections.abc import Sequence
from dataclasses import replace

from keii.gazetteer.compose import compose, compose_each
from keii.model import Document, Party, Span
from keii.resolution.evidence import Mention

KOREAS = re.compile(
    r"(南北|[南北])(?:側|当局|政府|代表団?|首脳|双方|両国|両政府|両首脳|の(?:外相|首脳|代表団?|高官|当局|軍|指導者|最高指導者|政府))?"
)
KOREAS_EN = re.compile(r"(?:\b(?:the|both|two) )*\bKoreas\b|\b(?:North and South|South and North) Koreans?\b|"
                       r"\b(?:North and South|South and North) Korea\b")
KOREA = {"南": "KOR", "北": "PRK"}  # as news that names both calls them
COUNTED = re.compile(r"(?:[2-9２-９二三四五六七八九]|[1１][0-9０-９]|十[一二三四五]?)[かカヵケヶ]国")
LEADS = re.compile(r"(?:の|など)$")  # between a list of states and their number
JOINS = re.compile(r"(?:と|や|、|・|および|及び|ならびに)$")


def each_of(party: Party, document: Document, mentions: Sequence[Mention]) -> list[Party]:
    """Return a party for each country that a phrase lists or counts, none where it does not.

    The foreign ministers of Chile and Peru; ペルー、チリの2カ国; 南北 where a text names both Koreas.
    """
    assert party.span is not None
    quote, language = party.span.quote, document.language
    each = compose_each(quote, language)
    if not each and language == "en" and (both := KOREAS_EN.search(quote)):
        office = compose(quote[: both.start()] + quote[both.end() :], "en")  # the leaders of the two Koreas
        sector = office.sector if office is not None and office.sector else "GOV"
        return [replace(party, code=f"{code}/{sector}", actor=f"state:{code}") for code in ("PRK", "KOR")]
    if each or language != "ja":
        return [replace(party, code=reading.code, actor=reading.entry) for reading in each]
    countries = _koreas(quote, document.text) or _counted(party.span, document.text, mentions)
    reading = compose(quote, language) if len(countries) > 1 else None
    sector = reading.sector if reading is not None and reading.sector not in (None, "IGO") else "GOV"
    return [replace(party, code=f"{country}/{sector}", actor=f"state:{country}") for country in countries]


def _koreas(quote: str, text: str) -> list[str]:
    """Return the countries that 北側 and 南北 mean in a Japanese text that names both Koreas, in no other any."""
    match = KOREAS.fullmatch(quote) if quote[:1] in KOREA else None
    return [KOREA[sign] for sign in match[1]] if match and "韓国" in text and "北朝鮮" in text else []


def _counted(span: Span, text: str, mentions: Sequence[Mention]) -> list[str]:
    """Return the states that stand before their number: ロシアや中国など3カ国の外相."""
    link = LEADS.search(text, max(0, span.start - 3), span.start) if COUNTED.match(span.quote) else None
    at = link.start() if link else -1
    found: list[str] = []
    for mention in reversed(mentions):
        if mention.end == at and mention.kind in ("state", "people") and not mention.country.startswith("IGO:"):
            found.insert(0, mention.country)
            link = JOINS.search(text, max(0, mention.start - 3), mention.start)
            at = link.start() if link else -1
    return list(dict.fromkeys(found)) if len(found) > 1 else []
