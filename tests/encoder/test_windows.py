import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from keii.encoder.labels import FEATURES
from keii.encoder.pieces import Pieces
from keii.encoder.windows import LONGEST, known, windows


def pieces(size: int) -> Pieces:
    return Pieces([9] * size, list(range(size)), list(range(1, size + 1)))


@given(sizes=st.lists(st.integers(0, 700), max_size=30), limit=st.sampled_from([48, 256]), context=st.integers(0, 2))
def test_every_sentence_is_some_windows_own_exactly_once(sizes: list[int], limit: int, context: int) -> None:
    cut = list(windows([pieces(size) for size in sizes], 0, 2, limit=limit, context=context))
    assert [number for window in cut for number in range(window.first, window.last)] == list(range(len(sizes)))
    for window in cut:
        assert len(window.ids) == len(window.sentence) == len(window.starts) == len(window.ends) <= 512
        own = [s for s in window.sentence if window.first <= s < window.last]
        assert len(own) == sum(min(sizes[number], LONGEST) for number in range(window.first, window.last))
        assert all(window.first - context <= s < window.last for s in window.sentence if s >= 0)


def test_context_comes_from_the_sentences_before() -> None:
    last = list(windows([pieces(30)] * 12, 0, 2, limit=96))[-1]
    assert {s for s in last.sentence if s >= 0} == {last.first - 1, *range(last.first, last.last)}


@pytest.mark.parametrize(
    ("hit", "inside", "begins"),
    [
        ((2, 4, 0), [3, 4], [3]),
        ((0, 1, 5), [1], [1]),
        ((40, 41, 0), [], []),
    ],
)
def test_what_is_known_of_words_lies_on_their_pieces(
    hit: tuple[int, int, int], inside: list[int], begins: list[int]
) -> None:
    window = next(iter(windows([pieces(6)], 0, 2)))
    table = known(window, [[hit]])
    assert table.shape == (8, 2 * len(FEATURES))
    assert np.flatnonzero(table[:, hit[2]]).tolist() == inside
    assert np.flatnonzero(table[:, len(FEATURES) + hit[2]]).tolist() == begins
