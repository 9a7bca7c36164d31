"""Numbers that are told apart from their act join it, and only it: the cases of both languages."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from keii.coding.contract import Coded
from keii.model import Claim, Document, Party, Quantity, Sentence, Span, Status, Time
from keii.resolution.tolls import SOURCE, resolve_tolls

CASES = Path(__file__).parents[1] / "cases"


def cases() -> Iterator[Any]:
    for language in ("ja", "en"):
        file = yaml.safe_load((CASES / language / "tolls.yaml").read_text(encoding="utf-8"))
        for case in file["cases"]:
            yield pytest.param(case, language, str(file["published"]), id=f"{language}: {case['name']}")


def coded(case: dict[str, Any], language: str, published: str) -> tuple[Document, list[Coded]]:
    lines = [case["title"]] if "title" in case else []
    lines += case["text"].rstrip("\n").split("\n")
    document = Document(id="d", text="\n".join(lines), title=case.get("title"), language=language,
                        published_at=published, language_basis="declared", reader="text", origin="text")
    items, at = [], 0
    for index, line in enumerate(lines):
        sentence = Sentence(index=index, start=at, end=at + len(line), text=line)
        claims = [claim(document, sentence, words, told) for words, told in case["acts"].items() if words in line
                  and document.text.index(words) - at in range(len(line))]
        items.append(Coded(sentence=sentence, claims=tuple(claims)))
        at += len(line) + 1
    return document, items


def claim(document: Document, sentence: Sentence, words: str, told: str) -> Claim:
    type_, status, *time = told.split(" ")
    start = sentence.start + sentence.text.index(words)
    span = Span.of(document.text, start, start + len(words))
    when = Time(span=span, start=time[0], end=time[0], precision="day") if time else None
    return Claim(document="d", sentence=sentence.index, type=type_, trigger=span, status=Status(status), time=when,
                 coder="c")


@pytest.mark.parametrize(("case", "language", "published"), list(cases()))
def test_numbers_join_the_act_that_they_tell_of(case: dict[str, Any], language: str, published: str) -> None:
    document, items = coded(case, language, published)
    found = []
    for item in resolve_tolls(document, items):
        for one in item.claims:
            one.check(document.text)
            sources = [step.value for step in one.trace if step.field == SOURCE]
            kinds = {step.span: step.value for step in one.trace if step.field == "quantity"}
            found += [(one.trigger.quote, q.span.quote, q.low, q.high, kinds[q.span], sources) for q in one.quantities]
    wanted = [(join["act"], join["words"], join["low"], join.get("high", join["low"]), join["kind"])
              for join in case["joins"]]
    assert [one[:5] for one in found] == wanted
    for (*_, sources), join in zip(found, case["joins"], strict=True):
        assert ("source" not in join) or join["source"] in sources


@pytest.mark.parametrize(("language", "text", "act", "befell", "words"), [
    ("ja", "南部で地震があり、子ども14人が死亡した。", "地震", "死亡", "子ども14人"),
    ("en", "In the earthquake 14 children died.", "earthquake", "died", "14 children"),
])
def test_what_befell_people_keeps_its_number_and_gives_it(
    language: str, text: str, act: str, befell: str, words: str
) -> None:
    document, [item] = coded({"text": text, "acts": {act: "OTHER occurred", befell: "OTHER occurred"}}, language,
                             "2033-05-12")
    at = text.index(words)
    span = Span.of(text, at, at + len(words))
    died = item.claims[1].with_(actors=(Party(span=span),), quantities=(
        Quantity(span=span, low=14, high=14, unit="person"),))
    [read] = resolve_tolls(document, [Coded(sentence=item.sentence, claims=(item.claims[0], died))])
    assert [[number.low for number in one.quantities] for one in read.claims] == [[14], [14]]


@pytest.mark.parametrize(("language", "text", "act", "words", "wide"), [
    ("ja", "市場への攻撃でけがをしたのは7人だった。", "攻撃", "7人", "けがをしたのは7人"),
    ("en", "The attack on the market left seven people wounded.", "attack", "seven people", "seven people wounded"),
])
def test_a_number_that_coding_marked_gets_the_words_for_what_it_counts(
    language: str, text: str, act: str, words: str, wide: str
) -> None:
    document, [item] = coded({"text": text, "acts": {act: "ASSAULT occurred"}}, language, "2033-05-12")
    at = text.index(words)
    marked = Quantity(span=Span.of(text, at, at + len(words)), low=7, high=7, unit="person")
    [read] = resolve_tolls(document, [Coded(sentence=item.sentence, claims=(
        item.claims[0].with_(quantities=(marked,)),))])
    assert [number.span.quote for number in read.claims[0].quantities] == [wide]
