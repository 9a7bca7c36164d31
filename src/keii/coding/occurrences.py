"""Where the words of the lexicon stand in a sentence, and how they are used there."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from keii.coding.lexicon import Condition, Lexicon, Predicate, Support
from keii.coding.slots import VERBAL_POS, Filler, fillers, slot_of
from keii.coding.tree import Tree
from keii.model import Status

PartyTest = Callable[[int], bool]  # whether a token heads a phrase that names a party
COUNTED = re.compile(
    r"(?:約|およそ|計)?[0-9０-９,，.．一二三四五六七八九十百千万億数]+(?:人|名|隻|機|台|発|基|回分|トン|頭|両|件|個|本|枚|社|カ国|か国|門|丁|着|羽|袋|箱|式"
    r"|艘|張|足|ドル|円|ユーロ|億円)*$|(?:ら|たち|達)$"
)
PARTICLES = frozenset("back out off up down away in over".split())  # pulled its tanks back
PASSED = frozenset({"with", "to", "against", "on", "from", "toward", "と", "に対して"})  # slots an object passes on
# English nouns whose "of" says what there is: a round of talks is talks.
MEASURES = frozenset(
    "series round set package raft wave string spate batch flurry volley barrage tonne ton shipment".split()
)
DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
POSTED = frozenset({"ambassador", "envoy", "representative", "consul", "delegate"})  # somewhere, whom one may recall
TIMES = DAYS | frozenset(  # what says when is no target: launched on Tuesday
    "january february march april may june july august september october november december weekend morning afternoon "
    "evening night".split()
)
AROUND = frozenset("後 前 中 時 以来 以降 以前 直前 直後 終了 開始 再開 継続 中止 延期".split())
NOMINAL_SLOTS = {
    "を": ("の", "複合"),
    "が": ("の",),
    "obj": ("of", "poss"),
    "subj": ("poss", "of"),
}  # 制裁の解除 for 制裁を解除する
FORETOLD = frozenset({Status.EXPECTED, Status.PLANNED, Status.POSSIBLE})
COPULAS = frozenset({"be", "become", "remain"})
PREDICATED = frozenset({"xcomp", "attr", "acomp"})  # how English hangs what they say of somebody
LIGHT = frozenset({"する", "できる", "いたす", "なさる", "出来る", "致す"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One word of the lexicon in a sentence.

    `first`..`last` are its tokens, `head` the token that the rest of the sentence depends on or from, `verbal`
    whether it is used as a predicate, `support` the light verb that carries it with its token.
    """

    first: int
    last: int
    head: int
    verbal: bool
    rows: tuple[Predicate, ...]
    support: Support | None = None
    carrier: int | None = None  # token of the light verb

    @property
    def clause(self) -> int:
        """The token whose clause the act's status and subject come from."""
        return self.head if self.carrier is None else self.carrier


def occurrences(tree: Tree, lexicon: Lexicon) -> list[Occurrence]:
    """Return the words of the lexicon in the sentence, longest first at each place, without overlaps."""
    found: list[Occurrence] = []
    taken: set[int] = set()
    for length in range(lexicon.longest, 0, -1):
        for first in range(len(tree) - length + 1):
            last = first + length - 1
            if taken.intersection(range(first, last + 1)):
                continue
            occurrence = _at(tree, lexicon, first, last)
            if occurrence is not None:
                found.append(occurrence)
                taken.update(range(first, last + 1))
    return sorted(found, key=lambda o: o.first)


def _at(tree: Tree, lexicon: Lexicon, first: int, last: int) -> Occurrence | None:
    parse = tree.parse
    key = lexicon.key(parse.words, parse.lemmas, first, last)
    rows = lexicon.predicates.get(key) or lexicon.predicates.get(key.lower())
    if rows is None and first != last and lexicon.joiner:
        rows = lexicon.predicates.get(" ".join(lemma.lower() for lemma in parse.lemmas[first : last + 1]))
    if rows and first != last and lexicon.joiner and all(row.conditions for row in rows):
        rows += lexicon.predicates.get(lexicon.key(parse.words, parse.lemmas, first, last - 1), ())  # demand (that)
    if first == last and parse.pos[first] in VERBAL_POS:
        rows = phrasal(tree, lexicon, first) or rows
    if not rows:
        return None
    head = _head(tree, first, last)
    if parse.words[head] == "visiting" and parse.rels[head] == "amod":
        return None  # met the visiting minister: he visits somebody, and nobody visits him
    verbal = _is_verbal(tree, head, last)
    rows = tuple(row for row in rows if _fits(row, verbal, tree, head, lexicon))
    if not rows:
        return None
    support, carrier = (None, None) if verbal else _support(tree, head, lexicon)
    answered = support is not None and carrier is not None and _answered(support, carrier, rows, tree, lexicon)
    if answered:
        support, carrier = None, None
    if (
        not verbal
        and support is None
        and rows[0].type == "ASSAULT"
        and ("word", rows[0].form) in lexicon.cues
        and not _told(tree, head, lexicon)
    ):
        return None
    if not verbal and support is None and _only_modifies(tree, head, lexicon):
        return None
    told = verbal or answered or support is not None or _closes(tree, last) or _foretold(tree, head, lexicon)
    usable = tuple(row for row in rows if row.kind != "sahen" or told)
    if not usable:
        return None
    return Occurrence(first=first, last=last, head=head, verbal=verbal, rows=usable, support=support, carrier=carrier)


def given(tree: Tree, lexicon: Lexicon, span: tuple[int, int], kind: str) -> Occurrence | None:
    """Return the occurrence of an act whose words are given by half-open code points, None where no token stands.

    `kind` is the type that it is taken to have.
    """
    parse = tree.parse
    tokens = [t for t in range(len(tree)) if parse.starts[t] < span[1] and span[0] < parse.ends[t]]
    if not tokens:
        return None
    head = _head(tree, tokens[0], tokens[-1])
    verbal = _is_verbal(tree, head, tokens[-1])
    support, carrier = (None, None) if verbal else _support(tree, head, lexicon)
    above = tree.head(head)
    if not verbal and above is not None and parse.lemmas[above] in COPULAS and parse.rels[head] in PREDICATED:
        carrier = above  # was not profitable
    used = "verb" if verbal else "adj" if parse.pos[head] == "ADJ" else "noun"
    row = Predicate(form=parse.lemmas[head].lower(), kind=used, type=kind, mode=None, roles={})
    return Occurrence(
        first=tokens[0], last=tokens[-1], head=head, verbal=verbal, rows=(row,), support=support, carrier=carrier
    )


def _answered(support: Support, carrier: int, rows: tuple[Predicate, ...], tree: Tree, lexicon: Lexicon) -> bool:
    """Tell whether a verb refuses what another has asked, and does not say that it was not asked: 提案を拒否した."""
    refuses = any(row.type == "REJECT" for row in lexicon.predicates.get(tree.parse.lemmas[carrier], ()))
    return refuses and support.aspect == "cancelled" and rows[0].type in ("REQUEST", "THREATEN")


def _foretold(tree: Tree, noun: int, lexicon: Lexicon) -> bool:
    """Tell whether a verbal noun is what a verb expects, plans or thinks possible: 協力が見込まれる."""
    verb = tree.head(noun)
    if verb is None or tree.parse.rels[noun] not in ("nsubj", "nsubj:pass", "obj"):
        return False
    cue = lexicon.cues.get(("verb", tree.parse.lemmas[verb]))
    return cue is not None and cue.status in FORETOLD


def _only_modifies(tree: Tree, noun: int, lexicon: Lexicon) -> bool:
    """Tell whether an act noun is only the first part of another compound: attack helicopter, 制裁委員会.

    Before a word for a plan, a chance, a beginning or an after, it still tells of the act: talks plan, 会談後.
    """
    head = tree.head(noun)
    if head is None or head < noun or tree.parse.rels[noun] not in ("compound", "nn"):
        return False
    word, lemma = tree.parse.words[head], tree.parse.lemmas[head]
    if tree.parse.pos[head] not in ("NOUN", "PROPN") or word in AROUND:
        return False
    return ("noun", lemma) not in lexicon.cues and ("noun", word) not in lexicon.cues


def _told(tree: Tree, noun: int, lexicon: Lexicon) -> bool:
    """Tell whether a lasting war is told of, not merely used as a name: it has a verb or a clause of its own.

    ウクライナ戦争の影響 and "war-torn" name a topic; 戦争は三年目に入った and "the war that began in
    May" tell of the war.
    """
    relation = tree.parse.rels[noun]
    clause = any(tree.parse.rels[c].startswith("acl") for c in tree.children[noun])
    subject = relation in ("nsubj", "nsubj:pass", "dislocated", "root") and slot_of(tree, noun, lexicon) in (
        "が",
        "subj",
        "を",
        "obj",
        "",
    )
    if not (clause or subject):
        return False
    named = tree.dependents(noun, "compound", "nn", "amod")
    return clause or not (relation == "root" and named)


def phrasal(tree: Tree, lexicon: Lexicon, verb: int) -> tuple[Predicate, ...]:
    """Return the rows of a verb with its particle or preposition standing apart: call … off, call on."""
    for child in tree.children[verb]:
        relation = tree.parse.rels[child]
        apart = relation == "advmod" and tree.parse.words[child].lower() in PARTICLES
        words = (
            [child]
            if relation == "compound:prt" or apart
            else tree.dependents(child, "case")
            if relation == "obl" and tree.parse.lemmas[child].lower() not in TIMES  # called her on Monday, gave in May
            else []
        )
        for word in words:
            rows = lexicon.predicates.get(f"{tree.parse.lemmas[verb]} {tree.parse.words[word].lower()}")
            if rows:
                return rows
    return ()


def _head(tree: Tree, first: int, last: int) -> int:
    """Return the token of the stretch that depends on a token outside it."""
    inside = range(first, last + 1)
    for token in reversed(inside):
        if tree.head(token) not in inside:
            if tree.parse.pos[token] in ("ADP", "PART", "AUX", "SCONJ") and token != first:
                continue
            return token
    return last


def _is_verbal(tree: Tree, head: int, last: int) -> bool:
    pos = tree.parse.pos
    if pos[head] == "VERB" or (pos[head] in ("AUX", "ADJ") and tree.parse.rels[head] != "amod"):
        return True
    following = last + 1
    return following < len(tree) and (
        tree.parse.lemmas[following] in LIGHT
        or tree.parse.rels[following] == "cop" and any(_is_towards(tree, c) for c in tree.dependents(head, "obl"))
    )


def _is_towards(tree: Tree, token: int) -> bool:
    """Tell whether a Japanese phrase says to what or whom: 案に賛成だ, 増派には反対である."""
    return any(tree.parse.words[c] == "に" for c in tree.dependents(token, "case"))


def _fits(row: Predicate, verbal: bool, tree: Tree, head: int, lexicon: Lexicon) -> bool:
    if lexicon.language == "ja":
        return True
    if row.kind == "noun":
        return tree.parse.pos[head] in ("NOUN", "PROPN")
    if row.kind == "verb":
        return tree.parse.pos[head] in ("VERB", "AUX") or (verbal and tree.parse.rels[head] != "compound")
    return True


def _support(tree: Tree, noun: int, lexicon: Lexicon) -> tuple[Support | None, int | None]:
    """Return the light or aspect verb that carries an act noun, with its token."""
    verb = tree.head(noun)
    if verb is not None and noun in measured(tree, verb, lexicon):
        noun, verb = verb, tree.head(verb)  # held a second round of talks
    if verb is None:
        return None, None
    lemma = tree.parse.lemmas[verb]
    rows = lexicon.support.get(lemma) or lexicon.support.get(lemma + "する") or ()
    for child in tree.children[verb]:
        if tree.parse.rels[child] == "compound:prt":
            rows = lexicon.support.get(f"{lemma} {tree.parse.lemmas[child]}", rows)
    passive = any(
        tree.parse.rels[c] in ("aux:pass", "nsubj:pass") or tree.parse.lemmas[c] in ("れる", "られる")
        for c in tree.children[verb]
    )
    slot = slot_of(tree, noun, lexicon)
    if passive:
        slot = lexicon.flips.get(slot, slot)
    row = next(
        (r for r in rows if r.slot == slot or (tree.parse.rels[noun] == "compound" and r.slot in ("を", "obj"))), None
    )
    return (row, verb) if row else (None, None)


def _closes(tree: Tree, last: int) -> bool:
    """Tell whether a verbal noun closes its sentence or clause, as in headlines: 中国が抗議、軍を派遣へ."""
    following = last + 1
    if following >= len(tree):
        return True
    word = tree.parse.words[following]
    if word in ("へ", "か"):
        return following + 1 >= len(tree) or tree.parse.words[following + 1] in ("、", "。", "」", "　")
    return word in ("、", "。", "　", "＝", "…", "─")


def choose(
    occurrence: Occurrence, tree: Tree, lexicon: Lexicon, slots: list[Filler], is_party: PartyTest
) -> Predicate | None:
    """Return the first row whose conditions hold for what stands in the slots, None when none fits."""
    for row in occurrence.rows:
        if all(_holds(condition, tree, lexicon, occurrence.verbal, slots, is_party) for condition in row.conditions):
            return row
    return None


def _holds(
    condition: Condition, tree: Tree, lexicon: Lexicon, verbal: bool, slots: list[Filler], is_party: PartyTest
) -> bool:
    wanted = {condition.slot, *(() if verbal else NOMINAL_SLOTS.get(condition.slot, ()))}
    tokens = [f.token for f in slots if f.slot in wanted and tree.parse.lemmas[f.token].lower() not in TIMES]
    tokens += [t for token in tokens for t in measured(tree, token, lexicon)]
    ends = str.endswith if lexicon.language == "ja" else _is_word
    return any(_is_one_of(condition, tree, token, is_party, ends) for token in tokens) is not condition.negated


def measured(tree: Tree, noun: int, lexicon: Lexicon) -> list[int]:
    """Return what an English noun of measure or kind has in its "of": a series of sanctions, a round of talks."""
    if lexicon.language != "en" or tree.parse.lemmas[noun].lower() not in MEASURES:
        return []
    return [t for t in tree.dependents(noun, "nmod") if slot_of(tree, t, lexicon) == "of"]


def _is_word(word: str, wanted: str) -> bool:
    """Tell whether an English word is the wanted one, alone or after a hyphen: strike, air-strike."""
    return word == wanted or word.endswith(f"-{wanted}")


def _is_one_of(
    condition: Condition, tree: Tree, token: int, is_party: PartyTest, ends: Callable[[str, str], bool]
) -> bool:
    lemma, word = tree.parse.lemmas[token].lower(), tree.parse.words[token]
    first = max(0, token - 3)
    stretch = (
        COUNTED.sub("", "".join(tree.parse.words[max(0, token - 5) : token + 1]))
        if ends is not _is_word
        else " ".join(tree.parse.lemmas[first : token + 1]).lower()
    )
    for wanted in condition.words:
        if wanted == "*" or (wanted == "@party" and is_party(token)):
            return True
        if not wanted.startswith("@") and (
            ends(lemma, wanted)
            or ends(word.lower(), wanted.lower())
            or (len(wanted) > 1 and stretch.endswith(wanted) and (ends is not _is_word or " " in wanted))
        ):
            return True
    return False


def _licensed(tree: Tree, noun: int, lexicon: Lexicon) -> set[str]:
    """Return the slots of a Japanese act's noun."""
    rows = lexicon.predicates.get(tree.parse.lemmas[noun], ()) if lexicon.language == "ja" else ()
    return {slot for row in rows for slot in row.roles}


def nominal_fillers(occurrence: Occurrence, tree: Tree, lexicon: Lexicon) -> list[Filler]:
    """Return what stands around an act: its own dependents and, through a light verb, those of the verb."""
    inside = range(occurrence.first, occurrence.last + 1)
    tokens = [occurrence.head, *(t for t in inside if t != occurrence.head and tree.parse.pos[t] in ("NOUN", "VERB"))]
    found = [f for token in tokens for f in fillers(tree, token, lexicon) if f.token not in inside]
    for thing in [f for f in found if f.slot in ("obj", "を") and tree.parse.pos[f.token] == "NOUN"]:
        # broke off relations with Peru: the party hangs under the object
        blames = occurrence.rows[0].type in ("ACCUSE", "REJECT")
        if blames and "に対して" in _licensed(tree, thing.token, lexicon):
            continue  # 住民に対する攻撃を非難した: whom the attack is on
        if tree.parse.lemmas[thing.token] in POSTED and occurrence.rows[0].type != "SANCTION":
            continue  # met the envoy to Chile
        rows = lexicon.predicates.get(tree.parse.lemmas[thing.token], ())
        left = {slot for row in rows for slot, role in row.roles.items() if role == "P"}  # ordered a withdrawal from …
        passed = PASSED - left if lexicon.language == "en" else PASSED
        found += [f for f in fillers(tree, thing.token, lexicon) if f.slot in passed and f.token not in inside]
    for modifier in [
        f for f in found if f.slot in ("の", "複合") and tree.parse.pos[f.token] in ("NUM", "NOUN", "ADV", "X")
    ]:
        # 韓国大統領と中国首相との初の会談: the parties hang under 初
        found += [f for f in fillers(tree, modifier.token, lexicon) if f.slot in ("と", "に対して", "により")]
    found += _governed(occurrence, tree, found)
    if occurrence.carrier is not None and occurrence.support is not None and occurrence.support.voice != "none":
        found += [f for f in fillers(tree, occurrence.carrier, lexicon) if f.token != occurrence.head]
    return found


def _governed(occurrence: Occurrence, tree: Tree, found: list[Filler]) -> list[Filler]:
    """Return what an English phrase that ends in a preposition has behind it, as its object: rallied behind Peru."""
    last = occurrence.last
    thing = tree.head(last)
    if not occurrence.verbal or last == occurrence.first or tree.parse.rels[last] != "case" or thing is None:
        return []
    licensed = {slot for row in occurrence.rows for slot in row.roles}
    if any(" " not in row.form for row in occurrence.rows):
        return []  # marched through the town: march is what counts
    known = any(f.slot == "obj" or f.token == thing and f.slot in licensed for f in found)
    return [] if known or thing in range(occurrence.first, last) else [Filler("obj", thing)]


def holds_subject(tree: Tree, occurrence: Occurrence) -> bool:
    """Tell whether an English act is its own subject, or has one in its words: the fighting goes on, the war began."""
    inside = range(occurrence.first, occurrence.last + 1)
    if occurrence.carrier is not None and tree.head(occurrence.head) == occurrence.carrier:
        return tree.parse.rels[occurrence.head] == "nsubj"
    return any(token in inside for token in tree.dependents(occurrence.head, "nsubj", "nsubj:pass"))
