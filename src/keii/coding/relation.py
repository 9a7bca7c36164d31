"""Which act a sentence tells between two marked phrases: the act whose roles or place in the tree fit them best."""

from keii.coding.acts import Act, settle
from keii.coding.attribution import AttributionFinder
from keii.coding.lexicon import lexicon
from keii.coding.parties import Mention, Parties
from keii.coding.rules import read_acts
from keii.coding.tree import Tree
from keii.language.languages import language

Marked = tuple[int, int] | None  # a phrase by its half-open code points; None: not in the sentence


def relation(sentence: str, source: Marked, target: Marked, *, code: str = "en") -> str | None:
    """Return the PLOVER type of the act from `source` to `target`, None when the sentence tells none.

    An act with the source among its actors and the target among its recipients goes first, then one that has either,
    then the one whose word is nearest to both in the tree.
    """
    words = lexicon(code)
    tree = Tree(next(iter(language(code).parse([sentence]))))
    parties = Parties(tree, words, None)
    attributions = AttributionFinder(tree, words, parties).find()
    acts = [a for a in settle(read_acts(tree, words, parties, attributions)) if a.type != "OTHER"]
    if not acts:
        return None
    return min(
        acts,
        key=lambda act: (
            -_roles_fit(act, source, target),
            _distance(tree, act, source) + _distance(tree, act, target),
            act.occurrence.first,
        ),
    ).type


def _roles_fit(act: Act, source: Marked, target: Marked) -> int:
    fits = 2 * _among(act.roles.actors, source)
    others = act.roles.recipients or act.roles.actors
    return fits + 2 * _among(others, target) - _among(act.roles.recipients, source) - _swapped(act, target)


def _swapped(act: Act, target: Marked) -> int:
    return _among(act.roles.actors, target) if act.roles.recipients else 0


def _among(mentions: list[Mention], marked: Marked) -> bool:
    return marked is not None and any(m.span.start < marked[1] and marked[0] < m.span.end for m in mentions)


def _distance(tree: Tree, act: Act, marked: Marked) -> int:
    """Return the number of steps in the tree between an act's word and a marked phrase."""
    if marked is None:
        return 0
    parse = tree.parse
    tokens = [t for t in range(len(tree)) if parse.starts[t] < marked[1] and marked[0] < parse.ends[t]]
    head = next((t for t in tokens if tree.head(t) not in tokens), None)
    if head is None:
        return len(tree)
    up = [head, *tree.ancestors(head)]
    for steps, token in enumerate([act.occurrence.head, *tree.ancestors(act.occurrence.head)]):
        if token in up:
            return steps + up.index(token)
    return len(tree)
