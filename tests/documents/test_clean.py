import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keii.documents.clean import clean, clean_line


@pytest.mark.parametrize(("raw", "text"), [
    ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
    ("か\u3099", "が"),
    ("ｶﾞ１Ａ㈱", "ｶﾞ１Ａ㈱"),
    ("金正\u200b恩\ufeff", "金正恩"),
    ("\u202eabc\x00\x07", "abc"),
    ("5\u00a0km\u202f!", "5 km !"),
    ("　首相は", "　首相は"),
    ("\n\na \n\n\n \n\nb\n", "a\n\nb"),
])
def test_text_is_cleaned_and_otherwise_left_as_published(raw: str, text: str) -> None:
    assert clean(raw) == text


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)


def test_a_title_is_one_line() -> None:
    assert clean_line(" Talks \n end ") == "Talks end"
    assert clean_line(" \n") is None
