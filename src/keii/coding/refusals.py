"""Refusals by plain words: «we are not going to give them the port», 渡すことはない.

What a friendly act of the lexicon refuses `acts` knows. Here the verb alone names no act; that its subject will not do
it, by his own word, is the refusal.
"""

import re

from keii.coding.filled import Roles
from keii.coding.lexicon import Lexicon, Predicate
from keii.coding.occurrences import Occurrence
from keii.coding.reports import Attribution
from keii.coding.roles import RoleFinder
from keii.coding.slots import VERBAL_POS, fillers
from keii.coding.status import Reality, StatusReader
from keii.coding.tree import Tree
from keii.model import Status

FRAMES = {
    "en": {"subj": "A", "obj": "R", "iobj": "R", "to": "R", "ccomp": "C", "xcomp": "C"},
    "ja": {"が": "A", "に": "R", "に対して": "R", "を": "C", "cl": "C"},
}
SAID = frozenset({"say", "quote"})
REFUSING = re.compile(
    r"(?:こと(?:は|が|も)(?:ない|できない|ありえない|あり得ない|ありません|できません)|つもり(?:は|も)(?:ない|ありません)|"
    r"わけには(?:いかない|いきません|行かない)|(?:られ)?(?:ない|ません|ぬ|まい)|(?:は|も)しない|(?:し)?て(?:は)?(?:い)?ない)"
    r"(?!よう|限り|場合|なら|ため|の|で|か)"
)  # what follows a Japanese verb that somebody will not do


def refusals(
    tree: Tree, words: Lexicon, finder: RoleFinder, statuses: StatusReader, attributions: list[Attribution]
) -> list[tuple[Occurrence, Predicate, Roles, Reality]]:
    """Return the refusals in a sentence: each yielding verb inside somebody's words that is said not to be done."""
    found = []
    for token, lemma in enumerate(tree.parse.lemmas):
        row = words.yielding.get(lemma)
        if row is None or tree.parse.pos[token] not in VERBAL_POS:
            continue
        if not any(token in a.tokens and a.kind in SAID for a in attributions):
            continue
        frame = FRAMES[words.language]
        predicate = Predicate(form=lemma, kind="verb", type="REJECT", mode=None, roles=frame, row=row)
        occurrence = Occurrence(first=token, last=token, head=token, verbal=True, rows=(predicate,))
        reality = statuses.read(occurrence, predicate)
        if words.language == "ja":
            refused = REFUSING.match(tree.parse.text, tree.parse.ends[token]) is not None
        else:
            refused = reality.negated_future
        if not refused:
            continue
        roles = finder.fill(occurrence, predicate, fillers(tree, token, words))
        reality.status = Status.OCCURRED
        found.append((occurrence, predicate, roles, reality))
    return found
