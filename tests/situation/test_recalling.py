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
    ("The owners protested Norway's seizure of the boat.", "seizure", "en", True),
    ("The mayor turned down the union's request.", "request", "en", True),
    ("政府は牧民の要求を拒否した。", "要求", "ja", True),
    ("遺族は火災の遺族会をつくった。", "火災", "ja", True),
    ("牧民は政府に補償を要求した。", "要求", "ja", False),
    ("廃液の流出に関する調査が始まった。", "流出", "ja", True),
    ("拿捕された漁船の船主が会見した。", "拿捕された", "ja", True),
    ("拿捕された漁船の船主が会見した。", "拿捕", "ja", True),
    ("拿捕は不当だと外相は述べた。", "拿捕", "ja", True),
    ("海軍は漁船を拿捕した。", "拿捕", "ja", False),
    ("海軍は漁船を拿捕した疑いがある。", "拿捕した", "ja", False),
    ("海軍が漁船を拿捕したと外務省は述べた。", "拿捕した", "ja", False),
    ("海軍を襲ったのは密漁者だと村長は話した。", "襲った", "ja", True),  # who did it is told of what is known
    ("村を襲ったのちに逃げた。", "襲った", "ja", False),
    ("漁民をさらった疑いで警察は兵士を逮捕した。", "さらった", "ja", True),  # a charge is of an act that is known
    ("警察は漁民をさらった罪に問われた男を捜している。", "さらった", "ja", True),
    ("The men who kidnapped the pilots want money.", "kidnapped", "en", True),
    ("Those who had attacked the clinic fled.", "attacked", "en", True),
    ("A man who kidnapped a pilot was caught.", "kidnapped", "en", False),
    ("The mayor said soldiers who live there attacked the clinic.", "attacked", "en", False),
    ("해군은 나포된 어선을 풀어 주었다.", "나포된", "ko", False),
])
def test_words_beside_an_act_take_it_for_known(text: str, words: str, language: str, known: bool) -> None:
    assert is_recalled(one(text, words, language)) is known


@pytest.mark.parametrize(("text", "words", "party", "known"), [
    ("A month after Fiji offered a ship, it sailed.", "offered", "Fiji", True),
    ("A court dismissed the farmers' suit.", "suit", "farmers", True),
    ("A court dismissed the farmers' suit.", "suit", None, False),
    ("Fiji offered a ship.", "offered", "Fiji", False),
    ("After that, Fiji offered a ship.", "offered", "Fiji", False),
])
def test_a_party_may_stand_between_the_act_and_the_word_that_takes_it_for_known(
    text: str, words: str, party: str | None, known: bool
) -> None:
    act = Act(text, words, "AGREE", {party: "FJI/CVL"} if party else {})
    assert is_recalled(told(act)) is known


@pytest.mark.parametrize(("text", "words", "type_", "known"), [
    ("ウルグアイの申し入れに両国は答えていない。", "申し入れ", "REQUEST", True),
    ("大統領の約束は果たされていない。", "約束", "AGREE", True),
    ("反政府軍の砲撃で村が焼けた。", "砲撃", "ASSAULT", False),  # told anew
    ("ウルグアイが申し入れた。", "申し入れた", "REQUEST", False),
])
def test_an_act_of_words_is_known_behind_its_speaker(text: str, words: str, type_: str, known: bool) -> None:
    assert is_recalled(told(Act(text, words, type_), language="ja")) is known


PROMISED = Act("Chad's president promised an escort.", "promised", "AGREE", {"Chad": "TCD/GOV"})
PROMISE = Act("Soldiers rode out, the first since Chad's promise.", "promise", "AGREE", {"Chad": "TCD/GOV"})
VOW = Act("Soldiers rode out, the first since Chad's vow.", "vow", "AGREE", {"Chad": "TCD/GOV"})


@pytest.mark.parametrize(("act", "published", "same"), [
    (PROMISE, "2031-06-20", True),
    (PROMISE, "2031-09-20", False),  # too long ago
    (VOW, "2031-06-20", False),  # in other words, after more than a month
    (replace(PROMISE, text="Chad's government made a promise.", trigger="promise"), "2031-06-20", False),  # told anew
])
def test_what_is_known_in_the_same_words_may_be_older(act: Act, published: str, same: bool) -> None:
    first = replace(told(PROMISED), story=KNOWN, meaning=KNOWN, act=KNOWN)
    later = replace(told(act, name="b.txt", published=published), story=KNOWN, meaning=KNOWN, act=KNOWN)
    assert (compare(first, later).score >= SAME) is same


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


def test_a_denial_looks_back() -> None:
    denial = Act("ペルー海軍はフィジーの船を拿捕していない。", "拿捕していない", "COERCE", {"ペルー": "PER/MIL"},
                 {"フィジー": "FJI/CVL"}, status="not_occurred")
    first = replace(told(SEIZED), story=KNOWN)
    later = replace(told(denial, name="b.txt", language="ja", published="2031-05-14"), story=KNOWN)
    assert compare(first, later).score >= SAME


@pytest.mark.parametrize(("story", "act", "published", "answers"), [
    (KNOWN, KNOWN, "2031-05-04", True),
    (OTHER, KNOWN, "2031-05-04", False),  # another story
    (KNOWN, OTHER, "2031-05-04", False),  # words that mean something else
    (KNOWN, KNOWN, "2031-05-01", False),  # denied before it was asserted
])
@pytest.mark.parametrize(("denied", "words"), [
    ("Peru's guards never took any boat.", "took"), ("ペルーの当局は船を奪っていないとした。", "奪っていない"),
])
def test_a_denial_in_like_words_answers_the_assertion_in_its_story(
    denied: str, words: str, story: bytes, act: bytes, published: str, answers: bool
) -> None:
    denial = Act(denied, words, "COERCE", status="not_occurred")
    first = replace(told(SEIZED), story=KNOWN, act=KNOWN)
    later = replace(told(denial, name="b.txt", published=published), story=story, act=act)
    assert any(reason.feature == "denial" for reason in compare(first, later).reasons) is answers
    asserted = replace(later, claim=replace(later.claim, status=first.claim.status))
    assert "denial" not in {reason.feature for reason in compare(first, asserted).reasons}


def by_entry(act: Act, name: str, entry: str) -> Told:
    one = told(act, name=name)
    return replace(one, claim=replace(one.claim, actors=(replace(one.claim.actors[0], actor=entry),)))


def test_a_state_is_no_other_than_its_bodies_but_two_bodies_are_two() -> None:
    cases = {name: by_entry(SEIZED, f"{name}.txt", name) for name in ("state:PER", "pe-navy", "pe-police")}
    weights = {(one, other): reason.weight for one in cases for other in cases if one < other
               for reason in compare(cases[one], cases[other]).reasons if reason.feature == "actor"}
    assert weights["pe-navy", "state:PER"] == weights["pe-police", "state:PER"] > 0
    assert weights["pe-navy", "pe-police"] < 0


def test_what_is_under_way_may_be_told_before_the_day_on_which_it_is_told_again() -> None:
    asking = Act("Fiji asked Peru for the boat.", "asked", "REQUEST", {"Fiji": "FJI/GOV"}, {"Peru": "PER/GOV"},
                 status="ongoing")
    today = replace(asking, text="Fiji asked Peru for the boat on 20 May.", day="2031-05-20", time="20 May")
    first, again = told(asking), told(today, name="b.txt", published="2031-05-20")
    assert all(reason.feature != "time" for reason in compare(first, again).reasons)
    done = compare(told(replace(asking, status="occurred")), told(replace(today, status="occurred"), name="b.txt"))
    assert min(done.reasons, key=lambda reason: reason.weight).feature == "time"


def test_a_bad_line_is_refused_with_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "recalled.tsv"
    path.write_text("language\tside\twords\tnote\nen\tbeside\tthe\t\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        recalled(path)
    assert caught.value.where == f"{path}:2"
