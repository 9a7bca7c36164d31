"""What the text says about an act's reality: the nearest cue whose scope holds the predicate decides.

Scopes, nearest first: the predicate's own auxiliaries and endings, its support verb, the conjunction of its
clause, the noun it modifies, the verb or adjective it is the complement of, and so on upwards until a verb of
saying closes the clause. Where no cue stands, tense decides.
"""

from dataclasses import dataclass, field

from keii.coding.lexicon import CueRow, Lexicon, Predicate
from keii.coding.meetings import ARRANGED, arranged
from keii.coding.occurrences import Occurrence
from keii.coding.reports import DENYING
from keii.coding.scope import FORMAL_NOUNS, Scope
from keii.coding.slots import is_errand
from keii.coding.tense import PRESUPPOSING, SPEECH_ACTS, TenseReader, subjunctive
from keii.coding.tree import Tree
from keii.model import Certainty, Cue, Span, Status

Verdict = tuple[CueRow | None, Span | None, Status]  # no row and span: the support verb's aspect decided
Hedges = list[tuple[CueRow, Span]]  # cues that say how sure the text is, and nothing about status
SPAN_WORDS = 7  # tokens a cue can have: 恐れ も ない と は 言え ない
SCOPES_JA = {
    "NOUN": ("noun", "adj", "mark"),
    "PROPN": ("noun",),
    "ADJ": ("adj", "noun"),
    "VERB": ("verb", "noun", "adj"),
    "AUX": ("verb", "adj"),
}  # 予定 and 可能 change their part of speech with what follows them
SCOPES_EN = {
    "NOUN": ("noun",),
    "PROPN": ("noun",),
    "ADJ": ("adj",),
    "VERB": ("verb", "adj"),
    "AUX": ("verb", "adj"),
    "ADV": ("adj",),
}
UNREAL = frozenset({Status.PLANNED, Status.POSSIBLE, Status.CONDITIONAL, Status.EXPECTED})
STRONGER = {  # verdicts of a predicate's own words, and those from above that overrule them
    Status.PLANNED: frozenset({Status.CONDITIONAL, Status.POSSIBLE, Status.EXPECTED, Status.NOT_OCCURRED}),
    Status.POSSIBLE: frozenset({Status.CONDITIONAL, Status.NOT_OCCURRED}),
    Status.EXPECTED: frozenset({Status.CONDITIONAL}),
    Status.NOT_OCCURRED: frozenset({Status.CONDITIONAL}),
    Status.ONGOING: frozenset({Status.CONDITIONAL, Status.POSSIBLE, Status.NOT_OCCURRED}),
    Status.OCCURRED: frozenset({Status.CONDITIONAL, Status.POSSIBLE, Status.NOT_OCCURRED}),
}
CONTENT_NOUNS = frozenset(
    "可能性 疑い 恐れ おそれ 見方 情報 噂 うわさ 報道 懸念 証拠 事実 指摘 説 通報 report claim rumour rumor allegation "
    "accusation charge suggestion assertion".split()
)
BY_WORDS = frozenset("thank congratulate apologise apologize commend applaud praise condemn salute welcome".split())
NOBODY = frozenset({"nobody", "nothing", "none"})
ERRAND = "status.errand"  # called him to thank him: thanked, whatever «called him to» else says of an act
FAVOURS = frozenset({"てもらう", "ていただく"})  # what another was asked to do; in the past, what he did
RANK = {Certainty.HIGH: 1, Certainty.MIDDLE: 2, Certainty.LOW: 3}


@dataclass(slots=True)
class Reality:
    """Status and certainty with the cues that gave them."""

    status: Status
    certainty: Certainty = Certainty.PLAIN
    cues: list[Cue] = field(default_factory=list)
    rule: str = "status.tense"
    volition: bool = False  # the predicate's own will, would or つもり gave the status
    negated_future: bool = False  # "will not": the subject's refusal rather than a thing that did not happen


class StatusReader:
    """Reads statuses in one sentence."""

    def __init__(self, tree: Tree, lexicon: Lexicon) -> None:
        """Keep the sentence and the language's cues."""
        self.tree, self.lexicon = tree, lexicon
        self.japanese = lexicon.language == "ja"
        self.scope = Scope(tree, lexicon)
        self.tense = TenseReader(tree, lexicon, self.scope)

    def read(self, occurrence: Occurrence, row: Predicate, *, personal: bool = False) -> Reality:
        """Return the status of one act; `personal`: its actor is one person, whose speech acts are utterances."""
        hedges: Hedges = []
        meeting = arranged(self.tree, self.lexicon, self.scope, occurrence) if row.type == "CONSULT" else None
        if meeting is not None:
            cue, at, status = meeting
            told = Cue(span=self.scope.span(at, at), rule=cue.row if cue else ARRANGED)
            return Reality(status, cues=[told], rule=ARRANGED)
        decided = self._decide(occurrence, row, hedges)
        if decided is None:
            errand = occurrence.verbal and is_errand(self.tree, occurrence.clause, self.lexicon)
            status = self.tense.by_tense(occurrence, row, personal)
            reality = Reality(status, rule=ERRAND if errand else "status.tense")
        else:
            cue, span, status = decided
            reality = Reality(
                status,
                rule=cue.row if cue else "status.aspect",
                cues=[Cue(span=span, rule=cue.row)] if cue and span else [],
            )
            spoken = bool(cue and cue.where == "verb" and cue.form in self.lexicon.speech)  # 歓迎すると表明した
            own = bool(cue and cue.where in ("aux", "tail"))
            reality.volition = (own or spoken) and status is Status.PLANNED
            reality.negated_future = bool(cue and self.tense.is_refusal(occurrence, status, cue.form))
            if status is Status.PLANNED and cue and cue.form == "like" and self._performed(occurrence):
                reality.status = Status.OCCURRED
            if cue and cue.certainty:
                reality.certainty = cue.certainty
            if status is Status.CONDITIONAL and self._refused(occurrence):
                reality.negated_future = True  # will not disarm unless, if: the refusal stands whatever its condition
            if personal and status is Status.ONGOING and row.type in SPEECH_ACTS:
                reality.status = Status.OCCURRED  # conventions, 13: one person's single utterance
        if decided is None and self.japanese and reality.status is Status.PLANNED and hedges:
            reality.status = Status.EXPECTED  # 売却するとみられる: a hedged future is expected
        for hedge, span in hedges:
            if hedge.certainty and RANK[hedge.certainty] > RANK.get(reality.certainty, 0):
                reality.certainty = hedge.certainty
            if all(known.span != span for known in reality.cues):
                reality.cues.append(Cue(span=span, rule=hedge.row))
        return reality

    def _performed(self, occurrence: Occurrence) -> bool:
        """Tell whether an English act is done by saying that one would like to do it: would like to thank you."""
        lemma = self.tree.parse.lemmas[occurrence.clause].lower()
        return occurrence.verbal and lemma in BY_WORDS and not self.japanese

    def _decide(self, occurrence: Occurrence, row: Predicate, hedges: Hedges) -> Verdict | None:
        token, last = occurrence.head, occurrence.last
        if occurrence.carrier is not None:
            token, last = occurrence.carrier, occurrence.carrier
        own = None
        if self.tense.kept(occurrence):
            return None, None, Status.PLANNED
        if occurrence.verbal or occurrence.carrier is not None or self._predicative(occurrence):
            own = self._own(token, last, hedges)
        wider = self._wider(occurrence, row, token, hedges)
        if own is not None and (wider is None or wider[2] not in STRONGER.get(own[2], ())):
            return own
        return wider

    def _refused(self, occurrence: Occurrence) -> bool:
        """Tell whether an act is refused by its own predicate, and a clause below that gives a condition."""
        if not occurrence.verbal or self._conditioned(occurrence.clause) is None:
            return False
        own = self._own(occurrence.head, occurrence.last, [])
        return own is not None and self.tense.is_refusal(occurrence, own[2], "")

    def _wider(self, occurrence: Occurrence, row: Predicate, token: int, hedges: Hedges) -> Verdict | None:
        """Return the verdict of what stands around the predicate: support verb, negation, clause, governing words."""
        if (occurrence.support is not None and occurrence.support.aspect == "cancelled") or self._nothing(occurrence):
            return None, None, Status.NOT_OCCURRED
        if row.kind == "adj":
            return None
        if self._lacks(occurrence):
            return None, None, Status.NOT_OCCURRED
        found = self._clause(token, hedges) or self._climb(token, occurrence, row, hedges)
        spoken = row.type in SPEECH_ACTS and occurrence.verbal and not self.japanese and self.tense.is_plain(token)
        if spoken and found and found == self._conditioned(token):
            return None  # promises a school, provided that …: it is promised
        lasting = occurrence.support is not None and occurrence.support.aspect == "continue"
        return found or ((None, None, Status.ONGOING) if lasting else None)

    def _lacks(self, occurrence: Occurrence) -> bool:
        """Tell whether an English act is named as what something that happened went without: ended without a deal."""
        noun = occurrence.head
        without = any(self.tree.parse.lemmas[c] == "without" for c in self.tree.dependents(noun, "case"))
        return without and not (self.japanese or occurrence.verbal) and self.tense.is_done(self.tree.parse.heads[noun])

    def _nothing(self, occurrence: Occurrence) -> bool:
        """Tell whether an English act, or one of its parties, is denied by "no": no ransom was paid, killed nobody."""
        parse = self.tree.parse
        parties = self.tree.dependents(occurrence.head, "nsubj", "nsubj:pass", "obj")
        nouns = parties if occurrence.verbal else [occurrence.head]
        if not self.japanese and occurrence.verbal and any(parse.lemmas[n].lower() in NOBODY for n in nouns):
            return True
        return any(parse.lemmas[c] == "no" for n in nouns for c in self.tree.dependents(n, "det"))

    def _predicative(self, occurrence: Occurrence) -> bool:
        """Tell whether an act noun itself is the predicate: 会談だ, 会談か, headline endings."""
        following = occurrence.last + 1
        return self.japanese and (
            following >= len(self.tree) or self.tree.parse.words[following] in ("へ", "か", "だ", "？", "?")
        )

    def _own(self, token: int, last: int, hedges: Hedges) -> Verdict | None:
        zone = self.scope.zone_after(last) if self.japanese else self.scope.zone_before(token)
        found: list[tuple[int, CueRow, Span]] = []
        for first in zone:
            for end in range(min(first + SPAN_WORDS, len(self.tree)) - 1, first - 1, -1):
                cue = self.scope.cue(first, end, "aux") if end in zone else None
                cue = cue or (self.scope.cue(first, end, "tail") if self.japanese else None)
                if cue and (len(cue.form) > 1 or cue.where == "aux" or self._ends(end)):
                    found.append((first, cue, self.scope.span(first, end)))
        return self._strongest(found, hedges)

    def _past_after(self, span: Span) -> bool:
        """Tell whether た follows a lasting form at once: 占拠していた had happened."""
        starts = self.tree.parse.starts
        following = next((t for t in range(len(self.tree)) if starts[t] == span.end), None)
        return self.japanese and following is not None and self.tree.parse.words[following] == "た"

    def _not_only(self, span: Span) -> bool:
        """Tell whether a negation says "not only": 停止しただけでなく, not only attacked but."""
        before = self.tree.parse.text[max(0, span.start - 4) : span.end]
        after = self.tree.parse.text[span.end : span.end + 6]
        return any(
            word in before for word in ("だけで", "ばかりで", "のみなら", "にとどまら")
        ) or after.strip().startswith("only")

    def _ends(self, token: int) -> bool:
        """Tell whether only punctuation follows a token: か and も hedge at the end of a headline alone."""
        return all(pos in ("PUNCT", "SYM") for pos in self.tree.parse.pos[token + 1 :])

    def _finished_relative(self, clause: int) -> bool:
        """Tell whether a Japanese clause before a noun is past: 求めた案 is a plan they asked for, not one to ask."""
        return self.japanese and any(self.tree.parse.lemmas[t] == "た" for t in self.scope.zone_after(clause)[:4])

    def _presupposed(self, nominalised: int, head: int) -> bool:
        """Tell whether a past act is the subject of a noun's predication: 会談したことは決意の表れである可能性がある.

        What is doubtful is what the act means, not that it happened.
        """
        parse = self.tree.parse
        subject = parse.rels[nominalised] in ("nsubj", "dislocated") and parse.words[nominalised] in ("こと", "の")
        past = any(self._finished_relative(clause) for clause in self.tree.dependents(nominalised, "acl"))
        return subject and past and parse.pos[head] in ("NOUN", "PROPN")

    def _denied(self, noun: int) -> bool:
        """Tell whether a report or suspicion is itself denied: …との情報を否定した, reports that … were false."""
        head = self.tree.head(noun)
        if (
            head is None
            or self.tree.parse.words[noun] not in CONTENT_NOUNS
            and self.tree.parse.lemmas[noun] not in CONTENT_NOUNS
        ):
            return False
        if self.tree.parse.lemmas[head] in DENYING and self.tree.parse.rels[noun] == "obj":
            return True
        cue = (
            self.scope.cue(head, head, "verb")
            or self.scope.cue(head, head, "adj")
            or self.scope.cue(head, head, "noun")
        )
        return cue is not None and cue.status is Status.NOT_OCCURRED

    def _reports(self, head: int, child: int) -> bool:
        """Tell whether a verb that can also order only reports a finite clause: told them he had accepted."""
        finite = all(self.tree.parse.lemmas[c] != "to" for c in self.tree.dependents(child, "aux"))
        speech = self.tree.parse.lemmas[head] in self.lexicon.speech
        reports = not self.japanese and speech and finite and self.tree.parse.rels[child] == "ccomp"
        return reports and not subjunctive(self.tree, child)

    def _strongest(self, found: list[tuple[int, CueRow, Span]], hedges: Hedges) -> Verdict | None:
        """Return the deciding cue of a run of function words: long cues hide short ones; the last verdict wins."""
        found = [f for f in found if not self._not_only(f[2])]
        found.sort(key=lambda f: (f[2].start, -(f[2].end - f[2].start)))
        outer: Hedges = []
        for _, cue, span in found:
            if not any(
                o.start <= span.start and span.end <= o.end and (o.start, o.end) != (span.start, span.end)
                for _, o in outer
            ):
                outer.append((cue, span))
        verdict = None
        for cue, span in outer:
            if cue.status is None:
                hedges.append((cue, span))
            elif (cue.status is Status.ONGOING or cue.form in FAVOURS) and self._past_after(span):
                verdict = verdict or (cue, span, Status.OCCURRED)
            elif verdict is None or cue.status not in (Status.ONGOING, Status.OCCURRED):
                verdict = (cue, span, cue.status)
        return verdict

    def _clause(self, token: int, hedges: Hedges) -> Verdict | None:
        """Read conjunctions, adverbs and conditional clauses of the clause that a token heads."""
        verdict: Verdict | None = None
        for child in self.tree.children[token]:
            relation = self.tree.parse.rels[child]
            if relation in ("mark", "aux", "advmod") or (
                relation == "case" and self.tree.parse.pos[token] not in ("NOUN", "PROPN")
            ):
                where = "adv" if relation == "advmod" else "mark"
                cue = self.scope.cue(child, child, where) or self.scope.long(child, where)
                if cue and cue.form in ("と", "to") and not self.scope.hypothetical(token):
                    continue
                if relation == "aux" and not self.scope.inverted(child, token):
                    continue
                if cue and cue.status is None:
                    hedges.append((cue, self.scope.span(child, child)))
                elif cue and cue.status is not None and verdict is None:
                    lacking = cue.form == "without" and self.tense.is_done(self.tree.parse.heads[token])
                    status = Status.NOT_OCCURRED if lacking else cue.status  # left without signing
                    verdict = (cue, self.scope.span(child, child), status)
        if verdict is None:
            verdict = self._conditioned(token)
        return verdict

    def _conditioned(self, token: int) -> Verdict | None:
        """Return the conditional mark of an adverbial clause of the token: its consequence is conditional too.

        What has happened is no consequence: met without result, offered to free him if the charges were dropped.
        """
        return None if self.tense.is_done(token) else self._condition(token)

    def _condition(self, token: int) -> Verdict | None:
        """Return the conditional mark of an adverbial clause of the token."""
        for child in self.tree.dependents(token, "advcl", "obl"):
            for mark in self.tree.children[child]:
                if self.tree.parse.rels[mark] in ("mark", "aux", "case"):
                    cue = self.scope.cue(mark, mark, "mark")
                    if cue and cue.form in ("until", "till") and self.tree.parse.rels[mark] == "case":
                        continue  # until three in the morning
                    plain = cue is not None and (cue.form not in ("と", "to") or self.scope.hypothetical(child))
                    if cue and plain and cue.status is Status.CONDITIONAL:
                        return cue, self.scope.span(mark, mark), Status.CONDITIONAL
        return None

    def _climb(self, token: int, occurrence: Occurrence, row: Predicate, hedges: Hedges) -> Verdict | None:
        nominal = not occurrence.verbal and occurrence.carrier is None
        current = token
        for head in self.tree.ancestors(token):
            relation = self.tree.parse.rels[current]
            chained = self.scope.chained(current)
            if not (chained or self.scope.governed(current, head)):
                return self._conditional_host(head, current, hedges) if nominal and current == token else None
            found = None if chained and self.tree.parse.pos[head] == "VERB" else self._at_head(head, current, hedges)
            if (
                found
                and nominal
                and row.type in SPEECH_ACTS
                and found[0] is not None
                and found[0].status is Status.NOT_OCCURRED
                and found[0].where in ("verb", "noun")
            ):
                return None  # 提案を拒否: the proposal was made
            if found and relation in ("xcomp", "ccomp") and self.tense.is_done(head):
                return self._condition(head) or found  # threatened to fire if …
            if found:
                return found
            if self.tree.parse.lemmas[head] in self.lexicon.speech and self.tree.parse.pos[head] == "VERB":
                return None
            if chained:
                return self._own(head, head, hedges) or self._clause(head, hedges) or self._climb_from(head, hedges)
            if self.tree.parse.pos[head] in ("VERB", "AUX") and self.tree.parse.words[head] not in FORMAL_NOUNS:
                return self._conditional_host(head, current, hedges) if nominal and current == token else None
            if self._presupposed(current, head):
                return None
            if relation in ("nmod", "compound") and self.tree.parse.words[head] not in FORMAL_NOUNS:
                return None  # 会談の終わりに…: what is said of the end is not said of the talks
            if relation.startswith("acl") and self.tree.parse.words[head] not in FORMAL_NOUNS:
                return None
            current = head
        return None

    def _climb_from(self, token: int, hedges: Hedges) -> Verdict | None:
        """Return the verdict of the one head above the last clause of a chain: …し、署名する予定だ."""
        head = self.tree.head(token)
        return self._at_head(head, token, hedges) if head is not None and self.scope.governed(token, head) else None

    def _conditional_host(self, head: int, child: int, hedges: Hedges) -> Verdict | None:
        """Return the condition that holds the clause in which an act is only named: 攻撃が続けば."""
        if self.tree.parse.pos[head] not in ("VERB", "AUX"):
            return None
        if self.tree.parse.rels[child] == "obj" and self.tree.parse.lemmas[head] in PRESUPPOSING:
            return None  # if Japan lifted the curbs: there are curbs
        found = self._clause(head, hedges)
        if found and found[2] is Status.CONDITIONAL:
            return found
        own = self._own(head, head, hedges)
        return own if own and own[2] in UNREAL else None

    def _at_head(self, head: int, child: int, hedges: Hedges) -> Verdict | None:
        parse = self.tree.parse
        if is_errand(self.tree, child, self.lexicon):
            return None
        for where in (SCOPES_JA if self.japanese else SCOPES_EN).get(parse.pos[head], ()):
            cue = self.scope.phrasal(head, where) if not self.japanese else None
            cue = cue or self.scope.cue(head, head, where) or self.scope.with_neighbours(head, where)
            if cue is None or (cue.form == parse.lemmas[head] and self.tree.dependents(head, "compound:prt")) or (
                    cue.status is Status.POSSIBLE and self.tense.is_in_force(child)):
                continue
            span = self.scope.span(head, head)
            if cue.where == "noun" and self._denied(head):
                return cue, span, Status.NOT_OCCURRED
            if cue.status is None:
                hedges.append((cue, span))
                continue
            if cue.of_noun and self.tree.parse.rels[child] == "obj":
                return cue, span, cue.of_noun
            if cue.of_another and any(
                self.tree.parse.rels[c] in ("nsubj", "nsubj:pass") for c in self.tree.children[child]
            ):
                return cue, span, cue.of_another
            if self._reports(head, child) and cue.status in (Status.URGED, Status.PLANNED):
                continue
            if self._finished_relative(child) and cue.where == "noun" and parse.words[head] not in CONTENT_NOUNS:
                continue
            if self.scope.negated(head) and cue.status is not Status.NOT_OCCURRED:
                return cue, span, Status.NOT_OCCURRED
            return cue, span, cue.status
        return None
