"""Reports without a verb of saying: によると, という at the end, "reportedly", the source that closes a headline."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from keii.coding.lexicon import Lexicon, Speech
from keii.coding.parties import Mention, Parties
from keii.coding.slots import fillers, marker
from keii.coding.tree import Tree
from keii.model import Span

CITING = frozenset({"cite", "quote"})
LEADING = 8  # tokens before the colon of a headline that can name who says the rest
DENYING = frozenset("deny reject dismiss refute rebut dispute contradict 否定 否認 一蹴 退ける".split())
ACCOUNTS = ("では", "でも", "だは", "だも")  # the marks, by lemmas, of whose account a sentence is: 軍の説明では
GIVING = frozenset("issue release publish make give put read send file post repeat offer provide deliver write".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """One source with the tokens it is responsible for."""

    tokens: frozenset[int]
    cue: Span  # in the sentence
    rule: str
    kind: str  # say, think, write, according, cited, hearsay, quote, act
    speakers: tuple[Mention, ...] = ()
    verb: int | None = None  # token of the word of saying


class ReportFinder:
    """Finds such reports in one sentence."""

    def __init__(self, tree: Tree, lexicon: Lexicon, parties: Parties) -> None:
        """Keep the sentence."""
        self.tree, self.lexicon, self.parties = tree, lexicon, parties
        self.japanese = lexicon.language == "ja"

    def hearsay(self, token: int, first: int, last: int, speech: Speech) -> list[Attribution]:
        """Read という。, とされる, reportedly: the clause before, or the clause of the adverb, is hearsay."""
        parse = self.tree.parse
        if self.japanese:
            following = last + 1
            closes = all(
                parse.pos[i] in ("PUNCT", "AUX", "SYM") or parse.words[i] in ("て", "で", "いる", "が")
                for i in range(following, min(following + 3, len(self.tree)))
            )
            if first == 0 or (parse.pos[first] == "VERB" and first < 3):
                return [self._attribute(set(range(last + 1, len(self.tree))), first, last, speech)]
            return [self._attribute(set(range(first)), first, last, speech)] if closes else []
        head = self.tree.head(token)
        content = self.tree.subtree(head) if head is not None else set(range(len(self.tree)))
        return [self._attribute(content - set(range(first, last + 1)), first, last, speech)]

    def _attribute(self, tokens: AbstractSet[int], first: int, last: int, speech: Speech) -> Attribution:
        return Attribution(tokens=frozenset(tokens), cue=self.tree_span(first, last), rule=speech.row, kind=speech.kind)

    def according(self) -> list[Attribution]:
        """Read 当局によると, according to officials: the rest of the sentence is theirs."""
        found = []
        for token in range(len(self.tree)):
            mark = marker(self.tree, token, self.lexicon.joiner)
            slot = next((s for r, m, s in self.lexicon.slots if m == mark and r == "*"), "")
            owner = self._owner(token) if mark in ACCOUNTS else None
            if slot not in ("によれば", "according") and owner is None:
                continue
            cases = [c for c in self.tree.children[token] if self.tree.parse.rels[c] == "case"]
            last = max([*cases, *(f for c in cases for f in self.tree.dependents(c, "fixed"))])
            own = self.tree.subtree(token)
            edge = max(own) if self.japanese else -1
            scope = self._scope(token)
            rest = {t for t in range(len(self.tree)) if t not in own and t > edge and t in scope}
            speakers = self.parties.speakers(token if owner is None else owner)
            account = self.lexicon.reports.get(self.tree.parse.lemmas[token]) if owner is not None else None
            found.append(
                Attribution(
                    tokens=frozenset(rest),
                    cue=self.tree_span(min(cases) if owner is None else token, last),
                    rule=account.row if account else f"slots.tsv:{slot}",
                    kind="according",
                    speakers=tuple(speakers),
                )
            )
        return found

    def _owner(self, token: int) -> int | None:
        """Return whose account a Japanese noun with では is, as the rest of the sentence tells it: 軍の説明では."""
        if not self.japanese or self.tree.parse.lemmas[token] not in self.lexicon.reports:
            return None
        owners = [c for c in self.tree.dependents(token, "nmod") if marker(self.tree, c, "") == "の"]
        ends = (*self.lexicon.source_endings, "側", "ら")
        return next((c for c in owners if self.parties.is_party(c) or self.tree.parse.words[c].endswith(ends)), None)

    def _scope(self, token: int) -> AbstractSet[int]:
        """Return what a source answers for: of an English one inside a relative clause, the clause."""
        if not self.japanese:
            for ancestor in self.tree.ancestors(token):
                if self.tree.parse.rels[ancestor] == "acl:relcl":
                    return self.tree.subtree(ancestor)
        return frozenset(range(len(self.tree)))

    def nouns(self) -> list[Attribution]:
        """Read an English noun of saying with its clause: reports that he had resigned, Moreau's claim that ….

        Whoever issues, gives or repeats it says so, and what somebody denies or rejects is told on his word alone.
        """
        found = []
        for token, lemma in enumerate(self.tree.parse.lemmas):
            row = self.lexicon.reports.get(lemma) if self.tree.parse.pos[token] == "NOUN" else None
            head = self.tree.head(token)
            if row is None:
                continue
            clauses = [c for c in self.tree.dependents(token, "acl", "ccomp") if self._finite(c)]
            if not clauses:
                continue
            owners = [
                mention
                for filler in fillers(self.tree, token, self.lexicon)
                if row.roles.get(filler.slot) == "S"
                for mention in self.parties.speakers(filler.token)
            ]
            if head is not None and self.tree.parse.rels[token] == "obj" and self.tree.parse.lemmas[head] in GIVING:
                owners = owners or self._subject(head)
            if head is not None and self.tree.parse.lemmas[head] in DENYING:
                owners = self._subject(head)
                if not owners:
                    continue
            content = frozenset(t for clause in clauses for t in self.tree.subtree(clause))
            found.append(
                Attribution(tokens=content, cue=self.tree_span(token, token), rule=row.row,
                            kind="say" if owners else "hearsay", speakers=tuple(owners[:1]))
            )
        return found

    def _subject(self, verb: int) -> list[Mention]:
        tokens = [f.token for f in fillers(self.tree, verb, self.lexicon) if f.slot == "subj"]
        return [mention for token in tokens for mention in self.parties.speakers(token)]

    def cited(self, told: list[Attribution]) -> list[Attribution]:
        """Read whom a source cites, who says the same: the daily, citing an agency that quoted officials, said ….

        What is cited that says nothing is a reason: closed the crossing, citing repairs.
        """
        found: list[Attribution] = []
        for token, lemma in enumerate(self.tree.parse.lemmas):
            if lemma not in CITING:
                continue
            above = set(self.tree.ancestors(token))
            bearers = [
                a
                for a in (*told, *found)
                if a.kind in ("say", "write", "according", "cited")
                and token not in a.tokens
                and (a.verb in above or any(m.token in above for m in a.speakers))
            ]
            cited = [m for t in self.tree.dependents(token, "obj") for m in self.parties.mentions(t)]
            if bearers and cited:
                found.append(
                    Attribution(
                        tokens=bearers[-1].tokens - self.tree.subtree(token),
                        cue=self.tree_span(token, token),
                        rule="attribution.cited",
                        kind="cited",
                        speakers=tuple(cited[:1]),
                    )
                )
        return found

    def _finite(self, clause: int) -> bool:
        """Tell whether a clause has a subject of its own and is no infinitive: that he would resign."""
        to = any(self.tree.parse.lemmas[c] == "to" for c in self.tree.dependents(clause, "aux"))
        return not to and bool(self.tree.dependents(clause, "nsubj", "nsubj:pass", "expl"))

    def headline(self) -> list[Attribution]:
        """Read a headline's source, at its end or before a colon: … - Interior Secretary, …＝外相, Reuters: …."""
        parse = self.tree.parse
        if not self.japanese and ":" in parse.words[1:LEADING]:
            return self._leading(parse.words.index(":"))
        marks = [i for i, word in enumerate(parse.words) if word in ("-", "–", "—", "＝", "―", "─")]
        if not marks or parse.words[-1] in (".", "。", "?", "？") or not 1 <= len(self.tree) - 1 - marks[-1] <= 6:
            return []
        at = marks[-1]
        gap = (
            parse.text[parse.ends[at] : parse.starts[at + 1]]
            if not self.japanese or parse.words[at] in ("-", "–")
            else " "
        )
        speakers = self.parties.mentions(len(self.tree) - 1)
        if not (speakers and gap and at > 2):
            return []
        return [
            Attribution(
                tokens=frozenset(range(at)),
                cue=self.tree_span(at, at),
                rule="attribution.headline",
                kind="say",
                speakers=tuple(speakers),
            )
        ]

    def _leading(self, colon: int) -> list[Attribution]:
        """Read who stands before the first colon of an English headline as the source of the rest.

        A country there is what it is about, unless a quotation follows: Lebanon: shells hit a village.
        """
        parse = self.tree.parse
        heads = [t for t in range(colon) if self.tree.head(t) not in range(colon)]
        said = any(parse.pos[t] in ("VERB", "AUX") for t in range(colon))
        speakers = [m for t in heads for m in self.parties.mentions(t) if m.span.end <= parse.starts[colon]]
        quoted = any(colon + 1 <= start <= colon + 2 for start, _ in self.tree.quotations)
        known = speakers[0].reading if speakers else None
        about = known is None or known.kind in ("state", "place", "people")
        if said or len(heads) != 1 or not speakers or about and not quoted:
            return []
        return [
            Attribution(
                tokens=frozenset(range(colon + 1, len(self.tree))),
                cue=self.tree_span(colon, colon),
                rule="attribution.headline",
                kind="say",
                speakers=tuple(speakers[:1]),
            )
        ]

    def tree_span(self, first: int, last: int) -> Span:
        """Return the span of a stretch of tokens in the sentence."""
        return Span.of(self.tree.parse.text, *self.tree.span(first, last))
