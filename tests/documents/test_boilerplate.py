from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keii.documents.boilerplate import _COLUMNS, _cues, body
from keii.language.languages import LANGUAGES, language
from keii.tables import read_table
from written import written

CASES = written(Path(__file__).parent / "cases" / "boilerplate.yaml")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['language']}: {case['why']}")
def test_the_body_is_found(case: dict[str, Any]) -> None:
    parts = {name: str(case.get(name, "")).strip("\n") for name in ("head", "body", "foot")}
    text = "\n".join(part for part in parts.values() if part)
    start, end = body(text, case["language"])
    assert text[:start].strip() == parts["head"]
    assert text[start:end].strip() == parts["body"]
    assert ("" if end is None else text[end:]) == parts["foot"]


def test_the_headline_is_never_boilerplate() -> None:
    text = "2026年10月3日\n日本政府は3日、首脳会談を来月行うと発表した。\n会談は平壌で開かれる。"
    assert body(text, "ja", "2026年10月3日") == (0, None)
    assert body(text, "ja", None) == (11, None)


LINES = st.lists(st.sampled_from([
    "シェアする", "関連記事", "別の記事", "首相は去った。", "「コーヒー好き。旅行家。」", "© 2026", "（ロイター）", "",
    "Share", "Read more", "The minister left.", "By Jane Smith", "Another story", '"Coffee lover. Father of two."',
]), max_size=12).map("\n".join)


@pytest.mark.parametrize("code", sorted(LANGUAGES))
@given(text=LINES | st.text(max_size=100))
def test_the_body_lies_in_the_text_and_is_not_empty(code: str, text: str) -> None:
    start, end = body(text, code)
    assert 0 <= start <= (len(text) if end is None else end) <= len(text)
    assert bool(text[start:end].strip()) == bool(text.strip())


@pytest.mark.parametrize("code", sorted(LANGUAGES))
def test_every_row_of_the_data_is_sound_and_stands_once(code: str) -> None:
    assert _cues(code)
    rows = [tuple(row.values()) for _, row in read_table(language(code).data / "boilerplate.tsv", _COLUMNS)]
    assert len(rows) == len(set(rows))
