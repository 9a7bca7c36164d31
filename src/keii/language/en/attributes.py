"""Parts of speech and forms of English tokens: the patterns of the model's attribute ruler, applied without spaCy.

A pattern says something of one token, or of some tokens in a row, by their tags, words and relations. All are looked
for before any of them changes a token; where two say something of the same, the later one holds.
Source: https://spacy.io/api/attributeruler, https://spacy.io/api/matcher#patterns
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, NamedTuple

from keii.errors import KeiiError
from keii.language.packed import OTHER_VERSION

_REMEMBERED = 20_000  # tokens


class Token(NamedTuple):
    """What patterns see of a token; words are in lower case."""

    word: str
    tag: str
    rel: str


class Attributes(NamedTuple):
    """What patterns say of a token; None and "" where they say nothing."""

    pos: str = ""
    form: str = ""  # features as in Universal Dependencies: Number=Sing|Person=3
    lemma: str | None = None
    rel: str | None = None


@dataclass(frozen=True, slots=True)
class _Rule:
    """A pattern, and what it says of which of its tokens; `keys` are the words or tags of one of which its first is."""

    number: int
    keys: tuple[str, ...]
    tests: tuple[Callable[[Token], bool], ...]
    says: Mapping[str, str]
    of: int


_Said = tuple[int, Mapping[str, str]]  # the number of a rule, and what it says


class _Known(NamedTuple):
    """What patterns of one token say of a token, and the longer patterns that begin with it."""

    attributes: Attributes
    longer: tuple[_Rule, ...]


_LONGER = attrgetter("longer")


class Ruler:
    """The patterns of a model's file `attribute_ruler/patterns`."""

    def __init__(self, patterns: Sequence[Mapping[str, Any]]) -> None:
        """Take the content of the file; raises KeiiError for a pattern of an unknown kind."""
        self._rules: dict[str, list[_Rule]] = {}
        for rule in _rules(patterns):
            for key in rule.keys:
                self._rules.setdefault(key, []).append(rule)
        self._known: dict[Token, _Known] = {}
        self._kinds: dict[tuple[Attributes, tuple[int, ...]], _Known] = {}

    def __call__(self, tokens: Sequence[Token]) -> list[Attributes]:
        """Return what the patterns say of each token of a sentence."""
        known = [self._known.get(token) or self._remember(token) for token in tokens]
        found = [token.attributes for token in known]
        if any(map(_LONGER, known)):
            for at, said in _in_a_row(tokens, known).items():
                found[at] = _together([*self._said(tokens[at]), *said])
        return found

    def _remember(self, token: Token) -> _Known:
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        longer = tuple(rule for rule in self._holding(token) if len(rule.tests) > 1)
        known = _Known(_together(self._said(token)), longer)
        # Of 10,000 tokens a few hundred are different in what is said of them, which is kept once.
        known = self._known[token] = self._kinds.setdefault((known.attributes, tuple(map(id, longer))), known)
        return known

    def _said(self, token: Token) -> list[_Said]:
        return [(rule.number, rule.says) for rule in self._holding(token) if len(rule.tests) == 1]

    def _holding(self, token: Token) -> list[_Rule]:
        """Return the rules whose first token can be this one."""
        keys = f"LOWER {token.word}", f"TAG {token.tag}", ""
        return [rule for key in keys for rule in self._rules.get(key, ()) if rule.tests[0](token)]


def _in_a_row(tokens: Sequence[Token], known: Sequence[_Known]) -> dict[int, list[_Said]]:
    """Return what patterns of some tokens say, by the number of the token."""
    said: dict[int, list[_Said]] = {}
    for start, token in enumerate(known):
        for rule in token.longer:
            row = tokens[start : start + len(rule.tests)]
            if len(row) == len(rule.tests) and all(map(_holds, rule.tests, row)):
                said.setdefault(start + rule.of, []).append((rule.number, rule.says))
    return said


def _holds(test: Callable[[Token], bool], token: Token) -> bool:
    return test(token)


def _together(said: Sequence[_Said]) -> Attributes:
    """Return what rules say of a token, the later over the earlier."""
    merged: dict[str, str] = {}
    for _, says in sorted(said, key=lambda rule: rule[0]):
        merged |= says
    form = merged.get("MORPH", "")
    return Attributes(merged.get("POS", ""), "" if form == "_" else form, merged.get("LEMMA"), merged.get("DEP"))


def _rules(patterns: Sequence[Mapping[str, Any]]) -> Iterator[_Rule]:
    for number, pattern in enumerate(patterns):
        for tokens in pattern["patterns"]:
            tests = tuple(_test(token) for token in tokens)
            yield _Rule(number, tuple(_keys(tokens[0])), tests, pattern["attrs"], pattern["index"])


def _keys(wanted: Mapping[str, Any]) -> Iterator[str]:
    """Yield the words or tags one of which a token must have to be as a pattern wants it, "" where any will do."""
    for name in ("LOWER", "TAG"):
        match wanted.get(name):
            case str(value):
                yield f"{name} {value}"
                return
            case {"IN": values}:
                yield from (f"{name} {value}" for value in dict.fromkeys(values))
                return
    yield ""


def _test(wanted: Mapping[str, Any]) -> Callable[[Token], bool]:
    """Return whether a token is as a pattern wants it."""
    tests = [_attribute_test(name, value) for name, value in wanted.items()]
    if len(tests) == 1:
        return tests[0]
    return lambda token: all(test(token) for test in tests)


def _attribute_test(name: str, value: Any) -> Callable[[Token], bool]:
    if name == "IS_SPACE":
        return lambda token: token.word.isspace() is value
    place = {"LOWER": 0, "TAG": 1, "DEP": 2}.get(name)
    match value:
        case str() if place is not None:
            return lambda token: token[place] == value
        case {"IN": values} if place is not None:
            return lambda token: token[place] in values
        case {"NOT_IN": values} if place is not None:
            return lambda token: token[place] not in values
        case {"REGEX": expression} if place is not None:
            found = re.compile(expression).search
            return lambda token: found(token[place]) is not None
    raise KeiiError(
        f"the English parser has a pattern that keii does not know: {name} {value!r}.",
        remedy=OTHER_VERSION,
    )
