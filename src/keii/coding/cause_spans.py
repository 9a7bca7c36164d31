"""Which stretches of a sentence a connective joins, read from the parse: token ranges, both ends included."""

from keii.coding.lexicon import Lexicon
from keii.coding.tree import Tree

Range = tuple[int, int]  # tokens, both included
EDGE_POS = frozenset({"PUNCT", "SYM", "SPACE"})
CASES = ("case", "mark", "punct", "cc", "fixed")
SUBJECTS = ("nsubj", "nsubj:pass", "csubj", "csubj:pass", "dislocated")


class Stretches:
    """Answers where the parts of a connective stand in one sentence."""

    def __init__(self, tree: Tree, words: Lexicon) -> None:
        """Keep the sentence."""
        self.tree, self.words = tree, words
        self.japanese = words.language == "ja"
        self._parse = tree.parse

    # ---- Japanese: what comes before, what comes after ----

    def before(self, first: int) -> Range | None:
        """Return the clause or noun phrase that ends directly before a token."""
        if first == 0:
            return None
        top = self._top_before(first)
        own = [token for token in self.tree.subtree(top) if token < first]
        begin = self._within(self._without_topic(top, min(own, default=first - 1)), first)
        return self.trimmed(begin, first - 1)

    def head_of(self, first: int, last: int) -> int | None:
        """Return the predicate that the part before a connective of these tokens depends on, beyond the connective."""
        token: int | None = self._top_before(first) if first else first
        while token is not None and token <= last:
            token = self.tree.head(token)
        return self.content(token, last) if token is not None else None

    def head_after(self, last: int) -> int:
        """Return the predicate of what follows a connective at the head of a sentence."""
        root = next((t for t in range(len(self.tree)) if self.tree.head(t) is None), last + 1)
        if root > last:
            return self.content(root, last)
        below = [
            c for c in self.tree.children[root] if c > last and self._parse.pos[c] in ("VERB", "AUX", "ADJ", "NOUN")
        ]
        return max(below, key=lambda c: len(self.tree.subtree(c)), default=last + 1)

    def after(self, last: int, head: int) -> Range | None:
        """Return the part that begins after a token and whose predicate is `head`, its endings included."""
        own = [token for token in self.tree.subtree(head) if token > last]
        end = self._said(max(own, default=head), head)
        return self.trimmed(last + 1, self._within_end(end, last))

    def phrase_after(self, last: int) -> tuple[Range, int] | None:
        """Return the noun phrase that follows a token, and its head: …による→被害."""
        token = last + 1
        while token < len(self.tree) and self._parse.pos[token] in ("DET", "ADJ", "ADV", "NUM"):
            token += 1
        if token >= len(self.tree) or self._parse.pos[token] not in ("NOUN", "PROPN", "VERB"):
            return None
        while (head := self.tree.head(token)) is not None and head > token and self._joined(token, head):
            token = head
        found = self.trimmed(last + 1, token)
        return (found, token) if found else None

    def _joined(self, token: int, head: int) -> bool:
        """Tell whether a noun belongs to the phrase of a later one: compounds, and …の…."""
        marks = {self._parse.words[c] for c in self.tree.dependents(token, "case")}
        return (
            self._parse.rels[token] in ("compound", "nmod")
            and marks <= {"の"}
            and (self._parse.pos[head] in ("NOUN", "PROPN"))
        )

    def _top_before(self, first: int) -> int:
        """Return the highest token that stands before `first` above the token next to it."""
        token = first - 1
        while token > 0 and self._parse.pos[token] in EDGE_POS:
            token -= 1
        while (head := self.tree.head(token)) is not None and head < first:
            token = head
        return token

    def _without_topic(self, top: int, begin: int) -> int:
        """Leave out a topic that the parser hung into a clause with a subject of its own: 政府は、物価が…."""
        children = [c for c in self.tree.children[top] if self._parse.rels[c] in SUBJECTS or self._is_topic(c)]
        topics = [c for c in children if self._is_topic(c)]
        others = [c for c in children if c not in topics]
        if not topics or not self.japanese:
            return begin
        mark = max(c for c in self.tree.dependents(topics[0], "case"))
        comma = mark + 1 < len(self.tree) and self._parse.words[mark + 1] == "、"
        return max(begin, mark + 1) if (others or comma) and topics[0] <= top and mark + 1 < top else begin

    def _is_topic(self, token: int) -> bool:
        return any(self._parse.words[c] == "は" for c in self.tree.dependents(token, "case"))

    def content(self, token: int, last: int) -> int:
        """Return what a word of saying tells where the parser hung a part of it to that word itself."""
        if self.japanese and self._parse.lemmas[token] in self.words.speech:
            told = [
                c
                for c in self.tree.children[token]
                if last < c < token and any(self._parse.words[m] == "と" for m in self.tree.children[c])
            ]
            return told[-1] if told else token
        return token

    def _said(self, end: int, head: int) -> int:
        """Leave the と of a report out of a clause's end."""
        while end > head and (self._parse.words[end] in ("と", "、", "。", "」") or self._parse.pos[end] in EDGE_POS):
            end -= 1
        return end

    # ---- English: subtrees on one side ----

    def clause(self, head: int, without: frozenset[int]) -> Range | None:
        """Return the unbroken stretch around `head` of its own words, those of `without` left out."""
        own = self.tree.subtree(head) - without
        if self._parse.rels[head] != "root" and not self.japanese:
            own -= {c for c in self.tree.children[head] if self._parse.rels[c] in ("mark", "case")}
        begin = end = head
        while begin - 1 in own or self._bridged(begin - 1, own, -1):
            begin -= 1
        while end + 1 in own or self._bridged(end + 1, own, 1):
            end += 1
        return self.trimmed(begin, end)

    def _bridged(self, token: int, own: frozenset[int], step: int) -> bool:
        """Tell whether a token is a mark or a small word that the words on both sides belong around."""
        return 0 <= token < len(self.tree) and token + step in own and self._parse.pos[token] in EDGE_POS

    # ---- both ----

    def phrase(self, token: int, without: frozenset[int] = frozenset()) -> Range | None:
        """Return the phrase that a token heads, without the particles or prepositions and marks at its ends."""
        own = sorted(self.tree.subtree(token) - without)
        drop = {c for c in self.tree.children[token] if self._parse.rels[c] in CASES}
        drop |= {f for c in drop for f in self.tree.subtree(c)}
        kept = [t for t in own if t not in drop]
        if not kept:
            return None
        begin, end = kept[0], kept[-1]
        return self.trimmed(begin, end)

    def trimmed(self, begin: int, end: int) -> Range | None:
        """Return the range without marks at its ends, None when nothing is left."""
        while begin <= end and self._parse.pos[begin] in EDGE_POS and self._parse.words[begin] not in ("「", "“"):
            begin += 1
        while end >= begin and self._parse.pos[end] in EDGE_POS and self._parse.words[end] not in ("」", "”"):
            end -= 1
        if begin > end:
            return None
        return self._unquoted(begin, end)

    def _unquoted(self, begin: int, end: int) -> Range | None:
        """Leave out a quotation mark at an end whose other half stands outside."""
        for opening, closing in self.tree.quotations:
            if begin == opening and closing > end:
                begin += 1
            if end == closing and opening < begin:
                end -= 1
        return (begin, end) if begin <= end else None

    def _within(self, begin: int, first: int) -> int:
        """Keep a part that ends inside a quotation inside it."""
        quotation = self.tree.quotation_of(first - 1)
        return max(begin, quotation[0] + 1) if quotation and first - 1 < quotation[1] else begin

    def _within_end(self, end: int, last: int) -> int:
        quotation = self.tree.quotation_of(last)
        return min(end, quotation[1] - 1) if quotation and last < quotation[1] else end
