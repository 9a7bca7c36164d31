"""Leaving out sentences without a trigger never changes what is read: the screen is a matter of speed alone."""

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cases.coding import load
from keii.coding.rules import Rules
from keii.coding.screen import screen
from keii.documents.sentences import sentences as sentences_of
from keii.language.languages import LANGUAGES, language
from keii.model import Document, Problem, Sentence
from keii.pipeline import read_document
from keii.sources import find
from quality.predict import read_lines
from quality.remembering import remembering
from quality.sets import CASES, DEVELOPMENT, development

EXAMPLES = Path(__file__).parents[1] / "examples"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A document with its sentences, as the pipeline is given them."""

    name: str
    document: Document
    sentences: tuple[Sentence, ...]


def document(name: str, lines: list[str], code: str) -> Text:
    """Return lines as one document, a sentence each."""
    found, at = [], 0
    for index, line in enumerate(lines):
        found.append(Sentence(index=index, start=at, end=at + len(line), text=line))
        at += len(line) + 1
    return Text(
        name=name,
        sentences=tuple(found),
        document=Document(
            id=f"d_{name}", text="\n".join(lines), language=code, reader="test", origin=name, language_basis="declared"
        ),
    )


def by_document(name: str, path: Path, code: str) -> Iterator[Text]:
    lines: dict[str, list[str]] = {}
    for line in read_lines(path):
        lines.setdefault(line["doc"], []).append(line["text"])
    yield from (document(f"{name} {key}", texts, code) for key, texts in lines.items())


def collections() -> Iterator[Any]:
    """Yield what is read, as parameters: each a list of texts, made when its test runs."""
    for code in LANGUAGES:
        yield pytest.param(lambda code=code: by_document("cases", CASES[code], code), id=f"gold cases {code}")
        yield pytest.param(
            lambda code=code: (document(f"{i}", [case.text], code) for i, case in enumerate(load(code))),
            id=f"single sentences {code}",
        )
    yield pytest.param(examples, id="examples")
    for kind, name, code, _ in DEVELOPMENT:
        path = development() / kind / f"{name}.input.jsonl"
        if kind == "events":
            yield pytest.param(
                lambda name=name, path=path, code=code: by_document(name, path, code),
                id=name,
                marks=pytest.mark.skipif(not path.exists(), reason="the development sets are not there"),
            )


def examples() -> Iterator[Text]:
    for found in find([str(EXAMPLES)]):
        assert not isinstance(found, Problem), found
        yield Text(name=found.origin, document=found, sentences=sentences_of(found))


@pytest.mark.parametrize("texts", list(collections()))
def test_skipping_changes_nothing(texts: Any) -> None:
    fast, whole = Rules(skip=True), Rules(skip=False)
    count = 0
    for text in texts():
        with remembering() if len(text.sentences) == 1 else nullcontext():  # parsed by itself either way
            expected = read_document(text.document, text.sentences, coder=whole)
            assert read_document(text.document, text.sentences, coder=fast).claims == expected.claims, text.name
        count += len(text.sentences)
    assert count


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        pytest.param("ja", "議長は「静かにするべきだ」と述べた。"),
        pytest.param("ja", "知事は「もっと急がなければならない」と語った。"),
        ("en", '"They must be quiet," the chairman said.'),
        ("en", '"We should hurry up," the governor said.'),
    ],
)
def test_demands_without_another_word_of_the_lexicon_are_not_lost(code: str, sentence: str) -> None:
    text = document("demand", [sentence], code)
    fast, whole = (read_document(text.document, text.sentences, coder=Rules(skip=skip)) for skip in (True, False))
    assert fast.claims == whole.claims


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("ja", "空は青い。"),
        ("en", "The sky was blue."),
    ],
)
def test_sentences_without_any_trigger_are_skipped(code: str, sentence: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(sentences: Any) -> Iterator[Any]:
        assert not list(sentences), "parsed"
        return iter(())

    assert not screen(code).passes(sentence)
    monkeypatch.setattr(type(language(code)), "parse", lambda self, sentences: refuse(sentences))
    text = document("sky", [sentence], code)
    assert read_document(text.document, text.sentences, coder=Rules(skip=True)).claims == ()
