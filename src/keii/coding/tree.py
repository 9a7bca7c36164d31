"""A parse with the questions that coding asks of it: children, phrases, ancestors, quotations."""

from functools import cached_property

from keii.language.contract import Parse

OPENING = {"「": "」", "『": "』", "“": "”", "（": "）", "(": ")"}
QUOTES = frozenset({"「", "『", "“"})


class Tree:
    """One parsed sentence; tokens are numbers from 0."""

    def __init__(self, parse: Parse) -> None:
        """Index the children of every token."""
        self.parse = parse
        self.children: list[list[int]] = [[] for _ in range(len(parse))]
        for token, head in enumerate(parse.heads):
            if head != token:
                self.children[head].append(token)
        self._ancestors: dict[int, tuple[int, ...]] = {}
        self._subtrees: dict[int, frozenset[int]] = {}
        self._quoted: dict[int, tuple[int, int] | None] = {}

    def __len__(self) -> int:
        return len(self.parse)

    def head(self, token: int) -> int | None:
        """Return the head of a token, None for a root."""
        head = self.parse.heads[token]
        return None if head == token else head

    def ancestors(self, token: int) -> tuple[int, ...]:
        """Return the heads of a token up to the root, nearest first."""
        if token not in self._ancestors:
            path: list[int] = []
            head = self.head(token)
            while head is not None and head not in path:
                path.append(head)
                head = self.head(head)
            self._ancestors[token] = tuple(path)
        return self._ancestors[token]

    def subtree(self, token: int) -> frozenset[int]:
        """Return the token and all that depends on it."""
        if token not in self._subtrees:
            found, stack = set(), [token]
            while stack:
                current = stack.pop()
                if current not in found:
                    found.add(current)
                    stack.extend(self.children[current])
            self._subtrees[token] = frozenset(found)
        return self._subtrees[token]

    def dependents(self, token: int, *relations: str) -> list[int]:
        """Return the children of a token with one of the relations, in text order."""
        return [child for child in self.children[token] if self.parse.rels[child] in relations]

    @cached_property
    def quotations(self) -> tuple[tuple[int, int], ...]:
        """Quoted stretches as (opening token, closing token), inner ones too; an unclosed one ends the sentence."""
        return self._bracketed(QUOTES) + self._straight()

    def _bracketed(self, openings: frozenset[str]) -> tuple[tuple[int, int], ...]:
        found, stack = [], []
        for i, word in enumerate(self.parse.words):
            if word in openings:
                stack.append((i, OPENING[word]))
            elif stack and word == stack[-1][1]:
                found.append((stack.pop()[0], i))
        found.extend((start, len(self) - 1) for start, _ in stack)
        return tuple(sorted(found))

    def _straight(self) -> tuple[tuple[int, int], ...]:
        marks = [i for i, word in enumerate(self.parse.words) if word in ('"', "``", "''")]
        if not marks:
            marks = [
                i for i, word in enumerate(self.parse.words) if word in ("'", "‘", "’") and self.parse.pos[i] == "PUNCT"
            ]
            if len(marks) % 2:  # the closing mark after a plural looks like a possessive: the 'occupying forces'
                marks += [i for i in range(marks[-1] + 1, len(self)) if self.parse.words[i] in ("'", "’")][:1]
        pairs = list(zip(marks[::2], marks[1::2], strict=False))
        if len(marks) % 2:
            pairs.append((marks[-1], len(self) - 1))
        return tuple(pairs)

    def quotation_of(self, token: int) -> tuple[int, int] | None:
        """Return the innermost quotation that holds a token, None outside quotations."""
        if token not in self._quoted:
            holding = [q for q in self.quotations if q[0] < token <= q[1]]
            self._quoted[token] = max(holding, key=lambda q: q[0]) if holding else None
        return self._quoted[token]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return the character span of tokens `first` to `last`, both included, within the sentence."""
        return self.parse.starts[first], self.parse.ends[last]
