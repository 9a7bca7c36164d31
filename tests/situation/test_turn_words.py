"""Words that put an awaited act off, call it off, refuse it: where they hold, and where they do not."""

from pathlib import Path

import pytest

from keii.errors import DataError
from keii.model import Outcome
from keii.situation.turn_words import read_turns, turn_words
from keii.situation.waits import later, read_waits, waits

P, C, R, B = Outcome.POSTPONED, Outcome.CANCELLED, Outcome.REFUSED, Outcome.BROKEN


@pytest.mark.parametrize(
    ("code", "sentence", "act", "outcome"),
    [
        ("ja", "首相の訪米は来年に延期された。", "訪米", P),
        ("ja", "政府は、悪天候のため打ち上げを延期した。", "打ち上げ", P),
        ("ja", "会談は中止となった。", "会談", C),
        ("ja", "政府は訪米を見送った。", "訪米", C),
        ("ja", "ロシアは停戦協議を拒否した。", "停戦協議", R),
        ("ja", "政府は釈放の要求に応じなかった。", "釈放", R),
        ("ja", "同国は衛星の打ち上げに失敗した。", "打ち上げ", B),
        ("ja", "首相は会談の延期を検討している。", "会談", None),
        ("ja", "野党は訪問の中止を求めた。", "訪問", None),
        ("ja", "会談が延期される可能性がある。", "会談", None),
        ("ja", "政府は訪問を延期しない方針だ。", "訪問", None),
        ("ja", "訪問した首相は出席を断った。", "訪問", None),
        ("ja", "両国は会談し、演習を延期した。", "会談", None),
        ("ja", "延期された会談が開かれた。", "会談", None),
        ("ja", "ルワンダは検問所を開けないと回答した。", "開け", C),
        ("ja", "ルワンダは検問所を開けないと回答した。", "開けない", C),
        ("ja", "ルワンダは兵士を引き渡さない方針だ。", "引き渡さ", C),
        ("ja", "ルワンダは検問所を開けていないと回答した。", "開け", None),
        ("ja", "ルワンダは検問所を開けて、兵を置かないと回答した。", "開け", None),
        ("en", "The ship is now due on 2 March.", "ship", P),
        ("en", "The ship is due on 2 March.", "ship", None),
        ("en", "The visit was postponed until April.", "visit", P),
        ("en", "The White House put off the summit with Russia.", "summit", P),
        ("en", "The talks between Japan and China were called off.", "talks", C),
        ("en", "Putin cancelled his long-planned visit to Japan.", "visit", C),
        ("en", "Hamas refused to release the hostages.", "release", R),
        ("en", "Kyiv ruled out talks.", "talks", R),
        ("en", "The launch failed.", "launch", B),
        ("en", "Russia failed to withdraw its troops.", "withdraw", B),
        ("en", "The visit may be postponed.", "visit", None),
        ("en", "The visit was not cancelled.", "visit", None),
        ("en", "They urged the president to cancel his visit.", "visit", None),
        ("en", "Tokyo is considering postponing the visit.", "visit", None),
        ("en", "Putin visited Pyongyang, and a match was cancelled.", "visited", None),
        ("en", "They postponed a meeting on the invasion.", "invasion", None),
    ],
)
def test_a_word_turns_the_act_beside_it(code: str, sentence: str, act: str, outcome: Outcome | None) -> None:
    start = sentence.index(act)
    own = [(sentence.index(w), sentence.index(w) + len(w)) for w in ("Japan", "China") if f"{w} " in sentence]
    found = turn_words(code).turn(sentence, start, start + len(act), own)
    assert (found.outcome if found else None) is outcome


@pytest.mark.parametrize(
    ("code", "sentence", "act", "still"),
    [
        ("ja", "ロシアはまだ撤退していない。", "撤退", True),
        ("ja", "ロシアは撤退しなかった。", "撤退", False),
        ("en", "Russia has not yet withdrawn.", "withdrawn", True),
        ("en", "Russia did not withdraw.", "withdraw", False),
    ],
)
def test_what_has_only_not_happened_yet_is_told_apart(code: str, sentence: str, act: str, still: bool) -> None:
    start = sentence.index(act)
    assert turn_words(code).still(sentence, start, start + len(act)) is still


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("延期\tput off\tafter\t", "put off after"),
        ("\tpostponed\tafter\t", "empty"),
        ("延期\tinvited\tafter\t", "not known"),
    ],
)
def test_a_bad_row_of_turning_words_is_refused_with_its_line(tmp_path: Path, row: str, says: str) -> None:
    path = tmp_path / "turns.tsv"
    path.write_text(f"word\tturn\twhere\tnote\n{row}\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"turns\.tsv:2.*" + says):
        read_turns(path)


def test_every_wait_is_there_and_coarser_times_wait_longer() -> None:
    grace = waits().grace
    assert grace["day"] <= grace["week"] <= grace["month"] <= grace["season"] <= grace["year"]


@pytest.mark.parametrize("row", ["day\tmany\t", "fortnight\t3\t", "day\t3\t"])
def test_a_bad_or_missing_wait_is_refused(tmp_path: Path, row: str) -> None:
    path = tmp_path / "waits.tsv"
    path.write_text(f"what\tdays\tnote\n{row}\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"waits\.tsv"):
        read_waits(path)


def test_days_end_where_the_calendar_does() -> None:
    assert later("2024-02-28T12:00", 2) == "2024-03-01"
    assert later("9999-12-30", 30) == "9999-12-31"
