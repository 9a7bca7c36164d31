"""What a promise or demand is about: the words of the deed, where no claim of its own tells it.

The codebook has one act for «promised to widen the road»; what is awaited is the widening. Its words stand behind the
promise in English («promised to widen», «demanded a debate»), before it in Japanese (道路を広げると約束, 辞任を要求).
They are looked for in the sentence as it stands, so that claims of any coder are read alike.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from keii.language.languages import language
from keii.situation.turn_words import Run, turn_words

if TYPE_CHECKING:
    from keii.coding.lexicon import Condition, Predicate

# ---- English: «to» and a verb, or the head of what is demanded ----
REACH = 80  # characters behind the promise in which the deed stands: «called on the minister for mines to resign»
NO_VERB = frozenset(
    "a an the this that these those his her its their our my your him them us it me you all both each any some no "
    "be have date be what which who whom where how".split()
)
TO = re.compile(r"\b(not )?to (?:(?:immediately|quickly|fully|also|again|soon) )?([a-z][a-z-]+)")
WILL = re.compile(r"\b(?:will|would|shall) (not |never )?(?:be )?([a-z][a-z-]+)")
ENDS = re.compile(r"[.;:!?]|\b(?:and|but|after|because|while|when|as|since|following)\b")
HEAD = re.compile(
    r"^ (?:for )?(?!(?:about|whether|that|if|why|how|to|with|on|at|from)\b)"
    r"(?:(?:the|a|an|his|her|its|their|more|further|full|immediate) )*((?:[a-z][a-z-]* )*?[a-z][a-z-]+)"
    r"(?= (?:of|from|for|by|to|in|on|over|and|with|at|into|before|after|within|as|until)\b|[,.;]|$)"
)

# ---- Japanese: the verb before と, ことで, よう; or the noun before を, に ----
KANA = r"(?:(?![をにへがはでともの])[ぁ-ん])"
VERB = re.compile(
    rf"((?:[一-龥々ァ-ヶー]+{KANA}{{0,3}}){{1,2}})(?:ことで|ことに|ことを|よう|ように|(?<!こ)との?)"
    r"(?:[^、。「」と]{0,14})$"
)
END = "[いえきけげしせちりれみめ]"  # of nouns that verbs make: 支払い, 引き渡し
NAME = f"(?:[一-龥々ァ-ヶー]{{2,}}|[一-龥々]+{END}[一-龥々ァ-ヶー]*{END}?)"
LIGHT = re.compile(rf"({NAME})[をにの](?:行う|行な|実施|開く|始める|開始|進める|続ける|講じる|する|すぐ)$")
NOUN = re.compile(rf"({NAME})(?:を|に)(?:[^、。「」をに]{{0,10}})$")
INSIDE = re.compile(rf"^({NAME})(?:を|に)")
# Acts that a verb is by itself whatever thing it is done with; 広げる is a protest only with a banner.
GIVEN = frozenset({"AID", "MOBILIZE"})
NEGATED = re.compile(r"ない$")
SAHEN = ("する", "させる", "される", "し")  # what a noun becomes a verb by


def content(code: str, sentence: str, start: int, end: int) -> Run | None:
    """Return where the deed stands that the promise or demand at `start` to `end` of a sentence is about.

    Half-open code points of the sentence; None where no words name a deed, or where it is promised not to be done.
    """
    return _behind(code, sentence, start, end) if language(code).joiner else _before(sentence, start, end)


def _behind(code: str, sentence: str, start: int, end: int) -> Run | None:
    offset = end
    inner = re.search(r" to$", sentence[start:end])
    if inner:  # «agreed to»: the preposition is the promise's own word
        offset = start + inner.start()
    text = sentence[offset : end + REACH]
    stop = ENDS.search(text)
    text = text[: stop.start()] if stop else text
    for match in (*TO.finditer(text), *WILL.finditer(text)):
        if match.group(2) in NO_VERB:
            continue
        return None if match.group(1) else (offset + match.start(2), offset + match.end(2))
    if not turn_words(code).wants(sentence[start:end]):
        return None
    found = HEAD.match(text)
    if found is None:
        return None
    last = found.start(1) + (found.group(1).rfind(" ") + 1)
    return offset + last, offset + found.end(1)


def _before(sentence: str, start: int, end: int) -> Run | None:
    inside = INSIDE.match(sentence[start:end])
    if inside:  # 説明を求め, marked with what is asked for
        return start, start + inside.end(1)
    text = sentence[:start]
    verb = VERB.search(text)
    if verb:
        if NEGATED.search(verb.group(1)):
            return None
        light = LIGHT.search(text[: verb.end(1)])
        return (light.start(1), light.end(1)) if light else (verb.start(1), verb.end(1))
    noun = NOUN.search(text)
    return (noun.start(1), noun.end(1)) if noun else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What the lexicon says of the words for a deed."""

    type: str
    mode: str | None
    label: str | None


def deed_of(code: str, words: str, sentence: str) -> Deed | None:
    """Return what act the words for a deed name, by the first row of the lexicon whose words stand in the sentence.

    Where none does («pledged to pay the crews»: no money is named), it is the act that all rows are of a word that is
    told by the kind of thing that is given or set up. None for words that it does not know. Words that name an act in
    other words (`same` rows of turns.tsv) are that act.
    """
    rows = [row for form in (words.lower(), *turn_words(code).alike(words))
            for ending in (("",) if language(code).joiner else ("", *SAHEN)) if form.endswith(ending)
            for row in _rows(code, form.removesuffix(ending))]
    for row in rows:
        if all(_holds(condition, sentence) for condition in row.conditions):
            return Deed(type=row.type, mode=row.mode, label=row.label)
    if len({row.type for row in rows}) != 1 or rows[0].type not in GIVEN or not any(row.broad for row in rows):
        return None
    return Deed(type=rows[0].type, mode=None, label=rows[0].label)


def _holds(condition: "Condition", sentence: str) -> bool:
    """Tell whether a sentence has a word of a condition; in which slot it stands no parse is there to say."""
    named = any(word in ("*", "@party") or word in sentence for word in condition.words)
    return named is not condition.negated


@cache
def _rows(code: str, form: str) -> "Sequence[Predicate]":
    from keii.coding.lexicon import lexicon  # late: nothing of it is read where nothing is promised

    return lexicon(code).predicates.get(form, ())
