"""Attributions that the parse of a sentence shows: who says, thinks, wants, fears or finds what.

Events take their sources from words of saying alone (`attribution`). Attributions are wider: thoughts, wishes,
decisions, praise and blame have a holder and a content too. Their words are the rows of `attitudes.tsv`.
"""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from keii.coding.attribution import AttributionFinder
from keii.coding.lexicon import Lexicon, Speech, lexicon, read_roles
from keii.coding.parties import RELATIVES, Mention, Parties
from keii.coding.reports import Attribution
from keii.coding.slots import fillers, is_passive
from keii.coding.tree import Tree
from keii.language.contract import Parse
from keii.language.languages import language
from keii.model import Reference
from keii.tables import read_table

CLAUSES = frozenset({"ccomp", "xcomp"})
OWN = frozenset({"i", "we", "you", "my", "our", "your"})  # "I think" in a quotation is the speaker's way of saying
UNREAL = frozenset("to will would wo shall can could ca may might should must".split())
SUBJECTS = frozenset({"subj", "obj"})  # are worried: the parser makes their subject a passive one
MARKS = frozenset({"that", "whether", "if"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Attitudes:
    """The words of attitudes.tsv: nouns, adjectives, and the lexicon with the verbs among its words of saying."""

    words: Lexicon
    nouns: dict[str, Speech]
    adjectives: dict[str, Speech]


def attitudes(code: str) -> Attitudes | None:
    """Return the words of attitude of a language, read once; None where the language has no such table."""
    path = language(code).data / "attitudes.tsv"
    return _read(code, path) if path.exists() else None


@cache
def _read(code: str, path: Path) -> Attitudes:
    known: dict[str, dict[str, Speech]] = {"verb": {}, "noun": {}, "adj": {}}
    words = lexicon(code)
    for line, row in read_table(path, ("word", "kind", "frame", "note")):
        where = f"{path.name}:{line}"
        said = words.speech.get(row["word"]) if row["kind"] == "verb" else None
        known[row["kind"]][row["word"]] = Speech(
            form=row["word"],
            kind=said.kind if said else "attitude",
            roles=read_roles(row["frame"], where, frozenset({"S", "C", "ADDR"})),
            row=where,
        )
    narrow = {form: replace(speech, roles=_clauses(speech.roles)) for form, speech in words.speech.items()}
    verbs = replace(words, speech={**narrow, **known["verb"]})
    return Attitudes(words=verbs, nouns=known["noun"], adjectives=known["adj"])


def _clauses(roles: dict[str, str]) -> dict[str, str]:
    """Return the roles of a word of saying without the objects that may be anything: released hostages."""
    return {slot: role for slot, role in roles.items() if role != "C" or slot in CLAUSES}


def shown(parse: Parse, known: Attitudes) -> list[Attribution]:
    """Return who says, thinks or wants what in a parsed sentence."""
    tree = Tree(parse)
    return AttitudeFinder(tree, known, Parties(tree, known.words, None)).find()


class AttitudeFinder(AttributionFinder):
    """Finds who says, thinks or wants what in one sentence."""

    def __init__(self, tree: Tree, known: Attitudes, parties: Parties) -> None:
        """Keep the sentence."""
        super().__init__(tree, known.words, parties)
        self.known = known

    def find(self) -> list[Attribution]:
        """Return the attributions of the sentence, those with the larger content first."""
        found = [a for a in super().find() if a.speakers or a.kind != "hearsay"]
        found += [a for token in range(len(self.tree)) for a in self._felt(token)]
        return [a for a in found if not self._is_own(a) and not self._unreal(a)]

    def _unreal(self, attribution: Attribution) -> bool:
        """Tell whether somebody is only to say it, or may: to explain why, would support a ban."""
        verb = attribution.verb
        if verb is None or self.tree.parse.pos[verb] != "VERB":
            return False
        return any(self.tree.parse.lemmas[c] in UNREAL for c in self.tree.dependents(verb, "aux"))

    def _speech(self, token: int) -> tuple[Speech | None, int, int]:
        """Return the row of a verb with the particle or preposition that it goes with: pointed out, called for."""
        parse = self.tree.parse
        if parse.pos[token] == "VERB":
            for child in self.tree.children[token]:
                alone = parse.rels[child] == "compound:prt"
                for word in [child] if alone else self.tree.dependents(child, "case", "mark"):
                    row = self.lexicon.speech.get(f"{parse.lemmas[token]} {parse.words[word].lower()}")
                    if row is not None:
                        return row, token, token
        return super()._speech(token)

    def _is_own(self, attribution: Attribution) -> bool:
        """Tell whether the holder is the first or second person: a way of saying rather than a report."""
        return any(mention.span.quote.lower() in OWN for mention in attribution.speakers)

    def _content(self, verb: int, speech: Speech) -> set[int]:
        content = super()._content(verb, speech)
        slots = {slot for slot, role in speech.roles.items() if role == "C"}
        passive = is_passive(self.tree, verb)
        for child in self.tree.dependents(verb, "xcomp"):
            if "xcomp" in slots:
                content |= self.tree.subtree(child)
        if slots - CLAUSES:
            for filler in fillers(self.tree, verb, self.lexicon):
                if filler.slot in slots - CLAUSES and not (passive and filler.slot == "obj"):
                    content |= self.tree.subtree(filler.token)
        return content - self._particles(verb)

    def _particles(self, verb: int) -> set[int]:
        """Return the prepositions that belong to the verb rather than to what they govern: called for a ban."""
        parse = self.tree.parse
        cases = [c for child in self.tree.children[verb] for c in self.tree.dependents(child, "case", "mark")]
        return {c for c in cases if f"{parse.lemmas[verb]} {parse.words[c].lower()}" in self.lexicon.speech}

    def _felt(self, token: int) -> list[Attribution]:
        """Return what the attitude that a noun or an adjective names is about: his belief that, worried that."""
        parse = self.tree.parse
        noun = parse.pos[token] == "NOUN"
        adjectives, word = self.known.adjectives, parse.words[token].lower()
        row = self.known.nouns.get(parse.lemmas[token]) if noun else adjectives.get(word)
        if row is None:
            return []
        clauses = [c for c in self.tree.dependents(token, "ccomp", "acl", "xcomp") if self._opens(c, row, noun=noun)]
        about = [f.token for f in fillers(self.tree, token, self.lexicon) if row.roles.get(f.slot) == "C"]
        content = {t for child in (*clauses, *about) for t in self.tree.subtree(child)}
        if not content:
            return []
        holders = self._holders(token, row, content)
        if not holders and not clauses:
            return []  # criticism of the law: nobody's
        return [Attribution(tokens=frozenset(content), cue=self._span(token, token), rule=row.row, kind="attitude",
                            speakers=tuple(holders), verb=token)]

    def _opens(self, clause: int, row: Speech, *, noun: bool) -> bool:
        """Tell whether a clause is what an attitude is about: that …, whether …, to …; no relative clause."""
        parse = self.tree.parse
        marks = {parse.lemmas[c] for c in self.tree.dependents(clause, "mark", "aux")}
        if parse.rels[clause] == "xcomp" or "to" in marks:
            return noun or "xcomp" in row.roles
        return bool(marks & MARKS) or not noun and parse.rels[clause] == "ccomp"

    def _speakers(self, verb: int, content: set[int], speech: Speech) -> list[Mention]:
        """Return who says it; beside the noun of a relative clause its pronoun: officials, who say that …."""
        found = super()._speakers(verb, content, speech)
        for token in self.tree.dependents(verb, "nsubj"):
            span = self.parties.span(token)
            if found and span is not None and span.quote.lower() in RELATIVES:
                return [*found, Mention(token=token, span=span, reference=Reference.PRONOUN, reading=None)]
        return found

    def _holders(self, token: int, row: Speech, content: set[int]) -> list[Mention]:
        slots = {slot for slot, role in row.roles.items() if role == "S"}
        slots |= SUBJECTS if "subj" in slots else set()
        for filler in fillers(self.tree, token, self.lexicon):
            if filler.slot in slots and filler.token not in content and (found := self.parties.speakers(filler.token)):
                return found
        head = self.tree.head(token)
        if head is None or self.tree.parse.rels[token] not in ("obj", "attr", "acomp", "xcomp", "conj"):
            return []
        for filler in fillers(self.tree, head, self.lexicon):
            if filler.slot in SUBJECTS and (found := self.parties.speakers(filler.token)):
                return found
        return []
