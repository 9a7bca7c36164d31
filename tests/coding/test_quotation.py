import pytest

from keii.coding.quotation import LONGEST, running
from keii.model import Sentence


def inside(*sentences: str, between: str = "") -> list[bool]:
    """Return for each sentence whether it stands inside somebody's words."""
    text, found = "", []
    for index, sentence in enumerate(sentences):
        text += between if index else ""
        found.append(Sentence(index=index, start=len(text), end=len(text) + len(sentence), text=sentence))
        text += sentence
    return list(running(found, text).values())


@pytest.mark.parametrize(("sentences", "expected"), [
    (["彼は述べた。", "空は青い。"], [False, False]),
    (["「空は青い。", "海も青い。", "山は緑だ」と彼は述べた。", "雨が降った。"], [True, True, True, False]),
    (["「空は青い。」", "彼は去った。"], [True, False]),
    (["「空は青い」と彼は述べた。", "海も青い。"], [False, False]),
    (["彼は「空は青い。", "「海も青い」と彼女は述べた。"], [False, False]),
    (['He said: "The sky is blue.', 'The sea is too."', "It rained."], [False, True, False]),
    (["“The sky is blue.”", "He left."], [True, False]),
    (["“The sky,” he said, “is blue.", "The sea is too.”", "It rained."], [False, True, False]),
])
def test_sentences_inside_a_quotation_are_known(sentences: list[str], expected: list[bool]) -> None:
    assert inside(*sentences) == expected


def test_an_empty_line_closes_a_quotation_that_was_left_open() -> None:
    assert inside("「空は青い。", "海も青い。", between="\n") == [True, True]
    assert inside("「空は青い。", "海も青い。", between="\n\n") == [True, False]


def test_a_mark_left_open_for_long_was_never_closed() -> None:
    found = inside("「空は青い。", *(["海も青い。"] * (LONGEST + 3)))
    assert found[1 : LONGEST + 1] == [True] * LONGEST
    assert not any(found[LONGEST + 1 :])


def test_an_inner_quotation_does_not_end_the_outer_one() -> None:
    assert inside("「彼は『空は青い』と言った。", "海も青い。", "山は緑だ」と述べた。") == [True, True, True]
