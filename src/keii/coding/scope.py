"""Scopes of cues in one sentence: which function words, nouns, verbs and clauses reach over a predicate."""

from keii.coding.lexicon import CueRow, Lexicon
from keii.coding.tree import Tree
from keii.model import Span

FUNCTION_POS = frozenset({"AUX", "PART", "SCONJ", "ADP"})
FORMAL_NOUNS = frozenset({"こと", "の", "もの", "わけ", "はず", "よう", "つもり", "ところ", "ため", "とき", "必要"})
FORECASTS = ("だろう", "でしょう", "はず", "かもしれ", "可能性", "恐れ", "おそれ", "かねな", "見通し", "ことになる")


class Scope:
    """Looks cues up in one sentence and tells what reaches over what."""

    def __init__(self, tree: Tree, lexicon: Lexicon) -> None:
        """Keep the sentence and the language's cues."""
        self.tree, self.lexicon = tree, lexicon
        self.japanese = lexicon.language == "ja"

    def zone_after(self, last: int) -> list[int]:
        """Return the function words that follow a Japanese predicate and belong to it."""
        zone = []
        for token in range(last + 1, len(self.tree)):
            parse = self.tree.parse
            if (
                parse.pos[token] in FUNCTION_POS
                or parse.rels[token] in ("aux", "fixed", "cop", "mark")
                or parse.words[token] in FORMAL_NOUNS
                or parse.words[token] in ("す", "する")
            ):
                zone.append(token)
            else:
                break
        return zone

    def zone_before(self, token: int) -> list[int]:
        """Return the auxiliaries and negations of an English predicate, with what stands between them."""
        marks = [
            c
            for c in self.tree.children[token]
            if self.tree.parse.rels[c] in ("aux", "advmod:neg", "aux:pass", "neg", "cop")
        ]
        if self.tree.parse.rels[token] == "conj":
            head = self.tree.head(token)
            if head is not None and not marks:
                marks = [c for c in self.tree.children[head] if self.tree.parse.rels[c] in ("aux", "advmod:neg")]
        return sorted(marks)

    def cue(self, first: int, last: int, where: str) -> CueRow | None:
        """Return the cue row of kind `where` that a stretch of tokens spells, by its surface or its last lemma."""
        parse = self.tree.parse
        key = self.lexicon.key(parse.words, parse.lemmas, first, last)
        surface = self.lexicon.joiner.join(parse.words[first : last + 1])
        cue = (
            self.lexicon.cues.get((where, surface))
            or self.lexicon.cues.get((where, key))
            or self.lexicon.cues.get((where, key.lower()))
        )
        if cue is None and not self.japanese:
            cue = self.lexicon.cues.get((where, " ".join(parse.lemmas[first : last + 1])))
        return cue

    def span(self, first: int, last: int) -> Span:
        """Return the span of a stretch of tokens in the sentence."""
        return Span.of(self.tree.parse.text, *self.tree.span(first, last))

    def inverted(self, auxiliary: int, token: int) -> bool:
        """Tell whether an English auxiliary stands before its subject, as in "had they attacked"; Japanese has none."""
        subjects = self.tree.dependents(token, "nsubj", "nsubj:pass")
        return self.japanese or bool(subjects) and auxiliary < min(subjects)

    def hypothetical(self, token: int) -> bool:
        """Tell whether と after a plain clause means "if": its main clause is a forecast, no report or quotation."""
        head = self.tree.head(token)
        if not self.japanese or head is None or self.tree.parse.lemmas[head] in self.lexicon.speech:
            return False
        if any(self.cue(head, head, where) for where in ("verb", "adj")):
            return False
        after = "".join(self.tree.parse.words[head + 1 :])
        return self.tree.parse.rels[token] == "advcl" and any(word in after for word in FORECASTS)

    def long(self, child: int, where: str) -> CueRow | None:
        """Return the cue of several words that begins at a token."""
        for end in range(min(child + 4, len(self.tree) - 1), child, -1):
            cue = self.cue(child, end, where)
            if cue:
                return cue
        return None

    def governed(self, child: int, head: int) -> bool:
        """Tell whether a head can give a complement its status: objects, clauses, passive subjects, no adjuncts."""
        relation = self.tree.parse.rels[child]
        if relation in ("xcomp", "ccomp", "obj", "nsubj:pass", "acl", "csubj"):
            return True
        if relation == "acl:relcl" and head and self.cue(head - 1, head, "noun"):  # there is no way they will leave
            return True
        marks = {
            self.tree.parse.lemmas[c] for c in self.tree.children[child] if self.tree.parse.rels[c] in ("mark", "case")
        }
        if self.japanese:
            if relation in ("nmod", "compound"):
                return marks <= {"の", "へ", "に", "対する", "を"}
            if relation == "nsubj":
                return self.tree.parse.pos[head] in ("NOUN", "ADJ") or self.tree.parse.lemmas[head] in (
                    "ある",
                    "無い",
                    "なる",
                    "必要",
                )
            return (
                relation == "advcl"
                and self.complement_clause(child)
                or relation == "obl"
                and bool(marks & {"に", "へ", "を"})
            )
        if relation in ("nmod", "obl", "advcl"):
            return bool(marks & {"of", "for", "to", "from", "against", "on", "at", "that"}) and not marks & {
                "because",
                "while",
                "by",
            }
        return (
            relation in ("compound", "dep", "attr")
            or (relation == "nsubj" and self.tree.parse.pos[head] in ("ADJ", "NOUN"))
            or relation == "conj"
            and False
        )

    def chained(self, token: int) -> bool:
        """Tell whether a Japanese clause runs on to the next by て, 連用形 or し: 会談し、署名する予定だ."""
        if not self.japanese or self.tree.parse.rels[token] not in ("advcl", "conj"):
            return False
        marks = [
            self.tree.parse.lemmas[c] for c in self.tree.children[token] if self.tree.parse.rels[c] in ("mark", "case")
        ]
        finished = any(
            self.tree.parse.lemmas[c] == "た" for c in self.tree.children[token] if self.tree.parse.rels[c] == "aux"
        )
        asked = any(self.tree.parse.words[c] in ("よう", "こと", "ため") for c in self.tree.children[token])
        return not finished and not asked and (not marks or marks == ["て"])

    def complement_clause(self, token: int) -> bool:
        """Tell whether a Japanese clause is what its head says, wants or does: …と, …よう, …ことを."""
        marks = {
            self.tree.parse.lemmas[c] for c in self.tree.children[token] if self.tree.parse.rels[c] in ("mark", "case")
        }
        return bool(marks & {"と", "か", "よう", "に", "を", "こと"}) or any(
            self.tree.parse.words[c] in ("よう", "こと") for c in self.tree.children[token]
        )

    def phrasal(self, head: int, where: str) -> CueRow | None:
        """Return the cue of an English verb with its particle: pushed back."""
        for particle in self.tree.dependents(head, "compound:prt"):
            cue = self.lexicon.cues.get((where, f"{self.tree.parse.lemmas[head]} {self.tree.parse.lemmas[particle]}"))
            if cue:
                return cue
        return None

    def with_neighbours(self, head: int, where: str) -> CueRow | None:
        """Return the cue of several words that holds a token."""
        for first in range(max(0, head - 2), head + 1):
            for last in range(min(head + 4, len(self.tree) - 1), max(head - 1, first), -1):
                cue = self.cue(first, last, where)
                if cue:
                    return cue
        return None

    def negated(self, token: int) -> bool:
        """Tell whether a noun, adjective or verb that gives a status is itself negated: 予定はない, no plan."""
        parse = self.tree.parse
        if self.japanese:
            zone = self.zone_after(token)
            words = {parse.lemmas[i] for i in zone}
            after = zone[-1] + 1 if zone else token + 1
            if after < len(self.tree) and parse.lemmas[after] in ("ない", "無い", "なし"):
                return True
            return bool(words & {"ない", "ぬ", "ず"})
        return any(
            parse.rels[c] in ("advmod:neg", "neg") or (parse.rels[c] == "det" and parse.lemmas[c] == "no")
            for c in self.tree.children[token]
        )
