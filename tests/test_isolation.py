"""One bad sentence, claim or document never stops the rest: each failure becomes a numbered problem."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from keii import pipeline
from keii.coding.tree import Tree
from keii.language.contract import Parse
from keii.language.languages import language
from keii.resolution import parties

TEXT = "Norway attacked Chile. Peru attacked Chile. Kenya met Ghana."


def broken(marked: str, real: Any) -> Any:
    """Return a stand-in for `real` that fails on what mentions `marked`."""

    def stand_in(*args: Any, **options: Any) -> Any:
        if any(marked in repr(argument) or marked in getattr(argument, "text", "") for argument in args):
            raise RuntimeError("broken on purpose")
        return real(*args, **options)

    return stand_in


def types(reading: pipeline.Reading) -> list[str]:
    return [claim.type for claim in reading.claims]


def test_a_sentence_the_coder_fails_on_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("keii.coding.rules.Tree", broken("Peru", Tree))
    reading = pipeline.code(TEXT, language="en", coder="rules")
    assert types(reading) == ["ASSAULT", "CONSULT"]
    assert [(p.code, TEXT[p.start : p.end]) for p in reading.problems] == [("coding.failed", "Peru attacked Chile.")]


def test_a_sentence_the_parser_fails_on_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    real = type(language("en")).parse

    def parse(self: Any, sentences: Iterable[str]) -> Iterator[Parse]:
        texts = list(sentences)
        if any("Peru" in text for text in texts):
            raise RuntimeError("broken on purpose")
        return real(self, texts)

    monkeypatch.setattr(type(language("en")), "parse", parse)
    reading = pipeline.code(TEXT, language="en", coder="rules")
    assert types(reading) == ["ASSAULT", "CONSULT"]
    assert [problem.code for problem in reading.problems] == ["coding.failed"]


def test_what_the_model_fails_on_is_read_by_the_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any) -> Any:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("keii.coding.trained.read_window", fails)
    reading = pipeline.code(TEXT, language="en", coder="both")
    assert types(reading) == ["ASSAULT", "ASSAULT", "CONSULT"]
    assert [problem.code for problem in reading.problems] == ["coding.failed"] * 3
    alone = pipeline.code(TEXT, language="en", coder="model")
    assert (alone.claims, len(alone.problems)) == ((), 3)


def test_a_claim_that_cannot_be_resolved_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parties._Resolver, "resolve", broken("Peru", parties._Resolver.resolve))
    reading = pipeline.code(TEXT, language="en", coder="rules")
    assert types(reading) == ["ASSAULT", "CONSULT"]
    assert [problem.code for problem in reading.problems] == ["coding.failed"]


def test_a_document_that_fails_as_a_whole_leaves_the_others(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Peru attacked Chile on Monday, and the army left the city.\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("Kenya met Ghana on Monday, and the two countries talked.\n", encoding="utf-8")
    monkeypatch.setattr(pipeline, "read_document", broken("Peru", pipeline.read_document))
    first, second = pipeline.read([str(tmp_path)], language="en")
    assert [problem.code for problem in first.problems] == ["coding.failed-document"]
    assert first.document is not None
    assert "CONSULT" in types(second)
