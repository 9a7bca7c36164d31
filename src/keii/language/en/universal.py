"""From spaCy's ClearNLP relations to Universal Dependencies.

ClearNLP makes a preposition the head of its noun; Universal Dependencies makes it the noun's `case`. The
table of relations is short; the turning round of prepositions is the only change of structure.
Source: the ClearNLP label set as spaCy documents it, and the UD guidelines, version 2.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from keii.language.contract import Parse
from keii.language.en.repairs import repair
from keii.tables import read_table

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

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
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ"})


@cache
def _corrections() -> dict[str, str]:
    path = Path(__file__).parent / "data" / "lemmas.tsv"
    return {row["given"]: row["lemma"] for _, row in read_table(path, ("given", "lemma"))}


def _lemma(token: "Token") -> str:
    """Return a token's dictionary form in lower case, a name's as it stands."""
    if token.pos_ == "PROPN":
        return token.text
    lemma = (token.lemma_ or token.text).lower()
    return _corrections().get(lemma, lemma) if token.pos_ == "VERB" else lemma


def universal_tokens(doc: "Doc") -> Parse:
    """Return the parse of a spaCy doc of one sentence as Universal Dependencies in plain arrays."""
    heads = [token.head.i for token in doc]
    rels = [RELATIONS.get(token.dep_, token.dep_) for token in doc]
    merged: set[int] = set()  # second halves of compound prepositions: "according to", "out of"
    for token in doc:
        if (
            token.i in merged
            or token.dep_ not in ("prep", "agent", "dative")
            or token.pos_ not in ("ADP", "SCONJ", "VERB")
        ):
            continue
        objects = [child for child in token.children if child.dep_ in ("pobj", "pcomp")]
        inner = next((child for child in token.children if child.dep_ == "prep"), None)
        if not objects and inner is not None:  # "according to officials", "out of Syria"
            objects = [child for child in inner.children if child.dep_ in ("pobj", "pcomp")]
        if not objects:
            continue
        noun = objects[0]
        governor = token.head.i
        clause = noun.dep_ == "pcomp"
        nominal = doc[governor].pos_ in NOMINAL
        heads[noun.i] = governor
        rels[noun.i] = ("acl" if nominal else "advcl") if clause else ("nmod" if nominal else "obl")
        heads[token.i], rels[token.i] = noun.i, "mark" if clause else "case"
        if inner is not None and noun.head.i == inner.i:
            heads[inner.i], rels[inner.i] = noun.i, "case"
            merged.add(inner.i)
        for child in token.children:
            if child.i not in (noun.i, inner.i if inner is not None else -1):
                heads[child.i] = noun.i
    for token in doc:  # "the airport was closed": an adjective to the parser, a passive to the reader
        verb = token.head
        if token.dep_ == "acomp" and token.text.endswith("ed") and verb.lemma_ == "be" and token.i != verb.i:
            for child in verb.children:
                if child.dep_ == "nsubj":
                    heads[child.i], rels[child.i] = token.i, "nsubj:pass"
    words, lemmas = [token.text for token in doc], [_lemma(token) for token in doc]
    repair(words, lemmas, [token.pos_ for token in doc], heads, rels)
    return Parse(
        text=doc.text,
        starts=tuple(token.idx for token in doc),
        ends=tuple(token.idx + len(token) for token in doc),
        words=tuple(words),
        lemmas=tuple(lemmas),
        pos=tuple(token.pos_ for token in doc),
        heads=tuple(heads),
        rels=tuple(rels),
    )
