"""Documents about one story are found, in one language and across languages."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from keii.situation.stories import average_linkage, script, stories

QUOTA = "Fishing crews in the northern harbour refused to sail after the ministry cut their quota of cod by a third."
QUOTA_TOO = "The ministry's cut of the cod quota by a third kept the fishing crews of the northern harbour ashore."
QUOTA_JA = "北部の港の漁業者は、省がタラの漁獲枠を三割減らしたことに抗議し、出漁を拒んだ。"
ASH = "A volcano on the western island threw ash over four villages, and eight schools stayed closed until the spring."
ASH_JA = "西の島の火山が噴火し、四つの村に灰が降って学校八校が春まで休校となった。"


@pytest.mark.parametrize(("text", "found"), [
    (QUOTA, "en"), (QUOTA_JA, "ja"), ("Министерство сократило квоту.", "ru"), ("정부는 쿼터를 줄였다.", "ko"),
    ("法院对两家进口商处以罚款。", "zh"), ("2031", "en"), ("", "en"),
])
def test_the_script_of_a_text_is_told(text: str, found: str) -> None:
    assert script(text) == found


def test_stories_are_found_across_languages() -> None:
    found = stories([QUOTA, ASH_JA, QUOTA_JA, ASH])
    assert found == [0, 1, 0, 1]


def test_no_text_has_no_story_and_one_has_one() -> None:
    assert stories([]) == []
    assert stories([QUOTA]) == [0]


def test_documents_of_common_words_are_one_story() -> None:
    others = [f"Report {number}: the {word} rose." for number, word in enumerate(("moon", "tax", "river", "prices"))]
    found = stories([QUOTA, ASH, QUOTA_TOO, *others])
    assert found[0] == found[2] != found[1]


def test_clusters_do_not_chain() -> None:
    chain = np.array([[0, 1, -9], [1, 0, 0.5], [-9, 0.5, 0]], dtype=float)
    assert sorted(map(sorted, average_linkage(chain))) == [[0, 1], [2]]


@given(st.integers(1, 8).flatmap(lambda size: st.lists(
    st.floats(-1, 1, allow_nan=False), min_size=size * size, max_size=size * size)))
def test_every_document_is_in_one_cluster(numbers: list[float]) -> None:
    size = int(len(numbers) ** 0.5)
    given_ = np.array(numbers).reshape(size, size)
    groups = average_linkage((given_ + given_.T) / 2)
    assert sorted(member for group in groups for member in group) == list(range(size))
