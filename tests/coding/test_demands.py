import pytest

from coding.sentences import claims_of, gap, words_of
from keii import pipeline


def demands(code: str, sentence: str) -> list[tuple[str, str]]:
    """Return actors and recipients of every request."""
    return [words_of(claim) for claim in claims_of(code, sentence) if claim.type == "REQUEST"]


@pytest.mark.parametrize(("code", "sentence", "speaker", "addressee"), [
    ("ja", "議長は「軍は撤退しなければならない」と述べた。", "議長", "軍"),
    ("ja", "議長は「政府は協議に応じるべきだ」と述べた。", "議長", "政府"),
    ("en", '"The army must withdraw," the speaker said.', "the speaker", "The army"),
    ("en", "The speaker said the government should join the talks.", "The speaker", "the government"),
    # who is to act stands beside the act, not beside the modal word
    ("ja", "議長は、軍が武器を放棄する必要があると述べた。", "議長", "軍"),
    # asked for and demanded in one breath is one request
    ("ja", "議長は「軍は撤退しなければならない」と訴えた。", "議長", "軍"),
    ("en", "The speaker demanded that the army must withdraw.", "The speaker", "the army"),
])
def test_must_in_the_words_of_a_source_is_a_demand(code: str, sentence: str, speaker: str, addressee: str) -> None:
    assert demands(code, sentence) == [(speaker, addressee)]


@pytest.mark.parametrize(("code", "sentence"), [
    ("ja", "軍は撤退しなければならない。"), ("en", "The army must withdraw."),
    ("ja", "「軍は撤退すべきか」と議長は尋ねた。"), gap("en", '"Should the army withdraw?" the speaker asked.'),
    ("ja", "軍は撤退した。"), ("en", "The army withdrew."),
])
def test_a_requirement_without_speaker_or_a_question_is_none(code: str, sentence: str) -> None:
    assert demands(code, sentence) == []


@pytest.mark.parametrize(("code", "sentence"), [
    ("ja", "議長は「軍は撤退しなければならない」と述べた。"), ("en", '"The army must withdraw," the speaker said.'),
])
def test_what_is_demanded_is_urged_and_the_speaker_says_so(code: str, sentence: str) -> None:
    (claim,) = (claim for claim in claims_of(code, sentence) if claim.type == "RETREAT")
    assert claim.status == "urged"
    assert [source.text for source in claim.sources] == [speaker for speaker, _ in demands(code, sentence)]


@pytest.mark.parametrize(("code", "sentence", "doer"), [
    ("ja", "ケニアはウガンダに捕虜の釈放を求めた。", "ウガンダ"),
    ("en", "Kenya asked Uganda to release the prisoners.", "Uganda"),
])
def test_who_is_asked_is_to_do_it(code: str, sentence: str, doer: str) -> None:
    (urged,) = (claim for claim in pipeline.code(sentence, language=code).claims if claim.status == "urged")
    assert words_of(urged)[0] == doer


@pytest.mark.parametrize(("code", "sentence", "type", "parties"), [
    ("ja", "ペルーはチリに、テントを提供するよう求めた。", "AID", ("チリ", "ペルー")),
    ("ja", "ペルーはチリにテントを提供するよう求めた。", "AID", ("チリ", "ペルー")),
    ("ja", "ペルーはチリに検問所の再開を申し入れた。", "RETREAT", ("チリ", "")),
    ("ja", "ペルーはチリに、被災者にテントを提供するよう求めた。", "AID", ("チリ", "被災者")),
    ("en", "Peru asked Chile to send tents to Togo.", "AID", ("Chile", "Togo")),
    # nobody is asked: who asks is not to do it
    ("ja", "ケニアは制裁の解除を求めた。", "RETREAT", ("", "")),
])
def test_help_is_asked_for_by_those_who_need_it(
    code: str, sentence: str, type: str, parties: tuple[str, str]
) -> None:
    (urged,) = (claim for claim in pipeline.code(sentence, language=code).claims if claim.status == "urged")
    assert (urged.type, words_of(urged)) == (type, parties)


@pytest.mark.parametrize(("code", "sentence", "addressee", "befallen"), [
    # whom a hostile act would befall is not whom one asks for it
    ("ja", "ケニアはウガンダへの制裁を求めた。", "", "ウガンダ"),
    ("en", "Kenyan prosecutors sought the death penalty for a Somali trader.", "", "a Somali trader"),
    ("en", "Peru called for sanctions on Chile.", "", "Chile"),
    # whom one asks to do it is not whom it would befall
    ("ja", "ケニアは先進国に融資を打ち切るよう迫った。", "先進国", ""),
    ("en", "The union called on Peru to punish Chile.", "Peru", "Chile"),
])
def test_who_is_asked_is_not_whom_it_would_befall(code: str, sentence: str, addressee: str, befallen: str) -> None:
    claims = pipeline.code_sentences([sentence], language=code).claims
    assert [words_of(claim)[1] for claim in claims if claim.type == "REQUEST"] == [addressee]
    assert [words_of(claim)[1] for claim in claims if claim.type == "SANCTION"] == [befallen]
