"""Whose an office is that a sentence names without its country: lent by the story, or nobody's."""

from keii import pipeline


def _codes(*lines: str, language: str) -> list[str | None]:
    reading = pipeline.code_sentences(lines, language=language)
    return [actor.code for claim in reading.claims for actor in claim.actors if claim.sentence == len(lines) - 1]


def test_an_office_is_the_countrys_that_the_story_is_about() -> None:
    lines = ("チリとペルーの国境で衝突があった。", "チリは抗議した。", "外相は大使を召還した。")
    assert _codes(*lines, language="ja") == ["CHL/GOV"]


def test_an_office_is_not_the_countrys_it_is_going_to() -> None:
    assert _codes("首相は来週、インドを訪問する。", language="ja") == ["XXX/GOV"]


def test_a_society_lends_no_country() -> None:
    lines = ("Amnesty International said the law was dangerous.", "The president rejected the criticism.")
    assert "GBR/GOV" not in _codes(*lines, language="en")


def test_a_surname_that_is_also_a_word_is_a_persons_before_an_office() -> None:
    reading = pipeline.code_sentences(["岸田首相は中国に抗議した。"], language="ja", published="2023-06-01")
    assert [actor.code for claim in reading.claims for actor in claim.actors] == ["JPN/GOV"]
