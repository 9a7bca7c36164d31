"""Times: find the time expressions of a sentence, and place them on the calendar.

    find_times("昨年4月に訪問した。", "ja")  →  昨年4月: the year before the anchor's, month 4
    resolve_time(that, date(2023, 9, 14))  →  2022-04-01 to 2022-05-01, month, published_at

Finding reads words only; it knows no date. Resolving needs the document's publication date for whatever counts from
it, and the tense of the claim for what names no year, month or week. What is not certain stays unresolved and says
why (`docs/times.md`). The grammar of a language is data: `language/<code>/data/times.tsv`.
"""

from dataclasses import dataclass
from re import Match

from keii.calendar.time_expression import (
    FIELDS,
    Amount,
    Field,
    ResolvedTime,
    Tense,
    TimeExpression,
    Unresolved,
    whole_amount,
)
from keii.calendar.time_grammar import Grammar, Reading, Rule, fold, grammar
from keii.calendar.time_resolving import resolve_time

__all__ = ["Amount", "Field", "ResolvedTime", "Tense", "TimeExpression", "Unresolved", "find_times", "resolve_time"]

# Which fields may follow the finest field of an expression that another one continues: 昨年 + 4月, Saturday + night.
_CONTINUES = {
    "century": {"part"},
    "decade": {"part"},
    "year": {"half", "season", "quarter", "month"},
    "month": {"day"},
    "week": {"weekday", "weekend", "day"},
    "day": {"weekday", "daypart", "hour"},
    "weekday": {"daypart", "hour"},
    "daypart": {"hour"},
}
_HOSTS = {
    "any": set(FIELDS),
    "day": {"day", "weekday"},
    "weekday": {"weekday"},
    "number": {"day"},
    "year": {"year"},
    "monthly": {"year", "month"},
    "period": {"century", "decade", "year", "half", "season", "quarter", "month", "week", "weekend"},
}


@dataclass(slots=True)
class _Found:
    """An expression that is being put together."""

    start: int
    end: int
    place: str
    reading: Reading

    @property
    def levels(self) -> list[str]:
        """The names of its fields, coarse to fine."""
        return sorted(self.reading.fields, key=FIELDS.index)

    @property
    def kind(self) -> str:
        """Whether it is a point, a duration, or something that is never on the calendar (other)."""
        if "reason" in self.reading.attributes:
            return "other"
        if self.reading.fields:
            return "point"  # 5年前 as well, which also has an amount
        return "duration" if self.reading.amounts else "other"


def find_times(sentence_text: str, language: str) -> list[TimeExpression]:
    """Return the time expressions of a sentence in order, without overlap; offsets are code points into it.

    `language` is ISO 639-1; raises UsageError for one without a `times.tsv`.
    """
    rules = grammar(language)
    text = fold(sentence_text)
    found = _ranges(rules, text, _merged(rules, text, _atoms(rules, text)))
    for one in found:
        _extend(rules, rules.tails, text, one)
    kept: list[_Found] = []
    for one in found:
        limit = kept[-1].end if kept else 0
        if one.start >= limit:
            _head(rules, text, one, limit)
            kept.append(one)
    return [_expression(sentence_text, one) for one in kept]


def _atoms(rules: Grammar, text: str) -> list[_Found]:
    """Return what the atoms of the grammar match, left to right."""
    found = []
    for match in rules.atom.finditer(text):
        base = match.lastindex
        if base is None or match.end() == match.start():
            continue
        rule = rules.atoms[rules.bases.index(base)]
        if rule.name == "not":  # a word that only looks like a time
            continue
        reading = Reading()
        rules.read(rule, match, reading, base)
        _count(reading)
        found.append(_Found(match.start(), match.end(), rule.place, reading))
    return found


def _merged(rules: Grammar, text: str, atoms: list[_Found]) -> list[_Found]:
    """Return the atoms with those joined that are one expression: 昨年 の 4月, Saturday night."""
    result: list[_Found] = []
    for atom in atoms:
        before = result[-1] if result else None
        if before and atom.start < before.end:
            continue  # eaten by what follows the expression before
        if before and rules.gap.fullmatch(text, before.end, atom.start) and _joins(before, atom):
            before.end = atom.end
            before.reading.fields |= atom.reading.fields
            before.reading.last |= atom.reading.last
            before.reading.attributes |= atom.reading.attributes
        else:
            result.append(atom)
        _extend(rules, rules.narrows, text, result[-1])
    return result


def _joins(before: _Found, after: _Found) -> bool:
    """Tell whether the second expression makes the first one finer, or coarser (April last year)."""
    if before.kind != "point" or after.kind != "point" or before.reading.last:
        return False
    if set(before.reading.fields) & set(after.reading.fields):
        return False
    first, second = before.levels, after.levels
    if "part" in first or "part" in second:
        return False
    continues = second[0] in _CONTINUES.get(first[-1], ()) or first[0] in _CONTINUES.get(second[-1], ())
    named_day = first == ["weekday"] and second[-1] == "day" and "month" in second  # Monday, June 5
    return continues or named_day


def _extend(rules: Grammar, table: tuple[Rule, ...], text: str, one: _Found) -> None:
    """Lengthen an expression by what may follow it, as long as a row of the table matches."""
    again = True
    while again:
        again = False
        for rule in table:
            match = rule.regex.match(text, one.end) if _fits(rule, one) else None
            if match and match.end() > one.end:
                rules.read(rule, match, one.reading)
                _count(one.reading)
                one.end, again = match.end(), True
                break


def _count(reading: Reading) -> None:
    """Turn an amount that is counted from a day (5年前, two days later) into a shift of the calendar."""
    side = reading.attributes.get("do")
    if side not in ("ago", "before", "later") or reading.fields:
        return
    whole = whole_amount(Amount(unit=unit, count=count) for unit, count in reading.amounts)
    if whole:
        reading.fields[whole[0]] = whole[1] if side == "later" else -whole[1], True
        if side != "ago":
            reading.attributes["anchor"] = "context"


def _head(rules: Grammar, text: str, one: _Found, limit: int) -> None:
    """Lengthen an expression to the left by what may stand before it, not beyond `limit`."""
    for hint in rules.hints:  # they look behind themselves, so that they may read what another expression holds
        match = hint.regex.search(text, one.start, one.start) if _fits(hint, one) else None
        if match:
            rules.read(hint, match, one.reading)
    heads = list(rules.heads) if not rules.closed.match(text, one.end) else []
    while heads:  # each at most once: "in the past year", not "in in the past year"
        for rule in heads:
            match = _ending(rule, text, one.start, limit) if _fits(rule, one) else None
            if match:
                rules.read(rule, match, one.reading)
                one.start = match.start()
                heads.remove(rule)
                break
        else:
            return


def _ending(rule: Rule, text: str, end: int, limit: int) -> Match[str] | None:
    """Return the match of a head that ends at `end`; heads are at most 24 characters long."""
    match = rule.regex.search(text, max(limit, end - 24), end)
    return match if match and match.end() > match.start() else None


def _fits(rule: Rule, one: _Found) -> bool:
    """Tell whether an expression is of the kind that a row of head, narrow or tail asks for by its name."""
    kind, levels = one.kind, one.levels
    if rule.name in ("duration", "other", "point"):
        return kind == rule.name
    if rule.name in ("ago", "later", "past", "next"):
        return one.reading.attributes.get("do") == rule.name
    if rule.name == "length":
        return kind == "duration" and "do" not in one.reading.attributes
    if rule.name == "month":
        return kind == "point" and levels[0] == "month" and not one.reading.fields["month"][1]
    return kind == "point" and "part" not in levels and levels[-1] in _HOSTS[rule.name]


def _ranges(rules: Grammar, text: str, found: list[_Found]) -> list[_Found]:
    """Return the expressions with those joined that are the two ends of a range."""
    result: list[_Found] = []
    for one in found:
        if not (result and _range(rules, text, result[-1], one)):
            result.append(one)
    return result


def _range(rules: Grammar, text: str, first: _Found, second: _Found) -> bool:
    """Make `first` the range to `second` when a row says so, and tell whether one did."""
    if first.kind != "point" or second.kind != "point" or first.reading.last or second.reading.last:
        return False
    for row in rules.ranges:
        if not row.between.fullmatch(text, first.end, second.start):
            continue
        if row.same_level and _level(first) != _level(second):
            continue
        before = row.before.search(text, max(0, first.start - 24), first.start) if row.before else None
        after = row.after.match(text, second.end) if row.after else None
        if (row.before and not before) or (row.after and not after):
            continue
        first.reading.last = dict(second.reading.fields)
        first.reading.attributes |= second.reading.attributes
        first.start = before.start() if before else first.start
        first.end = after.end() if after else second.end
        return True
    return False


def _level(one: _Found) -> str:
    finest = one.levels[-1]
    return "hour" if finest == "minute" else finest


def _expression(sentence_text: str, one: _Found) -> TimeExpression:
    """Return the finished value of an expression."""
    reading = one.reading
    first, last = reading.fields.get("year"), reading.last.get("year")
    if first and last and int(last[0]) < 100 <= int(first[0]):  # 2014-16
        reading.last["year"] = int(first[0]) // 100 * 100 + int(last[0]), False
        reading.attributes.pop("short", None)
    return TimeExpression(
        start=one.start,
        end=one.end,
        text=sentence_text[one.start : one.end],
        rule=one.place,
        fields=_fields(reading.fields),
        last=_fields(reading.last),
        amounts=tuple(Amount(unit=unit, count=count) for unit, count in reading.amounts),
        attributes=tuple(sorted(reading.attributes.items())),
    )


def _fields(fields: dict[str, tuple[int | str, bool]]) -> tuple[Field, ...]:
    return tuple(Field(name=name, value=fields[name][0], shift=fields[name][1])
                 for name in sorted(fields, key=FIELDS.index))
