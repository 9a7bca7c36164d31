import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keii.errors import DataError
from keii.language.en.split import split as split_en
from keii.language.ja.split import split as split_ja
from written import written

SPLITS = {"ja": split_ja, "en": split_en}
MARK = "¦"


def cases() -> list[Any]:
    found = []
    for code in SPLITS:
        path = Path(__file__).parent / "cases" / f"split.{code}.yaml"
        for group in written(path):
            found += [pytest.param(code, case, id=f"{code}: {group['why']}: {case[:30]}")
                      for case in group["cases"]]
    return found


@pytest.mark.parametrize(("code", "case"), cases())
def test_sentences_end_where_the_case_says(code: str, case: str) -> None:
    text = case.replace(MARK, "")
    assert [text[start:end] for start, end in SPLITS[code](text)] == [part.strip() for part in case.split(MARK)]


PIECES = st.lists(st.sampled_from([
    "首相は", "述べた", "。", "「", "」", "『", "』", "（", "）", "(", ")", "と", "？", "!", "…", "\n", " ", "　", "、",
    "かつて", "Mr.", "U.S.", "The talks", "ended", ".", '"', "“", "”", "'", "’", "?", "said", "3.5", "その後", "𠮷",
    "é", "\u2028",
]), max_size=40).map("".join)


@pytest.mark.parametrize("code", SPLITS)
@given(text=PIECES | st.text(max_size=80))
def test_sentences_lie_in_order_and_hold_every_letter(code: str, text: str) -> None:
    spans = SPLITS[code](text)
    covered: set[int] = set()
    last = 0
    for start, end in spans:
        assert last <= start < end <= len(text)
        sentence = text[start:end]
        assert sentence == sentence.strip()
        assert len(sentence.splitlines()) == 1
        assert any(character.isalnum() for character in sentence)
        covered.update(range(start, end))
        last = end
    assert all(at in covered for at, character in enumerate(text) if character.isalnum())


@pytest.mark.parametrize("code", SPLITS)
@given(first=PIECES, second=PIECES)
def test_a_line_does_not_change_the_next_one(code: str, first: str, second: str) -> None:
    both = SPLITS[code](f"{first}\n{second}")
    shift = len(first) + 1
    assert both == SPLITS[code](first) + [(start + shift, end + shift) for start, end in SPLITS[code](second)]


@pytest.mark.parametrize("code", SPLITS)
@pytest.mark.parametrize("piece", ["「あ。", "「（あ。」", '"Ah. ', "x.Y", "? ", ". ( ", "あ ", "「あ。」"])
def test_long_lines_of_odd_marks_are_split_in_good_time(code: str, piece: str) -> None:
    assert SPLITS[code](piece * 20_000 + "end") != []


def test_a_wrong_row_of_the_data_names_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = sys.modules["keii.language.ja.split"]
    data = tmp_path / "data" / "split.tsv"
    data.parent.mkdir()
    data.write_text("kind\tform\nwrong\tと\n", encoding="utf-8")
    monkeypatch.setattr(module, "__file__", str(tmp_path / "split.py"))
    with pytest.raises(DataError, match=r"split.tsv:2"):
        module._rows.__wrapped__()
