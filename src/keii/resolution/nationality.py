"""Whose national somebody is, where the text says so: «Saidov, a native of Uzbekistan», ペルー国籍のサイドフ容疑者.

Read only to give a party its country where the registry does not know the person; nothing else is kept of it. People
and bodies of no name belong to the country in which they are said to be: flood victims in Chad.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from keii.resolution.evidence import Asked, Evidence, Mention

BEFORE, AFTER = 90, 40  # code points before and after a country in which the name may stand
NATIVE_EN = re.compile(
    r"(?P<name>[A-Z][\w'’-]+),? (?:(?:aged )?\d+, )?(?:is |was |who is |who was )?(?:an? |the )?(?:[\w-]+ ){0,3}?"
    r"(?:(?:native|national|citizen|passport holder|subject) of|(?:immigrant|refugee) from)(?: the)? $"
)
NATIONAL_EN = re.compile(
    r"^(?:-born)? ?(?:national |citizen |immigrant |native |refugee )(?P<name>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,3})"
)
NAME_JA = r"(?P<name>[ァ-ヺー]{2,}(?:[・＝= ][ァ-ヺー]+)*)"
TITLED_JA = r"(?:氏|さん|容疑者|被告|受刑者|選手|記者)"
WORDS_JA = r"(?:[一-龥]{1,8}の?)?"  # what he is, between country and name
NATIONAL_JA = re.compile(rf"^(?:人の?|の)?{WORDS_JA}(?P<name>[ァ-ヺー]{{2,}}(?:[・＝][ァ-ヺー]+)*){TITLED_JA}")
NATIONAL_FROM_JA = re.compile(rf"^(?:国籍|出身|生まれ)の{WORDS_JA}{NAME_JA}")
FROM_JA = re.compile(r"^(?:国籍|出身|生まれ)")
NATIVE_JA = re.compile(rf"{NAME_JA}{TITLED_JA}?(?:[（(]\d+歳?[)）])?(?:は|、|[（(])$")
# What stands between people and where they are; of troops and officials it does not say whose they are.
WITHIN_EN = re.compile(
    r"\s(?:in|across|throughout|inside)\s(?:the\s)?"
    r"(?:(?:north|south|east|west|north-?east|north-?west|south-?east|south-?west)(?:ern)?\s|(?:central|rural|upper|lower|"
    r"neighbou?ring|nearby|war-torn|war-ravaged|occupied|drought-hit|flood-hit|quake-hit|all\sof|parts\sof)\s)*"
)
SETTLED = frozenset({"people", "law", "party"})  # kinds of phrases that are said to be where they belong


def country_told(evidence: Evidence, asked: Asked, nationals: Mapping[str, str]) -> str | None:
    """Return the country that the text itself gives a phrase: whose national it calls a person, or where people are."""
    if "named" not in asked.phrase.marks or asked.phrase.kind not in ("name", "people"):
        return _dwelling(evidence, asked)
    countries = {nationals[key] for key in asked.phrase.keys if key in nationals}
    return countries.pop() if len(countries) == 1 else None


def _dwelling(evidence: Evidence, asked: Asked) -> str | None:
    """Return the country or town's country in which English people or bodies of no name are said to be."""
    if asked.phrase.kind not in SETTLED or "named" in asked.phrase.marks or asked.phrase.marks[0] != "en":
        return None
    within = WITHIN_EN.match(evidence.text, asked.span.end)
    if within is None:
        return None
    named = [(m.start, m.country) for m in evidence.mentions if m.kind in ("state", "place")]
    named += [(town.start, town.country) for town in evidence.towns.all]
    return next((country for start, country in named if start == within.end()), None)


def nationalities(text: str, language: str, mentions: Iterable[Mention]) -> dict[str, str]:
    """Return the country that a document gives each part of a name; a name with two countries has none."""
    found: dict[str, str | None] = {}
    for mention in mentions:
        for name in _names(text, language, mention):
            for part in re.split(r"[・＝= ]", name):
                if len(part) > 1:
                    found[part] = mention.country if found.get(part, mention.country) == mention.country else None
    return {name: country for name, country in found.items() if country is not None}


def _names(text: str, language: str, mention: Mention) -> Iterator[str]:
    before = text[max(0, mention.start - BEFORE) : mention.start]
    after = text[mention.end : mention.end + AFTER]
    if language == "en":
        matches = [NATIVE_EN.search(before), NATIONAL_EN.match(after)]
    elif FROM_JA.match(after):
        matches = [NATIONAL_FROM_JA.match(after), NATIVE_JA.search(before)]
    else:
        matches = [NATIONAL_JA.match(after)] if mention.kind == "people" else []
    yield from (match.group("name") for match in matches if match is not None)
