from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keii.language.detect import detect, normalise
from written import written

CASES = written(Path(__file__).parent / "cases" / "detect.yaml")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['text'][:20]} declared {case.get('declared')}")
def test_the_language_is_found(case: dict[str, Any]) -> None:
    assert detect(case["text"], case.get("declared")) == (case["is"], case["by"])


@pytest.mark.parametrize(("declared", "code"), [
    ("ja", "ja"), ("ja-JP", "ja"), ("en_US", "en"), ("Japanese", "ja"), ("JPN", "ja"), (" en ", "en"), ("", None),
    (None, None),
])
def test_tags_and_names_become_codes(declared: str | None, code: str | None) -> None:
    assert normalise(declared) == code


@given(st.text(max_size=60))
def test_any_text_has_an_answer(text: str) -> None:
    code, basis = detect(text)
    assert code
    assert basis in ("script", "declared", "words", "model")


def test_the_model_is_not_opened_for_plain_english(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes as long as reading twenty sentences."""
    monkeypatch.setattr("keii.language.detect._model", None)
    assert detect("The minister met the ambassador.") == ("en", "words")
    with pytest.raises(TypeError):
        detect("Putin met Kim.")
