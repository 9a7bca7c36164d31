import pytest
from hypothesis import given
from hypothesis import strategies as st

from keii.gazetteer.name_index import folded, words_of
from keii.gazetteer.sounds import SCRIPTS, coarse, likeness, script_of, sound

SOUNDS = st.text(alphabet="aeioupbfvmtdnszSZCckghxrlyw", min_size=1, max_size=10)


@pytest.mark.parametrize(("name", "script"), [
    ("Putin", "latin"), ("プーチン", "kana"), ("習近平", "han"), ("ルビオ米国務長官", "kana"), ("푸틴", "hangul"),
    ("Путин", "cyrillic"), ("بوتين", "arabic"), ("נתניהו", "hebrew"),
])  # fmt: skip
def test_the_script_is_that_of_most_letters(name: str, script: str) -> None:
    assert script_of(name) == script


@pytest.mark.parametrize(("word", "reading", "heard"), [
    ("プーチン", "kana", "puCin"), ("ぷーちん", "kana", "puCin"), ("ヴ", "kana", "vu"), ("トランプ", "kana", "torampu"),
    ("シェフチェンコ", "kana", "SefuCenko"), ("Shoigu", "latin", "Soigu"), ("Schoigu", "latin-de", "Soigu"),
    ("Poutine", "latin-fr", "putine"), ("Щербаков", "cyrillic", "Serbakov"), ("푸틴", "hangul", "putin"),
    ("بوتين", "arabic", "butin"), ("Xi", "latin-zh", "Si"), ("Hsi", "latin-wade", "Si"), ("☃", "latin", ""),
])  # fmt: skip
def test_letters_are_put_into_sounds(word: str, reading: str, heard: str) -> None:
    assert sound(word, reading) == heard


@given(SOUNDS, SOUNDS, st.sampled_from(SCRIPTS))
def test_likeness_is_between_nothing_and_the_same(one: str, other: str, script: str) -> None:
    assert 0 <= likeness(one, other, script) <= 1
    assert likeness(one, one, script) == 1
    assert likeness(one, other, script) == pytest.approx(likeness(other, one, script))


@pytest.mark.parametrize(("one", "near", "far", "script"), [
    ("rubio", "lubio", "kubio", "kana"), ("butin", "putin", "kutin", "arabic"), ("lavrov", "labrov", "lavrok", "kana"),
])  # fmt: skip
def test_what_a_script_cannot_tell_apart_costs_little(one: str, near: str, far: str, script: str) -> None:
    assert likeness(one, near, script) > likeness(one, far, script)


def test_consonants_that_spellings_confuse_are_one_in_the_search() -> None:
    assert coarse(sound("Zelenskyy", "latin")) == coarse(sound("Selenskyj", "latin-de"))


@pytest.mark.parametrize(("one", "other"), [
    ("習近平", "习近平"), ("蔣介石", "蒋介石"), ("ＮＡＴＯ", "nato"), ("ﾛｼｱ", "ロシア"), ("Orbán", "ORBAN"),
    ("U.N.", "UN"), ("沢", "澤"),
])  # fmt: skip
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_articles_and_particles_are_no_words_of_a_name() -> None:
    assert words_of("Bashar al-Assad", "latin") == words_of("Bashar Assad", "latin")
    assert words_of("Ursula von der Leyen", "latin") == ("ursula", "leien")


@given(st.text(max_size=20), st.sampled_from(("kana", "latin", "cyrillic", "hangul", "arabic", "hebrew")))
def test_any_text_has_sounds_of_the_table_alone(text: str, reading: str) -> None:
    assert set("".join(words_of(text, reading))) <= set("aeioupbfvmtdnszSZCckghxrlywqj")
