"""How well claims in two languages become one event: `python -m quality.happenings [--gold]`.

The Japanese and English articles of the development set `events/news` are read together into one ledger. A happening
is an act that the annotation has in the same sentence of both versions under one type, the parties most alike first.

    found     share of the happenings of which keii read a claim in both languages (with --gold: all)
    together  share of these whose two claims are in one event; told: the same of all happenings
    astray    share of the pairs within events that cannot be right: of other acts of one sentence, of acts whose
              annotated types or parties exclude each other, of articles without a common story

A pair within an event that the annotation does not rule out may still be wrong; `--list` prints the events for a
person to judge. With `--gold` the annotated acts themselves are merged, so that errors of coding do not count. The own
gold cases are measured in the same way.
"""

import argparse
import itertools
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from keii import pipeline
from keii.ledger import Ledger
from keii.model import Claim, Document, Event, Party, Place, Sentence, Span, Status
from keii.pipeline import Reading
from keii.situation.keeping import Keeper
from keii.situation.linking import are_types_near
from keii.situation.vectors import Encoded
from quality.predict import read_lines
from quality.sets import CASES, NotThereError, development

LANGUAGES = ("ja", "en")
STORIES = "reuters.218861 cnbc.com.6769", "reuters.218932 rt.com.91337"  # articles of the set about one story
Key = tuple[str, str, int, int]  # language, document, sentence, act


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The figures of one set."""

    name: str
    happenings: int  # told in both languages
    found: int
    together: int
    pairs: int  # within events
    astray: int

    def __str__(self) -> str:
        return (f"{self.name}: {self.happenings} happenings, found {_share(self.found, self.happenings)}, together "
                f"{_share(self.together, self.found)} (told {_share(self.together, self.happenings)}); "
                f"{self.pairs} pairs, astray {_share(self.astray, self.pairs)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Set:
    """The annotated lines of a set by language, document and sentence."""

    name: str
    lines: Mapping[tuple[str, str, int], Mapping[str, Any]]

    def documents(self) -> Iterator[tuple[str, str, list[Mapping[str, Any]]]]:
        for (language, doc), group in itertools.groupby(self.lines.items(), lambda item: item[0][:2]):
            yield language, doc, [line for _, line in group]

    def act(self, key: Key) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.lines[key[:3]]["events"][key[3]]
        return found


def main(arguments: Sequence[str]) -> int:
    """Print the figures of every set that is there; return 0, or 1 when the development set is not."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--gold", action="store_true", help="merge the annotated acts instead of what keii reads")
    parser.add_argument("--list", action="store_true", help="print the events")
    given = parser.parse_args(arguments)
    try:
        sets = [own_cases(), news(development())]
    except NotThereError as error:
        print(error)
        sets = [own_cases()]
    for one in sets:
        measured, events, keys = measure(one, gold=given.gold)
        if given.list:
            _print(one, events, keys)
        print(measured)
    return 0 if len(sets) > 1 else 1


def news(bench: Path) -> _Set:
    """Return the development set; raises NotThereError without it."""
    lines: dict[tuple[str, str, int], Mapping[str, Any]] = {}
    for language in LANGUAGES:
        path = bench / "events" / f"news.{language}.gold.jsonl"
        if not path.exists():
            raise NotThereError(f"{path}: not there.")
        lines |= {(language, line["doc"], line["sent"]): line for line in read_lines(path)}
    return _Set(name="events/news", lines=lines)


def own_cases() -> _Set:
    """Return the own gold cases, the stories that are told in both languages."""
    read = {language: read_lines(CASES[language]) for language in LANGUAGES}
    names = [{line["doc"].split(".", 1)[1] for line in read[language]} for language in LANGUAGES]
    return _Set(name="cases", lines={
        (language, name, line["sent"]): line for language in LANGUAGES for line in read[language]
        if (name := line["doc"].split(".", 1)[1]) in names[0] & names[1]})


def measure(given: _Set, *, gold: bool) -> tuple[Measured, list[Event], dict[str, Key]]:
    """Return the figures of a set, the events, and the annotated act of every claim that has one."""
    keys: dict[str, Key] = {}
    with tempfile.TemporaryDirectory() as folder, Ledger.create(Path(folder) / "keii.db") as ledger:
        keeper = Keeper(ledger, Encoded())
        for language, doc, lines in given.documents():
            reading = _annotated(language, doc, lines) if gold else _read(language, doc, lines)
            ledger.write(reading)
            keys |= _keys(language, doc, lines, reading.claims)
        keeper.catch_up()
        events = list(ledger.events())
    aligned = dict(_happenings(given))
    event_of = {keys[claim]: event.id for event in events for claim in event.claims if claim in keys}
    found = [(one, other) for one, other in aligned.items() if one in event_of and other in event_of]
    pairs = [(keys[a], keys[b]) for event in events for a, b in itertools.combinations(event.claims, 2)
             if a in keys and b in keys]
    both = aligned | {other: one for one, other in aligned.items()}
    return Measured(
        name=f"{given.name}{' gold' if gold else ''}", happenings=len(aligned), found=len(found),
        together=sum(event_of[one] == event_of[other] for one, other in found), pairs=len(pairs),
        astray=sum(_is_astray(given, both, *pair) for pair in pairs)), events, keys


def _happenings(given: _Set) -> Iterator[tuple[Key, Key]]:
    """Yield the acts that both versions of a sentence have, the most alike first."""
    for language, doc, sent in given.lines:
        if language != "ja" or ("en", doc, sent) not in given.lines:
            continue
        one, other = given.lines["ja", doc, sent]["events"], given.lines["en", doc, sent]["events"]
        ranked = sorted((_unlikeness(a, b), abs(i - j), i, j) for i, a in enumerate(one) for j, b in enumerate(other)
                        if a["type"] == b["type"])
        yield from ((("ja", doc, sent, i), ("en", doc, sent, j)) for i, j in _one_to_one(ranked))


def _one_to_one(ranked: Sequence[tuple[Any, Any, int, int]]) -> list[tuple[int, int]]:
    found: dict[int, int] = {}
    for *_, i, j in ranked:
        if i not in found and j not in found.values():
            found[i] = j
    return sorted(found.items())


def _unlikeness(one: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[bool, ...]:
    sides = [(_codes(one, side), _codes(other, side)) for side in ("actors", "recipients")]
    return (any(a != b for a, b in sides), not any(a & b for a, b in sides), one["status"] != other["status"],
            one.get("label") != other.get("label"))


def _codes(act: Mapping[str, Any], side: str) -> frozenset[str]:
    return frozenset(party["code"] for party in act.get(side) or ())


def _countries(act: Mapping[str, Any]) -> set[str]:
    return {code.split("/")[0] for side in ("actors", "recipients") for code in _codes(act, side)} - {"XXX"}


def _is_astray(given: _Set, aligned: Mapping[Key, Key], one: Key, other: Key) -> bool:
    """Tell whether two acts cannot be one happening by their annotation."""
    if one[1:3] == other[1:3]:
        return aligned.get(one) != other
    if one[1] != other[1] and not any({one[1], other[1]} <= set(story.split()) for story in STORIES):
        return True
    a, b = given.act(one), given.act(other)
    if not are_types_near(a["type"], b["type"]):
        return True
    return bool(_countries(a) and _countries(b) and not _countries(a) & _countries(b))


# ---- readings ----

def _read(language: str, doc: str, lines: Sequence[Mapping[str, Any]]) -> Reading:
    return pipeline.code_sentences([" ".join(line["text"].split("\n")) for line in lines], language=language)


def _annotated(language: str, doc: str, lines: Sequence[Mapping[str, Any]]) -> Reading:
    """Return the reading that holds the annotated acts as claims."""
    text = "\n".join(line["text"] for line in lines)
    document = Document(id=f"d_{language}_{doc}", text=text, language=language, reader="test",
                        origin=f"{language}.{doc}", language_basis="declared")
    sentences, claims, at = [], [], 0
    for index, line in enumerate(lines):
        sentences.append(Sentence(index=index, start=at, end=at + len(line["text"]), text=line["text"]))
        claims += [_claim(document, index, at, act) for act in line["events"]]
        at += len(line["text"]) + 1
    return Reading(origin=document.origin, document=document, sentences=tuple(sentences), claims=tuple(claims))


def _claim(document: Document, sentence: int, at: int, act: Mapping[str, Any]) -> Claim:
    def span(words: str) -> Span:
        start = document.text.find(words, at)
        start = start if start >= 0 else document.text.find(words)  # the antecedent of an implicit party
        return Span.of(document.text, max(start, 0), max(start, 0) + len(words))

    def parties(side: str) -> tuple[Party, ...]:
        return tuple(Party(span=span(party["text"]), code=party["code"]) for party in act.get(side) or ())

    return Claim(
        document=document.id, sentence=sentence, type=act["type"], trigger=span(act["trigger"]),
        status=Status(act["status"]), actors=parties("actors"), recipients=parties("recipients"),
        label=act.get("label"), place=Place(span=span(act["place"])) if act.get("place") else None, coder="gold")


def _keys(language: str, doc: str, lines: Sequence[Mapping[str, Any]], claims: Sequence[Claim]) -> dict[str, Key]:
    """Return the annotated act of each claim: of its sentence and type, overlapping words first."""
    found: dict[str, Key] = {}
    for index, line in enumerate(lines):
        own = [claim for claim in claims if claim.sentence == index]
        ranked = sorted((not _overlap(act["trigger"], claim.trigger.quote), abs(i - j), i, j)
                        for i, act in enumerate(line["events"]) for j, claim in enumerate(own)
                        if act["type"] == claim.type)
        found |= {own[j].id: (language, doc, line["sent"], i) for i, j in _one_to_one(ranked)}
    return found


def _overlap(one: str, other: str) -> bool:
    return one in other or other in one


def _print(given: _Set, events: Sequence[Event], keys: Mapping[str, Key]) -> None:
    for event in events:
        known = [keys[claim] for claim in event.claims if claim in keys]
        if len(known) > 1:
            print(f"--- {event.id} {event.type} {event.status}")
            for key in sorted(known, key=lambda key: (key[1:3], key[0])):
                act = given.act(key)
                print("   ", *key, act["type"], act["status"], f"«{act['trigger']}»", sorted(_codes(act, "actors")),
                      sorted(_codes(act, "recipients")), given.lines[key[:3]]["text"][:90])


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
