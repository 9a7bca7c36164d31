"""The articles that a benchmark reads: gold cases, examples, and the development sets where they are at hand."""

import json
from collections.abc import Iterable, Iterator
from itertools import cycle, islice
from pathlib import Path

from keii.language.languages import language as language_of
from keii.model import Document
from keii.sources import find
from quality.predict import read_lines
from quality.sets import CASES, DEVELOPMENT, ROOT, development

EXAMPLES = ROOT.parent / "examples"
PARAGRAPH = 3  # sentences of a paragraph, where the texts come sentence by sentence


def articles(code: str) -> list[str]:
    """Return the different articles of a language that are at hand."""
    return [*_joined(CASES[code], code), *_examples(code), *_developed(code)]


def write_articles(code: str, path: Path, *, sentences: int) -> tuple[int, int]:
    """Write articles of a language for `keii read`, repeated until they have at least so many sentences.

    Return how many sentences there are and how many of them are different. Repeated articles have ids of their own.
    """
    known = articles(code)
    split = language_of(code).split
    sizes = [len(split(text)) for text in known]
    chosen = list(range(len(known)))
    while sum(sizes[i] for i in chosen) < sentences:
        chosen += list(islice(cycle(range(len(known))), len(known)))
    with path.open("w", encoding="utf-8") as file:
        for number, i in enumerate(chosen):
            given = {"id": f"{code}-{number}", "text": known[i],
                     "sentences": [known[i][start:end] for start, end in split(known[i])]}
            file.write(json.dumps(given, ensure_ascii=False) + "\n")
    return sum(sizes[i] for i in chosen), sum(sizes)


def _joined(path: Path, code: str) -> Iterator[str]:
    """Yield the articles of a file that has their sentences one a line."""
    if path.exists():
        by_article: dict[str, list[str]] = {}
        for line in read_lines(path):
            by_article.setdefault(line["doc"], []).append(line["text"])
        yield from (_paragraphs(sentences, code) for sentences in by_article.values())


def _paragraphs(sentences: Iterable[str], code: str) -> str:
    rest, joiner = list(sentences), language_of(code).joiner
    return "\n".join(joiner.join(rest[at : at + PARAGRAPH]) for at in range(0, len(rest), PARAGRAPH))


def _examples(code: str) -> Iterator[str]:
    for found in find([str(EXAMPLES)]):
        if isinstance(found, Document) and found.language == code:
            yield found.text


def _developed(code: str) -> Iterator[str]:
    for kind, name, language, _ in DEVELOPMENT:
        if kind == "events" and language == code:
            yield from _joined(development() / kind / f"{name}.input.jsonl", code)
