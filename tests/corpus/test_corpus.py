"""The corpus itself: no fault, nothing of a benchmark, every cell of the grid filled."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from corpus.check import ARTICLES, BENCH, check, shared_runs
from corpus.jsonl import rows
from corpus.notation import STATUSES, Article, read_articles
from corpus.report import alike
from keii.encoder.labels import TYPES

LANGUAGES = ("ja", "en")


@cache
def held(path: Path) -> tuple[Article, ...]:
    """Return the articles of a file, read once for all tests; raises DataError at its first fault."""
    return tuple(read_articles(path))


@cache
def articles(language: str) -> tuple[Article, ...]:
    return tuple(a for path in sorted(ARTICLES.glob("*.txt")) for a in held(path) if a.language == language)


def test_the_corpus_has_no_fault() -> None:
    assert not [str(fault) for fault in check(ARTICLES.glob("*.txt"))]


@pytest.mark.skipif(not BENCH.is_dir(), reason="the development sets are not there")
def test_it_shares_no_words_with_a_benchmark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.check.read_articles", lambda path, problems: held(path))
    assert not [str(fault) for fault in shared_runs(ARTICLES.glob("*.txt"))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_type_and_status_has_many_acts(language: str) -> None:
    acts = [act for article in articles(language) for sentence in article.sentences for act in sentence.acts]
    types, statuses = Counter(act.type for act in acts), Counter(act.status for act in acts)
    assert min(types[name] for name in TYPES) >= 50, types
    assert min(statuses[name] for name in STATUSES) >= 50, statuses


@pytest.mark.parametrize("language", LANGUAGES)
def test_hardly_any_sentences_are_alike(language: str) -> None:
    pairs = list(alike(articles(language)))
    assert len(pairs) <= len(articles(language)) // 100, pairs[:5]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_span_of_the_json_lines_quotes_its_sentence(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.jsonl.read_articles", held)
    count = 0
    for row in rows(ARTICLES.glob("*.txt"), language):
        for event in row["events"]:
            spans = [
                (event["trigger_span"], event["trigger"]),
                (event["place_span"], event["place"]),
                (event["time_span"], event["time"]),
            ]
            spans += [(p["span"], p["text"]) for p in event["actors"] + event["recipients"] if not p.get("implicit")]
            for span, text in spans:
                assert (span is None and text is None) or row["text"][span[0] : span[1]] == text
                count += 1
    assert count > 1000
