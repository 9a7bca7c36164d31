from pathlib import Path

import pytest

from keii.briefs import said
from keii.briefs.labels import Lang
from keii.briefs.layout import width_of
from keii.briefs.said import acts, day, name, names, sentence, telling
from keii.briefs.timeline import render, stamp
from keii.codebook import codebook
from keii.errors import DataError
from keii.model import Moment, Party, Precision, Span, Status
from keii.situation.timeline import timeline
from situation.articles import Act, article, merged, single


def party(code: str, words: str, actor: str | None = None) -> Party:
    return Party(span=Span(start=0, end=len(words), quote=words), code=code, actor=actor)


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_every_type_has_words_with_and_without_a_recipient(lang: Lang) -> None:
    for type in set(codebook().types) - {"OTHER"}:
        for mode in [None, *(mode.name for mode in codebook().modes.values() if mode.type == type)]:
            for to in ("Oslo", ""):
                act = acts(lang, type, mode).said(to)
                assert act.did
                assert act.do
                assert not set("{|}") & set(act.did + act.do + act.did_not)


def test_the_table_of_sentences_names_types_and_modes_of_the_codebook() -> None:
    known = {(type, "") for type in codebook().types} | set(codebook().modes)
    assert set(said._table("en")) <= known
    assert set(said._table("ja")) == set(said._table("en"))


MET = Act("Russia met Japan.", "met", "CONSULT", ("Russia",), ("Japan",))
MET_JA = Act("ロシアは日本と会談した。", "会談", "CONSULT", ("ロシア",), ("日本",))


@pytest.mark.parametrize(("status", "english", "japanese"), [
    (Status.OCCURRED, "Russia held talks with Japan", "ロシアが日本と会談・協議した"),
    (Status.PLANNED, "Russia planned to hold talks with Japan", "ロシアが日本と会談・協議する予定"),
    (Status.URGED, "Calls were made for Russia to hold talks with Japan",
     "ロシアが日本と会談・協議するよう求められている"),
    (Status.POSSIBLE, "Russia might hold talks with Japan", "ロシアが日本と会談・協議する可能性"),
    (Status.CONDITIONAL, "Russia would hold talks with Japan under a condition",
     "条件次第でロシアが日本と会談・協議する"),
    (Status.NOT_OCCURRED, "Russia did not hold talks with Japan", "ロシアは日本と会談・協議しなかった"),
])
def test_a_sentence_says_what_its_status_says(status: Status, english: str, japanese: str) -> None:
    for act, language in ((MET, "en"), (MET_JA, "ja")):
        told = article("2031-04-01", language, act)
        (one,) = single([told[0].__class__(claim=told[0].claim.with_(status=status), document=told[0].document,
                                           sentence=told[0].sentence)])
        assert sentence(one, "en") == english  # in the reader's language, whatever that of the article
        assert sentence(one, "ja") == japanese


def test_an_act_without_an_actor_is_told_as_a_thing() -> None:
    (one,) = single(article("2031-04-01", "en", Act("Talks with Japan went on.", "Talks", "CONSULT", (), ("Japan",))))
    assert sentence(one, "en") == "Talks involving Japan"
    assert sentence(one, "ja") == "日本に関わる会談・訪問"


@pytest.mark.parametrize(("label", "japanese"), [
    ("satellite launch", "北朝鮮による衛星打ち上げ"), ("moon lander test", "北朝鮮による「打ち上げ」"),
])
def test_an_untyped_act_is_told_by_its_label_or_where_that_has_no_japanese_by_its_own_words(
        label: str, japanese: str) -> None:
    act = Act("北朝鮮が衛星を打ち上げた。", "打ち上げ", "OTHER", ("北朝鮮",), label=label)
    (one,) = single(article("2031-04-01", "ja", act))
    assert sentence(one, "en") == f"{label.capitalize()} by North Korea"
    assert sentence(one, "ja") == japanese


def test_words_of_the_text_come_before_those_of_a_headline_in_title_case() -> None:
    title = Act("Somali Gunmen Release Two Danish Sailors", "Release", "RETREAT", ("Somali Gunmen",),
                ("Two Danish Sailors",))
    body = Act("On Sunday gunmen released two sailors in the port.", "released", "RETREAT", ("gunmen",),
               ("two sailors",))
    (one,) = merged([*article("2031-04-01", "en", title), *article("2031-04-02", "en", body)])
    assert telling(one, "en").claim.actors[0].text == "gunmen"
    assert telling(one, "ja").claim.actors[0].text == "gunmen"
    (alone,) = single(article("2031-04-01", "en", title))
    assert telling(alone, "en").claim.actors[0].text == "Somali Gunmen"


@pytest.mark.parametrize(("code", "words", "actor", "language", "english", "japanese"), [
    ("RUS", "露", None, "ja", "Russia", "ロシア"),
    ("KOR/GOV", "South Korean", "state:KOR", "en", "South Korea", "韓国"),  # not «shelled South Korean»
    ("USA/GOV", "米政府", None, "ja", "the United States", "米政府"),
    ("CMR/REB", "アンバ評議会", None, "ja", "Cameroon (armed group)", "アンバ評議会（カメルーン）"),
    ("CMR/CVL", "カメルーンの教員", None, "ja", "Cameroon (civilians)", "カメルーンの教員"),
    ("RUS/MIL", "The Russian navy", None, "en", "the Russian navy", "ロシア（軍）"),
    ("XXX", "謎の集団", None, "ja", "“謎の集団”", "謎の集団"),
    ("XXX", "", None, "ja", "someone unnamed", "名の示されない主体"),
])
def test_parties_are_named_for_the_reader(code: str, words: str, actor: str | None, language: str, english: str,
                                          japanese: str) -> None:
    who = party(code, words, actor)
    assert (name(who, language, "en"), name(who, language, "ja")) == (english, japanese)


def test_many_parties_are_counted() -> None:
    four = [party(code, code) for code in ("RUS", "RUS", "JPN", "KOR")]
    assert names(four, "ja", "en") == "Russia, Japan and South Korea"
    many = [party(code, code) for code in ("RUS", "JPN", "KOR", "PRK", "CHN", "FRA", "DEU")]
    assert names(many, "ja", "en").endswith("and 3 others")
    assert names(many, "en", "ja").endswith("ほか3者")


@pytest.mark.parametrize(("moment", "english", "japanese", "digits"), [
    (Moment(start="2031-04-02", end="2031-04-03", precision=Precision.DAY), "2 April 2031", "2031年4月2日",
     "2031-04-02"),
    (Moment(start="2031-04-01", end="2031-05-01", precision=Precision.MONTH), "April 2031", "2031年4月", "2031-04"),
    (Moment(start="2031-01-01", end="2032-01-01", precision=Precision.YEAR), "2031", "2031年", "2031"),
    (Moment(start="2031-04-02", end="2031-04-03", precision=Precision.PUBLISHED), "told on 2 April 2031",
     "2031年4月2日報道", "(2031-04-02)"),
    (Moment(start="2031-03-31", end="2031-04-07", precision=Precision.WEEK), "from 31 March 2031", "2031年3月31日から",
     "2031-03-31 – 2031-04-07"),
    (Moment(start=None, end=None, precision=Precision.UNKNOWN), "", "", "?"),
])
def test_a_moment_is_said_as_exactly_as_it_is_known(moment: Moment, english: str, japanese: str, digits: str) -> None:
    assert (day(moment, "en"), day(moment, "ja"), stamp(moment)) == (english, japanese, digits)


@pytest.mark.parametrize("row", [
    "CONSULT\t\tmet {to}\tmeet {to}|meet\t会談した\t会談する\t会談しなかった",  # {to} without the words for none
    "CONSULT\t\tmet|\tmeet\t会談した\t会談する\t会談しなかった",
    "CONSULT\t\t\tmeet\t会談した\t会談する\t会談しなかった",
])
def test_a_bad_line_of_the_table_is_refused_with_its_place(row: str, tmp_path: Path,
                                                           monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "sentences.tsv"
    path.write_text("\t".join(said.COLUMNS) + f"\n{row}\n", encoding="utf-8")
    monkeypatch.setattr(said, "FILE", path)
    with pytest.raises(DataError, match=r"sentences.tsv:2"):
        said._table.__wrapped__("en")


@pytest.mark.parametrize("width", [50, 80, 120])
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_timeline_fits_its_width_and_keeps_expected_apart(width: int, lang: Lang) -> None:
    plan = Act("ロシアは来月日本を訪問する予定だ。", "訪問", "CONSULT", ("ロシア",), ("日本",), status=Status.PLANNED,
               time=("2031-05-01", "2031-06-01", "month"))
    told = [*article("2031-04-01", "ja", MET_JA, plan), *article("2031-04-02", "en", MET)]
    text = render("x", timeline(single(told), since="2031-04-02"), lang=lang, width=width, color=False)
    assert all(width_of(line) <= width for line in text.splitlines())
    assert text.index("met") < text.index({"en": "“訪問”", "ja": "「訪問」"}[lang])
    assert "2031-05" in text
