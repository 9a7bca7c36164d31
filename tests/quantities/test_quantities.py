"""Quantities: the cases of each language, offsets within the phrase, and tables that are refused when wrong."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keii.errors import DataError, UsageError
from keii.quantities.reading import ReadQuantity, read_quantities
from keii.quantities.table import COLUMNS, compile_table, table
from written import written

CASES = Path(__file__).parents[1] / "cases"
LANGUAGES = ("ja", "en")


@cache
def load(language: str) -> list[dict[str, Any]]:
    return [{**case, "language": language} for case in written(CASES / language / "quantities.yaml")["cases"]]


def show(phrase: str, one: ReadQuantity) -> str:
    low, high = ("" if bound is None else f"{bound:.12g}" for bound in (one.low, one.high))
    parts = [low if low == high else f"{low}..{high}", one.unit]
    parts += [f"of {phrase[slice(*one.counted)]}"] if one.counted else []
    return " ".join([part for part in parts if part] + ["about"] * one.approximate + ["nth"] * one.ordinal)


@pytest.mark.parametrize(
    "case",
    [case for language in LANGUAGES for case in load(language)],
    ids=lambda case: f"{case['language']}: {case['text']}",
)
def test_a_phrase_is_read(case: dict[str, Any]) -> None:
    assert [show(case["text"], one) for one in read_quantities(case["text"], case["language"])] == case["reads"]


@pytest.mark.parametrize("language", LANGUAGES)
@given(data=st.data())
def test_offsets_stay_in_the_phrase_and_bounds_in_order(language: str, data: st.DataObject) -> None:
    known = sorted({word for words in table(language).words.values() for word in words})
    pieces = st.sampled_from([*known, "12", "３", "1,200", "の", "兵士", " ", "-", "and", "people", "、"])
    joiner = "" if language == "ja" else " "
    phrase = data.draw(st.one_of(st.lists(pieces, max_size=8).map(joiner.join), st.text(max_size=30)))
    end = 0
    for one in read_quantities(phrase, language):
        assert end <= one.start < one.end <= len(phrase)
        assert one.counted is None or 0 <= one.counted[0] < one.counted[1] <= len(phrase)
        assert one.low is not None or one.high is not None
        assert one.rule == "quantities.number" or one.rule.startswith("quantities.tsv:")
        end = one.end
    assert read_quantities(phrase, language) == read_quantities(phrase, language)


def test_the_languages_name_measures_alike() -> None:
    names = [
        {word.value.removesuffix(" half") for word in table(language).words["unit"].values() if word.value}
        for language in LANGUAGES
    ]
    assert {"hour", "day", "month", "year", "USD", "percent", "person", "kilometre", "tonne"} <= names[0] & names[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_table_can_be_found_in_a_phrase(language: str) -> None:
    words = table(language).words
    glue = "" if language == "ja" else " "
    unread = [unit for unit in words["unit"] if not read_quantities(f"15{glue}{unit}", language)]
    unread += [
        word for word in words["numeral"] if language == "en" and not read_quantities(word, language) and word != "zero"
    ]
    unread += [word for word in words["before"] if not read_quantities(f"{word}{glue}15", language)]
    assert unread == []


def test_a_language_without_a_table_is_refused() -> None:
    for language in ("de", "../ja", ""):
        with pytest.raises(UsageError):
            read_quantities("drei", language)


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("dozen\tx\t12\t", "kind «dozen»"),
        ("numeral\tx\ttwelve\t", "value «twelve»"),
        ("several\tx\t3\t", "value «3»"),
        ("before\tx\tmore\t", "value «more»"),
        ("numeral\tone\t1\t", "«one» has a row already"),
    ],
)
def test_a_wrong_row_is_named_with_file_and_line(tmp_path: Path, row: str, what: str) -> None:
    path = tmp_path / "quantities.tsv"
    path.write_text("\t".join(COLUMNS) + "\nnumeral\tone\t1\t\n" + row + "\n", encoding="utf-8")
    with pytest.raises(DataError, match=what) as caught:
        compile_table(path, japanese=False)
    assert caught.value.where == f"{path}:3"
