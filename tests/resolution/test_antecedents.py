"""Antecedents that the coder gives: their words decide, unless they are themselves only a pronoun."""

from itertools import pairwise

import pytest

from keii import pipeline
from keii.model import Party, Reference
from resolution.told import pointing, resolved, speaking, words

JA = ("ガーナの外相はケニアの大使を招いた。", "ケニアの大使は喜んだ。", "彼は港の調査を約束した。")
EN = ("Ghana's foreign minister invited the Kenyan envoy.", "The Kenyan envoy was glad.", "He promised a survey.")


@pytest.mark.parametrize(("lines", "language", "pronoun", "antecedent", "code"), [
    (JA, "ja", "彼", "ガーナの外相", "GHA/GOV"),
    (JA, "ja", "彼", "ケニアの大使", "KEN/GOV"),
    (EN, "en", "He", "Ghana's foreign minister", "GHA/GOV"),
    (EN, "en", "He", "the Kenyan envoy", "KEN/GOV"),
])
@pytest.mark.parametrize("reference", [Reference.PRONOUN, Reference.GROUP])
def test_the_words_of_the_antecedent_decide(
    lines: tuple[str, ...], language: str, pronoun: str, antecedent: str, code: str, reference: Reference
) -> None:
    span = words(lines, antecedent, line=0)
    actor = resolved(lines, language, pointing(lines, pronoun, span, reference)).actors[0]
    assert (actor.code, actor.antecedent, actor.span) == (code, span, words(lines, pronoun))


@pytest.mark.parametrize(("lines", "language", "antecedent"), [
    (JA, "ja", "ガーナの外相"), (EN, "en", "Ghana's foreign minister"),
])
def test_an_omitted_party_takes_the_antecedents_span(lines: tuple[str, ...], language: str, antecedent: str) -> None:
    span = words(lines, antecedent, line=0)
    actor = resolved(lines, language, pointing(lines, None, span, Reference.OMITTED)).actors[0]
    assert (actor.code, actor.span, actor.reference) == ("GHA/GOV", span, Reference.OMITTED)


@pytest.mark.parametrize(("lines", "language", "pronoun"), [
    ((*JA[:2], "彼は港を見た。", "彼は港の調査を約束した。"), "ja", "彼"),
    ((*EN[:2], "He saw the port.", "He promised a survey."), "en", "He"),
])
def test_a_pronoun_is_no_antecedent(lines: tuple[str, ...], language: str, pronoun: str) -> None:
    span = words(lines, pronoun, line=2)
    found = resolved(lines, language, pointing(lines, pronoun, span, Reference.PRONOUN)).actors
    plain = Party(span=words(lines, pronoun), reference=Reference.PRONOUN)
    assert found == resolved(lines, language, plain).actors
    assert span not in [actor.antecedent for actor in found]


@pytest.mark.parametrize(("lines", "language", "antecedent", "cue"), [
    (JA, "ja", "ガーナの外相", "約束"), (EN, "en", "Ghana's foreign minister", "promised"),
])
def test_a_source_takes_its_antecedent_too(lines: tuple[str, ...], language: str, antecedent: str, cue: str) -> None:
    span = words(lines, antecedent, line=0)
    source = speaking(lines, cue, span, Reference.OMITTED)
    party = Party(span=words(lines, "港" if language == "ja" else "survey"))
    told = resolved(lines, language, party, source=source).sources[0]
    assert (told.code, told.antecedent) == ("GHA/GOV", span)


@pytest.mark.parametrize(("told", "code"), [
    ("met Ugandan Foreign Minister Jeje Odongo in Kampala and said that he would visit Tanzania in May.", "KEN/GOV"),
    ("said Ugandan Foreign Minister Jeje Odongo had changed his mind and that he would visit Tanzania.", "UGA/GOV"),
])
def test_he_in_what_somebody_says_is_the_speaker_unless_another_person_was_named_since(told: str, code: str) -> None:
    claims = pipeline.code(f"Kenyan Foreign Minister Alfred Mutua {told}", language="en", coder="rules").claims
    assert [party.code for claim in claims if claim.trigger.quote == "visit" for party in claim.actors] == [code]


@pytest.mark.parametrize(("text", "language", "act", "role", "code"), [
    ("ガーナの外相は、ケニアがわが国を脅したと語った。", "ja", "THREATEN", "recipients", "GHA/GOV"),
    ("ガーナの外相は、自国がケニアの提案を拒否したと述べた。", "ja", "REJECT", "actors", "GHA/GOV"),
    ("Ghana's foreign minister said Kenya had threatened his country.", "en", "THREATEN", "recipients", "GHA/GOV"),
    ("Ghana's president says her country rejected the Kenyan offer.", "en", "REJECT", "actors", "GHA/GOV"),
])
def test_ones_own_country_is_that_of_who_speaks(text: str, language: str, act: str, role: str, code: str) -> None:
    (claim,) = (claim for claim in pipeline.code(text, language=language).claims if claim.type == act)
    assert [party.code for party in getattr(claim, role)] == [code]


@pytest.mark.parametrize(("text", "act", "role", "code"), [
    ("Chile told US, French and Greek ships to leave its waters.", "REQUEST", "recipients", "USA/GOV"),
    ("The minister in Lima met Chile's envoy. The WHO accused Peru of hiding cases.", "ACCUSE", "actors", "IGO:WHO"),
])
def test_a_name_in_capitals_is_no_pronoun(text: str, act: str, role: str, code: str) -> None:
    (claim,) = (claim for claim in pipeline.code(text, language="en").claims if claim.type == act)
    assert code.split("/")[0] in [party.code.split("/")[0] for party in getattr(claim, role)]


@pytest.mark.parametrize(("text", "language", "sources"), [
    ("チリの外相は首脳会談を望んでいる。", "ja", 0),
    ("Chile's foreign minister hopes to hold a summit in May.", "en", 0),
    ("チリの外相は、ペルーの大統領が首脳会談を開くと述べた。", "ja", 1),
    ("Chile's foreign minister said Peru's president would hold a summit in May.", "en", 1),
])
def test_who_wishes_for_an_act_of_his_own_is_no_source_of_it(text: str, language: str, sources: int) -> None:
    (claim,) = (claim for claim in pipeline.code(text, language=language).claims if claim.type == "CONSULT")
    assert len(claim.sources) == sources


def test_a_chain_names_nobody_twice_in_a_row() -> None:
    text = "Togo's government denied that its boats had crossed the border and demanded an apology."
    for claim in pipeline.code(text, language="en").claims:
        spans = [source.span for source in claim.sources]
        assert all(one != after for one, after in pairwise(spans)), claim.trigger.quote


@pytest.mark.parametrize(("language", "text"), [
    ("en", "Kenya's parliament met in Nairobi. Kenyan police guarded it. They arrested her at the door."),
    ("ja", "ケニアの議会がナイロビで開かれた。ケニアの警察が警備した。警察は入り口で彼女を逮捕した。"),
])
def test_a_pronoun_that_nobody_fits_has_the_country_of_the_story(language: str, text: str) -> None:
    (arrest,) = (claim for claim in pipeline.code(text, language=language).claims if claim.type == "COERCE")
    assert [party.code for party in arrest.recipients] == ["KEN"]
    assert [party.reference for party in arrest.recipients] == [Reference.PRONOUN]


@pytest.mark.parametrize(("lines", "speaker"), [
    (("Ghana's foreign minister visited Nairobi.", "Kenya shelled a village, he said."), "Ghana's foreign minister"),
    (("A spokesman said Ghana had recalled its envoy.", "Kenya has shelled a village, he said."), "A spokesman"),
])
def test_he_who_said_it_is_an_office_named_before_or_who_spoke_last(lines: tuple[str, ...], speaker: str) -> None:
    told = [c for c in pipeline.code_sentences(lines, language="en", coder="rules").claims if c.type == "ASSAULT"]
    (source,) = told[0].sources
    assert source.antecedent is not None
    assert source.antecedent.quote == speaker


def test_that_countrys_minister_stands_for_the_state_and_not_for_the_other_office_named_with_it() -> None:
    lines = "サモアの首相は計画を批判した。", "同国の外相は来週ケニアを訪れる。"
    visit = next(claim for claim in pipeline.code_sentences(lines, language="ja").claims if claim.type == "CONSULT")
    told = [(actor.code, actor.antecedent and actor.antecedent.quote) for actor in visit.actors]
    assert told == [("WSM/GOV", "サモア")]


@pytest.mark.parametrize(("lines", "trigger", "codes"), [
    (("ペルーの外相はチリを訪問した。", "同国の大統領は握手を拒否した。"), "拒否", ["CHL/GOV"]),
    (("チリ政府は、ペルーの漁船を拿捕した。", "同国政府は声明で、チリを非難した。"), "非難", ["PER/GOV"]),
    (("ペルーの外相は国連で演説した。", "同国政府は制裁を求めた。"), "求め", ["PER/GOV"]),
    (("ペルーの首相はチリを訪れた。", "ペルーの首相は同国の大統領と会談した。"), "会談", ["CHL/GOV", "PER/GOV"]),
    (("米国とケニアは、トーゴを巡り協議した。", "米国とケニアは双方に停戦を呼びかけた。"), "停戦", ["XXX"]),
])
def test_that_country_is_the_state_last_named_and_nobody_meets_or_asks_himself(
    lines: tuple[str, ...], trigger: str, codes: list[str]
) -> None:
    claims = pipeline.code_sentences(lines, language="ja").claims
    claim = next(one for one in claims if one.sentence == 1 and one.trigger.quote.startswith(trigger))
    assert sorted(actor.code for actor in claim.actors) == codes


@pytest.mark.parametrize(("lines", "trigger", "codes"), [
    pytest.param(  # the two of the story, not the two last named
        ("チリとペルーは漁業権で対立している。", "ボリビアの大統領がブラジルを訪れた。", "両国は協議を再開した。"),
        "協議", ["CHL/GOV", "PER/GOV"], id="pair"),
    pytest.param(("ケニアの外相はガーナの外相と会談した。", "両外相は合意文書に署名した。"),
        "署名", ["GHA/GOV", "KEN/GOV"], id="the only pair"),
    pytest.param(  # not the minister named last
        ("ペルーの外相はチリの国防相を招いた。", "チリの国防相は喜んだ。", "同外相は港の調査を約束した。"),
        "約束", ["PER/GOV"], id="the said foreign minister"),
    pytest.param(  # not the topic named last
        ("ペルー外務省は抗議した。", "チリの大統領は町を視察した。", "同省は声明で、謝罪を要求した。"),
        "要求", ["PER/GOV"], id="the said ministry"),
])
def test_words_that_point_back_repeat_what_they_say(lines: tuple[str, ...], trigger: str, codes: list[str]) -> None:
    told = [c for c in pipeline.code_sentences(lines, language="ja").claims if trigger in c.trigger.quote]
    assert [sorted(actor.code for actor in claim.actors) for claim in told[-1:]] == [codes]


def test_that_country_is_not_the_one_whose_sentence_it_is() -> None:
    lines = ("ペルーの漁船がチリの海域に入った。", "チリ政府は同国を非難した。")
    (blame,) = (c for c in pipeline.code_sentences(lines, language="ja").claims if c.type == "ACCUSE")
    assert [party.code for party in blame.recipients] == ["PER/GOV"]


def test_a_neighbour_told_by_name_is_that_state() -> None:
    claims = pipeline.code("ケニアの外相は隣国ウガンダを訪問した。", language="ja").claims
    assert [party.code for claim in claims for party in claim.recipients] == ["UGA/GOV"]


@pytest.mark.parametrize(("text", "act", "codes"), [
    ("ペルー、チリ、ボリビアの3カ国は協力することで合意した。", "AGREE", ["BOL/GOV", "CHL/GOV", "PER/GOV"]),
    ("ケニアやガーナなど3カ国の外相は制裁に反対した。", "REJECT", ["GHA/GOV", "KEN/GOV"]),
    ("ケニアとガーナは3カ国を非難した。", "ACCUSE", ["GHA/GOV", "KEN/GOV"]),
    ("韓国と北朝鮮は板門店で協議した。北側は韓国の演習に反発した。", "REJECT", ["PRK/GOV"]),
    ("韓国と北朝鮮は板門店で協議した。南北は会談を開くことで一致した。", "AGREE", ["KOR/GOV", "PRK/GOV"]),
])
def test_states_before_their_number_and_both_koreas_are_parties_each(text: str, act: str, codes: list[str]) -> None:
    told = [claim for claim in pipeline.code(text, language="ja").claims if claim.type == act]
    assert sorted(actor.code for actor in told[-1].actors) == codes


@pytest.mark.parametrize(("text", "code"), [
    ("ベトナムは、自国の漁船が中国公船に襲われたと発表した。", "VNM"),
    ("ベトナムは、中国の漁船が中国公船に襲われたと発表した。", "CHN"),
])
def test_ones_own_boats_are_of_the_country_that_tells_of_them(text: str, code: str) -> None:
    (attack,) = (claim for claim in pipeline.code(text, language="ja").claims if claim.type == "ASSAULT")
    assert [party.code.split("/")[0] for party in attack.recipients] == [code]


@pytest.mark.parametrize("antecedent", ["Gaza's militant factions", "Israel's premier"])
def test_many_are_no_antecedent_of_an_office(antecedent: str) -> None:
    lines = ("Israel's premier spoke of Gaza's militant factions.", "The prime minister defended the truce.")
    party = pointing(lines, "The prime minister", words(lines, antecedent, line=0), Reference.PRONOUN)
    assert resolved(lines, "en", party).actors[0].code == "ISR/GOV"
