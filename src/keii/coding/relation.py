"""Which act the rules read between two marked phrases: the one whose roles or place in the tree fit them best."""

from collections.abc import Sequence
from dataclasses import dataclass

from keii.coding.acts import Act, settle
from keii.coding.attribution import AttributionFinder
from keii.coding.lexicon import lexicon
from keii.coding.parties import Mention, Parties
from keii.coding.rules import read_acts
from keii.coding.tree import Tree
from keii.language.languages import language

Marked = tuple[int, int] | None  # a phrase by its half-open code points; None: not in the sentence


@dataclass(frozen=True, slots=True)
class Ruled:
    """A sentence as the rules read it: its tree and the acts that remain when they have settled, OTHER among them."""

    tree: Tree
    acts: Sequence[Act]


def ruled(sentence: str, code: str) -> Ruled:
    """Return what the rules read in a sentence of the language `code`."""
    words = lexicon(code)
    tree = Tree(next(iter(language(code).parse([sentence]))))
    parties = Parties(tree, words, None)
    attributions = AttributionFinder(tree, words, parties).find()
    return Ruled(tree, settle(read_acts(tree, words, parties, attributions)))


def nearest(read: Ruled, source: Marked, target: Marked) -> Act | None:
    """Return the act from `source` to `target`, None when the rules read no act of a PLOVER type.

    An act with the source among its actors and the target among its recipients goes first, then one that has either,
    then the one whose word is nearest to both in the tree.
    """
    return min(
        (act for act in read.acts if act.type != "OTHER"),
        key=lambda act: (
            -_roles_fit(act, source, target),
            distance(read.tree, act.occurrence.head, source) + distance(read.tree, act.occurrence.head, target),
            act.occurrence.first,
        ),
        default=None,
    )


def _roles_fit(act: Act, source: Marked, target: Marked) -> int:
    fits = 2 * among(act.roles.actors, source)
    others = act.roles.recipients or act.roles.actors
    return fits + 2 * among(others, target) - among(act.roles.recipients, source) - _swapped(act, target)


def _swapped(act: Act, target: Marked) -> int:
    return among(act.roles.actors, target) if act.roles.recipients else 0


def among(mentions: list[Mention], marked: Marked) -> bool:
    """Tell whether a marked phrase is one of the mentions, in whole or in part."""
    return marked is not None and any(m.span.start < marked[1] and marked[0] < m.span.end for m in mentions)


def distance(tree: Tree, head: int, marked: Marked) -> int:
    """Return the number of steps in the tree between a token and a marked phrase, 0 for one that is not there."""
    if marked is None:
        return 0
    parse = tree.parse
    tokens = [t for t in range(len(tree)) if parse.starts[t] < marked[1] and marked[0] < parse.ends[t]]
    top = next((t for t in tokens if tree.head(t) not in tokens), None)
    if top is None:
        return len(tree)
    up = [top, *tree.ancestors(top)]
    for steps, token in enumerate([head, *tree.ancestors(head)]):
        if token in up:
            return steps + up.index(token)
    return len(tree)
