"""What a model replies is taken only where the text proves it and the codebook knows it."""

from typing import Any

import pytest

from keii.errors import InputError
from keii.model import Sentence, Status
from keii.readers.asking import LONGEST, MOST_SENTENCES, Part, key, parts, prompt, request
from keii.readers.replying import MANY, MOST, Why, checked, listed
from ledger.samples import document, sentences

TEXT = "Premier Ana Tuwere visited Peru.\nShe visited the port; she visited the camp.\nPeru may visit Fiji, he said."
SENTENCES = sentences(TEXT)
PART = Part(context=SENTENCES[:1], sentences=SENTENCES[1:])


def claim(**changes: Any) -> dict[str, Any]:
    """Return a proposal that is taken, with some fields changed; a change to ... takes the field out."""
    whole = {"sentence": 2, "trigger": "visit", "type": "CONSULT", "mode": "visit", "label": None, "status": "possible",
             "certainty": "low", "actors": [{"quote": "Peru"}], "recipients": [{"quote": "Fiji"}],
             "sources": [{"quote": "he", "cue": "said"}], "place": None, "time": None, "quantity": None,
             "cues": ["may"], **changes}
    return {name: value for name, value in whole.items() if value is not ...}


def why(*proposed: Any) -> list[tuple[Why, str]]:
    return [(one.why, one.words) for one in checked(proposed, PART)[1]]


def test_a_proposal_is_taken_with_every_word_at_its_place() -> None:
    (found,), refused = checked([claim()], PART)
    assert not refused
    assert (found.type, found.mode, found.status, found.sentence) == ("CONSULT", "visit", Status.POSSIBLE, 2)
    spans = [found.trigger, found.actors[0].span, found.recipients[0].span, found.sources[0].span,
             found.sources[0].cue, found.cues[0]]
    assert [span.quote for span in spans if span] == ["visit", "Peru", "Fiji", "he", "said", "may"]
    assert all(TEXT[span.start:span.end] == span.quote for span in spans if span)


def test_fields_that_say_nothing_may_be_left_out() -> None:
    (found,), refused = checked([{"sentence": 2, "trigger": "visit", "type": "CONSULT", "status": "possible"}], PART)
    assert not refused
    assert (found.actors, found.sources, found.cues, found.certainty) == ((), (), (), "plain")


def test_a_party_that_the_sentence_leaves_out_or_points_to_is_named_elsewhere() -> None:
    (found,), refused = checked([claim(
        actors=[{"quote": "Peru", "sentence": 0}],
        recipients=[{"quote": "he", "antecedent": {"sentence": 0, "quote": "Ana Tuwere"}}])], PART)
    assert not refused
    assert (found.actors[0].span, found.actors[0].antecedent and found.actors[0].antecedent.start) == (None, 27)
    recipient, = found.recipients
    assert recipient.span is not None
    assert recipient.antecedent is not None
    assert (recipient.span.quote, recipient.antecedent.quote, recipient.antecedent.start) == ("he", "Ana Tuwere", 8)


def test_words_that_stand_twice_are_those_nearest_to_the_act_and_acts_take_turns() -> None:
    both = [{"sentence": 1, "trigger": "visited", "type": "CONSULT", "status": "occurred",
             "actors": [{"quote": one}], "recipients": [{"quote": place}]}
            for one, place in (("She", "port"), ("she", "camp"))]
    found, refused = checked(both, PART)
    assert not refused
    start = SENTENCES[1].start
    assert [one.trigger.start - start for one in found] == [4, 26]
    again, = checked([{**both[0], "actors": [{"quote": "the"}]}], PART)[0]
    assert again.actors[0].span is not None
    assert again.actors[0].span.start - start == 12  # «the port» is one character away, «the camp» is twenty


@pytest.mark.parametrize(("proposed", "reason", "words"), [
    (claim(trigger="invaded"), Why.QUOTE, "invaded"),
    (claim(trigger="Visit"), Why.QUOTE, "Visit"),
    (claim(actors=[{"quote": "Premier"}]), Why.QUOTE, "Premier"),
    (claim(actors=[{"quote": "Fiji", "sentence": 0}]), Why.QUOTE, "Fiji"),
    (claim(recipients=[{"quote": "he", "antecedent": {"sentence": 0, "quote": "Kim"}}]), Why.QUOTE, "Kim"),
    (claim(sources=[{"quote": None, "cue": "reportedly"}]), Why.QUOTE, "reportedly"),
    (claim(place="Lima"), Why.QUOTE, "Lima"), (claim(time="Monday"), Why.QUOTE, "Monday"),
    (claim(cues=["might"]), Why.QUOTE, "might"), (claim(quantity="3"), Why.QUOTE, "3"),
    (claim(sentence=0), Why.SENTENCE, "0"),  # context
    (claim(sentence=7), Why.SENTENCE, "7"), (claim(sentence=-1), Why.SENTENCE, "-1"),
    (claim(actors=[{"quote": "Peru", "sentence": 9}]), Why.SENTENCE, "9"),
    (claim(type="VISIT"), Why.TYPE, "VISIT"), (claim(type="consult"), Why.TYPE, "consult"),
    (claim(type=...), Why.TYPE, "None"),
    (claim(status="happened"), Why.STATUS, "happened"), (claim(status=...), Why.STATUS, "None"),
    (claim(mode="airstrike"), Why.VALUE, "airstrike"), (claim(certainty="sure"), Why.VALUE, "sure"),
    (claim(label="a visit"), Why.VALUE, "a visit"), (claim(type="OTHER", mode=None), Why.VALUE, "label"),
    (claim(type="OTHER", mode=None, label="x" * 61), Why.VALUE, "x" * 61),
    (claim(type="OTHER", mode=None, label="\x1b[31mred"), Why.VALUE, "\x1b[31mred"),
    (claim(code="RUS/GOV"), Why.SHAPE, "code"), ("visit", Why.SHAPE, "str"), (None, Why.SHAPE, "NoneType"),
    (claim(sentence="2"), Why.SHAPE, "sentence"), (claim(sentence=True), Why.SHAPE, "sentence"),
    (claim(sentence=2.0), Why.SHAPE, "sentence"), (claim(trigger=["visit"]), Why.SHAPE, "trigger"),
    (claim(trigger=...), Why.SHAPE, "trigger"), (claim(trigger=""), Why.SHAPE, "trigger"),
    (claim(trigger="x" * 101), Why.SHAPE, "trigger"), (claim(type=3), Why.SHAPE, "type"),
    (claim(actors="Peru"), Why.SHAPE, "actors"), (claim(actors=["Peru"]), Why.SHAPE, "actors"),
    (claim(actors=[{"quote": "Peru", "code": "PER"}]), Why.SHAPE, "actors"),
    (claim(actors=[{"quote": None}]), Why.SHAPE, "actors"),
    (claim(actors=[{"quote": "Peru"}] * (MANY + 1)), Why.SHAPE, "actors"),
    (claim(sources=[{"quote": "he"}]), Why.SHAPE, "sources"), (claim(cues=[1]), Why.SHAPE, "cues"),
    (claim(actors=[{"quote": "Peru", "sentence": "0"}]), Why.SHAPE, "sentence"),
], ids=str)
def test_what_was_not_asked_for_is_refused_with_the_reason(proposed: Any, reason: Why, words: str) -> None:
    assert why(proposed, claim()) == [(reason, words[:80])]
    assert len(checked([proposed, claim()], PART)[0]) == 1  # and the others are taken


def test_a_claim_that_is_proposed_twice_is_taken_once() -> None:
    assert why(claim(), claim(certainty="high"), claim()) == [(Why.DOUBLE, "visit")] * 2
    assert why(claim(), claim(status="planned")) == []


def test_of_very_many_proposals_the_first_are_looked_at() -> None:
    found, refused = checked([claim()] * (MOST + 5), PART)
    assert (len(found), len(refused)) == (1, MOST + 4)
    assert [one.why for one in refused[-5:]] == [Why.NUMBER] * 5


@pytest.mark.parametrize("reply", [
    "", "Sure! Here are the claims.", "<html>502</html>", "[]", "null", '{"claims": {}}', '{"claims": [1], "more": 1}',
    '{"claims": [NaN]}', '{"claims": [', '{"claims": ["\\ud800"]}', "[" * 100_000, '{"claims":' + "[" * 5_000,
    'Here: ```json\n{"claims": []}\n```',
])
def test_a_reply_that_is_not_the_json_asked_for_is_refused_as_a_whole(reply: str) -> None:
    with pytest.raises(InputError) as refused:
        listed(reply)
    assert refused.value.code == "reader.bad-answer"


def test_a_reply_may_stand_in_a_fence() -> None:
    assert listed('```json\n{"claims": [1]}\n```\n') == listed('{"claims": [1]}') == [1]


# ---- what is asked ----


def test_a_document_is_asked_about_in_parts_with_the_sentences_before_them() -> None:
    lines = [Sentence(index=n, start=n * 10, end=n * 10 + 9, text=f"{n:09}") for n in range(MOST_SENTENCES + 2)]
    first, second = parts(lines)
    assert ([one.index for one in first.context], len(first.sentences)) == ([], MOST_SENTENCES)
    assert [one.index for one in second.context] == [27, 28, 29]
    assert [one.index for one in second.sentences] == [30, 31]
    long = [Sentence(index=index, start=0, end=size, text="a" * size)
            for index, size in enumerate((5_000, 5_000, LONGEST + 1))]
    assert [[one.index for one in part.sentences] for part in parts(long)] == [[0], [1]]
    assert list(parts([])) == []


def test_a_request_holds_the_codebook_and_keeps_the_text_apart_from_the_instructions() -> None:
    article = document(TEXT, language="en")
    asked = request("m", article, PART)
    system, user = asked["messages"]
    assert "CONSULT: Meets, visits" in system["content"]
    assert "not_occurred: The text negates" in system["content"]
    assert TEXT.split("\n")[1] not in system["content"]
    assert '"number":2,"text":"Peru may visit Fiji, he said."' in user["content"]
    assert (asked["temperature"], asked["stream"]) == (0, False)
    assert len(prompt()) < 12_000


def test_a_reply_is_kept_under_all_that_was_asked() -> None:
    article = document(TEXT, language="en")
    same = key(request("m", article, PART))
    assert same == key(request("m", article, PART))
    assert same != key(request("n", article, PART))
    assert same != key(request("m", article, Part(context=(), sentences=SENTENCES[1:])))
    assert same != key(request("m", document(TEXT, language="en", published_at="2024-06-15"), PART))
