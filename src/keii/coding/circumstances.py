"""Where and when an act happens, as far as its own clause says so.

A place or time belongs to the predicate whose clause it stands in, by the parse; one that opens the sentence holds
for every act of the sentence that has none of its own. An origin, another clause's place, or a name that merely
stands near is never taken.
"""

from collections.abc import Sequence

from keii.coding.lexicon import Lexicon
from keii.coding.occurrences import Occurrence
from keii.coding.parties import Parties
from keii.coding.slots import phrase, slot_of
from keii.coding.tree import Tree
from keii.language.datelines import dateline
from keii.model import Span

PLACE_SLOTS = {"ja": frozenset({"で"}), "en": frozenset({"in", "at", "near", "on", "off"})}
STAY_SLOTS = {"ja": frozenset({"に", "へ"}), "en": frozenset({"to", "into", "across", "over", "along"})}
OPENING = 0.34  # share of a sentence's tokens in which a place or time still opens it
PLACE_KINDS = frozenset({"state", "place"})


class Circumstances:
    """The places and times of one sentence."""

    def __init__(
        self,
        tree: Tree,
        words: Lexicon,
        parties: Parties,
        times: Sequence[tuple[int, int]],
        dated: frozenset[tuple[int, int]] = frozenset(),
    ) -> None:
        """Keep the sentence; `times` are the spans of its time expressions, `dated` those that name a date."""
        self.dated = dated
        self.tree, self.words, self.parties = tree, words, parties
        sent = dateline(tree.parse.text, words.language)  # when the report was sent, not when the act happened
        self._times = [(start, end, self._token_at(start, end)) for start, end in times if start >= sent]
        self._places = [t for t in range(len(tree)) if self._is_place(t)]

    def time(self, occurrence: Occurrence) -> Span | None:
        """Return the time expression of an act's clause, None when the sentence gives none for it."""
        near = [t for t in self._times if self._belongs(t[2], occurrence)]
        near = near or [t for t in self._times if self._opens(t[2])]
        if len(near) > 1 and self._is_topic(near[0]):
            near = near[1:]  # 警察は20日、男が19日に盗んだと発表した: the first is when they said it
        return Span.of(self.tree.parse.text, near[0][0], near[0][1]) if near else None

    def _is_topic(self, time: tuple[int, int, int]) -> bool:
        """Tell whether a time stands alone behind the topic of a Japanese sentence (警察は20日、)."""
        text = self.tree.parse.text
        return self.words.language == "ja" and text[: time[0]].endswith("は") and text[time[1] :].startswith("、")

    def place(self, occurrence: Occurrence, parties: set[int]) -> Span | None:
        """Return the place phrase of an act's clause, None when the sentence gives none; never one of its `parties`."""
        places = [t for t in self._places if t not in parties]
        near = [t for t in places if self._belongs(t, occurrence)]
        near = near or [t for t in places if self._opens(t)]
        if not near:
            return None
        mention = self.parties.mention(near[0])
        if mention is not None:
            return mention.span
        return self.parties.span(near[0])

    def _token_at(self, start: int, end: int) -> int:
        """Return the token of a stretch of characters that depends on a token outside it."""
        parse = self.tree.parse
        inside = [i for i in range(len(self.tree)) if parse.starts[i] < end and parse.ends[i] > start]
        return next((t for t in inside if self.tree.head(t) not in inside), inside[-1] if inside else 0)

    def _is_place(self, token: int) -> bool:
        slot = slot_of(self.tree, token, self.words)
        language = self.words.language
        if slot in PLACE_SLOTS[language]:
            return self._names_place(token) and not self._in_time(token)
        return slot in STAY_SLOTS[language] and self._stays(token) and self._names_place(token)

    def _names_place(self, token: int) -> bool:
        mention = self.parties.mention(token)
        if mention is not None and mention.reading is not None and mention.reading.kind in PLACE_KINDS:
            return True
        word, lemma = self.tree.parse.words[token], self.tree.parse.lemmas[token].lower()
        if self.words.language == "ja":
            span = self.parties.span(token)
            return span is not None and span.quote.endswith(self.words.place_endings)
        return lemma in self.words.places or word.lower() in self.words.places

    def _stays(self, token: int) -> bool:
        """Tell whether the head of a に-phrase is an act of staying or sending: 駐留, 配備, deploy to."""
        head = self.tree.head(token)
        rows = self.words.predicates.get(self.tree.parse.lemmas[head], ()) if head is not None else ()
        return bool(rows) and rows[0].type in ("MOBILIZE", "AID", "ASSAULT", "OTHER")

    def _in_time(self, token: int) -> bool:
        first, last = phrase(self.tree, token, self.words)
        start, end = self.tree.span(first, last)
        return any(s < end and start < e and e - s > (end - start) // 2 for s, e, _ in self._times)

    def _belongs(self, token: int, occurrence: Occurrence) -> bool:
        """Tell whether a phrase modifies the act's word, its light verb, or the noun phrase of the act."""
        head = self.tree.head(token)
        hosts = {occurrence.head, occurrence.clause}
        verb = self.tree.head(occurrence.head)
        if (
            not occurrence.verbal
            and verb is not None
            and self.tree.parse.rels[occurrence.head] in ("obj", "nsubj:pass")
        ):
            hosts.add(verb)  # staged a protest in the square
        for _ in range(3):
            if head is None:
                return False
            if head in hosts or occurrence.first <= head <= occurrence.last:
                return True
            if self.tree.parse.pos[head] not in ("NOUN", "NUM", "PROPN") or self.tree.parse.rels[head] not in (
                "nmod",
                "compound",
                "obl",
                "nummod",
                "obl:npmod",
                "appos",
                "dep",
            ):
                return False
            head = self.tree.head(head)
        return False

    def _opens(self, token: int) -> bool:
        """Tell whether a phrase opens the sentence, outside quotations, and hangs from a main predicate."""
        limit = max(2, int(len(self.tree) * OPENING))
        if token > limit or self.tree.quotation_of(token):
            return False
        if self.words.language == "en":
            return token < 5
        first, _ = phrase(self.tree, token, self.words)
        return first <= 1 or self.tree.parse.words[first - 1] in ("、", "は", "　")
