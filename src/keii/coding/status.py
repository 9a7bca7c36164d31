"""What the text says about an act's reality: the nearest cue whose scope holds the predicate decides.

Scopes, nearest first: the predicate's own auxiliaries and endings, its support verb, the conjunction of its
clause, the noun it modifies, the verb or adjective it is the complement of, and so on upwards until a verb of
saying closes the clause. Where no cue stands, tense decides.
"""

from dataclasses import dataclass, field

from keii.coding.lexicon import CueRow, Lexicon, Predicate
from keii.coding.occurrences import Occurrence
from keii.coding.tree import Tree
from keii.model import Certainty, Cue, Span, Status

SPEECH_ACTS = frozenset({"AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})
FUNCTION_POS = frozenset({"AUX", "PART", "SCONJ", "ADP"})
FORMAL_NOUNS = frozenset({"こと", "の", "もの", "わけ", "はず", "よう", "つもり", "ところ", "ため", "とき", "必要"})
SPAN_WORDS = 7  # tokens a cue can have: 恐れ も ない と は 言え ない
SCOPES_JA = {"NOUN": ("noun", "adj", "mark"), "PROPN": ("noun",), "ADJ": ("adj", "noun"), "VERB": ("verb", "noun", "adj"),
             "AUX": ("verb", "adj")}  # 予定 and 可能 change their part of speech with what follows them
SCOPES_EN = {"NOUN": ("noun",), "PROPN": ("noun",), "ADJ": ("adj",), "VERB": ("verb", "adj"), "AUX": ("verb", "adj"), "ADV": ("adj",)}
FORECASTS = ("だろう", "でしょう", "はず", "かもしれ", "可能性", "恐れ", "おそれ", "かねな", "見通し", "ことになる")
UNREAL = frozenset({Status.PLANNED, Status.POSSIBLE, Status.CONDITIONAL, Status.EXPECTED})
RANK = {Certainty.HIGH: 1, Certainty.MIDDLE: 2, Certainty.LOW: 3}


@dataclass(slots=True)
class Reality:
    """Status and certainty with the cues that gave them."""

    status: Status
    certainty: Certainty = Certainty.PLAIN
    cues: list[Cue] = field(default_factory=list)
    rule: str = "status.tense"
    negated_future: bool = False  # "will not": the subject's refusal rather than a thing that did not happen


class StatusReader:
    """Reads statuses in one sentence."""

    def __init__(self, tree: Tree, lexicon: Lexicon) -> None:
        """Keep the sentence and the language's cues."""
        self.tree, self.lexicon = tree, lexicon
        self.japanese = lexicon.language == "ja"

    def read(self, occurrence: Occurrence, row: Predicate, *, personal: bool = False) -> Reality:
        """Return the status of one act; `personal`: its actor is one person, whose speech acts are utterances."""
        hedges: list[tuple[CueRow, Span]] = []
        decided = self._decide(occurrence, row, hedges)
        if decided is None:
            reality = Reality(self._by_tense(occurrence, row, personal))
        else:
            cue, span, status = decided
            reality = Reality(status, rule=cue.row if cue else "status.aspect", cues=[Cue(span=span, rule=cue.row)] if cue and span else [])
            reality.negated_future = bool(cue and self._is_refusal(occurrence, status))
            if cue and cue.certainty:
                reality.certainty = cue.certainty
            if personal and status is Status.ONGOING and row.type in SPEECH_ACTS:
                reality.status = Status.OCCURRED  # conventions, 13: one person's single utterance
        for hedge, span in hedges:
            if hedge.certainty and RANK[hedge.certainty] > RANK.get(reality.certainty, 0):
                reality.certainty = hedge.certainty
            if all(known.span != span for known in reality.cues):
                reality.cues.append(Cue(span=span, rule=hedge.row))
        return reality

    # ---- cues by scope ----

    def _decide(self, occurrence: Occurrence, row: Predicate, hedges: list[tuple[CueRow, Span]]) -> tuple[CueRow | None, Span | None, Status] | None:
        token, last = occurrence.head, occurrence.last
        if occurrence.carrier is not None:
            token, last = occurrence.carrier, occurrence.carrier
        if occurrence.verbal or occurrence.carrier is not None or self._predicative(occurrence):
            found = self._own(token, last, hedges)
            if found:
                return found
        if occurrence.support is not None:
            if occurrence.support.aspect == "cancelled":
                return None, None, Status.NOT_OCCURRED
            if occurrence.support.aspect == "continue":
                return None, None, Status.ONGOING
        nothing = [c for c in self.tree.dependents(occurrence.head, "det") if self.tree.parse.lemmas[c] == "no"]
        if nothing and not occurrence.verbal:
            return None, None, Status.NOT_OCCURRED
        if row.kind == "adj":
            return None
        return self._clause(token, hedges) or self._climb(token, occurrence, row, hedges)

    def _predicative(self, occurrence: Occurrence) -> bool:
        """Tell whether an act noun itself is the predicate: 会談だ, 会談か, headline endings."""
        following = occurrence.last + 1
        return self.japanese and (following >= len(self.tree) or self.tree.parse.words[following] in ("へ", "か", "だ", "？", "?"))

    def _own(self, token: int, last: int, hedges: list[tuple[CueRow, Span]]) -> tuple[CueRow, Span, Status] | None:
        zone = self._zone_after(last) if self.japanese else self._zone_before(token)
        found: list[tuple[int, CueRow, Span]] = []
        for first in zone:
            for end in range(min(first + SPAN_WORDS, len(self.tree)) - 1, first - 1, -1):
                cue = self._cue(first, end, "aux") if end in zone else None
                cue = cue or (self._cue(first, end, "tail") if self.japanese else None)
                if cue and (len(cue.form) > 1 or cue.where == "aux" or self._ends(end)):
                    found.append((first, cue, self._span(first, end)))
        return self._strongest(found, hedges)

    def _not_only(self, span: Span) -> bool:
        """Tell whether a negation says "not only": 拡大しただけでなく, not only attacked but."""
        before = self.tree.parse.text[max(0, span.start - 4) : span.end]
        after = self.tree.parse.text[span.end : span.end + 6]
        return any(word in before for word in ("だけで", "ばかりで", "のみなら", "にとどまら")) or after.strip().startswith("only")

    def _ends(self, token: int) -> bool:
        """Tell whether only punctuation follows a token: か and も hedge at the end of a headline alone."""
        return all(pos in ("PUNCT", "SYM") for pos in self.tree.parse.pos[token + 1 :])

    def _strongest(self, found: list[tuple[int, CueRow, Span]], hedges: list[tuple[CueRow, Span]]) -> tuple[CueRow, Span, Status] | None:
        """Return the deciding cue of a run of function words: long cues hide short ones inside; the last verdict wins."""
        found = [f for f in found if not self._not_only(f[2])]
        found.sort(key=lambda f: (f[2].start, -(f[2].end - f[2].start)))
        outer: list[tuple[CueRow, Span]] = []
        for _, cue, span in found:
            if not any(o.start <= span.start and span.end <= o.end and (o.start, o.end) != (span.start, span.end) for _, o in outer):
                outer.append((cue, span))
        verdict = None
        for cue, span in outer:
            if cue.status is None:
                hedges.append((cue, span))
            elif verdict is None or cue.status not in (Status.ONGOING, Status.OCCURRED):
                verdict = (cue, span, cue.status)
        return verdict

    def _zone_after(self, last: int) -> list[int]:
        zone = []
        for token in range(last + 1, len(self.tree)):
            parse = self.tree.parse
            if parse.pos[token] in FUNCTION_POS or parse.rels[token] in ("aux", "fixed", "cop", "mark") or parse.words[token] in FORMAL_NOUNS:
                zone.append(token)
            else:
                break
        return zone

    def _zone_before(self, token: int) -> list[int]:
        """Return the auxiliaries and negations of an English predicate, with what stands between them."""
        marks = [c for c in self.tree.children[token] if self.tree.parse.rels[c] in ("aux", "advmod:neg", "aux:pass", "neg", "cop")]
        if self.tree.parse.rels[token] == "conj":
            head = self.tree.head(token)
            if head is not None and not marks:
                marks = [c for c in self.tree.children[head] if self.tree.parse.rels[c] in ("aux", "advmod:neg")]
        return sorted(marks)

    def _cue(self, first: int, last: int, where: str) -> CueRow | None:
        parse = self.tree.parse
        key = self.lexicon.key(parse.words, parse.lemmas, first, last)
        surface = self.lexicon.joiner.join(parse.words[first : last + 1])
        cue = self.lexicon.cues.get((where, surface)) or self.lexicon.cues.get((where, key)) or self.lexicon.cues.get((where, key.lower()))
        if cue is None and not self.japanese:
            cue = self.lexicon.cues.get((where, " ".join(parse.lemmas[first : last + 1])))
        return cue

    def _span(self, first: int, last: int) -> Span:
        return Span.of(self.tree.parse.text, *self.tree.span(first, last))

    def _clause(self, token: int, hedges: list[tuple[CueRow, Span]]) -> tuple[CueRow, Span, Status] | None:
        """Read conjunctions, adverbs and conditional clauses of the clause that a token heads."""
        verdict = None
        for child in self.tree.children[token]:
            relation = self.tree.parse.rels[child]
            if relation in ("mark", "aux", "advmod") or (relation == "case" and self.tree.parse.pos[token] not in ("NOUN", "PROPN")):
                where = "adv" if relation == "advmod" else "mark"
                cue = self._cue(child, child, where) or self._long(child, where)
                if cue and cue.form in ("と", "to") and not self._hypothetical(token):
                    continue
                if relation == "aux" and not self._inverted(child, token):
                    continue
                if cue and cue.status is None:
                    hedges.append((cue, self._span(child, child)))
                elif cue and cue.status is not None and verdict is None:
                    verdict = (cue, self._span(child, child), cue.status)
        if verdict is None:
            verdict = self._conditioned(token)
        return verdict

    def _inverted(self, auxiliary: int, token: int) -> bool:
        """Tell whether an English auxiliary stands before its subject, as in "had they attacked"; Japanese has none."""
        subjects = self.tree.dependents(token, "nsubj", "nsubj:pass")
        return self.japanese or bool(subjects) and auxiliary < min(subjects)

    def _hypothetical(self, token: int) -> bool:
        """Tell whether と after a plain clause means "if": its main clause is a forecast, not a report or a quotation."""
        head = self.tree.head(token)
        if not self.japanese or head is None or self.tree.parse.lemmas[head] in self.lexicon.speech:
            return False
        if any(self._cue(head, head, where) for where in ("verb", "adj")):
            return False
        after = "".join(self.tree.parse.words[head + 1 :])
        return self.tree.parse.rels[token] == "advcl" and any(word in after for word in FORECASTS)

    def _long(self, child: int, where: str) -> CueRow | None:
        for end in range(min(child + 4, len(self.tree) - 1), child, -1):
            cue = self._cue(child, end, where)
            if cue:
                return cue
        return None

    def _conditioned(self, token: int) -> tuple[CueRow, Span, Status] | None:
        """Return the conditional mark of an adverbial clause of the token: its consequence is conditional too."""
        for child in self.tree.dependents(token, "advcl", "obl"):
            for mark in self.tree.children[child]:
                if self.tree.parse.rels[mark] in ("mark", "aux", "case"):
                    cue = self._cue(mark, mark, "mark")
                    plain = cue is not None and (cue.form not in ("と", "to") or self._hypothetical(child))
                    if cue and plain and cue.status is Status.CONDITIONAL:
                        return cue, self._span(mark, mark), Status.CONDITIONAL
        return None

    def _climb(self, token: int, occurrence: Occurrence, row: Predicate, hedges: list[tuple[CueRow, Span]]) -> tuple[CueRow, Span, Status] | None:
        nominal = not occurrence.verbal and occurrence.carrier is None
        current = token
        for head in self.tree.ancestors(token):
            relation = self.tree.parse.rels[current]
            chained = self._chained(current)
            if not (chained or self._governed(current, head)):
                return self._conditional_host(head, current, hedges) if nominal and current == token else None
            found = None if chained and self.tree.parse.pos[head] == "VERB" else self._at_head(head, current, hedges)
            if found and nominal and row.type in SPEECH_ACTS and found[2] is Status.NOT_OCCURRED and found[0].where == "verb":
                return None  # 提案を拒否: the proposal was made
            if found:
                return found
            if self.tree.parse.lemmas[head] in self.lexicon.speech and self.tree.parse.pos[head] == "VERB":
                return None
            if chained:
                return self._own(head, head, hedges) or self._clause(head, hedges) or self._climb_from(head, hedges)
            if self.tree.parse.pos[head] in ("VERB", "AUX") and self.tree.parse.words[head] not in FORMAL_NOUNS:
                return self._conditional_host(head, current, hedges) if nominal and current == token else None
            if relation.startswith("acl") and self.tree.parse.words[head] not in FORMAL_NOUNS:
                return None
            current = head
        return None

    def _climb_from(self, token: int, hedges: list[tuple[CueRow, Span]]) -> tuple[CueRow, Span, Status] | None:
        """Return the verdict of the one head above the last clause of a chain: …し、署名する予定だ."""
        head = self.tree.head(token)
        return self._at_head(head, token, hedges) if head is not None and self._governed(token, head) else None

    def _conditional_host(self, head: int, child: int, hedges: list[tuple[CueRow, Span]]) -> tuple[CueRow, Span, Status] | None:
        """Return the condition that holds the clause in which an act is only named: 攻撃が続けば."""
        if self.tree.parse.pos[head] not in ("VERB", "AUX"):
            return None
        found = self._clause(head, hedges)
        if found and found[2] is Status.CONDITIONAL:
            return found
        own = self._own(head, head, hedges)
        return own if own and own[2] in UNREAL else None

    def _governed(self, child: int, head: int) -> bool:
        """Tell whether a head can give its complement a status: objects, clauses, passive subjects, not agents or adjuncts."""
        relation = self.tree.parse.rels[child]
        if relation in ("xcomp", "ccomp", "obj", "nsubj:pass", "acl", "csubj"):
            return True
        marks = {self.tree.parse.lemmas[c] for c in self.tree.children[child] if self.tree.parse.rels[c] in ("mark", "case")}
        if self.japanese:
            if relation in ("nmod", "compound"):
                return marks <= {"の", "へ", "に", "対する", "を"}
            if relation == "nsubj":
                return self.tree.parse.pos[head] in ("NOUN", "ADJ") or self.tree.parse.lemmas[head] in ("ある", "無い", "なる", "必要")
            return relation == "advcl" and self._complement_clause(child) or relation == "obl" and bool(marks & {"に", "へ", "を"})
        if relation in ("nmod", "obl", "advcl"):
            return bool(marks & {"of", "for", "to", "from", "against", "on", "at", "that"}) and not marks & {"because", "while", "by"}
        return relation in ("compound", "dep", "attr") or (relation == "nsubj" and self.tree.parse.pos[head] in ("ADJ", "NOUN")) or relation == "conj" and False

    def _chained(self, token: int) -> bool:
        """Tell whether a Japanese clause runs on to the next by て, 連用形 or し: 会談し、署名する予定だ."""
        if not self.japanese or self.tree.parse.rels[token] not in ("advcl", "conj", "acl"):
            return False
        marks = [self.tree.parse.lemmas[c] for c in self.tree.children[token] if self.tree.parse.rels[c] in ("mark", "case")]
        finished = any(self.tree.parse.lemmas[c] == "た" for c in self.tree.children[token] if self.tree.parse.rels[c] == "aux")
        return not finished and (not marks or marks == ["て"])

    def _complement_clause(self, token: int) -> bool:
        """Tell whether a Japanese clause is what its head says, wants or does: …と, …よう, …ことを."""
        marks = {self.tree.parse.lemmas[c] for c in self.tree.children[token] if self.tree.parse.rels[c] in ("mark", "case")}
        return bool(marks & {"と", "か", "よう", "に", "を", "が", "こと"}) or any(
            self.tree.parse.words[c] in ("よう", "こと") for c in self.tree.children[token])

    def _at_head(self, head: int, child: int, hedges: list[tuple[CueRow, Span]]) -> tuple[CueRow, Span, Status] | None:
        parse = self.tree.parse
        for where in (SCOPES_JA if self.japanese else SCOPES_EN).get(parse.pos[head], ()):
            cue = self._phrasal(head, where) if not self.japanese else None
            cue = cue or self._cue(head, head, where) or self._with_neighbours(head, where)
            if cue is None or (cue.form == parse.lemmas[head] and self.tree.dependents(head, "compound:prt")):
                continue
            span = self._span(head, head)
            if cue.status is None:
                hedges.append((cue, span))
                continue
            if cue.of_noun and self.tree.parse.rels[child] == "obj":
                return cue, span, cue.of_noun
            if cue.of_another and any(self.tree.parse.rels[c] in ("nsubj", "nsubj:pass") for c in self.tree.children[child]):
                return cue, span, cue.of_another
            if self._negated(head) and cue.status is not Status.NOT_OCCURRED:
                return cue, span, Status.NOT_OCCURRED
            return cue, span, cue.status
        return None

    def _phrasal(self, head: int, where: str) -> CueRow | None:
        """Return the cue of an English verb with its particle: pushed back."""
        for particle in self.tree.dependents(head, "compound:prt"):
            cue = self.lexicon.cues.get((where, f"{self.tree.parse.lemmas[head]} {self.tree.parse.lemmas[particle]}"))
            if cue:
                return cue
        return None

    def _with_neighbours(self, head: int, where: str) -> CueRow | None:
        for first in range(max(0, head - 2), head + 1):
            for last in range(min(head + 4, len(self.tree) - 1), head, -1):
                cue = self._cue(first, last, where)
                if cue:
                    return cue
        return None

    def _negated(self, token: int) -> bool:
        parse = self.tree.parse
        if self.japanese:
            zone = self._zone_after(token)
            words = {parse.lemmas[i] for i in zone}
            after = zone[-1] + 1 if zone else token + 1
            if after < len(self.tree) and parse.lemmas[after] in ("ない", "無い", "なし"):
                return True
            return bool(words & {"ない", "ぬ", "ず"})
        return any(parse.rels[c] in ("advmod:neg", "neg") or (parse.rels[c] == "det" and parse.lemmas[c] == "no")
                   for c in self.tree.children[token])

    # ---- tense ----

    def _by_tense(self, occurrence: Occurrence, row: Predicate, personal: bool) -> Status:
        if self.tree.parse.words[-1] in ("?", "？") and not self.tree.quotation_of(occurrence.head):
            return Status.POSSIBLE
        nominal = not occurrence.verbal and occurrence.carrier is None
        if nominal:
            default = self.lexicon.cues.get(("word", row.form))  # nouns of lasting states: war, sanctions, opposition
            return default.status if default and default.status else Status.OCCURRED
        token = occurrence.clause
        return self._japanese_tense(token, occurrence, row) if self.japanese else self._english_tense(token, row, personal)

    def _japanese_tense(self, token: int, occurrence: Occurrence, row: Predicate) -> Status:
        last = occurrence.last if occurrence.carrier is None else token
        zone = [self.tree.parse.lemmas[i] for i in self._zone_after(last)]
        following = last + 1
        if "た" in zone or "だ" in zone[:1] or (following < len(self.tree) and self.tree.parse.words[following] in ("た", "だ")):
            return Status.OCCURRED
        if self.tree.parse.words[last + 1 : last + 2] == ("へ",):
            return Status.PLANNED
        if row.type in SPEECH_ACTS:
            return Status.OCCURRED
        if self._chained(token):
            head = self.tree.head(token)
            if head is not None:
                after = [self.tree.parse.lemmas[i] for i in self._zone_after(head)]
                return Status.OCCURRED if "た" in after or not after else Status.PLANNED
            return Status.OCCURRED
        if not zone or zone[0] not in ("する", "れる", "られる") and self.tree.parse.lemmas[last] != self.tree.parse.words[last]:
            return Status.OCCURRED
        return Status.ONGOING if self.tree.parse.rels[token].startswith("acl") else Status.PLANNED

    def _english_tense(self, token: int, row: Predicate, personal: bool) -> Status:
        parse = self.tree.parse
        auxiliaries = {parse.lemmas[c] for c in self.tree.children[token] if parse.rels[c] in ("aux", "aux:pass")}
        word, lemma = parse.words[token].lower(), parse.lemmas[token].lower()
        if "to" in auxiliaries and "have" not in auxiliaries:
            return Status.PLANNED
        if word.endswith("ing"):
            running = "be" in auxiliaries or parse.rels[token] in ("root", "acl") and bool(self.tree.dependents(token, "nsubj"))
            return Status.ONGOING if running and not (personal and row.type in SPEECH_ACTS) else Status.OCCURRED
        if word in (lemma, lemma + "s", lemma + "es", lemma[:-1] + "ies") and not auxiliaries & {"have", "do", "be"}:
            standing = parse.words[-1] in (".", "”", '"', "''") and not (personal and row.type in SPEECH_ACTS)
            return Status.ONGOING if standing and not self._same_form(word, lemma) else Status.OCCURRED
        return Status.OCCURRED

    def _same_form(self, word: str, lemma: str) -> bool:
        """Tell whether a verb's past looks like its present: set, cut, hit."""
        return word == lemma and word in ("set", "cut", "hit", "put", "let", "quit", "shut", "spread", "split", "cast", "shed", "hurt", "burst")

    def _is_refusal(self, occurrence: Occurrence, status: Status) -> bool:
        if status is not Status.NOT_OCCURRED:
            return False
        if self.japanese:
            zone = [self.tree.parse.lemmas[i] for i in self._zone_after(occurrence.last if occurrence.carrier is None else occurrence.carrier)]
            return "た" not in zone and bool({"ない", "ぬ"} & set(zone)) and "いる" not in zone
        words = {self.tree.parse.lemmas[i] for i in self._zone_before(occurrence.clause)}
        return bool(words & {"will", "would", "wo"})
