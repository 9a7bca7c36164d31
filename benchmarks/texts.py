"""The articles that a benchmark reads, dense in acts or as news is.

Dense: gold cases, examples, and the development sets where they are at hand; every second sentence and more holds a
claim. News: articles of the corpus that no training saw, hard and soft news mixed so that one sentence in three does.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path

from corpus.check import ARTICLES
from corpus.notation import Article, read_articles
from corpus.split import split_of
from keii.language.languages import language as language_of
from keii.model import Document
from keii.sources import find
from quality.predict import read_lines
from quality.sets import CASES, DEVELOPMENT, ROOT, development

EXAMPLES = ROOT.parent / "examples"
HOLD_A_CLAIM = 1 / 3  # of the sentences of news
PARAGRAPH = 3  # sentences of a paragraph, where the texts come sentence by sentence


def articles(code: str) -> list[str]:
    """Return the different articles of a language that are at hand."""
    return [*_joined(CASES[code], code), *_examples(code), *_developed(code)]


def news(code: str) -> list[str]:
    """Return articles of the check split: all soft ones, and hard ones until a third of the sentences has an act."""
    known = [article for path in sorted(ARTICLES.glob("*.txt")) for article in read_articles(path, [])
             if article.language == code and split_of(article.id) == "check"]
    chosen = [article for article in known if _soft(article)]
    for article in known:
        if not _soft(article):
            sentences = [sentence for one in chosen for sentence in one.sentences]
            if sum(bool(sentence.acts) for sentence in sentences) >= HOLD_A_CLAIM * len(sentences):
                break
            chosen.append(article)
    return [_paragraphs((sentence.text for sentence in article.sentences), code) for article in chosen]


def _soft(article: Article) -> bool:
    return bool(dict(article.facts).get("soft"))


def write_articles(code: str, path: Path, *, sentences: int, known: Sequence[str] | None = None) -> tuple[int, int]:
    """Write articles of a language for `keii read`, repeated until they have at least so many sentences.

    Return how many sentences there are and how many of them are different. Repeated articles have ids of their own.
    """
    known = articles(code) if known is None else known
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
