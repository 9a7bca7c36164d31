"""Status by scope: one act, told in every way; the sentence around it decides."""

import pytest

from coding.sentences import claim_of, claims_of, gap
from keii.model import Certainty, Status

JA = [
    ("チリの首相は辞任した。", "occurred"), ("チリの首相は辞任していない。", "not_occurred"),
    ("チリの首相は辞任しなかった。", "not_occurred"), ("チリの首相は来月辞任する。", "planned"),
    ("チリの首相は辞任する方針だ。", "planned"), ("チリの首相は辞任する意向を固めた。", "planned"),
    ("チリの首相は辞任する見通しだ。", "expected"), ("チリの首相は辞任するだろう。", "expected"),
    ("チリの首相は辞任する可能性がある。", "possible"), ("チリの首相は辞任するかもしれない。", "possible"),
    ("チリの首相は辞任するのか。", "possible"), ("チリの首相が辞任すれば、選挙になる。", "conditional"),
    ("チリの首相が辞任しない限り、野党は譲らない。", "conditional"), ("野党はチリの首相に辞任を求めた。", "urged"),
    ("チリの首相は辞任すべきだと野党は述べた。", "urged"), ("チリの首相が辞任したという事実はない。", "not_occurred"),
    ("チリの首相は辞任したわけではない。", "not_occurred"), ("チリの首相は辞任したとみられる。", "occurred"),
    ("チリの首相は辞任する準備を進めている。", "planned"), ("チリの首相が辞任したかどうかは不明だ。", "possible"),
    ("チリの首相が辞任したことは、政権の弱さの表れである可能性がある。", "occurred"),
    ("チリの首相が辞任したことはない。", "not_occurred"), ("チリの首相の辞任が見込まれる。", "expected"),
    ("チリの首相の辞任の日時は決まっていない。", "planned"),
]
EN = [
    ("The premier of Chile resigned.", "occurred"), ("The premier of Chile has not resigned.", "not_occurred"),
    ("The premier of Chile did not resign.", "not_occurred"), ("The premier of Chile will resign in May.", "planned"),
    ("The premier of Chile is to resign in May.", "planned"), ("The premier of Chile intends to resign.", "planned"),
    ("The premier of Chile will probably resign.", "expected"),
    ("The premier of Chile is likely to resign.", "expected"),
    ("The premier of Chile is expected to resign.", "expected"), ("The premier of Chile may resign.", "possible"),
    ("The premier of Chile could resign.", "possible"), gap("Will the premier of Chile resign?", "possible"),
    ("If the premier of Chile resigns, elections follow.", "conditional"),
    ("Unless the premier of Chile resigns, nothing will change.", "conditional"),
    ("The opposition urged the premier of Chile to resign.", "urged"),
    ("The premier of Chile should resign, the opposition said.", "urged"),
    ("The premier of Chile never resigned.", "not_occurred"), ("No premier of Chile resigned.", "not_occurred"),
    ("The premier of Chile is thought to have resigned.", "occurred"),
    ("The premier of Chile wants to resign.", "planned"), ("Peru wants the premier of Chile to resign.", "urged"),
]


@pytest.mark.parametrize(("sentence", "status"), JA)
def test_japanese_words_around_an_act_decide_its_status(sentence: str, status: str) -> None:
    assert claim_of("ja", sentence, "RETREAT").status == status


@pytest.mark.parametrize(("sentence", "status"), EN)
def test_english_words_around_an_act_decide_its_status(sentence: str, status: str) -> None:
    assert claim_of("en", sentence, "RETREAT").status == status


@pytest.mark.parametrize(("code", "sentence", "type", "status"), [
    ("ja", "攻撃の恐れが高まっている。", "ASSAULT", "possible"),
    ("ja", "攻撃の計画が明らかになった。", "ASSAULT", "planned"),
    ("ja", "攻撃が起きた場合、政府は国境を閉鎖する。", "ASSAULT", "conditional"),
    ("ja", "首脳会談へ", "CONSULT", "planned"),
    ("ja", "海軍は沖合で演習を続けている。", "MOBILIZE", "ongoing"),
    ("ja", "海軍の演習は延期された。", "MOBILIZE", "not_occurred"),
    ("en", "Chad was the third state to recognise Kosovo.", "SUPPORT", "occurred"),
    ("en", "Chad will be the third state to recognise Kosovo.", "SUPPORT", "planned"),
    ("en", "Chad has a week to release the prisoners.", "RETREAT", "planned"),
    ("en", "Chad would like to thank Kenya.", "SUPPORT", "occurred"),
    ("en", "Chad would like to visit Kenya.", "CONSULT", "planned"),
    ("en", "Fears of an attack grew.", "ASSAULT", "possible"),
    ("en", "A plan for an attack came to light.", "ASSAULT", "planned"),
    ("en", "In the event of an attack the border will be closed.", "ASSAULT", "conditional"),
    ("en", "The navy is holding exercises off the coast.", "MOBILIZE", "ongoing"),
    gap("en", "The exercises were postponed.", "MOBILIZE", "not_occurred"),
    gap("en", "The talks have yet to begin.", "CONSULT", "not_occurred"),
])
def test_nouns_of_acts_take_the_status_of_what_governs_them(code: str, sentence: str, type: str, status: str) -> None:
    assert claim_of(code, sentence, type).status == status


@pytest.mark.parametrize(("code", "sentence"), [
    ("ja", "チリの首相は辞任しただけでなく、国を去った。"), gap("ja", "警察は記者を逮捕し、解放していない。"),
    ("en", "The premier not only resigned but left the country."),
])
def test_a_negation_that_is_none_or_of_another_act_changes_nothing(code: str, sentence: str) -> None:
    assert claims_of(code, sentence)[0].status is Status.OCCURRED


@pytest.mark.parametrize(("code", "sentence", "certainty"), [
    ("ja", "チリの首相は辞任した。", Certainty.PLAIN), ("en", "The premier resigned.", Certainty.PLAIN),
    ("ja", "チリの首相は辞任するかもしれない。", Certainty.LOW), ("en", "The premier might resign.", Certainty.LOW),
    ("ja", "チリの首相は辞任したとみられる。", Certainty.MIDDLE),
    ("en", "The premier will probably resign.", Certainty.MIDDLE),
    ("ja", "チリの首相は辞任するに違いない。", Certainty.HIGH),
    ("en", "The premier will certainly resign.", Certainty.HIGH),
])
def test_hedges_give_the_certainty_that_their_words_have(code: str, sentence: str, certainty: Certainty) -> None:
    assert claim_of(code, sentence, "RETREAT").certainty is certainty


@pytest.mark.parametrize(("code", "sentence", "cue"), [
    ("ja", "チリの首相は辞任するかもしれない。", "かもしれない"), ("ja", "チリの首相は辞任する見通しだ。", "見通し"),
    ("en", "The premier may resign.", "may"), ("en", "If the premier resigns, elections follow.", "If"),
])
def test_the_words_that_decided_are_shown(code: str, sentence: str, cue: str) -> None:
    claim = claim_of(code, sentence, "RETREAT")
    assert any(cue in known.span.quote for known in claim.cues)
    assert all(known.rule.startswith("cues.tsv:") for known in claim.cues)


@pytest.mark.parametrize(("code", "sentence"), [
    ("ja", "チリは部隊を撤退させないと発表した。"), gap("ja", "チリの外相は協議には応じないと述べた。"),
    ("en", '"Chile will not withdraw its troops," the minister said.'),
    ("en", "Chile said it would not join the talks."),
    ("en", '"We are not going to withdraw our troops," the minister said.'),
    ("en", "Chile says there is no way it will withdraw its troops."),
    ("en", "The minister said Chile will never withdraw its troops if Peru keeps its own."),  # whatever the condition
    ("ja", "チリは、雨が続けば部隊を撤退させないと発表した。"),
])
def test_will_not_by_the_subject_itself_is_a_refusal(code: str, sentence: str) -> None:
    (claim,) = claims_of(code, sentence)
    assert (claim.type, claim.status) == ("REJECT", Status.OCCURRED)


@pytest.mark.parametrize("sentence", [
    "The minister said he would be glad if Chile will not withdraw its troops.",
    '"Chile did not withdraw its troops," the minister said.',
    "The minister said there is no way to the port.",
])
def test_what_is_not_refused_is_no_refusal(sentence: str) -> None:
    assert "REJECT" not in [claim.type for claim in claims_of("en", sentence)]


@pytest.mark.parametrize(("code", "sentence", "status"), [
    ("ja", "フィジーは港の返還を求めている。", "ongoing"), ("ja", "フィジーの外相は港の返還を求めた。", "occurred"),
    ("en", "Fiji has been demanding the port back.", "ongoing"),
    ("en", "Fiji's foreign minister demanded the port back.", "occurred"),
])
def test_a_standing_demand_goes_on_and_an_utterance_has_happened(code: str, sentence: str, status: str) -> None:
    assert claim_of(code, sentence, "REQUEST").status == status
