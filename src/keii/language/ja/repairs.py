"""What the Japanese parser often hangs at the wrong verb: the topic and the subject around what somebody says.

外相は、軍が撤退したと述べた has two subjects before two verbs; the parser gives both to one of them. The first, with
は, is the later verb's, the second, with が, is that of what is said.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from keii.language.contract import Parse

SAID = frozenset({"と", "とも", "って", "か", "よう", "ように", "かどうか"})
TOPIC, SUBJECT = ("は", "も"), ("が",)
VERBAL = frozenset({"VERB", "ADJ", "AUX", "NOUN"})
OPEN, CLOSE = "「『“", "」』”"
MARKS = ("case", "mark", "fixed", "aux")


def repaired(parse: Parse) -> Parse:
    """Return a parse whose topics and subjects hang at the verbs that they belong to."""
    clauses = _Clauses(parse)
    heads, rels = list(parse.heads), list(parse.rels)
    for token in range(len(parse)):
        if rels[token] == "advcl" and clauses.is_subject(token):  # a name taken for an adjective
            rels[token] = "nsubj"
    headed = clauses.headline_subject()
    if headed is not None:
        heads[headed[0]], rels[headed[0]] = headed[1], "nsubj"
    for clause in range(len(parse)):
        outer = parse.heads[clause]
        if parse.pos[clause] not in VERBAL or not clauses.is_said(clause, outer):
            continue
        topics, subjects = clauses.marked(clause, TOPIC), clauses.marked(clause, SUBJECT)
        later = (*topics, *subjects)  # 評議会は、男たちは渡さないと返した: the second topic is that of what is said
        over = [t for t in topics if any(t < s for s in later) and not clauses.is_within(t, clause, outer)]
        if over and not clauses.has_own(outer, clause):  # 外相は軍が撤退したと述べた, both at 撤退した
            heads[over[0]], rels[over[0]] = outer, "nsubj"
        topics, subjects = clauses.marked(outer, TOPIC), clauses.marked(outer, SUBJECT)
        under = [s for s in subjects if s < clause and any(t < s for t in topics)]
        if under and not clauses.marked(clause, SUBJECT):  # both at 述べた
            heads[under[-1]], rels[under[-1]] = clause, "nsubj"
    return replace(parse, heads=tuple(heads), rels=tuple(rels))


class _Clauses:
    """What hangs under the tokens of a parse."""

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.children: dict[int, list[int]] = defaultdict(list)
        for token, head in enumerate(parse.heads):
            if head != token:
                self.children[head].append(token)

    def is_said(self, clause: int, outer: int) -> bool:
        """Tell whether a clause is what a later verb says, asks or thinks."""
        parse = self.parse
        if outer <= clause or parse.pos[outer] != "VERB" or parse.rels[clause] not in ("advcl", "ccomp"):
            return False
        after = [c for c in self.children[clause] if c > clause]
        inner = [d for c in after for d in self.children[c]]
        return any(parse.rels[c] in MARKS and parse.words[c] in SAID for c in (*after, *inner))

    def marked(self, token: int, particles: Iterable[str]) -> list[int]:
        """Return the nominal dependents before a token whose only particle is one of some, in order."""
        parse = self.parse
        return [
            child
            for child in self.children[token]
            if child < token
            and parse.pos[child] != "VERB"
            and "".join(parse.words[c] for c in self.children[child] if parse.rels[c] == "case") in particles
        ]

    def headline_subject(self) -> tuple[int, int] | None:
        """Return the first phrase of a headline that stands before a comma for its subject, and what it is said of.

        大統領、外相の訪問を歓迎: the parser reads a list of two.
        """
        parse = self.parse
        if not len(parse) or parse.words[-1] in ("。", "．", "."):
            return None
        comma = next((t for t, word in enumerate(parse.words) if word in ("、", "，", "は", "が")), 0)
        first, root = comma - 1, next((t for t, head in enumerate(parse.heads) if t == head), 0)
        if comma < 1 or parse.words[comma] in ("は", "が") or parse.words[first] in CLOSE or root <= comma:
            return None
        while first > 0 and parse.heads[first] < comma and parse.heads[first] != first:
            first = parse.heads[first]
        bare = parse.pos[first] in ("NOUN", "PROPN") and not any(parse.rels[c] == "case" for c in self.children[first])
        listed = parse.rels[first] in ("nmod", "dep", "compound") and comma < parse.heads[first]
        if not bare or not listed or not any(parse.words[c] == "の" for c in self.children[parse.heads[first]]):
            return None
        told = self.marked(root, TOPIC) or self.marked(root, SUBJECT)
        objects = any(parse.words[c] == "を" for t in self.children[root] for c in self.children[t])
        return (first, root) if objects and not told else None

    def is_subject(self, token: int) -> bool:
        """Tell whether a token that is no verb has the particle of a subject or topic."""
        particles = [self.parse.words[c] for c in self.children[token] if self.parse.rels[c] == "case"]
        return self.parse.pos[token] not in ("VERB", "AUX") and particles in ([m] for m in (*TOPIC, *SUBJECT))

    def has_own(self, outer: int, clause: int) -> bool:
        """Tell whether a verb has a subject of its own after what it says."""
        return any(t > clause for t in (*self.marked(outer, TOPIC), *self.marked(outer, SUBJECT)))

    def is_within(self, token: int, clause: int, outer: int) -> bool:
        """Tell whether a token stands in quotation marks that hold the clause and not the outer verb."""
        depth = 0
        for place in range(token, outer):
            word = self.parse.words[place]
            depth += (word in OPEN) - (word in CLOSE)
            if depth < 0:
                return place > clause
        return False
