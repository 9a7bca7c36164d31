"""English text cut into words as the parser's model was trained on them: the rules of spaCy's tokenizer, anew.

A run between blanks is a word by itself or an exception of the model (don't, Mr.), else affixes are cut off from both
ends until nothing more comes off or an exception is left, and what remains is parted at signs within it. Blanks are no
words, other white space is. Last, exceptions that the affixes have cut up (:-)) are put together again.
Source: https://spacy.io/usage/linguistic-features#how-tokenizer-works
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from keii.language.en.affixes import Affixes, is_plain

_ORTH, _NORM = 65, 67  # spaCy's numbers of the two things that an exception says of a word
_RUN = re.compile(r"\S+|\s+")
_REMEMBERED = 10_000  # runs


class Word(NamedTuple):
    """A word of a text, and the form that stands for it in the network where an exception gives one."""

    text: str
    norm: str | None = None


class Tokens(NamedTuple):
    """A text's words; `spaced` tells which are followed by a blank."""

    words: list[Word]
    spaced: list[bool]


class _Run(NamedTuple):
    """The words of a run before a blank; `mends` if one of them may be part of an exception that was cut up."""

    words: tuple[Word, ...]
    spaced: tuple[bool, ...]
    mends: bool


_MENDS = attrgetter("mends")


class Tokenizer:
    """Cuts text into words by the expressions and exceptions of a model's file `tokenizer`."""

    def __init__(self, rules: Mapping[str, Any]) -> None:
        """Take the content of the file."""
        expressions = {name: rule for name, rule in rules.items() if isinstance(rule, str)}
        self._whole, self._short = Affixes(expressions, short=False), Affixes(expressions, short=True)
        self._exceptions = {
            run: tuple(Word(part[_ORTH], part.get(_NORM)) for part in parts)
            for run, parts in rules["exceptions"].items()
        }
        self._runs: dict[str, _Run] = {}
        self._older: dict[str, _Run] = {}  # those before them: what is met again comes back
        self._sequences = _Sequences()
        # Those with rare signs are cut up for the first text with one: that compiles the whole expressions.
        self._rare = [run for run in self._exceptions if not is_plain(run)]
        self._expect(run for run in self._exceptions if is_plain(run))

    def __call__(self, text: str) -> Tokens:
        """Return the words of a text; joined, with a blank after those that have one, they are the text."""
        if self._rare and not is_plain(text):
            self._expect(self._rare)
            self._rare = []
            self._runs, self._older = {}, {}
        runs = text.split(" ")
        single = runs == text.split()  # nothing but single blanks between words
        blanks: list[bool] = []
        if not single:
            runs, blanks = _runs(text)
        known = [self._runs.get(run) or self._remember(run) for run in runs]
        words = [word for run in known for word in run.words]
        spaced = [blank for run in known for blank in run.spaced]
        if single:
            spaced[-1] = False
        else:
            at = -1
            for run, blank in zip(known, blanks, strict=True):
                at += len(run.words)
                spaced[at] = blank
        made = Tokens(words, spaced)
        return self._mended(made) if any(map(_MENDS, known)) else made

    def _remember(self, run: str) -> _Run:
        known = self._older.get(run)
        if known is None:
            known = self._run(run)
        if len(self._runs) >= _REMEMBERED:
            self._older, self._runs = self._runs, {}
        self._runs[run] = known
        return known

    def _run(self, run: str) -> _Run:
        words = self._exceptions.get(run) or tuple(self._parts(run, exceptions=True))
        mends = any(self._sequences.begins(word.text) for word in words)
        return _Run(words, (*(False,) * (len(words) - 1), True), mends)

    def _expect(self, runs: Iterable[str]) -> None:
        """Know the exceptions among `runs` that are cut up by their own affixes within a longer run."""
        for run in runs:
            affixes = self._affixes(run)
            if not run.isalpha() and (" " in run or affixes.suffix(run) or affixes.prefix(run) or affixes.infixes(run)):
                self._sequences.add([word.text for word in self._parts(run, exceptions=False)])

    def _parts(self, run: str, *, exceptions: bool) -> list[Word]:
        """Return the words of a run that is no exception, or is not to be taken for one."""
        known = self._exceptions if exceptions else {}
        if run.isascii() and run.isalpha():
            return [Word(run)]  # no affix of English is all letters
        affixes = self._affixes(run)
        before: list[str] = []
        behind: list[str] = []
        while run and run not in known:
            rest = _stripped(run, affixes, known, before, behind)
            if rest == run:
                break
            run = rest
        parts = [Word(part) for part in before]
        if run:
            parts += known.get(run) or _parted(run, affixes)
        return parts + [Word(part) for part in reversed(behind)]

    def _affixes(self, run: str) -> Affixes:
        return self._short if is_plain(run) else self._whole

    def _mended(self, cut: Tokens) -> Tokens:
        """Return words with the exceptions among them that had been cut up put together, the longest first."""
        found = sorted(self._sequences.spans(cut.words), key=lambda span: (span[0] - span[1], span[0]))
        if not found:
            return cut
        taken: set[int] = set()
        made = Tokens([], [])
        ends: dict[int, int] = {}
        for start, end in found:
            if start not in taken and end - 1 not in taken:
                ends[start] = end
            taken.update(range(start, end))
        at = 0
        for start, end in sorted(ends.items()):
            words, spaced = cut.words[start:end], cut.spaced[start:end]
            text = "".join(word.text + " " * blank for word, blank in zip(words, spaced, strict=True))
            parts = self._exceptions.get(text[:-1] if spaced[-1] else text)
            made.words.extend((*cut.words[at:start], *(parts or words)))
            made.spaced.extend(cut.spaced[at:start])
            made.spaced.extend((*[False] * (len(parts) - 1), spaced[-1]) if parts else spaced)
            at = end
        made.words.extend(cut.words[at:])
        made.spaced.extend(cut.spaced[at:])
        return made


class _Sequences:
    """Sequences of words, found where they stand in a text."""

    def __init__(self) -> None:
        self._root: dict[str, Any] = {}

    def begins(self, word: str) -> bool:
        """Tell whether a word is the first of a sequence."""
        return word in self._root

    def add(self, sequence: Sequence[str]) -> None:
        """Add a sequence."""
        node = self._root
        for word in sequence:
            node = node.setdefault(word, {})
        node[""] = {}  # the end of a sequence

    def spans(self, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
        """Yield the half-open spans of all sequences in a text."""
        for start, (word, _) in enumerate(words):
            node, end = self._root.get(word), start + 1
            while node is not None:
                if "" in node:
                    yield start, end
                node = node.get(words[end].text) if end < len(words) else None
                end += 1


def _runs(text: str) -> tuple[list[str], list[bool]]:
    """Return what stands between single blanks, and longer white space, and whether a blank follows each."""
    runs, blanks = [], []
    for found in _RUN.finditer(text):
        run, end = found[0], found.end()
        space = run.isspace()
        if space and run[0] == " " and found.start():
            run = run[1:]
        if run:
            runs.append(run)
            blanks.append(not space and text[end : end + 1] == " ")
    return runs, blanks


def _stripped(run: str, affixes: Affixes, known: Mapping[str, Any], before: list[str], behind: list[str]) -> str:
    """Return a run without one prefix and one suffix, which are added to `before` and `behind`."""
    first = affixes.prefix(run)
    if first and run[first:] in known:
        before.append(run[:first])
        return run[first:]
    last = affixes.suffix(run[first:])
    if last and run[:-last] in known:
        behind.append(run[-last:])
        return run[:-last]
    if first:
        before.append(run[:first])
    if last:
        behind.append(run[-last:])
    return run[first : len(run) - last]


def _parted(run: str, affixes: Affixes) -> list[Word]:
    """Return the words of a run without affixes: signs within it part it, unless it is an address."""
    if affixes.address(run):
        return [Word(run)]
    parts, start = [], 0
    for first, last in affixes.infixes(run):
        if first:  # a sign at the beginning parts nothing
            parts += [run[start:first], run[first:last]]
            start = last
    return [Word(part) for part in (*parts, run[start:]) if part]
