"""What a text says about a causal statement's reality: asserted, possible, conditional or denied."""

from dataclasses import dataclass

from keii.coding.cause_rows import CauseRow
from keii.coding.cause_spans import Range
from keii.coding.lexicon import CueRow, Lexicon
from keii.coding.tree import Tree
from keii.model import Causation, Certainty, Cue, Span, Status

HEDGED = frozenset({Status.POSSIBLE, Status.EXPECTED})
KINDS = {"ja": ("aux", "tail", "noun", "verb", "adj"), "en": ("aux", "verb", "adj", "adv", "noun")}
NEGATIONS = {
    "ja": frozenset({"ない", "ぬ", "ず", "無い", "まい"}),
    "en": frozenset({"not", "n't", "never", "no", "neither", "nor"}),
}
DENYING = frozenset({"言う", "言える", "限る", "いう", "いえる"})  # つながるとは言えない, 招くとは限らない
REACH = 9  # tokens after a Japanese predicate: つながる 可能 性 が ある と は 言え ない
LONGEST = 5  # tokens of a cue


@dataclass(frozen=True, slots=True, kw_only=True)
class Reality:
    """A status with the words that gave it; spans are in the sentence."""

    status: Causation
    cues: tuple[Cue, ...] = ()


def reality_of(tree: Tree, words: Lexicon, head: int, connective: Range, row: CauseRow) -> Reality:
    """Return the reality of a statement whose effect's, or whose own, predicate is `head`."""
    hedge = _hedge(tree, words, head)
    denial = _denial(tree, words, head, connective, row)
    if denial is not None and not (hedge and hedge.span.overlaps(denial.span)):  # 招きかねない denies nothing
        return Reality(status=Causation.DENIED, cues=(denial,))
    if row.conditional:
        return Reality(status=Causation.CONDITIONAL, cues=(Cue(span=_span(tree, *connective), rule=row.row),))
    condition = _condition(tree, words, head, connective)
    if condition is not None:
        return Reality(status=Causation.CONDITIONAL, cues=(condition,))
    return Reality(status=Causation.POSSIBLE, cues=(hedge,)) if hedge else Reality(status=Causation.ASSERTED)


def _denial(tree: Tree, words: Lexicon, head: int, connective: Range, row: CauseRow) -> Cue | None:
    """Return the word that denies the statement itself: つながらない, ためではない, did not cause, not because."""
    parse = tree.parse
    negations = NEGATIONS[words.language]
    if words.language == "en":
        before = connective[0] - 1
        if row.kind != "verb" and before >= 0 and parse.words[before].lower() in negations:
            return _cue(tree, before, row.row)
        if row.kind != "verb":
            return None
        subjects = tree.dependents(head, "nsubj", "nsubj:pass")
        found = [c for c in tree.children[head] if parse.words[c].lower() in negations]
        found += [c for s in subjects for c in tree.dependents(s, "det", "cc") if parse.words[c].lower() in negations]
        return _cue(tree, found[0], row.row) if found else None
    if row.kind not in ("verb", "ending"):
        return None
    last = head if row.kind == "verb" else connective[1]
    for token in range(last + 1, min(last + 6, len(tree))):
        passed = parse.lemmas[token] in negations or parse.lemmas[token] in DENYING
        if parse.pos[token] in ("PUNCT", "NOUN", "VERB") and not passed:
            return None
        if parse.lemmas[token] in negations:
            return _cue(tree, token, row.row)
    return None


def _condition(tree: Tree, words: Lexicon, head: int, connective: Range) -> Cue | None:
    """Return the conjunction of an if-clause that the effect hangs on or stands in."""
    for token in (head, *(c for c in tree.children[head] if tree.parse.rels[c] == "advcl")):
        if connective[0] <= token <= connective[1]:
            continue
        for mark in tree.dependents(token, "mark", "case"):
            cue = words.cues.get(("mark", tree.parse.words[mark])) or words.cues.get(
                ("mark", tree.parse.lemmas[mark].lower())
            )
            suppose = tree.parse.words[mark] not in ("と", "to", "until", "before", "once", "till")
            if cue is not None and cue.status is Status.CONDITIONAL and suppose:
                return _cue(tree, mark, cue.row)
    return None


def _hedge(tree: Tree, words: Lexicon, head: int) -> Cue | None:
    if words.language == "ja":
        end = min(head + REACH, len(tree) - 1)
        return next((found for first in range(head + 1, end + 1) if (found := _longest(tree, words, first, end))), None)
    tokens = sorted(tree.dependents(head, "aux", "advmod"))
    if any(tree.parse.words[c].lower() in NEGATIONS["en"] for c in tree.children[head]):
        tokens = [t for t in tokens if tree.parse.lemmas[t].lower() not in ("can", "could")]  # could not: was unable to
    current, steps = head, 0
    while (
        steps < 2
        and tree.parse.rels[current] in ("xcomp", "advcl", "acl", "conj")
        and (above := tree.head(current)) is not None
    ):
        if tree.parse.rels[current] in ("xcomp", "acl"):
            tokens += [above, *tree.dependents(above, "aux")]
        current, steps = above, steps + 1
    for token in tokens:
        row = _looked_up(words, (tree.parse.lemmas[token].lower(),))
        row = row or _looked_up(words, ("be", tree.parse.words[token].lower(), "to"))  # are expected to
        if row is not None:
            return _cue(tree, token, row.row)
    return None


def _longest(tree: Tree, words: Lexicon, first: int, end: int) -> Cue | None:
    """Return the longest hedge that begins at a token; a mark of report or a comma ends the search."""
    parse = tree.parse
    for last in range(min(first + LONGEST - 1, end), first - 1, -1):
        if any(parse.words[t] in ("、", "。", "」") for t in range(first, last + 1)):
            continue
        surface = words.joiner.join(parse.words[first : last + 1])
        found = _looked_up(words, (surface,)) or _looked_up(words, (words.key(parse.words, parse.lemmas, first, last),))
        if found is not None and (last > first or len(surface) > 1):
            return Cue(span=_span(tree, first, last), rule=found.row)
    return None


def _looked_up(words: Lexicon, form: tuple[str, ...]) -> CueRow | None:
    spelled = " ".join(form) if len(form) > 1 else form[0]
    rows = (words.cues.get((kind, spelled)) for kind in KINDS[words.language])
    return next((row for row in rows if row is not None and row.form not in words.speech and _hedges(row)), None)


def _hedges(row: CueRow) -> bool:
    """Tell whether a cue makes a statement less than certain: it may be, it is to be expected, it is thought to be."""
    return row.status in HEDGED or (row.status is None and row.certainty in (Certainty.LOW, Certainty.MIDDLE))


def _cue(tree: Tree, token: int, rule: str) -> Cue:
    return Cue(span=_span(tree, token, token), rule=rule)


def _span(tree: Tree, first: int, last: int) -> Span:
    return Span.of(tree.parse.text, *tree.span(first, last))
