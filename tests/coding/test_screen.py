import pytest
from hypothesis import given
from hypothesis import strategies as st

from coding.sentences import tree_of
from composed import acts
from keii.coding.lexicon import lexicon
from keii.coding.occurrences import occurrences
from keii.coding.screen import screen
from keii.language.languages import LANGUAGES


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_word_of_the_lexicon_passes_as_it_stands(code: str) -> None:
    passes = screen(code).passes
    assert [form for form in lexicon(code).predicates if not passes(form)] == []


@pytest.mark.parametrize(("code", "sentence"), [
    ("ja", "首相が訪ねてきた。"), ("ja", "軍が攻め込んだ。"), ("ja", "外相が会った。"), ("ja", "反乱軍が襲わせた。"),
    ("en", "Troops fought on."), ("en", "He SHOT at them."), ("en", "They were forbidden to march."),
    ("en", "Both sides met."),
    ("en", "She withdrew."), ("en", "He has fled."), ("en", "They struck back."),
])
def test_inflected_and_irregular_forms_pass(code: str, sentence: str) -> None:
    assert screen(code).passes(sentence)


@pytest.mark.parametrize(("code", "sentence"), [("ja", "空は青い。"), ("en", "The sky was blue."), ("ja", ""),
("en", "")])
def test_sentences_without_a_trigger_do_not(code: str, sentence: str) -> None:
    assert not screen(code).passes(sentence)


@given(st.data())
@pytest.mark.parametrize("code", LANGUAGES)
def test_whatever_is_found_in_a_sentence_passes_the_screen(code: str, data: st.DataObject) -> None:
    act = data.draw(st.sampled_from(acts(code)))
    form = {"ja": "政府は国を{}しなかった。", "en": "The government may {} the country."}[code].format(act)
    if occurrences(tree_of(code, form), lexicon(code)):
        assert screen(code).passes(form)
