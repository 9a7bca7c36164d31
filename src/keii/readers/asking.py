"""What a model is asked: the codebook in short, and the numbered sentences of a part of a document."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from keii.codebook import codebook
from keii.model import Document, Sentence

VERSION = 1  # of the prompt: raised with every change of what is asked, so that claims say by which one they came
MOST_SENTENCES, MOST_CHARACTERS = 30, 6_000  # of one request: some eight thousand tokens with the codebook
CONTEXT = 3  # sentences before a part that are shown with it
LONGEST = 10_000  # characters of a sentence that is sent at all
_PROMPT = Path(__file__).parent / "data" / "prompt.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Sentences of a document that one request asks about, with some before them."""

    context: tuple[Sentence, ...]
    sentences: tuple[Sentence, ...]  # never empty


def parts(sentences: Sequence[Sentence]) -> Iterator[Part]:
    """Yield the parts of a document in order; a sentence of more than LONGEST characters is in none."""
    sent = [one for one in sentences if len(one.text) <= LONGEST]
    first = 0
    while first < len(sent):
        last, size = first, 0
        while last < len(sent) and last - first < MOST_SENTENCES and (
                last == first or size + len(sent[last].text) <= MOST_CHARACTERS):
            size += len(sent[last].text)
            last += 1
        yield Part(context=tuple(sent[max(0, first - CONTEXT):first]), sentences=tuple(sent[first:last]))
        first = last


def request(model: str, document: Document, part: Part) -> dict[str, Any]:
    """Return the request to /chat/completions for a part, the same for the same text."""
    told = {"language": document.language, "published": document.published_at and document.published_at[:10],
            "context": _numbered(part.context), "sentences": _numbered(part.sentences)}
    return {"model": model, "temperature": 0, "stream": False, "messages": [
        {"role": "system", "content": prompt()}, {"role": "user", "content": orjson.dumps(told).decode()}]}


def key(asked: dict[str, Any]) -> str:
    """Return what a reply is kept under: a hash of model, version of the prompt, and all that is asked."""
    return hashlib.sha256(orjson.dumps([VERSION, asked])).hexdigest()


@cache
def prompt() -> str:
    """Return what the model is told before each part: what a claim is, and the codebook in short."""
    book = codebook()
    modes: dict[str, list[str]] = {}
    for mode in book.modes.values():
        modes.setdefault(mode.type, []).append(mode.name)
    types = [f"{one.name}: {one.definition.en} {one.note.en}"
             + (f" Modes: {', '.join(modes[one.name])}." if one.name in modes else "") for one in book.types.values()]
    statuses = [f"{one.status.value}: {one.definition.en}" for one in book.statuses.values()]
    return "\n".join((_PROMPT.read_text(encoding="utf-8"), "Types:", *types, "", "Statuses:", *statuses))


def _numbered(sentences: Sequence[Sentence]) -> list[dict[str, Any]]:
    return [{"number": one.index, "text": one.text} for one in sentences]
