"""What keii reads in the sentences of an input file.

A prediction sees the input alone: lines of the documents with their sentences and nothing else. A file that holds
more, such as annotations, is refused.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from keii import pipeline
from keii.errors import InputError
from keii.exports import scorer
from keii.exports.scorer import SentenceLine
from keii.model import Claim

INPUT = ("doc", "sent", "text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicted:
    """What keii read in one sentence."""

    line: SentenceLine
    claims: tuple[Claim, ...]

    @property
    def json(self) -> bytes:
        """The prediction as a line of the scorer's format."""
        return scorer.events(self.line, self.claims)

    @property
    def events(self) -> list[dict[str, Any]]:
        """The claims as events of the scorer's format, in their order."""
        events: list[dict[str, Any]] = json.loads(self.json)["events"]
        return events


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Return the JSON objects of a file, one a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def write_input(annotated: Iterable[Mapping[str, Any]], path: Path) -> None:
    """Write the input file of annotated sentences: what a prediction may see of them."""
    lines = (json.dumps({name: line[name] for name in INPUT}, ensure_ascii=False) for line in annotated)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def predict(path: Path, language: str, coder: str | None = None) -> Iterator[Predicted]:
    """Yield the prediction for every sentence of an input file, each coded in the context of its document.

    Raises InputError for a file that holds more than an input may.
    """
    raw = path.read_bytes().splitlines()
    for number, line in enumerate(raw, start=1):
        if line.strip() and (extra := set(json.loads(line)) - set(INPUT)):
            raise InputError(f"the input holds {', '.join(sorted(extra))}.", where=f"{path}:{number}",
                             remedy=f"A prediction sees {', '.join(INPUT)} alone.")
    for lines in scorer.documents(scorer.sentence_lines(raw, path.name)):
        texts = [" ".join(line.text.split("\n")) for line in lines]
        reading = pipeline.code_sentences(texts, language=language, coder=coder)
        for index, sentence in enumerate(lines):
            yield Predicted(line=sentence, claims=tuple(c for c in reading.claims if c.sentence == index))


def predict_task(task: str, path: Path, language: str, coder: str | None = None) -> Iterator[bytes]:
    """Yield the prediction for every line of a task's input, as the scorer reads it; `coder` None: the default one."""
    raw = path.read_bytes().splitlines()
    if task == "events":
        yield from (predicted.json for predicted in predict(path, language, coder))
    elif task == "relations":
        for line in scorer.relation_lines(raw, path.name):
            kind = pipeline.relation(line.sentence, line.source, line.target, language=language)
            yield scorer.relation(line, kind)
    elif task == "status":
        for text in scorer.text_lines(raw, path.name, marked=True):
            acts = [(act.start, act.end) for act in text.acts]
            yield scorer.statuses(text, pipeline.statuses(text.text, acts, language=language))
    elif task == "places":
        for text in scorer.text_lines(raw, path.name, marked=False):
            yield scorer.toponyms(text, pipeline.places(text.text, language=language))
    else:
        for text in scorer.text_lines(raw, path.name, marked=False):
            yield scorer.attributions(text, pipeline.attributions(text.text, language=language))
