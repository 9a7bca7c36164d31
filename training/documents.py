"""Annotated documents in one form, from the corpus and from the openly licensed sets that may train beside it."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.notation import Act, AnnotatedSentence, Article, Attribution, Named, Words, read_articles
from keii.encoder.labels import ANTECEDENTS

Place = tuple[int, int, int]  # sentence, start, end
NEAR = 2  # sentences back that a reader still has in mind


@dataclass(slots=True)
class Anchor:
    """A word that something hangs on: an act's trigger, an attribution's cue, a predicate."""

    kind: str  # act, say, predicate
    at: Place  # the words; the model sees their first piece
    type: str | None = None
    status: str | None = None
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    label: str | None = None
    roles: dict[str, list[Place]] = field(default_factory=dict)

    def add(self, role: str, place: Place | None) -> None:
        """Add a span to a role, once."""
        if place is not None and place not in self.roles.setdefault(role, []):
            self.roles[role].append(place)


@dataclass(slots=True)
class Annotated:
    """A document: its sentences, its anchors, and what its annotation covers."""

    id: str
    language: str
    sentences: list[str]
    anchors: list[Anchor]
    covers: frozenset[str]  # act, say, predicate: kinds whose absence means that there is none
    soft: bool = False


def corpus_documents(folder: Path) -> Iterator[Annotated]:
    """Yield the articles of the corpus."""
    for path in sorted(folder.glob("*.txt")):
        for article in read_articles(path, []):
            yield _from_article(article)


def coded_documents(path: Path, language: str) -> Iterator[Annotated]:
    """Yield the documents of a file in the events format (news, wiki); their attributions are not annotated."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for line in filter(None, path.read_text(encoding="utf-8").split("\n")):
        row = json.loads(line)
        rows.setdefault(row["doc"], []).append(row)
    for name, lines in rows.items():
        texts = [" ".join(row["text"].split("\n")) for row in lines]
        document = Annotated(name, language, texts, [], frozenset({"act"}))
        for index, row in enumerate(lines):
            for event in row["events"]:
                anchor = _from_event(event, index, texts)
                if anchor is not None:
                    document.anchors.append(anchor)
        yield document


def predicate_documents(path: Path) -> Iterator[Annotated]:
    """Yield the documents of the Wikipedia Annotated Corpus with verbs and サ変 nouns and their surface cases."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for line in filter(None, path.read_text(encoding="utf-8").split("\n")):
        row = json.loads(line)
        rows.setdefault(row["doc"], []).append(row)
    for name, lines in rows.items():
        document = Annotated(name, "ja", [row["text"] for row in lines], [], frozenset())
        numbers = {row["sent"]: index for index, row in enumerate(lines)}
        for index, row in enumerate(lines):
            for predicate in row["predicates"]:
                if predicate["kind"] not in ("verb", "sahen"):
                    continue
                anchor = Anchor("predicate", (index, predicate["start"], predicate["end"]))
                for case in ("ga", "wo", "ni"):
                    for argument in predicate.get(case) or []:
                        if not argument.get("zero"):
                            anchor.add(case, (index, argument["start"], argument["end"]))
                        elif argument.get("sent") in numbers:
                            anchor.add(case, (numbers[argument["sent"]], argument["start"], argument["end"]))
                document.anchors.append(anchor)
        yield document


def _from_article(article: Article) -> Annotated:
    texts = [sentence.text for sentence in article.sentences]
    document = Annotated(
        article.id, article.language, texts, [], frozenset({"act", "say"}), bool(article.facts.get("soft"))
    )
    earlier = Earlier(texts)
    for index, sentence in enumerate(article.sentences):
        document.anchors += [_from_act(act, index, earlier, article) for act in sentence.acts]
        document.anchors += [_from_attribution(said, index, earlier, sentence) for said in sentence.attributions]
        for act in sentence.acts:
            earlier.read(index, (*act.actors, *act.recipients, *act.sources))
    return document


class Earlier:
    """Finds where an earlier sentence names a party; what lies far back, from its latest mention by any words."""

    def __init__(self, texts: list[str]) -> None:
        """Start with the document's sentences; `read` takes in the parties of each."""
        self.texts = texts
        self._latest: dict[str, Place] = {}  # code -> where its party was last named

    def read(self, index: int, parties: Iterable[Named]) -> None:
        """Remember the parties that a sentence names; parties of no country are nobody in particular."""
        for party in parties:
            if party.words and not party.antecedent and not party.code.startswith("XXX"):
                self._latest[party.code] = (index, party.words.start, party.words.end)

    def place(self, party: Named, index: int) -> Place | None:
        """Return the place that stands for a party with an antecedent."""
        assert party.antecedent is not None
        named = _earlier(party.antecedent, index, self.texts, party.words)
        latest = self._latest.get(party.code)
        far = named is None or index - named[0] > NEAR
        return latest if far and latest is not None and (named is None or latest > named) else named


def _from_act(act: Act, index: int, earlier: Earlier, article: Article) -> Anchor:
    contexts = act.contexts or tuple(filter(None, article.facts.get("context", "").replace(" ", "").split(",")))
    anchor = Anchor(
        "act", (index, act.trigger.start, act.trigger.end), act.type, act.status, act.mode, contexts, act.label
    )
    anchor.add("trigger", anchor.at)
    for role, parties in (
        ("actor", act.actors),
        ("recipient", act.recipients),
        ("source", act.sources[-1:]),
        ("outer", act.sources[:-1]),
    ):
        for party in parties:
            _add_party(anchor, role, party, index, earlier)
    for role, words in (("place", act.place), ("time", act.time), ("quantity", act.quantity)):
        anchor.add(role, _at(words, index))
    for hedge in act.hedges:
        anchor.add("hedge", _at(hedge, index))
    return anchor


def _from_attribution(said: Attribution, index: int, earlier: Earlier, sentence: AnnotatedSentence) -> Anchor:
    speaker = said.source.words if said.source else None
    first = said.cue[0] if said.cue else speaker or said.content[0]
    anchor = Anchor("say", (index, first.start, first.end))
    for cue in said.cue:
        anchor.add("cue", _at(cue, index))
    for piece in said.content:
        anchor.add("content", _at(piece, index))
    if said.source:
        _add_party(anchor, "speaker", said.source, index, earlier)
    return anchor


def _add_party(anchor: Anchor, role: str, party: Named, index: int, earlier: Earlier) -> None:
    anchor.add(role, _at(party.words, index))
    if party.antecedent and role in ANTECEDENTS:
        anchor.add(ANTECEDENTS[role], earlier.place(party, index))


def _at(words: Words | None, index: int) -> Place | None:
    return (index, words.start, words.end) if words else None


def _earlier(name: str, index: int, texts: list[str], pronoun: Words | None) -> Place | None:
    """Return the nearest place before where `name` stands, in this sentence only beside the pronoun itself."""
    for number in range(index - 1, -1, -1):
        at = texts[number].rfind(name)
        if at >= 0:
            return number, at, at + len(name)
    at = texts[index].find(name)
    same = pronoun is not None and pronoun.start <= at < pronoun.end
    return (index, at, at + len(name)) if at >= 0 and not same else None


def _from_event(event: dict[str, Any], index: int, texts: list[str]) -> Anchor | None:
    text = texts[index]
    at = text.find(event["trigger"])
    if at < 0:
        return None
    anchor = Anchor("act", (index, at, at + len(event["trigger"])), event["type"], event["status"])
    anchor.add("trigger", anchor.at)
    parties = [("actor", party) for party in event["actors"]] + [("recipient", party) for party in event["recipients"]]
    if event.get("source"):
        parties.append(("source", event["source"]))
    for role, party in parties:
        if (place := _nearest(text, party["text"], at)) is not None:
            anchor.add(role, (index, *place))
        else:
            anchor.add(ANTECEDENTS[role], _earlier(party["text"], index, texts, None))
    for role in ("place", "time"):
        if event.get(role) and (place := _nearest(text, event[role], at)) is not None:
            anchor.add(role, (index, *place))
    return anchor


def _nearest(text: str, words: str, near: int) -> tuple[int, int] | None:
    places = []
    at = text.find(words)
    while at >= 0 and words:
        places.append(at)
        at = text.find(words, at + 1)
    if not places:
        return None
    start = min(places, key=lambda place: (abs(place - near), place))
    return start, start + len(words)
