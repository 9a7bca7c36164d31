"""What a model replies, checked strictly: a proposal that is not as it was asked for is refused, with the reason.

Pure: a text in, proposals and refusals out. A reply is as untrusted as any text of the network.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import orjson

from keii.codebook import codebook
from keii.errors import InputError
from keii.model import Certainty, Sentence, Span, Status
from keii.readers.asking import Part

MOST = 200  # proposals of one reply that are looked at; thirty sentences hold fifty acts at most
MANY = 20  # parties, sources or cues of one claim
TRIGGER = 100  # characters of the words that name an act
LABEL = 60
_FENCE = re.compile(r"\s*```(?:json)?\s*\n(.*?)\n?\s*```\s*", re.DOTALL)
_FIELDS = frozenset("sentence trigger type mode label status certainty actors recipients sources place time quantity "
                    "cues".split())


class Why(StrEnum):
    """Why a proposal is refused."""

    SHAPE = "shape"  # a field is missing, unknown or of another kind
    TYPE = "type"
    STATUS = "status"
    VALUE = "value"  # a mode, label or certainty that there is none of
    SENTENCE = "sentence"  # a number that was not sent
    QUOTE = "quote"  # words that do not stand in the sentence
    DOUBLE = "double"
    NUMBER = "number"  # more proposals than are looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A party as it is proposed: its words in the sentence, or elsewhere where the sentence leaves it out."""

    span: Span | None  # None: the sentence leaves it out, `antecedent` says where it is named
    antecedent: Span | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A source as it is proposed."""

    span: Span | None  # None: hearsay
    cue: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A claim as it is proposed, every quotation found in the text."""

    sentence: int
    type: str
    mode: str | None
    label: str | None
    status: Status
    certainty: Certainty
    trigger: Span
    actors: tuple[Named, ...]
    recipients: tuple[Named, ...]
    sources: tuple[Said, ...]
    place: Span | None
    time: Span | None
    quantity: Span | None
    cues: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A proposal that is refused, with the words that it stumbled over."""

    why: Why
    words: str


class _RefusedError(Exception):
    def __init__(self, why: Why, words: object = "") -> None:
        super().__init__(why)
        self.refusal = Refusal(why=why, words=str(words)[:80])


def listed(content: str) -> list[Any]:
    """Return the proposals of a reply, unchecked; raises InputError for one that is not the JSON that was asked for.

    A reply within one fence of Markdown, as many models write, is taken as if it stood alone.
    """
    fenced = _FENCE.fullmatch(content)
    try:
        value = orjson.loads(fenced[1] if fenced else content)
    except (ValueError, RecursionError) as error:
        raise InputError("the model's reply is not JSON.", code="reader.bad-answer",
                         remedy="Run it again, or try another model.") from error
    if not isinstance(value, dict) or set(value) != {"claims"} or not isinstance(value["claims"], list):
        raise InputError("the model's reply is JSON, but not an object with a list of claims.",
                         code="reader.bad-answer", remedy="Run it again, or try another model.")
    return value["claims"]


def checked(proposed: Sequence[Any], part: Part) -> tuple[list[Proposal], list[Refusal]]:
    """Return the proposals that are as they were asked for, in their order, and why the others are refused."""
    kept: list[Proposal] = []
    refused: list[Refusal] = []
    seen: set[Any] = set()
    for one in proposed[:MOST]:
        try:
            found = _proposal(one, part, kept)
            who = tuple(tuple((party.span, party.antecedent) for party in side)
                        for side in (found.actors, found.recipients))
            same = (found.sentence, _asked(one["trigger"]), found.type, found.label, found.status, who)
            if same in seen:
                raise _RefusedError(Why.DOUBLE, found.trigger.quote)
        except _RefusedError as error:
            refused.append(error.refusal)
            continue
        seen.add(same)
        kept.append(found)
    refused += [Refusal(why=Why.NUMBER, words="")] * (len(proposed) - MOST)
    return kept, refused


def _proposal(value: Any, part: Part, kept: Sequence[Proposal]) -> Proposal:
    if not isinstance(value, dict) or not set(value) <= _FIELDS:
        unknown = sorted(set(value) - _FIELDS) if isinstance(value, dict) else [type(value).__name__]
        raise _RefusedError(Why.SHAPE, unknown[0])
    shown = {one.index: one for one in (*part.context, *part.sentences)}
    number = value.get("sentence")
    if isinstance(number, bool) or not isinstance(number, int):
        raise _RefusedError(Why.SHAPE, "sentence")
    own = next((one for one in part.sentences if one.index == number), None)
    if own is None:
        raise _RefusedError(Why.SENTENCE, number)
    type_, status, mode, label, certainty = _coded(value)
    words = _text(value, "trigger")
    if words is None or len(words) > TRIGGER:
        raise _RefusedError(Why.SHAPE, "trigger")
    trigger = _first(words, own, [one.trigger for one in kept])
    near = _Near(own=own, shown=shown, trigger=trigger)
    return Proposal(
        sentence=number, type=type_, mode=mode, label=label, status=status, certainty=certainty, trigger=trigger,
        actors=near.parties(value, "actors"), recipients=near.parties(value, "recipients"),
        sources=near.sources(value), place=near.only(value, "place"), time=near.only(value, "time"),
        quantity=near.only(value, "quantity"),
        cues=tuple(near.here(_string(one, "cues")) for one in _many(value, "cues")))


def _coded(value: Mapping[str, Any]) -> tuple[str, Status, str | None, str | None, Certainty]:
    """Return type, status, mode, label and certainty of a proposal, all of the codebook."""
    book = codebook()
    type_, status, mode, label = (_text(value, name) for name in ("type", "status", "mode", "label"))
    certainty = _text(value, "certainty") or Certainty.PLAIN.value
    if type_ is None or type_ not in book.types:
        raise _RefusedError(Why.TYPE, type_)
    if status not in set(Status):
        raise _RefusedError(Why.STATUS, status)
    if mode is not None and (type_, mode) not in book.modes:
        raise _RefusedError(Why.VALUE, mode)
    if certainty not in set(Certainty):
        raise _RefusedError(Why.VALUE, certainty)
    if (label is None) == (type_ == "OTHER") or len(label or "") > LABEL or not (label or "").isprintable():
        raise _RefusedError(Why.VALUE, label or "label")
    return type_, Status(status), mode, label, Certainty(certainty)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Near:
    """Finds quotations: words that stand several times in a sentence are those nearest to the act."""

    own: Sentence
    shown: Mapping[int, Sentence]
    trigger: Span

    def here(self, words: str) -> Span:
        """Return where words stand in the claim's own sentence."""
        return self._nearest(words, self.own)

    def only(self, value: Mapping[str, Any], name: str) -> Span | None:
        words = _text(value, name)
        return None if words is None else self.here(words)

    def parties(self, value: Mapping[str, Any], name: str) -> tuple[Named, ...]:
        return tuple(self._party(one, name) for one in _many(value, name))

    def sources(self, value: Mapping[str, Any]) -> tuple[Said, ...]:
        found = []
        for one in _many(value, "sources"):
            _fields(one, {"quote", "cue"}, "sources")
            words = _text(one, "quote")
            found.append(Said(span=None if words is None else self.here(words),
                              cue=self.here(_string(one.get("cue"), "sources"))))
        return tuple(found)

    def _party(self, one: Any, name: str) -> Named:
        _fields(one, {"quote", "sentence", "antecedent"}, name)
        words, number = _string(one.get("quote"), name), one.get("sentence")
        elsewhere = self.own if number is None else self._sentence(number)
        if elsewhere.index != self.own.index:
            return Named(span=None, antecedent=self._nearest(words, elsewhere))
        pointed = one.get("antecedent")
        if pointed is None:
            return Named(span=self.here(words), antecedent=None)
        _fields(pointed, {"quote", "sentence"}, name)
        there = self._sentence(pointed.get("sentence", self.own.index))
        return Named(span=self.here(words),
                     antecedent=self._nearest(_string(pointed.get("quote"), name), there))

    def _sentence(self, number: Any) -> Sentence:
        if isinstance(number, bool) or not isinstance(number, int):
            raise _RefusedError(Why.SHAPE, "sentence")
        if number not in self.shown:
            raise _RefusedError(Why.SENTENCE, number)
        return self.shown[number]

    def _nearest(self, words: str, sentence: Sentence) -> Span:
        """Return the occurrence with the fewest characters between it and the act; of equals the earlier."""
        return min(_occurrences(words, sentence), key=lambda one: (
            max(one.start - self.trigger.end, self.trigger.start - one.end, 0), one.start))


def _first(words: str, sentence: Sentence, taken: Sequence[Span]) -> Span:
    """Return the first occurrence that no earlier claim has for its act; where all are taken, the first."""
    found = _occurrences(words, sentence)
    return next((one for one in found if one not in taken), found[0])


def _occurrences(words: str, sentence: Sentence) -> list[Span]:
    """Return where words stand in a sentence, exactly; never empty."""
    quote = _asked(words)
    at, found = sentence.text.find(quote), []
    while at >= 0:
        start = sentence.start + at
        found.append(Span(start=start, end=start + len(quote), quote=quote))
        at = sentence.text.find(quote, at + 1)
    if not found:
        raise _RefusedError(Why.QUOTE, words)
    return found


def _asked(words: str) -> str:
    """Return the words in the form in which texts are kept, NFC: it is the same text to every reader."""
    return unicodedata.normalize("NFC", words)


def _text(value: Mapping[str, Any], name: str) -> str | None:
    """Return a text of a proposal, None where it is null or left out."""
    return None if value.get(name) is None else _string(value[name], name)


def _string(value: Any, name: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _RefusedError(Why.SHAPE, name)
    return value


def _many(value: Mapping[str, Any], name: str) -> list[Any]:
    found = value.get(name)
    if found is None:
        return []
    if not isinstance(found, list) or len(found) > MANY:
        raise _RefusedError(Why.SHAPE, name)
    return found


def _fields(value: Any, known: set[str], name: str) -> None:
    if not isinstance(value, dict) or not set(value) <= known:
        raise _RefusedError(Why.SHAPE, name)
