"""Verbs and nouns of causing: their subject, their object, and the passive turned round."""

from keii.coding.cause_rows import CauseRow
from keii.coding.cause_spans import SUBJECTS, Range, Stretches
from keii.coding.lexicon import Lexicon
from keii.coding.slots import is_passive
from keii.coding.tree import Tree

FORMAL = frozenset(
    {"こと", "恐れ", "おそれ", "可能性", "危険", "危険性", "の", "懸念", "見通し"}
)  # 衝突を誘発する恐れがある


class Verbs:
    """Answers who causes what by a verb of one sentence."""

    def __init__(self, tree: Tree, words: Lexicon, stretches: Stretches) -> None:
        """Keep the sentence."""
        self.tree, self.words, self.stretches = tree, words, stretches
        self.japanese = words.language == "ja"
        self._parse = tree.parse

    def places(self, row: CauseRow) -> list[int]:
        """Return the tokens that are the verb or noun of a row."""
        pos = (
            ("NOUN",)
            if self.japanese and row.marker == "の"
            else ("VERB", "AUX", "NOUN")
            if self.japanese
            else ("VERB",)
        )
        found = [t for t, lemma in enumerate(self._parse.lemmas) if lemma == row.verb and self._parse.pos[t] in pos]
        return [t for t in found if row.marker != "の" or not any(self._marked(t, mark) for mark in "をがは")]

    def target(self, token: int, row: CauseRow) -> int | None:
        """Return what is caused, in the active; of a row whose cause is the object, what causes."""
        if self.japanese:
            slots = [c for c in self.tree.children[token] if self._marked(c, row.marker)]
            passive = is_passive(self.tree, token) and row.marker == "を"
            return self._subject(token) if passive else (slots[-1] if slots else None)
        passive = is_passive(self.tree, token)
        words = row.marker.split()
        particle, preposition = self._divided(token, words)
        if particle is None:
            return None
        if preposition:
            found = self._with(token, preposition, words)
            moved = (
                row.cause == "subject"
                and len(words) == 1
                and any(c != found for c in self.tree.dependents(token, "obj", "dobj"))
            )
            return None if moved else found  # led troops to the border
        if passive:
            return self._subject(token)
        objects = self.tree.dependents(token, "obj", "dobj")
        return objects[0] if objects else self._lone_clause(token)

    def _lone_clause(self, token: int) -> int | None:
        clauses = self.tree.dependents(token, "ccomp", "xcomp")
        return clauses[0] if clauses else None

    def _divided(self, token: int, words: list[str]) -> tuple[str | None, str]:
        """Return particle and preposition of a row's words; the particle is None where the text lacks it."""
        if not words:
            return "", ""
        if words[0] in ("about", "off"):
            near = {self._parse.words[c].lower() for c in self.tree.dependents(token, "compound:prt", "advmod", "case")}
            near |= {self._parse.words[token + 1].lower()} if token + 1 < len(self.tree) else set()
            return (words[0] if words[0] in near else None), ""
        return "", words[-1]

    def _with(self, token: int, preposition: str, words: list[str]) -> int | None:
        """Return the dependent that stands with a preposition: led *to protests*, gave rise *to protests*."""
        tokens = [token]
        if len(words) > 1:  # give rise to
            inner = [c for c in self.tree.dependents(token, "obj", "dobj") if self._parse.lemmas[c] == words[0]]
            if not inner:
                return None
            tokens += inner
        for one in tokens:
            for child in self.tree.children[one]:
                marks = {self._parse.lemmas[c].lower() for c in self.tree.dependents(child, "case", "mark")}
                if preposition in marks and self._parse.pos[child] in ("NOUN", "PROPN", "PRON", "NUM", "VERB", "ADJ"):
                    return child
        return None

    def _marked(self, child: int, marker: str) -> bool:
        return any(self._parse.words[c] == marker for c in self.tree.dependents(child, "case", "mark"))

    def effect(self, token: int, target: int, row: CauseRow) -> Range | None:
        """Return the stretch of what is caused: the phrase, and what it is made to do (forced thousands to flee)."""
        phrase = self.stretches.phrase(target)
        if phrase is None or self.japanese or is_passive(self.tree, token):
            return phrase
        done = [c for c in self.tree.dependents(token, "xcomp", "ccomp") if c > target]
        if self._parse.rels[target] in ("obj", "dobj") and done:
            return self.stretches.trimmed(phrase[0], max(self.tree.subtree(done[0])))
        return phrase

    def agent(self, token: int, row: CauseRow) -> int | Range | None:
        """Return what causes: the head of its phrase, or a stretch where it is a clause of its own."""
        if is_passive(self.tree, token) and row.cause == "subject":
            return self._by(token)
        objects = self.tree.dependents(token, "obj", "dobj")
        if row.cause == "object" and objects and not self.japanese:
            return objects[0]  # blamed the outage on a storm
        own = self._subject(token)
        subject = own if own is not None else self._inherited(token)
        if subject is not None and self._parse.words[subject].lower() in ("which", "that"):
            if self._parse.words[subject].lower() == "which" and subject and self._parse.words[subject - 1] == ",":
                return self._clause_before(subject)
            subject = None
        if subject is not None:
            return subject
        return self._chained(token) if self.japanese and self._parse.rels[token] == "root" else self._modified(token)

    def _chained(self, token: int) -> int | None:
        """Return the topic of the sentence that a verb without a subject shares: 演習は緊張を高め、衝突につながる."""
        quotation = self.tree.quotation_of(token)
        for found in range(token):
            topic = any(self._parse.words[c] == "は" for c in self.tree.dependents(found, "case"))
            if (
                topic
                and self._parse.pos[found] in ("NOUN", "PROPN", "PRON")
                and self.tree.quotation_of(found) == quotation
            ):
                marks = {self._parse.words[c] for c in self.tree.dependents(found, "case")}
                return found if marks == {"は"} else None  # では, には: where, not what
        return None

    def predicate(self, token: int) -> int:
        """Return the token whose endings and auxiliaries say whether the causing is real."""
        head = self.tree.head(token)
        noun = self.japanese and self._parse.pos[token] == "NOUN"
        return head if noun and head is not None and self._parse.pos[head] in ("VERB", "AUX") else token

    def _subject(self, token: int, other_than: int | None = None) -> int | None:
        found = [c for c in self.tree.dependents(token, *SUBJECTS) if c != other_than]
        if self.japanese and not found:
            head = self.tree.head(token)
            found = [
                c
                for c in self.tree.children[token]
                if any(self._parse.words[m] in ("は", "も", "が") for m in self.tree.dependents(c, "case"))
            ]
            if not found and head is not None and self._parse.pos[token] == "NOUN":
                found = [c for c in self.tree.dependents(head, *SUBJECTS) if c != token]
        return found[-1] if found else None

    def _inherited(self, token: int) -> int | None:
        """Return the subject of the verb that a verb hangs on: threatens to cause, fell and caused."""
        current = token
        while (
            self._parse.rels[current] in ("xcomp", "conj", "ccomp")
            or (self.japanese and self._parse.rels[current] in ("advcl", "acl") and self._formal(current))
            or (self.japanese and self._parse.lemmas[current] in FORMAL)
        ):
            head = self.tree.head(current)
            if head is None:
                return None
            found = self._subject(head, other_than=current)
            if found is not None:
                return found
            current = head
        return None

    def _formal(self, token: int) -> bool:
        head = self.tree.head(token)
        return head is not None and self._parse.lemmas[head] in (
            "こと",
            "恐れ",
            "おそれ",
            "可能性",
            "危険",
            "危険性",
            "の",
        )

    def _by(self, token: int) -> int | None:
        for child in self.tree.children[token]:
            marks = {self._parse.words[c].lower() for c in self.tree.dependents(child, "case")}
            if marks & ({"に", "によって", "により"} if self.japanese else {"by"}):
                return child
        return None

    def _modified(self, token: int) -> int | Range | None:
        """Return what a relative or participial clause stands on: the attack that led to, …, causing a fire."""
        relation, head = self._parse.rels[token], self.tree.head(token)
        if head is None:
            return None
        if relation.startswith("acl"):
            own = frozenset(self.tree.subtree(token))
            if self.japanese:
                phrase = self.stretches.trimmed(token + 1, head)
                following = [t for t in range(token + 1, head + 1) if t not in own]
                return (following[0], head) if following and phrase else None
            if self._parse.words[max(min(own) - 1, 0)] == "," and self._parse.words[token].endswith("ing"):
                return self._clause_before(min(own))
            return self.stretches.phrase(head, own)
        if relation == "advcl" and not self.japanese and self._parse.words[token].endswith("ing"):
            own = frozenset(self.tree.subtree(token))
            return self._clause_before(min(own)) if min(own) > 0 else None
        return None

    def _clause_before(self, first: int) -> Range | None:
        """Return the clause that a comma closes before a participle."""
        begin = first - 1
        while begin > 0 and self._parse.words[begin - 1] not in (";", ":", "“", '"'):
            begin -= 1
        return self.stretches.trimmed(begin, first - 1)
