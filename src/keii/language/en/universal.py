"""From ClearNLP's relations, which the parser's model gives, to Universal Dependencies.

ClearNLP makes a preposition the head of its noun; Universal Dependencies makes it the noun's `case`. The
table of relations is short; the turning round of prepositions is the only change of structure.
Source: the ClearNLP label set as spaCy documents it, and the UD guidelines, version 2.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from keii.language.contract import Parse, is_tree
from keii.language.en.repairs import repair
from keii.tables import read_table

if TYPE_CHECKING:
    from keii.language.en.parser import Tree

RELATIONS = {
    "ROOT": "root",
    "dobj": "obj",
    "dative": "iobj",
    "nsubjpass": "nsubj:pass",
    "csubjpass": "csubj:pass",
    "auxpass": "aux:pass",
    "prt": "compound:prt",
    "poss": "nmod:poss",
    "relcl": "acl:relcl",
    "attr": "attr",
    "nummod": "nummod",
    "neg": "advmod:neg",
    "npadvmod": "obl:npmod",
    "oprd": "xcomp",
    "acomp": "xcomp",
    "intj": "discourse",
    "pcomp": "advcl",
    "agent": "obl",
    "prep": "obl",
}  # others keep their name: nsubj, ccomp, xcomp, advcl, acl, amod, conj, cc, aux, mark, appos, compound, det, case
OBJECTS = frozenset({"pobj", "pcomp"})  # what stands behind a preposition
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ"})


@cache
def _corrections() -> dict[str, str]:
    path = Path(__file__).parent / "data" / "lemmas.tsv"
    return {row["given"]: row["lemma"] for _, row in read_table(path, ("given", "lemma"))}


def _lemma(word: str, lemma: str, pos: str) -> str:
    """Return a token's dictionary form in lower case, a name's as it stands."""
    if pos == "PROPN":
        return word
    lower = (lemma or word).lower()
    return _corrections().get(lower, lower) if pos == "VERB" else lower


def universal_tokens(tree: "Tree") -> Parse:
    """Return the tree of a sentence as Universal Dependencies in plain arrays."""
    heads = list(tree.heads)
    rels = [RELATIONS.get(rel, rel) for rel in tree.rels]
    children: dict[int, list[int]] = {}
    for token, head in enumerate(tree.heads):
        if head != token:
            children.setdefault(head, []).append(token)
    _turn_prepositions(tree, children, heads, rels)
    for token, rel in enumerate(tree.rels):  # "the airport was closed": an adjective to the parser, a passive to us
        verb = tree.heads[token]
        if rel == "acomp" and tree.words[token].endswith("ed") and tree.lemmas[verb] == "be" and token != verb:
            for child in children[verb]:
                if tree.rels[child] == "nsubj":
                    heads[child], rels[child] = token, "nsubj:pass"
    lemmas = [_lemma(*token) for token in zip(tree.words, tree.lemmas, tree.pos, strict=True)]
    parsed = list(heads), list(rels)
    repair(tree.words, lemmas, tree.pos, heads, rels)
    if not is_tree(heads):  # repairs that together close a ring are none
        heads, rels = parsed
    return Parse(
        text=tree.text,
        starts=tree.starts,
        ends=tuple(start + len(word) for start, word in zip(tree.starts, tree.words, strict=True)),
        words=tree.words,
        lemmas=tuple(lemmas),
        pos=tuple(tree.pos),
        heads=tuple(heads),
        rels=tuple(rels),
    )


def _turn_prepositions(tree: "Tree", children: Mapping[int, list[int]], heads: list[int], rels: list[str]) -> None:
    """Hang prepositions on their nouns, and the nouns where the prepositions hung, in place."""
    merged: set[int] = set()  # second halves of compound prepositions: "according to", "out of"
    for token, rel in enumerate(tree.rels):
        if token in merged or rel not in ("prep", "agent", "dative") or tree.pos[token] not in ("ADP", "SCONJ", "VERB"):
            continue
        own = children.get(token, [])
        objects = [child for child in own if tree.rels[child] in OBJECTS]
        inner = next((child for child in own if tree.rels[child] == "prep"), None)
        if not objects and inner is not None:  # "according to officials", "out of Syria"
            objects = [child for child in children.get(inner, ()) if tree.rels[child] in OBJECTS]
        if not objects:
            continue
        noun, governor = objects[0], tree.heads[token]
        clause = tree.rels[noun] == "pcomp"
        nominal = tree.pos[governor] in NOMINAL
        heads[noun] = governor
        rels[noun] = ("acl" if nominal else "advcl") if clause else ("nmod" if nominal else "obl")
        heads[token], rels[token] = noun, "mark" if clause else "case"
        if inner is not None and tree.heads[noun] == inner:
            heads[inner], rels[inner] = noun, "case"
            merged.add(inner)
        for child in own:
            if child not in (noun, inner):
                heads[child] = noun
