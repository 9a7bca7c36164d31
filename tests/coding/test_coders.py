"""What holds of every implementation of coding, and how the two work together."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import orjson
import pytest

from keii import pipeline
from keii.coding import combined
from keii.coding.coders import CODERS, coder
from keii.coding.combined import Combined
from keii.coding.confidence import Belief, Case, Evidence
from keii.coding.contract import Coded
from keii.coding.rules import Rules
from keii.coding.trained import Trained
from keii.encoder.precedents import ROWS, precedents
from keii.encoder.reading import Thresholds
from keii.errors import UsageError
from keii.model import Claim, Document, Sentence

TEXTS = {
    "ja": "チリの外相は12日、ペルーを非難した。\n警察は記者3人を逮捕したという。\n空は青い。",
    "en": "Chile's foreign minister condemned Peru on Monday.\n"
    "Police have reportedly arrested three reporters.\nThe sky is blue.",
}


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", sorted(CODERS))
def test_every_coder_finds_plain_acts_and_none_in_a_sentence_without(name: str, language: str) -> None:
    reading = pipeline.code(TEXTS[language], language=language, coder=name)
    found = {(claim.sentence, claim.type) for claim in reading.claims}
    assert (0, "ACCUSE") in found
    assert (1, "COERCE") in found
    assert not any(sentence == 2 for sentence, _ in found)
    assert all(claim.coder.startswith({"both": "rules+model"}.get(name, name)) for claim in reading.claims)


@pytest.mark.parametrize("name", ["model", "both"])
def test_a_trained_claim_says_what_it_rests_on(name: str) -> None:
    claim = pipeline.code(TEXTS["en"], language="en", coder=name).claims[0]
    rules = {step.rule for step in claim.trace}
    assert {"model.score", "corpus"} <= rules
    assert claim.confidence is not None
    assert 0 < claim.confidence <= 1
    precedent = next(step.value for step in claim.trace if step.field == "precedent")
    assert "«" in precedent


def test_an_unknown_coder_is_refused() -> None:
    with pytest.raises(UsageError, match="not known"):
        coder("oracle")


class Nothing:
    """A coder that reads no act."""

    name = "nothing"

    def code_some(self, document: Document, sentences: Sequence[Sentence], wanted: Any) -> Iterator[Coded]:
        return (Coded(sentence=sentence) for sentence in sentences)


def claims(coder_: Any, language: str) -> list[Claim]:
    document = pipeline.code(TEXTS[language], language=language, coder="rules").document
    assert document is not None
    sentences = pipeline.code(TEXTS[language], language=language, coder="rules").sentences
    return [claim for coded in coder_.code(document, sentences) for claim in coded.claims]


def test_without_the_rules_only_what_the_model_is_sure_of_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    both = Combined(alone=0.5)
    monkeypatch.setattr(both, "_rules", Nothing())
    monkeypatch.setattr(combined, "LEAST", 0.0)
    alone = claims(both, "en")
    model = claims(Trained(thresholds=Thresholds(type=0.5)), "en")
    assert [(c.type, c.trigger) for c in alone] == [(c.type, c.trigger) for c in model]


def test_an_act_of_the_model_alone_is_told_where_its_type_is_sure_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    both = Combined(alone=0.0)
    monkeypatch.setattr(both, "_rules", Nothing())
    told = claims(both, "en")
    assert all(claim.confidence is not None and claim.confidence >= combined.LEAST for claim in told)
    monkeypatch.setattr(combined, "LEAST", 0.0)
    everything = claims(both, "en")
    assert 0 < len(told) < len(everything)


def test_a_veto_of_everything_leaves_nothing_of_the_rules() -> None:
    assert claims(Combined(alone=1.0, veto=1.0), "en") == []
    assert claims(Combined(alone=1.0, veto=0.0), "en")


def test_no_act_is_told_twice() -> None:
    for language in ("ja", "en"):
        found = claims(Combined(alone=0.3, veto=0.0), language)
        assert not any(a.trigger.overlaps(b.trigger) for i, a in enumerate(found) for b in found[i + 1 :])


@pytest.mark.parametrize("text", ["ペルー海軍は沿岸の警備強化を進めている。", "ペルー政府は食糧の緊急輸送を始めた。"])
def test_an_act_whose_words_begin_elsewhere_for_the_model_is_not_vetoed(text: str) -> None:
    """To the rules the word is 強化, to the model 警備強化: one act, which both see."""
    read = {name: pipeline.code(text, language="ja", coder=name).claims for name in CODERS}
    assert [claim.trigger.start for claim in read["rules"]] != [claim.trigger.start for claim in read["model"]]
    assert [claim.trigger for claim in read["both"]] == [claim.trigger for claim in read["rules"]]


def test_a_cue_that_led_the_rules_elsewhere_does_not_stand_beside_the_status() -> None:
    for language in ("ja", "en"):
        for claim in claims(Combined(alone=1.0, veto=0.0), language):
            ruled = next(c for c in claims(Rules(), language) if c.trigger == claim.trigger)
            if claim.status != ruled.status:
                assert {cue.rule for cue in claim.cues} <= {"model.hedge"}
            else:
                assert claim.cues == ruled.cues


def test_an_act_takes_its_label_from_the_nearest_precedent_only_where_both_are_told_by_the_same_word() -> None:
    rows = [orjson.loads(line) for line in ROWS.read_bytes().splitlines()]
    wanted = ("OTHER", "vote", "vote")
    at = next(i for i, row in enumerate(rows) if (row["type"], row["trigger"], row["label"]) == wanted)
    likeness = np.zeros(len(rows), dtype=np.float32)
    likeness[at] = 1.0
    assert precedents().label(likeness, "voted") == "vote"
    assert precedents().label(likeness, "fished") == "fished"  # its own words, where no precedent is told by them


def test_a_cue_of_the_model_is_whole_words() -> None:
    text = "Somalia warned that it would stop any vessel that entered its waters."
    cues = [cue.span for claim in pipeline.code(text, language="en").claims for cue in claim.cues]
    assert cues
    for span in cues:
        assert not text[span.start - 1 : span.start].isalnum()
        assert not text[span.end : span.end + 1].isalnum()


def test_a_demand_stands_beside_what_it_demands_whoever_reads_that() -> None:
    """No row of the lexicon has the boats that are to be withdrawn: the model reads that act alone."""
    text = '"Togo must withdraw its boats at once," the minister told reporters.'
    assert [claim.type for claim in pipeline.code(text, language="en", coder="rules").claims] == ["REQUEST"]
    assert [claim.type for claim in pipeline.code(text, language="en").claims] == ["REQUEST", "RETREAT"]


def test_no_act_ends_with_a_particle() -> None:
    text = "北朝鮮は偵察衛星の開発を続けるよう求められた。ケニアは港の調査を始めた。"
    for name in ("model", "both"):
        assert not [c for c in pipeline.code(text, language="ja", coder=name).claims if c.trigger.quote.endswith("を")]


class Doubter:
    """A judge that is as sure of every claim as of any other."""

    def __init__(self, sure: float) -> None:
        self._belief = Belief(type=sure, whole=sure)

    def judge(self, claim: Claim, case: Case, evidence: Evidence) -> Belief:
        return self._belief


def told(sure: float, idle: int) -> int:
    """Return how many claims are told of an article with one act among `idle` sentences that tell none."""
    document, sentences = pipeline.lined(["Chile condemned Peru.", *["The sky was blue."] * idle], language="en")
    reading = pipeline.read_document(document, sentences, coder=Combined(judge=Doubter(sure)))
    return len(reading.claims)


def test_in_an_article_that_tells_hardly_anything_an_unsure_act_is_none() -> None:
    assert told(0.4, idle=9) == 0
    assert told(0.9, idle=9) == 1, "a sure one is"


def test_where_much_is_told_or_little_is_asked_an_unsure_act_stays() -> None:
    assert told(0.4, idle=0) == 1
    assert told(0.4, idle=4) == 1, "too few sentences to be an article"
