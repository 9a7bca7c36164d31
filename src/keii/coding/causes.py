"""Causal statements: which thing a text says comes of which other, by its connectives (`causes.tsv`).

A sentence with the words of a connective is parsed; the parse says what stands on either side. Sources are those of
the sentence's attributions, not yet resolved; claims are linked after resolution.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from keii.calendar.times import find_times
from keii.coding.attribution import AttributionFinder
from keii.coding.causality import reality_of
from keii.coding.cause_rows import CauseRow, cause_rows, may_hold_cause
from keii.coding.cause_spans import Range, Stretches
from keii.coding.cause_verbs import Verbs
from keii.coding.lexicon import lexicon
from keii.coding.parties import Parties
from keii.coding.source import make_source, shift
from keii.coding.tree import Tree
from keii.language.contract import MAX_SENTENCE_BYTES, Parse
from keii.language.languages import language
from keii.model import Cause, Cue, Document, Sentence, Source, Span

PASSIVE = frozenset({"れる", "られる"})
LASTING = frozenset(
    {"いる", "ある", "ない", "無い", "居る", "おる", "ぬ", "ず", "たい", "できる", "だ", "です", "多い"}
)
VERBAL = frozenset({"VERB", "AUX", "ADJ"})


def find_causes(
    document: Document, sentences: Sequence[Sentence], parses: Mapping[int, Parse] | None = None
) -> Iterator[Cause]:
    """Yield the causal statements of a document in the order of their connectives.

    `parses` holds, by the index of the sentence, what is parsed already; the others are parsed here.
    """
    code, known = document.language, parses or {}
    chosen = [
        s
        for s in sentences
        if len(s.text.encode("utf-8", "replace")) <= MAX_SENTENCE_BYTES and may_hold_cause(code, s.text)
    ]
    before = {s.index: earlier for earlier, s in pairwise(sentences)}
    new = [s for s in chosen if s.index not in known]
    made = dict(zip((s.index for s in new), language(code).parse(s.text for s in new), strict=True))
    for s in chosen:
        parse = known[s.index] if s.index in known else made[s.index]
        yield from _Reader(document, s, before.get(s.index), parse).read()


class _Reader:
    """Reads the causes of one sentence."""

    def __init__(self, document: Document, sentence: Sentence, before: Sentence | None, parse: Parse) -> None:
        self.document, self.sentence, self.earlier, self.parse = document, sentence, before, parse
        self.tree, self.words = Tree(parse), lexicon(document.language)
        self.stretches = Stretches(self.tree, self.words)
        times = [(t.start, t.end) for t in find_times(parse.text, document.language)]
        self.parties = Parties(self.tree, self.words, document.published_at, times)
        self.verbs = Verbs(self.tree, self.words, self.stretches)

    def read(self) -> list[Cause]:
        found: list[Cause] = []
        taken: list[Span] = []
        for row in cause_rows(self.document.language):
            for connective in self._places(row):
                span = self._span(connective)
                if any(span.overlaps(other) for other in taken):
                    continue
                one = self._cause(row, connective)
                if one is not None:
                    taken.append(span)
                    found.append(one)
        return sorted(found, key=lambda cause: (cause.connective.start, cause.cause.start))

    # ---- where connectives stand ----

    def _places(self, row: CauseRow) -> list[Range]:
        if row.kind == "verb":
            return [(token, token) for token in self.verbs.places(row)]
        text, form = self.parse.text.lower(), row.connective
        places, at = [], text.find(form)
        while at >= 0:
            tokens = self._tokens(at, at + len(form))
            if tokens is not None:
                places.append(tokens)
            at = text.find(form, at + 1)
        return places

    def _tokens(self, start: int, end: int) -> Range | None:
        """Return the tokens that a stretch of the text is made of, None when it cuts one."""
        if start not in self.parse.starts or end not in self.parse.ends:
            return None
        return self.parse.starts.index(start), self.parse.ends.index(end)

    # ---- one statement ----

    def _cause(self, row: CauseRow, connective: Range) -> Cause | None:
        parts = self._parts(row, connective)
        if parts is None:
            return None
        cause, effect, head = parts
        if row.cause == "object":
            cause, effect = effect, cause
        if cause == effect or cause.overlaps(effect):
            return None
        reality = reality_of(self.tree, self.words, head, connective, row)
        return Cause(
            document=self.document.id,
            sentence=self.sentence.index,
            connective=self._span(connective),
            rule=row.row,
            cause=cause,
            effect=effect,
            status=reality.status,
            cues=tuple(Cue(span=shift(cue.span, self.sentence.start), rule=cue.rule) for cue in reality.cues),
            sources=tuple(self._sources(connective[0])),
        )

    def _parts(self, row: CauseRow, connective: Range) -> tuple[Span, Span, int] | None:
        """Return cause, effect and the effect's predicate, None where a condition of the row does not hold."""
        reading = {
            "between": self._between,
            "phrase": self._phrase,
            "clause": self._clause,
            "verb": self._verb,
            "link": self._link,
            "ending": self._ending,
        }[row.kind]
        if not self._fits(row, connective):
            return None
        return reading(row, connective)

    def _between(self, row: CauseRow, connective: Range) -> tuple[Span, Span, int] | None:
        first, last = connective
        cause = self.stretches.before(first)
        head = self.stretches.head_of(first, last)
        if head is None and not self.stretches.japanese:
            head = next((t for t in range(last + 1, len(self.tree)) if self.parse.pos[t] in VERBAL), None)
        if cause is None or head is None or head <= last or not self._head_fits(row, head):
            return None
        effect = self.stretches.after(last, head)
        if row.conditional and self.parse.pos[first] in ("SCONJ", "AUX"):
            cause = (cause[0], first)  # 崩れれば: without its ending the word is none
        return (self._span(cause), self._span(effect), head) if effect else None

    def _phrase(self, row: CauseRow, connective: Range) -> tuple[Span, Span, int] | None:
        first, last = connective
        if row.cause == "before":
            cause, following = self.stretches.before(first), self.stretches.phrase_after(last)
            return (self._span(cause), self._span(following[0]), following[1]) if cause and following else None
        return self._beside(row, connective, nominal=True)

    def _clause(self, row: CauseRow, connective: Range) -> tuple[Span, Span, int] | None:
        return self._beside(row, connective, nominal=False)

    def _beside(self, row: CauseRow, connective: Range, *, nominal: bool) -> tuple[Span, Span, int] | None:
        """Read what follows an English connective as the cause, and what that depends on as the effect."""
        first, last = connective
        top = self._governed(first, last)
        if top is None:
            return None
        if (
            nominal
            and self.parse.pos[top] in ("VERB", "AUX")
            and self.parse.rels[top] not in ("obl", "nmod", "pobj", "obj")
        ):
            return None  # due to visit, since leaving
        own = frozenset(self.tree.subtree(top)) | frozenset(range(first, last + 1))
        head = self.tree.head(top)
        while head is not None and (first <= head <= last or head in own):
            head = self.tree.head(head)
        if head is None or not self._head_fits(row, head):
            return None
        cause = self.stretches.trimmed(last + 1, max(token for token in own))
        effect = self.stretches.clause(head, own)
        if cause is None or effect is None:
            return None
        return self._span(cause), self._span(effect), head

    def _governed(self, first: int, last: int) -> int | None:
        """Return the head of the clause or noun phrase after an English connective."""
        inside = range(first, last + 1)
        above = [
            self.parse.heads[t]
            for t in inside
            if self.parse.heads[t] > last and self.parse.rels[t] in ("mark", "case", "advmod", "fixed")
        ]
        below = [c for t in inside for c in self.tree.children[t] if c > last and self.parse.rels[c] != "punct"]
        found = above[-1:] or below[:1]
        return found[0] if found else None

    def _verb(self, row: CauseRow, connective: Range) -> tuple[Span, Span, int] | None:
        token = connective[0]
        target = self.verbs.target(token, row)
        if target is None or not self._target_fits(row, target):
            return None
        effect = self.verbs.effect(token, target, row)
        agent = self.verbs.agent(token, row)
        cause: Span | None = None
        if isinstance(agent, int):
            cause = self._earlier() if self._points_back(agent) else self._whole(self.stretches.phrase(agent))
        elif agent is not None:
            cause = self._span(agent)
        if effect is None or cause is None:
            return None
        return cause, self._span(effect), self.verbs.predicate(token)

    def _link(self, row: CauseRow, connective: Range) -> tuple[Span, Span, int] | None:
        first, last = connective
        opening = all(self.parse.pos[t] in ("PUNCT", "SPACE") for t in range(first))
        cause = self._earlier()
        if not opening or cause is None or last + 1 >= len(self.tree):
            return None
        head = self.stretches.head_after(last)
        effect = self.stretches.after(last, head)
        return (cause, self._span(effect), head) if effect else None

    def _ending(self, row: CauseRow, connective: Range) -> tuple[Span, Span, int] | None:
        """Read …のは、…ためだ: the topic is the effect; without one it is the sentence before."""
        first, _ = connective
        if (
            any(
                self.parse.pos[t] not in ("PUNCT", "AUX")
                for t in range(connective[1] + 1, len(self.tree))
                if self.tree.quotation_of(t) == self.tree.quotation_of(first)
            )
            and self.tree.quotation_of(first) is None
        ):
            return None
        topic = next(
            (
                t
                for t in range(first - 1, 1, -1)
                if self.parse.words[t] == "は" and self.parse.words[t - 1] in ("の", "背景", "理由", "原因")
            ),
            None,
        )
        if topic is None:
            cause, effect = self.stretches.before(first), self._earlier()
            return (self._span(cause), effect, first - 1) if cause and effect else None
        told = self.stretches.trimmed(0, topic - 2)
        cause = self.stretches.trimmed(topic + 1, first - 1)
        return (self._span(cause), self._span(told), first - 1) if told and cause else None

    def _earlier(self) -> Span | None:
        """Return the sentence before, without its closing mark; None at the beginning of a text."""
        if self.earlier is None:
            return None
        end = self.earlier.start + len(self.earlier.text.rstrip("。.!！?？ 　"))
        return Span.of(self.document.text, self.earlier.start, end) if end > self.earlier.start else None

    def _points_back(self, token: int) -> bool:
        return self.parse.words[token].lower() in ("これ", "それ", "this", "that", "こと") and (
            self.parse.words[token] != "こと" or self.parse.words[max(token - 1, 0)] in ("この", "その")
        )

    # ---- conditions of a row ----

    def _fits(self, row: CauseRow, connective: Range) -> bool:
        first, last = connective
        left = self._left(first)
        word = self.parse.words[first - 1] if first else ""
        right = self.parse.words[last + 1].lower() if last + 1 < len(self.parse.words) else ""
        seen = {"left": left, "left_word": {word.lower()}, "right": {right}}
        return all(values & seen[name] for name, values in row.when.items() if name in seen) and not any(
            values & seen[name] for name, values in row.unless.items() if name in seen
        )

    def _left(self, first: int) -> set[str]:
        """Return the classes of what stands directly before a token."""
        if first == 0:
            return set()
        token = first - 1
        pos, lemma, word = self.parse.pos[token], self.parse.lemmas[token], self.parse.words[token]
        found = set()
        if word == ",":
            found.add("comma")
        if pos in ("NOUN", "PROPN", "PRON", "NUM"):
            found.add("noun")
            if self.parties.is_party(token) and self._names_somebody(token):
                found.add("party")
        if pos == "AUX" and lemma in ("た", "だ") and word in ("た", "だ", "った"):
            found.add("past")
        if lemma in LASTING and pos in ("AUX", "VERB", "ADJ") or pos == "ADJ" or lemma in PASSIVE:
            found.add("lasting")
        if pos in ("VERB", "AUX", "ADJ") and word == lemma and "past" not in found:
            found.add("plain")
        if word in ("て", "で") and pos == "SCONJ":
            found.add("te")
        return found

    def _names_somebody(self, token: int) -> bool:
        mention = self.parties.mention(token)
        return mention is not None and (mention.reading is not None or self.parties.is_person(mention))

    def _head_fits(self, row: CauseRow, head: int) -> bool:
        lemma = self.parse.lemmas[head].lower()
        perfect = any(self.parse.lemmas[c] == "have" for c in self.tree.dependents(head, "aux"))
        return not (lemma in row.unless.get("head", ()) or ("main" in row.unless and perfect))

    def _target_fits(self, row: CauseRow, target: int) -> bool:
        wanted = row.when.get("object")
        if wanted is not None and self.parse.lemmas[target] not in wanted:
            return False
        if "party" in row.unless.get("object", ()):
            return not self._names_somebody(target)
        return not (row.verb == "招く" and self._names_somebody(target))

    # ---- spans and sources in the document ----

    def _whole(self, tokens: Range | None) -> Span | None:
        return self._span(tokens) if tokens else None

    def _span(self, tokens: Range) -> Span:
        start, end = self.tree.span(*tokens)
        return Span.of(self.document.text, self.sentence.start + start, self.sentence.start + end)

    def _sources(self, token: int) -> Iterator[Source]:
        for one in AttributionFinder(self.tree, self.words, self.parties).find():
            if token in one.tokens and (one.speakers or one.kind in ("hearsay", "according")):
                yield make_source(one, one.speakers[0] if one.speakers else None, self.words, self.sentence.start)
