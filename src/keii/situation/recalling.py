"""Whether the words beside an act take it for known: «the seizure», 拿捕された船. Such a report may look back far."""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from keii.model import Told
from keii.situation.tables import DATA
from keii.tables import data_error, read_table

SIDES = ("before", "before-said", "soon-before", "after", "not-after")
# Acts done by words: one speaker does many of a kind in one article, so that type and parties say less.
SAID = frozenset({"AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})
_REACH = 60  # code points looked at on both sides
_NOUN = "一-鿿々ァ-ヺー"
_CLAUSE = re.compile(rf"[ぁ-ん]{{1,6}}?(?<=[ただ])(?=[{_NOUN}「『])")  # 拿捕|された船: a clause before its noun
_CLEFT = re.compile(r"の[はが]")  # 襲った|のは兵士だ: who did it is told of what is known
# The men who | kidnapped, those that had | attacked: a clause behind who is known to have done it.
_WHO = re.compile(r"\b(?:the|those|these)\b(?: [\w’'-]+){0,2} (?:who|that|which)(?: had| have)?\s*$", re.IGNORECASE)
_CHARGED = re.compile(r"(?:疑い|容疑|罪)[でに]")  # さらった|疑いで逮捕した: a charge is of an act that is known
_WORD = re.compile(r"[^\W\d_]+(?:['’]s)?")
_GENITIVE = re.compile(r"(?:['’]s?)? ?")  # the hunters' suit
_BREAK = re.compile(r"[,.;:!?()\"“”\n]")


def is_recalled(told: Told) -> bool:
    """Tell whether the words beside an act take it for known; False where a language has no such words."""
    text, trigger = told.document.text, told.claim.trigger
    words = recalled().get(told.document.language)
    if words is None:
        return False
    before, after = text[max(0, _start(told) - _REACH):_start(told)], text[trigger.end:trigger.end + _REACH]
    if told.claim.type in SAID and words["before-said"] and before.endswith(tuple(words["before-said"])):
        return re.search(rf"[{_NOUN}れい]$", trigger.quote) is not None
    return _before(before, words) or _after(trigger.quote, after, words)


def _start(told: Told) -> int:
    """Return where an act's words begin, with the party that stands right before them: after Santiago | offered it."""
    start, text = told.claim.trigger.start, told.document.text
    spans = [party.span for party in (*told.claim.actors, *told.claim.recipients) if party.span is not None]
    return min((span.start for span in spans if span.end <= start and _GENITIVE.fullmatch(text[span.end:start])),
               default=start)


def _before(text: str, words: Mapping[str, frozenset[str]]) -> bool:
    if "the" in words["before"] and _WHO.search(text):
        return True
    near = _WORD.findall(_BREAK.split(text)[-1].lower())
    if near and near[-1].endswith(("'s", "’s")) and "'s" in words["before"]:
        return True
    return not (words["before"].isdisjoint(near[-1:]) and words["soon-before"].isdisjoint(near[-2:]))


def _after(act: str, text: str, words: Mapping[str, frozenset[str]]) -> bool:
    if re.search(rf"[{_NOUN}]$", act) and text.startswith(tuple(words["after"])):
        return True
    rest = (act[-1:] if act[-1:] in ("た", "だ") else "") + text
    ended = re.match(r"[ぁ-ん]{0,5}?[ただ]", rest)
    if words["not-after"] and ended and (_CLEFT.match(rest, ended.end()) or _CHARGED.match(rest, ended.end())):
        return True
    clause = _CLAUSE.match(rest)
    return bool(words["not-after"]) and clause is not None and not rest[clause.end():].startswith(
        tuple(words["not-after"]))


@cache
def recalled(path: Path = DATA / "recalled.tsv") -> Mapping[str, Mapping[str, frozenset[str]]]:
    """Return the words by language and side; raises DataError with file and line."""
    found: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for number, row in read_table(path, ("language", "side", "words", "note")):
        if row["side"] not in SIDES:
            raise data_error(path, number, f"«{row['side']}» is no side.", f"A side is one of {', '.join(SIDES)}.")
        if not row["words"] or row["words"] in found[row["language"]][row["side"]]:
            raise data_error(path, number, f"«{row['words']}» is empty or stands twice.")
        found[row["language"]][row["side"]].add(row["words"])
    return {language: {side: frozenset(sides[side]) for side in SIDES} for language, sides in found.items()}
