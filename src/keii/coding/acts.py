"""How the acts of one sentence settle among each other: the codebook's rules about several words for one act.

One act named twice is one claim; what a promise promises is no claim of its own; a restriction that is lifted
is the lifting; "will not" by the subject's own word is a refusal.
"""

import re
from dataclasses import dataclass, field, replace

from keii.coding.filled import Roles
from keii.coding.lexicon import Predicate
from keii.coding.occurrences import Occurrence
from keii.coding.reports import Attribution
from keii.coding.slots import Filler
from keii.coding.status import Reality
from keii.coding.tree import Tree
from keii.model import Status, Trace

BURDENS = frozenset({"SANCTION", "COERCE", "ASSAULT", "MOBILIZE", "PROTEST"})  # what can be lifted, ended, halted
REFUSABLE = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"})
CONDITIONS = frozenset({"if", "unless", "should", "until", "whether"})  # with them a threatened act is told of
GRANTING = ("認める", "許す", "許可")  # what is not granted is refused, whoever tells it
NEVER = re.compile(
    r"(?:する|[うくぐすつぬぶむるれ])?ことは、?[「『]?(?:絶対に?|決して|断じて|一切|二度と)(?:ない|ありません|[あ有]り[得え]ない)"
)  # 撤退することは絶対にない
REFUSAL = "acts.refusal"  # the rule by which «will not do» is a refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act under construction."""

    tree: Tree
    occurrence: Occurrence
    row: Predicate
    roles: Roles
    reality: Reality
    slots: list[Filler]
    retyped: str | None = None  # type given by a rule of this module instead of the row's
    said: bool = False  # the act stands in somebody's words
    sources: list[Attribution] | None = None  # None: those of the sentence
    trace: list[Trace] = field(default_factory=list)

    @property
    def type(self) -> str:
        """The act's type."""
        return self.retyped or self.row.type

    @property
    def trigger_last(self) -> int:
        """The last token of the trigger: the shortest words that name the act."""
        return self.occurrence.last

    def slot(self, token: int) -> str:
        """Return the slot in which a token stands, "" when it is in none."""
        return next((f.slot for f in self.slots if f.token == token), "")


def settle(acts: list[Act]) -> list[Act]:
    """Return the acts that remain as claims, retyped where the codebook says so, in text order."""
    kept = [act for act in acts if not any(_absorbs(other, act) for other in acts if other is not act)]
    return [_refusal(act) for act in kept]


def unreal(acts: list[Act]) -> list[Act]:
    """Return the acts that are none: with which somebody only threatens, or which he is asked not to do."""
    return [act for act in acts if any(_threatened(one, act) or _unasked(one, act) for one in acts if one is not act)]


def _absorbs(outer: Act, inner: Act) -> bool:
    """Tell whether `inner` is only a part of how `outer` is named."""
    if outer.occurrence.carrier is not None and outer.occurrence.carrier == inner.occurrence.head:
        return False
    if outer.type == "OTHER" and inner.type != "OTHER":
        return False
    if _promised(outer, inner) or _threatened(outer, inner) or _unasked(outer, inner) or _blamed_too(outer, inner):
        return True
    slot = outer.slot(inner.occurrence.head)
    carried = inner.occurrence.carrier == outer.occurrence.head
    if not slot and not carried:
        return False
    if inner.occurrence.verbal:
        return outer.type == "AGREE" and outer.row.roles.get(slot) == "C"
    same = outer.type == inner.type
    lifted = outer.type == "RETREAT" and inner.type in BURDENS
    promised = outer.type == "AGREE" and outer.row.roles.get(slot) == "C"
    asked = carried and outer.type in ("REQUEST", "ACCUSE", "REJECT") and not same  # demand the death penalty
    return same or lifted or promised or (carried and not asked)


def _blamed_too(outer: Act, inner: Act) -> bool:
    """Tell whether a word of blame only goes on with another's: cruel and depraved, 凶悪で下劣."""
    blames = all(act.row.kind == "adj" and act.type == "ACCUSE" for act in (outer, inner))
    whom = [mention.span for mention in inner.roles.recipients]
    same = not whom or whom == [mention.span for mention in outer.roles.recipients]
    return blames and same and outer.occurrence.first < inner.occurrence.first


def _promised(outer: Act, inner: Act) -> bool:
    """Tell whether an act is only what a promise or agreement is about: …と約束した, ready to … (conventions, 5)."""
    if outer.type != "AGREE" or "C" not in outer.row.roles.values() or inner.reality.status is Status.CONDITIONAL:
        return False
    tree = inner.tree
    token = inner.occurrence.clause
    for _ in range(2):
        head = tree.head(token)
        if head is None or tree.parse.rels[token] not in ("ccomp", "xcomp", "advcl", "acl", "obl", "obj"):
            return False
        if outer.occurrence.first <= head <= outer.occurrence.last or head == outer.occurrence.clause:
            ready = tree.parse.rels[token] == "acl" and inner.type == "AGREE"  # 停戦に応じる用意があると表明した
            return ready or tree.parse.rels[token] in ("ccomp", "xcomp", "obl", "obj") or _reported(tree, token)
        if tree.parse.words[head] not in ("こと", "よう"):
            return False
        token = head
    return False


def _threatened(outer: Act, inner: Act) -> bool:
    """Tell whether an act is only what an English threat threatens with, without a condition (CONVENTIONS, 41)."""
    if outer.type != "THREATEN" or outer.row.roles.get("xcomp") != "C" or not inner.occurrence.verbal:
        return False
    tree = inner.tree
    words = {tree.parse.words[token].lower() for token in tree.subtree(outer.occurrence.clause)}
    if inner.reality.status is Status.CONDITIONAL or words & CONDITIONS:
        return False
    above = tree.head(inner.occurrence.clause)
    return inner.tree.parse.rels[inner.occurrence.clause] in ("xcomp", "acl") and above == outer.occurrence.head


def _unasked(outer: Act, inner: Act) -> bool:
    """Tell whether an act is what an English request asks not to be done (CONVENTIONS, 23): begged him not to go."""
    if outer.type != "REQUEST" or "xcomp" not in outer.row.roles:
        return False
    tree = inner.tree
    below = inner.occurrence.clause
    for token in (below, *tree.ancestors(below)):
        if tree.head(token) == outer.occurrence.head and tree.parse.rels[token] == "xcomp":
            return bool(tree.dependents(token, "advmod:neg")) and inner.reality.status is not Status.CONDITIONAL
    return False


def _reported(tree: Tree, clause: int) -> bool:
    marks = {tree.parse.words[c] for c in tree.dependents(clause, "case", "mark", "aux")}
    return bool(marks & {"と", "よう", "to"})


def _refusal(act: Act) -> Act:
    """Retype «will not do» of a friendly act by its own subject as a refusal that occurred."""
    said = act.sources is not None or act.said
    denied = act.row.form.endswith(GRANTING) and act.reality.status is Status.NOT_OCCURRED  # 入国を認めなかった
    last = act.occurrence.last if act.occurrence.carrier is None else act.occurrence.carrier
    never = NEVER.match(act.tree.parse.text, act.tree.parse.ends[last]) is not None
    if not (act.type in REFUSABLE and (denied or (act.reality.negated_future or never) and said)):
        return act
    reality = replace(act.reality, status=Status.OCCURRED)
    step = Trace(field="type", rule=REFUSAL, value="REJECT")
    return replace(act, retyped="REJECT", reality=reality, trace=[*act.trace, step])
