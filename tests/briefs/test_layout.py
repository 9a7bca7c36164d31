from unicodedata import combining, east_asian_width

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keii.briefs.layout import Line, Run, Style, clean, keep, paint, wrap

WORDS = st.text(alphabet=st.sampled_from("abc XYZ,.()「」、。プーチン大統領ッー北朝鮮…→·*12"), max_size=80)


def cells(text: str) -> int:
    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)


def lines_of(text: str, width: int) -> list[str]:
    return paint(wrap([Run(text)], width), color=False).split("\n")


@pytest.mark.parametrize(("text", "width", "lines"), [
    ("one two three", 7, ["one two", "three"]),
    ("one two three", 3, ["one", "two", "thr", "ee"]),
    ("首脳会談を終えた。", 10, ["首脳会談を", "終えた。"]),
    ("首脳会談終。", 10, ["首脳会談", "終。"]),  # no line begins with 。
    ("首脳会談「終」", 10, ["首脳会談", "「終」"]),  # nor ends with 「
    ("首脳「会談」", 6, ["首脳", "「会", "談」"]),
    ("46隻のshipsが", 6, ["46隻の", "ships", "が"]),
    ("パーティー", 6, ["パー", "ティー"]),  # nor begins with ー or a small kana
])
def test_lines_break_at_spaces_and_between_japanese_characters(text: str, width: int, lines: list[str]) -> None:
    assert lines_of(text, width) == lines


def test_kept_words_move_to_the_next_line_together() -> None:
    assert lines_of("会談は" + keep("プーチン"), 10) == ["会談は", "プーチン"]


@given(WORDS, st.integers(4, 40))
def test_wrapping_loses_nothing_and_stays_within_the_width(text: str, width: int) -> None:
    lines = wrap([Run(clean(text))], width)
    plain = ["".join(run.text for run in line) for line in lines]
    assert all(cells(line) <= width for line in plain)
    assert "".join(plain).replace(" ", "") == clean(text).replace(" ", "")


@given(st.lists(st.tuples(WORDS, st.sampled_from([Style.PLAIN, Style.BOLD])), max_size=5), st.integers(4, 40))
def test_styles_change_neither_words_nor_breaks(pieces: list[tuple[str, Style]], width: int) -> None:
    styled = wrap([Run(text, style) for text, style in pieces], width)
    plain = wrap([Run("".join(text for text, _ in pieces))], width)

    def words(lines: list[Line]) -> list[str]:
        return ["".join(run.text for run in line) for line in lines]

    assert words(styled) == words(plain)
