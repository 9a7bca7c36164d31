import pytest
from hypothesis import given
from hypothesis import strategies as st

from keii.documents.article import Article
from keii.documents.build import build, build_document
from keii.documents.decode import decode
from keii.documents.sentences import sentences
from keii.errors import InputError, UsageError

TEXT = "日本政府は3日、首脳会談を来月行うと発表した。\n「協力する。」と首相は述べた。\n会談は平壌で開かれる。"


def test_the_headline_becomes_the_first_line() -> None:
    document = build_document(Article(text=TEXT, title="日朝会談、\n来月へ"), origin="o", reader="txt")
    assert document.text == f"日朝会談、 来月へ\n{TEXT}"
    assert document.title == "日朝会談、 来月へ"


def test_a_headline_that_the_text_begins_with_is_not_doubled() -> None:
    document = build_document(Article(text=f"日朝会談へ\n{TEXT}", title="日朝会談へ"), origin="o", reader="txt")
    assert document.text.count("日朝会談へ") == 1


def test_the_same_input_has_the_same_id_and_another_date_another() -> None:
    first, second = (build(TEXT, origin=origin, reader="txt") for origin in ("a", "b"))
    assert first.id == second.id
    assert first.id != build(TEXT, origin="a", reader="txt", published="2026-10-03").id


@pytest.mark.parametrize(("stated", "basis", "date", "found"), [
    (None, None, "2026-10-03", "option"),
    ("2026-10-01", "field", "2026-10-01", "field"),
    ("2026-10-01", "json-ld", "2026-10-01", "json-ld"),
    ("2026-10-01", "guess", "2026-10-03", "option"),
])
def test_the_option_dates_what_states_no_date(stated: str | None, basis: str | None, date: str, found: str) -> None:
    article = Article(text=TEXT, published_at=stated, published_basis=basis)
    document = build_document(article, origin="o", reader="txt", published="2026-10-03")
    assert (document.published_at, document.published_basis) == (date, found)


def test_a_wrong_date_is_a_usage_error() -> None:
    with pytest.raises(UsageError):
        build(TEXT, origin="o", reader="txt", published="13/9/2023")


@pytest.mark.parametrize("text", ["", " \n", "……", "\ufeff"])
def test_a_text_without_words_is_empty(text: str) -> None:
    with pytest.raises(InputError) as caught:
        build(text, origin="o", reader="txt")
    assert caught.value.code == "input.empty"


def test_a_language_that_only_a_mark_of_utf16_made_is_told_with_the_encoding() -> None:
    text, encoding = decode(b"\xff\xfe\x00bad")
    with pytest.raises(InputError, match="«zh»") as caught:
        build_document(Article(text=text, encoding=encoding), origin="o", reader="txt")
    assert "read as UTF-16, as its first bytes say" in caught.value.remedy


@pytest.mark.parametrize(("text", "name"), [
    ("대통령은 평양을 방문해 회담했다.", "«ko»"), ("El presidente se reunió con el canciller en Ginebra.", "«es»"),
    ("12345", "no language"),
])
def test_an_unsupported_language_is_named(text: str, name: str) -> None:
    with pytest.raises(InputError, match=name) as caught:
        build(text, origin="o", reader="txt")
    assert caught.value.code == "input.unsupported-language"
    assert "en, ja" in caught.value.remedy


def test_the_language_option_overrides_detection() -> None:
    document = build("12345", origin="o", reader="txt", language="en")
    assert (document.language, document.language_basis) == ("en", "option")


def test_boilerplate_stays_in_the_text_and_has_no_sentences() -> None:
    document = build(f"シェアする\n{TEXT}\n「コーヒー好き。旅行家。三児の父。」", origin="o", reader="txt")
    assert document.text.endswith("三児の父。」")
    assert [sentence.text for sentence in sentences(document)] == [
        "日本政府は3日、首脳会談を来月行うと発表した。", "「協力する。」と首相は述べた。", "会談は平壌で開かれる。"]


@given(st.text(alphabet="首相は述べた。「」『』\n シェアする関連記事Mr. A\"？…か\u3099", max_size=120))
def test_every_sentence_stands_in_the_text_where_it_says(text: str) -> None:
    try:
        document = build(text, origin="o", reader="txt", language="ja")
    except InputError:
        assert not any(character.isalnum() for character in text)
        return
    found = sentences(document)
    assert [sentence.index for sentence in found] == list(range(len(found)))
    end = document.body_start
    for sentence in found:
        assert document.text[sentence.start : sentence.end] == sentence.text
        assert end <= sentence.start
        end = sentence.end
    assert end <= (len(document.text) if document.body_end is None else document.body_end)


@pytest.mark.parametrize(("text", "told"), [
    ("Live: talks in Oslo\n18:40 Chad will ask Peru. It waits.\n\n17:55 GMT - Fiji refused.\n6.40 p.m. BST: Peru left.",
     ["Live: talks in Oslo", "18:40", "Chad will ask Peru.", "It waits.", "17:55 GMT -", "Fiji refused.",
      "6.40 p.m. BST:", "Peru left."]),
    ("実況\n18:40 チャドは求める。\n午後5時55分 ペルーは拒否した。",
     ["実況", "18:40", "チャドは求める。", "午後5時55分", "ペルーは拒否した。"]),
    ("Talks in Oslo\n18:40 Chad will ask Peru.\nAt 12:10 it began.",
     ["Talks in Oslo", "18:40 Chad will ask Peru.", "At 12:10 it began."]),
], ids=["English", "Japanese", "a single clock"])
def test_the_clock_before_each_report_of_a_live_blog_is_no_part_of_its_sentence(text: str, told: list[str]) -> None:
    document = build(text, origin="o", reader="txt")
    assert [sentence.text for sentence in sentences(document)] == told
    assert all(document.text[one.start:one.end] == one.text for one in sentences(document))
