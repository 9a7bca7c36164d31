"""What stands in which slot of a predicate, read from the parse through the language's slot table."""

import re
from dataclasses import dataclass
from functools import lru_cache

from keii.coding.lexicon import Lexicon
from keii.coding.lexicon import lexicon as lexicon_of
from keii.coding.tree import Tree

NOUN_POS = frozenset({"NOUN", "PROPN", "PRON", "NUM", "X", "SYM"})
INCLUDING = frozenset({"including", "include", "含む", "含める"})
BEGINNING = frozenset({"はじめ", "始め", "初め"})  # 日本をはじめとする各国
VERBAL_POS = frozenset({"VERB", "AUX"})
FOCUSING = frozenset("など 等 だけ のみ さえ すら ばかり なんか".split())  # before the particle that says the case
OBJECTS = frozenset({"obj", "ccomp", "xcomp"})
CALLING = frozenset({"call", "phone", "telephone", "ring", "summon"})
VISITING = frozenset({"discuss", "congratulate", "brief", "exchange"})
RELATIVE = frozenset({"that", "which", "who", "whom"})
ADVERBIAL = frozenset({"where", "when", "why", "how"})  # what these ask for is no object
FORCED = "余儀なく"  # 撤退を余儀なくされた: its subject withdraws
NAMELIKE = re.compile(r"[ァ-ヺー・A-Za-z0-9０-９.,]")  # signs of names, numbers and foreign words
MODIFYING = frozenset("compound nummod flat amod det nmod:poss nn case dep advmod quantmod".split())


@dataclass(frozen=True, slots=True)
class Filler:
    """One dependent of a predicate: its slot, its head token, and whether its marker was the topic's."""

    slot: str
    token: int
    topic: bool = False


def marker(tree: Tree, token: int, joiner: str) -> str:
    """Return the case words of a dependent as one string of lemmas: に対するて, との, with, according to.

    Of 銀行などを and 軍だけに it is the particle after the word that only says how many are meant.
    """
    words = []
    for child in tree.children[token]:
        if tree.parse.rels[child] == "case":
            words.append(child)
            words.extend(tree.dependents(child, "fixed"))
    words.sort()
    while len(words) > 1 and tree.parse.lemmas[words[0]] in FOCUSING:
        del words[0]
    return joiner.join(tree.parse.lemmas[i] for i in words)


def slot_of(tree: Tree, token: int, lexicon: Lexicon) -> str:
    """Return the slot of a dependent, "" when the table gives it none; conjuncts have the slot of the first."""
    return _slot(lexicon.language, tree.parse.rels[token], marker(tree, token, lexicon.joiner))


@lru_cache(maxsize=65536)
def _slot(language: str, relation: str, mark: str) -> str:
    """Return the slot of a relation with a marker: that of the first row of the language's table that fits."""
    for known_relation, known_marker, slot in lexicon_of(language).slots:
        if known_relation in ("*", relation) and known_marker in ("*", mark):
            return slot
    return ""


def fillers(tree: Tree, predicate: int, lexicon: Lexicon) -> list[Filler]:
    """Return what stands in the slots of a predicate itself, passives turned round into the active frame."""
    passive = is_passive(tree, predicate)
    flips = lexicon.flips if passive else {}
    keeps = passive and any(slot_of(tree, child, lexicon) == "を" for child in tree.children[predicate])
    if keeps:
        flips = {**flips, "が": "に"}  # 被告は死刑を言い渡された: it is done to the subject, not to the object it keeps
    found = []
    for child in tree.children[predicate]:
        slot = slot_of(tree, child, lexicon)
        if content := _content_slot(tree, predicate, child, lexicon):
            found.append(Filler(content, child))
        if not slot or tree.parse.rels[child] in ("punct", "aux", "case", "mark", "acl", "advcl", "conj"):
            continue
        topic = lexicon.language == "ja" and marker(tree, child, "").endswith(("は", "も"))
        found.append(Filler(flips.get(slot, slot), child, topic))
    if lexicon.language == "en" and not passive and not any(f.slot in OBJECTS for f in found):
        found += [Filler("obj", thing) for thing in _shared_object(tree, predicate)]
    return found


def is_errand(tree: Tree, clause: int, lexicon: Lexicon) -> bool:
    """Tell whether an English infinitive is what who calls or summons somebody does himself: called to thank him."""
    head, lemmas = tree.head(clause), tree.parse.lemmas
    if head is None or lemmas[head] not in CALLING or lemmas[clause].lower() not in lexicon.errands:
        return False
    if lemmas[clause].lower() in VISITING and any(lemmas[t] == "on" for t in range(head + 1, clause)):
        return True  # called on the premier to discuss trade
    return bool(tree.dependents(head, "obj"))  # not called on Chile to apologise


def left_open(tree: Tree, clause: int, slots: list[Filler], lexicon: Lexicon) -> list[Filler]:
    """Return what the noun of an English relative clause stands for in it: the people evacuated, sanctions it lifted.

    For conditions of rows alone: who acts and who suffers it is looked for by roles.
    """
    parse, noun = tree.parse, tree.head(clause)
    relation = parse.rels[clause]
    if lexicon.language != "en" or noun is None or parse.pos[noun] not in ("NOUN", "PROPN"):
        return []
    pronouns = [f for f in slots if parse.words[f.token].lower() in RELATIVE]
    if relation.startswith("acl") and pronouns:
        return [Filler(f.slot, noun) for f in pronouns]
    children = tree.children[clause]
    if any(f.slot in OBJECTS for f in slots) or any(parse.lemmas[c].lower() in ADVERBIAL for c in children):
        return []
    own = {parse.rels[child] for child in children}
    word = parse.words[clause].lower()
    past = word != parse.lemmas[clause].lower() and not word.endswith(("ing", "s"))
    if relation == "acl" and past and not own & {"nsubj", "aux", "mark"} or relation == "acl:relcl" and "nsubj" in own:
        return [Filler("obj", noun)]
    return []


def _content_slot(tree: Tree, noun: int, clause: int, lexicon: Lexicon) -> str:
    """Return the slot of the clause that says what an English noun is about: calls to resign, the demand that it go."""
    parse = tree.parse
    if lexicon.language != "en" or parse.pos[noun] != "NOUN" or parse.rels[clause] != "acl":
        return ""
    own = {parse.lemmas[child] for child in tree.children[clause] if child < clause}
    return "xcomp" if "to" in own else "ccomp" if "that" in own else ""


def _shared_object(tree: Tree, verb: int) -> list[int]:
    """Return the objects of the verb right after an English one, which are those of both: trained and armed them."""
    parse = tree.parse
    if parse.pos[verb] != "VERB" or parse.rels[verb] == "acl:relcl":
        return []
    if any(parse.rels[c] in ("obj", "ccomp", "xcomp", "obl") for c in tree.children[verb]):
        return []
    for other in tree.dependents(verb, "conj"):
        between = range(verb + 1, other)
        apart = any(parse.pos[t] not in ("CCONJ", "ADV") or parse.words[t] == "but" for t in between)
        if parse.pos[other] == "VERB" and not apart:
            return tree.dependents(other, "obj")
    return []


def is_passive(tree: Tree, predicate: int) -> bool:
    """Tell whether a predicate is passive: a passive subject, auxiliary, or a bare participle after its noun."""
    rels = tree.parse.rels
    if tree.parse.text.endswith(FORCED, 0, tree.parse.starts[predicate]):
        return False
    return any(
        rels[child] in ("nsubj:pass", "aux:pass")
        or (rels[child] == "aux" and tree.parse.lemmas[child] in ("れる", "られる"))
        for child in tree.children[predicate]
    ) or (
        rels[predicate] in ("acl", "advcl")
        and tree.parse.words[predicate].endswith(("ed", "en"))
        and not tree.dependents(predicate, "nsubj", "aux", "obj")
    )


def conjuncts(tree: Tree, token: int, lexicon: Lexicon) -> list[int]:
    """Return a nominal and those coordinated with it, in text order.

    English has `conj`; Japanese puts earlier members (米国と, 日本、) under the last one as `nmod` with と, や
    or や no particle at all.
    """
    found = [token]
    stack = [token]
    while stack:
        current = stack.pop()
        for child in tree.children[current]:
            relation, mark = tree.parse.rels[child], marker(tree, child, lexicon.joiner)
            listed = relation == "conj" or (
                relation in ("nmod", "obl", "dep")
                and mark in ("と", "や", "とか", "か", "並びに", "及び", "およびに")
                and child < current
            )
            listed = listed or mark == "" and relation == "nmod" and _enumerates(tree, child, current)
            named = tree.parse.pos[child] in NOUN_POS or (
                tree.parse.pos[child] == "ADJ" and tree.parse.words[child][:1].isupper()
            )  # Chilean and Peruvian objections
            if listed and named and child not in found:
                found.append(child)
                stack.append(child)
            elif relation == "nmod" and mark == "の" and tree.parse.pos[child] == "PROPN" and current == token:
                stack.append(child)  # 仏の大統領と独の首相: the parse hangs the first member under 北朝鮮
    return sorted(found)


def _enumerates(tree: Tree, child: int, current: int) -> bool:
    """Tell whether a comma or a word for "and" joins a Japanese noun to the later one: 独および仏, 独、仏.

    The first phrase of a headline is its subject: 独、仏を非難.
    """
    if child > current or tree.dependents(current, "cc"):
        return child < current
    headed = tree.parse.words[-1] not in ("。", "．", "」") and min(tree.subtree(child)) == 0
    return not headed and any(tree.parse.words[c] in ("、", "，") for c in tree.dependents(child, "punct"))


def included(tree: Tree, token: int, lexicon: Lexicon) -> list[int]:
    """Return the nominals that a phrase says it includes (conventions, 18): 市長を含む反対派, opponents including X."""
    found = []
    for child in tree.children[token]:
        if lexicon.language == "en":
            named = any(tree.parse.lemmas[c] in INCLUDING for c in tree.dependents(child, "case"))
            found += [child] if named and tree.parse.rels[child] == "nmod" else []
        elif tree.parse.rels[child].startswith("acl"):
            beginning = [c for c in tree.children[child] if tree.parse.words[c] in BEGINNING]
            holds = tree.parse.lemmas[child] in INCLUDING
            found += [o for c in ([child] if holds else beginning) for o in tree.dependents(c, "obj")]
        else:
            fixed = [c for t in (child, *tree.children[child]) for c in tree.dependents(t, "fixed")]
            found += [child] if any(tree.parse.words[c] in BEGINNING for c in fixed) else []
    if lexicon.language == "ja":
        found += _headed(tree, token)
    return found


def _headed(tree: Tree, token: int) -> list[int]:
    """Return who heads the list that a Japanese phrase sums up: 独をはじめ、欧州各国が反対した."""
    head = tree.head(token)
    beginnings = [c for c in tree.children[head] if tree.parse.words[c] in BEGINNING] if head is not None else []
    between = [c for c in tree.children[head] if tree.parse.rels[c] != "punct"] if head is not None else []
    return [
        one
        for word in beginnings
        if word < token and not any(word < c < token for c in between)
        for one in tree.dependents(word, "obj")
    ]


def phrase(tree: Tree, token: int, lexicon: Lexicon) -> tuple[int, int]:
    """Return the first and last token of the noun phrase of `token`, without clauses and conjuncts.

    Japanese phrases end with their head; English ones may go on with prepositions ("president of Russia").
    """
    members = {token}
    stack = [token]
    japanese = lexicon.language == "ja"
    while stack:
        current = stack.pop()
        for child in tree.children[current]:
            relation = tree.parse.rels[child]
            if relation in MODIFYING:
                if (
                    relation == "case"
                    and current == token
                    and (japanese or child < current or tree.parse.pos[child] == "ADP")
                ):
                    continue
            elif relation == "nmod":
                mark = marker(tree, child, lexicon.joiner)
                if (
                    japanese
                    and mark not in ("の", "")
                    or not japanese
                    and mark not in ("of", "from", "for", "in", "at")
                    and not (mark == "" and _shares_noun(tree, child, token))
                ):
                    continue
            elif not japanese and _shares_noun(tree, current, token):
                if relation not in ("conj", "cc", "punct"):
                    continue
                members.add(child)
                stack.append(child)
                continue
            elif (
                relation == "appos" and not japanese or relation not in ("fixed", "punct") or japanese and child > token
            ):
                continue
            if relation == "punct" and not _joins(tree, child):
                continue
            members.add(child)
            stack.append(child)
    first, last = token, token
    while first - 1 in members or japanese and _is_quoted_in(tree, first, members):
        if japanese and _is_parted(tree, first):
            break
        first -= 1
    if japanese:
        first = _past_reading(tree, first)
    while last + 1 in members and not japanese:
        last += 1
    return first, last


def _shares_noun(tree: Tree, token: int, noun: int) -> bool:
    """Tell whether a capitalised word is one of several before an English noun: British and French ministers."""
    parse = tree.parse
    if not (token < noun and parse.words[token][:1].isupper() and parse.pos[token] in ("ADJ", "PROPN")):
        return False
    if parse.rels[token] == "conj":
        return parse.heads[token] < token and _shares_noun(tree, parse.heads[token], noun)
    if parse.heads[token] != noun or parse.rels[token] not in ("amod", "compound", "nmod"):
        return False
    conjoined = tree.dependents(token, "conj")
    if any(parse.pos[c] in ("ADJ", "PROPN") and parse.words[c][:1].isupper() and c < noun for c in conjoined):
        return True
    return parse.words[token + 1] == "," and _shares_noun(tree, token + 2, noun)  # US, French and Turkish forces


def _is_quoted_in(tree: Tree, first: int, members: set[int]) -> bool:
    """Tell whether a quotation mark before a phrase stands within it: チリの「占領軍」, 大手「アンデス」の会長."""
    words = tree.parse.words
    if first < 2 or words[first - 1] != "」":
        return first > 1 and words[first - 1] == "「" and first - 2 in members
    opening = next((t for t in range(first - 2, 0, -1) if words[t] == "「"), 0)
    return opening > 0 and members.issuperset((opening - 1, *range(opening + 1, first - 1)))


def _is_parted(tree: Tree, token: int) -> bool:
    """Tell whether a blank divides a Japanese word from the one before it, as in headlines: 協議が頓挫 難民は拒否.

    Blanks beside names, numbers and foreign words divide nothing: アル アサド, 8 人, EU 離脱派.
    """
    text, end, start = tree.parse.text, tree.parse.ends[token - 1], tree.parse.starts[token]
    return text[end:start].isspace() and not (NAMELIKE.match(text, end - 1) or NAMELIKE.match(text, start))


def _joins(tree: Tree, token: int) -> bool:
    """Tell whether a mark joins the words of a name: al-Assad; a dash between blanks ends a dateline."""
    if tree.parse.words[token] != "-":
        return tree.parse.words[token] in ("・", "’", "'", "=", "＝")
    text, start, end = tree.parse.text, tree.parse.starts[token], tree.parse.ends[token]
    return not text[start - 1 : start].isspace() and not text[end : end + 1].isspace()


def _past_reading(tree: Tree, first: int) -> int:
    """Return the first token of a Japanese name with its reading in brackets: 王毅（ワン・イー）外相."""
    words = tree.parse.words
    if first < 3 or words[first - 1] not in ("）", ")"):
        return first
    opening = next((t for t in range(first - 2, max(-1, first - 12), -1) if words[t] in ("（", "(")), None)
    if not opening:
        return first
    start = opening
    while (
        start > 0
        and tree.parse.pos[start - 1] in ("PROPN", "NOUN", "NUM")
        and tree.parse.rels[start - 1] != "obl:npmod"
    ):
        start -= 1
    return start if start < opening else first
