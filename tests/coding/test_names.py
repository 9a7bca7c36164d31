"""Who a phrase names: states, bodies, people, kinds of people, and nobody."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coding.sentences import gap
from keii.gazetteer.compose import compose
from keii.gazetteer.names import finder

DATE = "2023-06-01"


@pytest.mark.parametrize(("code", "phrase", "expected"), [
    ("ja", "米国務省報道官", "USA/GOV"), ("ja", "ロシア外務省", "RUS/GOV"), ("ja", "北朝鮮の金正恩氏", "PRK/GOV"),
    ("ja", "プーチン大統領", "RUS/GOV"), ("ja", "米", "USA/GOV"), ("ja", "欧州連合", "IGO:EU"),
    ("ja", "国連安保理", "IGO:UN"),
    ("ja", "ロイター通信", "GBR/JRN"), ("ja", "ウクライナ軍", "UKR/MIL"), ("ja", "平壌", "PRK/GOV"),
    ("ja", "クレムリン", "RUS/GOV"),
    ("ja", "台湾当局", "TWN/GOV"), ("ja", "ロシア人", "RUS/CVL"), ("ja", "米国人記者", "USA/JRN"),
    ("ja", "元首相", "XXX/GOV"),
    ("ja", "野党", "XXX/OPP"), ("ja", "地元警察", "XXX/GOV"), ("ja", "中国国防相", "CHN/GOV"),
    ("en", "the US State Department spokesman", "USA/GOV"), ("en", "Russia's foreign ministry", "RUS/GOV"),
    ("en", "North Korea's Kim Jong Un", "PRK/GOV"), ("en", "President Putin", "RUS/GOV"), ("en", "U.S.", "USA/GOV"),
    ("en", "the EU", "IGO:EU"), ("en", "the UN Security Council", "IGO:UN"), ("en", "Reuters", "GBR/JRN"),
    ("en", "Ukraine's army", "UKR/MIL"), ("en", "Pyongyang", "PRK/GOV"), ("en", "the Kremlin", "RUS/GOV"),
    ("en", "Russians", "RUS/CVL"), ("en", "an American reporter", "USA/JRN"),
    ("en", "a former prime minister", "XXX/GOV"),
    ("en", "the opposition", "XXX/OPP"), ("en", "local police", "XXX/GOV"),
    ("en", "a senior Iranian lawmaker", "IRN/LEG"),
])
def test_a_phrase_resolves_by_its_parts(code: str, phrase: str, expected: str) -> None:
    reading = compose(phrase, code, DATE)
    assert reading
    assert reading.code == expected


@pytest.mark.parametrize(("code", "longer", "shorter"), [
    ("ja", "南スーダン", "スーダン"), ("ja", "赤道ギニア", "ギニア"), ("ja", "インドネシア", "インド"),
    ("ja", "ドミニカ共和国", "ドミニカ国"),
    ("en", "South Sudan", "Sudan"), ("en", "Equatorial Guinea", "Guinea"), ("en", "Nigeria", "Niger"),
    ("en", "the Dominican Republic", "Dominica"),
])
def test_a_name_inside_a_longer_name_is_not_taken(code: str, longer: str, shorter: str) -> None:
    first, second = compose(longer, code), compose(shorter, code)
    assert first
    assert second
    assert first.country != second.country


@pytest.mark.parametrize(("code", "phrase"), [
    ("ja", "空"), ("ja", "米を食べる人"), ("ja", "仏教"), ("ja", "独立"), ("ja", "英語"),
    ("en", "us"), ("en", "a turkey"), ("en", "china cups"), ("en", "Malia"), ("en", "An"),
    gap("en", "Michael Jordan"), gap("en", "Chad Smith"), gap("en", "Paris Hilton"), gap("en", "Denzel Washington"),
])
def test_words_and_strangers_that_look_like_states_name_none(code: str, phrase: str) -> None:
    reading = compose(phrase, code, DATE)
    assert reading is None or reading.country is None


@pytest.mark.parametrize(("code", "phrase", "date", "expected"), [
    ("en", "Boris Johnson", "2021-05-01", "GBR/GOV"), ("ja", "岸田首相", "2023-05-01", "JPN/GOV"),
    ("ja", "文在寅大統領", "2019-05-01", "KOR/GOV"), ("en", "Angela Merkel", "2015-05-01", "DEU/GOV"),
])
def test_people_are_read_by_the_office_they_held(code: str, phrase: str, date: str, expected: str) -> None:
    reading = compose(phrase, code, date)
    assert reading
    assert (reading.code, reading.kind) == (expected, "person")


def test_a_surname_that_several_bear_stays_open_without_a_country() -> None:
    open_reading = compose("He", "en", DATE)
    assert open_reading is None or open_reading.shared
    decided = compose("South Korean President Yoon", "en", DATE)
    assert decided
    assert (decided.code, decided.shared) == ("KOR/GOV", False)


@given(st.sampled_from(["ja", "en"]), st.text(max_size=40),
       st.sampled_from(["ロシア", "Russia", "金正恩", "Putin", "米国務省"]))
@example("en", "NGO", "ロシア")
def test_names_are_found_where_they_stand_and_never_overlap(code: str, around: str, name: str) -> None:
    text = f"{around} {name} {around}"
    last = 0
    for match in finder(code).find(text):
        assert last <= match.start < match.end <= len(text)
        found = text[match.start : match.end]
        assert any(found == known.name or known.kind == "sector" and found.lower() == known.name.lower()
                   for known in match.names)  # words for kinds of actors in any case: NGO
        last = match.end


@pytest.mark.parametrize(("phrase", "expected"), [
    ("ソマリアのアデン・ワルサメ外相", "SOM/GOV"),
    ("内務長官マルタ・キンテロ", "XXX/GOV"),
    ("シドニー・グラント議員", "XXX/LEG"),
    ("パリ・イダルゴ市長", "FRA/GOV"),
    ("イスラエル・カガン首相", "ISR/GOV"),
    ("ロシア・トルコ両首脳", "TUR/GOV"),
    ("インドネシア・パル", "IDN/GOV"),
])
def test_a_town_before_a_surname_and_a_title_is_a_given_name(phrase: str, expected: str) -> None:
    reading = compose(phrase, "ja")
    assert reading is not None
    assert reading.code == expected
