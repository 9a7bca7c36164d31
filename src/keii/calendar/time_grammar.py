"""The grammar of time expressions of one language, compiled from its `times.tsv` into one regular expression.

Columns: kind, name, text, value. `text` is a literal for `number` and `word`, a regular expression elsewhere, in
which `<name>` stands for a class. `value` is what the row means, as tokens that are read from left to right:

    $            the number that the row's own text spells     $=5, $=?   this number; a number without a value
    $+half       a half more than the last number
    month=9      sets a field; `=$` takes the last number, `=$$` the one before it; `last.` before it: a range's end
    year-1       shifts a field from the anchor; `year+$` by the last number
    add:day      an amount of the last number of days
    key:value    sets an attribute (anchor, bound, when, do, reason, offset)

Kinds: `number` is a numeral, `word` a word of class `name`, `class` a named expression, `atom` a time expression by
itself, `narrow` what may follow one and makes it finer, `head` and `tail` what may stand before and after it,
`hint` what stands before (a look-behind) and changes the meaning, `closed` what behind it keeps heads away
(Saturday's attack), `range` two of them (`<A>から<B>`), `gap` what may stand between two that are one (昨年 の 4月),
`ahead` what `before` or `after` a time, in its sentence, tells that it is to come,
`edge` what every atom begins after (`before`) and ends before (`after`); `edge start` is a cheap expression of what
an atom can begin with, which spares the rest of the text the long one. The first `atom` that matches at a place wins,
so longer ones stand above shorter ones. Heads, hints, narrows and tails have as their name the kind of expression
that they go with (`times.py`, _fits).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from keii.calendar.time_expression import FIELDS, Unresolved
from keii.errors import UsageError
from keii.tables import data_error, read_table

COLUMNS = ("kind", "name", "text", "value")
_FOLDER = Path(__file__).parents[1] / "language"
_TAG = re.compile(r"<([a-z][a-z0-9_]*)>")
_TOKEN = re.compile(r"""
    (?P<number>\$)(?:=(?P<constant>[0-9]+(?:\.[0-9]+)?|\?))? $
  | (?P<half>\$\+half) $
  | (?P<last>last\.)?(?P<field>[a-z]+)(?P<sign>[=+-])(?P<value>\$\$?|[0-9]+|[a-z-]+) $
  | (?P<key>[a-z]+):(?P<text>[a-z0-9-]+) $
""", re.VERBOSE)
_KINDS = ("number", "word", "class", "edge", "atom", "narrow", "head", "hint", "tail", "closed", "range", "gap",
          "ahead")
_WORD_START = re.compile(r"(?<![\\\w\[\]^-])[a-z](?=[a-z])")

# Full-width forms and white space other than a space, one character for one, so that offsets stay.
# Of the signs for a range the wave dash becomes the full-width tilde, which stays; other dashes become - or –.
_FOLD: dict[int, int] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5E)}
_FOLD |= dict.fromkeys(map(ord, "\t\n\r\u00a0\u2009\u202f\u3000"), ord(" "))
_FOLD |= {0x2019: ord("'"), 0x301C: 0xFF5E, 0x2010: ord("-"), 0x2011: ord("-"), 0x2012: 0x2013, 0x2014: 0x2013}
_FOLD |= {0x2212: ord("-")}
_UNFOLDED = re.compile("[" + "".join(map(chr, _FOLD)) + "]")


@dataclass(slots=True)
class Reading:
    """What the rows that matched have said so far; filled from left to right."""

    numbers: list[float | None] = field(default_factory=list)
    fields: dict[str, tuple[int | str, bool]] = field(default_factory=dict)  # value, and whether it is a shift
    last: dict[str, tuple[int | str, bool]] = field(default_factory=dict)
    amounts: list[tuple[str, float | None]] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """A row: its expression, what the groups in it mean, and where in the file it stands."""

    name: str
    place: str  # times.tsv:LINE
    pattern: str
    groups: tuple[tuple[int, str], ...]  # number of a group and the class it is of
    value: tuple[str, ...]

    @property
    def regex(self) -> re.Pattern[str]:
        """The expression, compiled when it is first asked for: atoms are compiled together, others seldom needed."""
        return _compiled(self.pattern)


@dataclass(frozen=True, slots=True)
class Range:
    """What stands before, between and after the two ends of a range."""

    place: str
    before: re.Pattern[str] | None
    between: re.Pattern[str]
    after: re.Pattern[str] | None
    same_level: bool  # only when both ends are of one kind: 13日から15日


@dataclass(frozen=True, slots=True)
class Grammar:
    """All that is known of one language's time expressions."""

    atoms: tuple[Rule, ...]
    atom: re.Pattern[str]  # all atoms in one, each in a group of its own
    bases: tuple[int, ...]  # number of that group for each atom
    narrows: tuple[Rule, ...]
    heads: tuple[Rule, ...]
    hints: tuple[Rule, ...]
    tails: tuple[Rule, ...]
    ranges: tuple[Range, ...]
    gap: re.Pattern[str]
    closed: re.Pattern[str]
    ahead_before: re.Pattern[str]  # what before, or behind, an expression tells that it is still to come
    ahead_after: re.Pattern[str]
    words: dict[str, dict[str, tuple[str, ...]]]  # class, word, meaning
    classes: dict[str, tuple[str, ...]]  # meaning of the classes that are expressions
    numerals: dict[str, float]
    numeral: re.Pattern[str]

    def read(self, rule: Rule, match: re.Match[str], reading: Reading, base: int = 0) -> None:
        """Add to `reading` what a match of `rule` says; `base` is the number of the rule's own group."""
        found = [(match.end(base + number), -number, name) for number, name in rule.groups
                 if match.start(base + number) >= 0]
        for _, minus, name in sorted(found):  # by end, and what is inside before what holds it
            text = match[base - minus]
            words = self.words.get(name)
            self._apply(self.classes[name] if words is None else words[text.lower()], text, reading)
        self._apply(rule.value, match[base], reading)

    def number(self, text: str) -> float | None:
        """Return the number that digits or numerals spell; None when it is none."""
        try:
            return float(text)
        except ValueError:
            values = [self.numerals[word] for word in self.numeral.findall(text.lower())]
        if not values:
            return None
        if len(values) > 1 and all(value < 10 for value in values):  # 二〇二三
            return float("".join(f"{value:g}" for value in values))
        total = current = 0.0
        for value in values:
            if value in (10, 100, 1000, 10000) and current:
                total, current = total + current * value, 0.0
            else:
                total, current = total + (current if current >= 10 else 0), value if current >= 10 else current + value
        return total + current

    def _apply(self, tokens: tuple[str, ...], text: str, reading: Reading) -> None:
        for token in tokens:
            found = _TOKEN.match(token)
            if not found:  # checked when the table was read
                continue
            if found["number"]:
                constant = found["constant"]
                number = self.number(text) if constant is None else None if constant == "?" else float(constant)
                reading.numbers.append(number)
            elif found["half"]:
                reading.numbers.append((reading.numbers.pop() or 0) + 0.5)
            elif found["key"] == "add":
                reading.amounts.append((found["text"], reading.numbers[-1] if reading.numbers else None))
            elif found["key"]:
                reading.attributes[found["key"]] = found["text"]
            else:
                _set(found, reading)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _set(found: re.Match[str], reading: Reading) -> None:
    """Set or shift the field that a token names."""
    value: int | str = found["value"]
    if value in ("$", "$$"):
        number = reading.numbers[-len(str(value))]
        value = int(number or 0) + int(reading.attributes.pop("offset", "0"))
    elif str(value).isdigit():
        value = int(value)
    if found["sign"] == "-":
        value = -int(value)
    target = reading.last if found["last"] else reading.fields
    target[found["field"]] = value, found["sign"] != "="


def fold(text: str) -> str:
    """Return the text with full-width forms and odd spaces folded, one character for one.

    A text in capitals throughout comes back with capitals at the beginning of its words only.
    """
    if _UNFOLDED.search(text):
        text = text.translate(_FOLD)
    if text.isupper() and len(text.title()) == len(text):
        return text.title()
    return text


@cache
def grammar(language: str) -> Grammar:
    """Return the grammar of a language (ISO 639-1), compiled once; raises UsageError when there is none."""
    path = _FOLDER / language / "data" / "times.tsv"
    if not (language.isalpha() and path.is_file()):
        raise UsageError(f"there are no time expressions for language «{language}».", remedy="Supported: ja, en.")
    return _Compiler(path, known=True).grammar()


def compile_grammar(path: Path) -> Grammar:
    """Return the grammar that a `times.tsv` holds; raises DataError with file and line for a row that is wrong."""
    return _Compiler(path, known=False).grammar()


class _Compiler:
    """Turns the rows of one table into a grammar.

    Of a table that is `known` to be right no expression is compiled alone to find it wrong, which takes half the time.
    """

    def __init__(self, path: Path, *, known: bool) -> None:
        self.path, self.known = path, known
        self.rows: dict[str, list[tuple[int, str, str, tuple[str, ...]]]] = {}
        for number, row in read_table(path, COLUMNS):
            tokens = tuple(row["value"].split())
            if row["kind"] not in _KINDS:
                raise data_error(path, number, f"kind «{row['kind']}» is unknown.")
            if row["kind"] not in ("number", "range"):
                self.check(number, tokens)
            self.rows.setdefault(row["kind"], []).append((number, row["name"], row["text"], tokens))
        self.words: dict[str, dict[str, tuple[str, ...]]] = {}
        for _, name, text, tokens in self.rows.get("word", []):
            self.words.setdefault(name, {})[text.lower()] = tokens
        self.patterns = {name: _either(text for _, other, text, _ in self.rows["word"] if other == name)
                         for name in self.words}
        self.classes: dict[str, tuple[str, ...]] = {}
        for _, name, text, tokens in self.rows.get("class", []):
            self.classes[name], self.patterns[name] = tokens, _any_case(text)

    def check(self, number: int, tokens: tuple[str, ...]) -> None:
        """Raise DataError for a token that cannot be read or that names no field or reason."""
        reasons = set(Unresolved)
        for token in tokens:
            found = _TOKEN.match(token)
            unknown = found and ((found["field"] and found["field"] not in FIELDS)
                                 or (found["key"] == "reason" and found["text"] not in reasons))
            if not found or unknown:
                raise data_error(self.path, number, f"value «{token}» cannot be read.")

    def grammar(self) -> Grammar:
        edges = {name: text for _, name, text, _ in self.rows.get("edge", [])}
        before, after = edges.get("before", ""), edges.get("after", "")
        start = edges.get("start", "")
        atoms = tuple(self.rule(number, name, f"(?:{text}){after}", value)
                      for number, name, text, value in self.rows["atom"])
        bases, base = [], 1
        for atom in atoms:
            bases.append(base)
            base += len(atom.groups) + 1
        numbers = self.rows.get("number", [])
        return Grammar(
            atoms=atoms,
            atom=re.compile(f"{before}(?={start})(?:" + "|".join(f"({atom.pattern})" for atom in atoms) + ")"),
            bases=tuple(bases),
            narrows=tuple(self.rule(*row) for row in self.rows.get("narrow", [])),
            heads=tuple(self.rule(*row, suffix="$") for row in self.rows.get("head", [])),
            hints=tuple(self.rule(*row) for row in self.rows.get("hint", [])),
            tails=tuple(self.rule(*row) for row in self.rows.get("tail", [])),
            ranges=tuple(self.range(number, text, tokens) for number, _, text, tokens in self.rows.get("range", [])),
            gap=self.any("gap"),
            closed=self.any("closed"),
            ahead_before=self.any("ahead", "before"),
            ahead_after=self.any("ahead", "after"),
            words=self.words,
            classes=self.classes,
            numerals={text: float(tokens[0]) for _, _, text, tokens in numbers},
            numeral=re.compile(_either(text for _, _, text, _ in numbers)),
        )

    def any(self, kind: str, name: str = "") -> re.Pattern[str]:
        """Return one expression for all rows of a kind and name; one that never matches when there is none."""
        return re.compile("|".join(text for _, other, text, _ in self.rows.get(kind, []) if other == name) or r"(?!)")

    def rule(self, number: int, name: str, text: str, value: tuple[str, ...], suffix: str = "") -> Rule:
        groups: list[tuple[int, str]] = []
        pattern = self.expand(number, _any_case(text), groups)
        pattern = f"(?:{pattern}){suffix}"
        if not self.known and self.compile(number, pattern).groups != len(groups):
            raise data_error(self.path, number, "the expression holds a capturing group; write (?:…).")
        return Rule(name, f"{self.path.name}:{number}", pattern, tuple(groups), value)

    def range(self, number: int, text: str, tokens: tuple[str, ...]) -> Range:
        parts = re.split("<[AB]>", _any_case(text))
        if len(parts) != 3:
            raise data_error(self.path, number, "a range needs <A> and <B>.")
        before, between, after = parts
        return Range(f"{self.path.name}:{number}", self.compile(number, f"(?:{before})$") if before else None,
                     self.compile(number, between), self.compile(number, after) if after else None,
                     "same-level" in tokens)

    def expand(self, number: int, text: str, groups: list[tuple[int, str]], depth: int = 0) -> str:
        """Return `text` with a capturing group for every class in it; `groups` receives their numbers and names."""
        def replace(tag: re.Match[str]) -> str:
            name = tag[1]
            if name not in self.patterns or depth > 8:
                raise data_error(self.path, number, f"class <{name}> is not known.")
            groups.append((len(groups) + 1, name))
            return f"({self.expand(number, self.patterns[name], groups, depth + 1)})"

        return _TAG.sub(replace, text)

    def compile(self, number: int, pattern: str) -> re.Pattern[str]:
        try:
            return re.compile(pattern)
        except re.error as error:
            raise data_error(self.path, number, f"the expression is wrong: {error}.") from error


def _either(words: Iterable[str]) -> str:
    """Return an expression for the longest of the words, their lower-case beginnings also as capitals.

    The words share their beginnings, as in A(?:pril|ugust): plain alternatives make the English grammar a third slower.
    """
    tree: dict[str, Any] = {}
    for word in words:
        node = tree
        for before, letter in zip(f" {word}", word, strict=False):
            both = letter.islower() and letter.isascii() and not before.isalnum()
            node = node.setdefault(f"[{letter.upper()}{letter}]" if both else re.escape(letter), {})
        node[""] = {}
    return _branches(tree)


def _branches(node: dict[str, Any]) -> str:
    branches = [letter + _branches(rest) for letter, rest in node.items() if letter]
    if not branches:
        return ""
    joined = branches[0] if len(branches) == 1 and "" not in node else f"(?:{'|'.join(branches)})"
    return f"{joined}?" if "" in node else joined


def _any_case(pattern: str) -> str:
    """Return the expression with the first letter of its lower-case words in either case; classes stay."""
    return "".join(piece if piece.startswith("<") and _TAG.fullmatch(piece) else
                   _WORD_START.sub(lambda letter: f"[{letter[0].upper()}{letter[0]}]", piece)
                   for piece in _pieces(pattern))


def _pieces(pattern: str) -> Iterator[str]:
    position = 0
    for tag in _TAG.finditer(pattern):
        yield pattern[position : tag.start()]
        yield tag[0]
        position = tag.end()
    yield pattern[position:]
