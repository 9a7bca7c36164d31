"""Which words take an act for known, in both languages, and what that does to a report without a time."""

from dataclasses import replace
from pathlib import Path

import pytest

from keii.errors import DataError
from keii.model import Told
from keii.situation.linking import SAME, compare
from keii.situation.recalling import is_recalled, recalled
from situation.stories import Act, told

KNOWN = bytes([100, 10, 0, 0, 0, 0, 0, 0])
OTHER = bytes([0, 0, 100, 0, 0, 0, 0, 0])


def one(text: str, words: str, language: str, **rest: str) -> Told:
    return told(Act(text, words, "COERCE", {}), language=language, **rest)


@pytest.mark.parametrize(("text", "words", "language", "known"), [
    ("Fiji protested against the seizure of its boat.", "seizure", "en", True),
    ("The owner of the seized boat spoke.", "seized", "en", True),
    ("Peru's navy had already seized the boat.", "seized", "en", True),
    ("The navy seized a boat.", "seized", "en", False),
    ("Before that, troops seized a boat.", "seized", "en", False),
    ("拿捕された漁船の船主が会見した。", "拿捕された", "ja", True),
    ("拿捕された漁船の船主が会見した。", "拿捕", "ja", True),
    ("拿捕は不当だと外相は述べた。", "拿捕", "ja", True),
    ("海軍は漁船を拿捕した。", "拿捕", "ja", False),
    ("海軍は漁船を拿捕した疑いがある。", "拿捕した", "ja", False),
    ("海軍が漁船を拿捕したと外務省は述べた。", "拿捕した", "ja", False),
    ("해군은 나포된 어선을 풀어 주었다.", "나포된", "ko", False),
])
def test_words_beside_an_act_take_it_for_known(text: str, words: str, language: str, known: bool) -> None:
    assert is_recalled(one(text, words, language)) is known


SEIZED = Act("Peru's navy seized a boat of Fiji.", "seized", "COERCE", {"Peru": "PER/MIL"}, {"Fiji": "FJI/CVL"})
SEIZED_JA = Act("ペルー海軍に拿捕されたフィジーの船は港にいる。", "拿捕された", "COERCE", {"ペルー": "PER/MIL"},
                {"フィジー": "FJI/CVL"})
AGAIN_JA = Act("ペルー海軍はフィジーの船を拿捕した。", "拿捕した", "COERCE", {"ペルー": "PER/MIL"},
               {"フィジー": "FJI/CVL"})


@pytest.mark.parametrize(("act", "published", "story", "same"), [
    (SEIZED_JA, "2031-05-14", KNOWN, True),
    (AGAIN_JA, "2031-05-14", KNOWN, False),  # told anew
    (SEIZED_JA, "2031-05-14", OTHER, False),  # of another story
    (SEIZED_JA, "2031-07-14", KNOWN, False),  # too long ago
])
def test_what_is_told_as_known_is_what_was_told_before(act: Act, published: str, story: bytes, same: bool) -> None:
    first = replace(told(SEIZED), story=KNOWN)
    later = replace(told(act, name="b.txt", language="ja", published=published), story=story)
    assert (compare(first, later).score >= SAME) is same


def test_a_bad_line_is_refused_with_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "recalled.tsv"
    path.write_text("language\tside\twords\tnote\nen\tbeside\tthe\t\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        recalled(path)
    assert caught.value.where == f"{path}:2"
