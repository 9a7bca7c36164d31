"""Meetings whose day is told or moved: they are still to come, whatever is said of the date.

The date of the visit has not been confirmed, 会談の日程は発表されていない, the talks were put off: none of these says
that there was or will be no meeting.
"""

import re

from keii.coding.lexicon import CueRow, Lexicon
from keii.coding.occurrences import Occurrence
from keii.coding.scope import Scope
from keii.coding.tree import Tree
from keii.model import Status

ARRANGED = "status.arranged"
DATES = {
    "ja": frozenset("日程 日時 日取り 期日 時期 スケジュール".split()),
    "en": frozenset("date schedule timing timetable itinerary".split()),
}
HELD = {  # verbs by which what a date was set for is over
    "ja": frozenset("終える 終わる 終了 こなす 消化".split()),
    "en": frozenset("complete finish end conclude".split()),
}
MOVED = frozenset("延期 再延期 先送り 繰り延べる 持ち越す 持ち越し 先延ばし".split())
LATER = frozenset(
    ("announce", "schedule", "reschedule", "postpone", "delay", "defer", "put off", "push back", "slate", "set", "plan")
)  # English cues by which a meeting that they carry is still to come
PAST = re.compile(r"(?:し|っ)?(?:た(?!い|め|ら|り)|て(?:から|、|帰))")
STEPS = 3  # nouns between an act and the date: the date of the talks of the two ministers


def arranged(
    tree: Tree, words: Lexicon, scope: Scope, occurrence: Occurrence
) -> tuple[CueRow | None, int, Status] | None:
    """Return the cue, its token and the status of a meeting of whose date something is said, None where nothing is.

    The cue is None where the words are not among the language's cues.
    """
    if occurrence.verbal:
        return None
    verb = occurrence.carrier
    if verb is None and tree.parse.rels[occurrence.head] in ("nsubj", "nsubj:pass", "obj", "dislocated"):
        verb = tree.head(occurrence.head)
    if verb is not None and _over(tree, words, verb):
        return scope.cue(verb, verb, "verb"), verb, Status.OCCURRED
    if words.language == "en" and occurrence.carrier is not None:
        return _carried(scope, occurrence.carrier)
    if verb is not None and tree.parse.lemmas[verb] in MOVED:
        return scope.cue(verb, verb, "verb"), verb, Status.PLANNED
    date = _date(tree, words, occurrence.head)
    if date is None:
        return None
    verb = tree.head(date)
    held = verb is not None and tree.parse.lemmas[verb].lower() in HELD[words.language]
    return scope.cue(date, date, "noun"), date, Status.OCCURRED if held else Status.PLANNED


def _over(tree: Tree, words: Lexicon, verb: int) -> bool:
    """Tell whether a verb says that what it carries came to its end: ended his visit, 会談を終えた."""
    parse = tree.parse
    if parse.lemmas[verb].lower() not in HELD[words.language]:
        return False
    if words.language == "en":
        auxiliaries = {parse.lemmas[token] for token in tree.dependents(verb, "aux", "advmod:neg", "mark")}
        return parse.words[verb].lower().endswith("ed") and auxiliaries <= {"have"}
    return PAST.match(parse.text, parse.ends[verb]) is not None


def _carried(scope: Scope, verb: int) -> tuple[CueRow, int, Status] | None:
    """Return the cue of an English verb that carries a meeting to a later day: delayed, put off, scheduled."""
    cue = scope.phrasal(verb, "verb") or scope.cue(verb, verb, "verb")
    if cue is None or cue.status is not Status.PLANNED or cue.form not in LATER:
        return None
    return cue, verb, Status.PLANNED


def _date(tree: Tree, words: Lexicon, act: int) -> int | None:
    """Return the noun of a date that an act's noun belongs to: the date of the visit, 訪問の正確な日時."""
    noun: int | None = act
    for _ in range(STEPS):
        if noun is None:
            return None
        relation, noun = tree.parse.rels[noun], tree.head(noun)
        if noun is None:
            return None
        if relation == "obl":  # no date has been set for the visit
            named = tree.dependents(noun, "nsubj:pass", "obj")
            return next((t for t in named if tree.parse.lemmas[t].lower() in DATES[words.language]), None)
        if relation not in ("nmod", "compound", "nmod:poss"):
            return None
        if tree.parse.lemmas[noun].lower() in DATES[words.language]:
            return noun
    return None
