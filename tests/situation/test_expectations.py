"""Expectations: what opens them, what joins them, what becomes of them, in both languages."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composed import SETTINGS
from keii.model import Expectation, Link, Outcome, Span, Status, Time, Told
from keii.situation.expectations import expectations
from keii.situation.records import by_outlet, by_speaker
from situation.awaited import stories
from situation.awaited import told as claims_of
from situation.made import claim, claims


def named(story: dict[str, Any]) -> Any:
    name = f"{story['language']}: {story['name']}"
    if "gap" in story:
        return pytest.param(story, id=name, marks=pytest.mark.xfail(reason=story["gap"], strict=True))
    return pytest.param(story, id=name)


@pytest.mark.parametrize("story", [named(story) for story in stories()])
def test_a_story_ends_as_its_articles_tell(story: dict[str, Any]) -> None:
    read = claims_of(story)
    words = {one.claim.id: one.claim.trigger.quote for one in read}
    found = [one for one in expectations(read, as_of=str(story["as_of"])) if one.type in story["types"]]
    seen = [
        {
            "act": words[one.opened],
            "status": one.status.value,
            "outcome": one.outcome.value,
            "holder": one.holder.text if one.holder else None,
            "deadline": one.deadline,
            "told": len(one.voices),
            "turns": [turn.outcome.value for turn in one.turns],
        }
        for one in found
    ]
    assert len(seen) == len(story["expected"]), seen
    for one, wanted in zip(seen, story["expected"], strict=True):
        assert str(wanted["act"]) in str(one["act"]), seen
        for key in wanted.keys() - {"act"}:
            value = str(wanted[key]) if key == "deadline" else wanted[key]
            assert one[key] == value, (key, seen)


@given(st.lists(claims(), max_size=12), st.randoms(use_true_random=False))
@SETTINGS
def test_the_order_of_reading_changes_nothing(told: list[Told], random: Random) -> None:
    shuffled = [*told, *told[:3]]  # and neither does reading some twice
    random.shuffle(shuffled)
    assert expectations(shuffled, as_of="2024-08-15") == expectations(told, as_of="2024-08-15")


@given(st.lists(claims(), max_size=12))
@SETTINGS
def test_types_do_not_touch_each_other(told: list[Told]) -> None:
    """What is computed of one type and of the claims that every type hears is what is computed of all together."""
    shared = [one for one in told if one.claim.type in ("REQUEST", "REJECT")]
    alone = expectations([*shared, *(one for one in told if one.claim.type == "RETREAT")], as_of="2024-08-15")
    together = expectations(told, as_of="2024-08-15")
    assert [one for one in alone if one.type == "RETREAT"] == [one for one in together if one.type == "RETREAT"]


@given(st.lists(claims(), max_size=12))
@SETTINGS
def test_every_outcome_is_proved_and_every_claim_known(told: list[Told]) -> None:
    known = {one.claim.id: one for one in told}
    for one in expectations(told, as_of="2024-08-15"):
        assert one.opened == one.claims[0]
        assert {*one.claims, *(turn.claim for turn in one.turns)} <= known.keys()
        assert all(turn.words is None or turn.words.check(known[turn.claim].document.text) for turn in one.turns)
        assert [turn.at for turn in one.turns] == sorted(turn.at for turn in one.turns)
        turned = {turn.outcome for turn in one.turns} | {Outcome.OPEN}
        assert one.outcome in turned or (one.outcome is Outcome.LAPSED and one.deadline is not None)


@given(st.lists(claims(), max_size=12))
@SETTINGS
def test_what_is_told_later_is_not_known_earlier(told: list[Told]) -> None:
    early = [one for one in told if (one.document.published_at or "9999") <= "2024-06-30"]
    assert expectations(told, as_of="2024-06-30") == expectations(early, as_of="2024-06-30")


def one_of(*told: Told, as_of: str = "2024-12-31") -> Expectation:
    found = expectations(told, as_of=as_of)
    assert len(found) == 1, found
    return found[0]


def test_a_conditional_act_opens_nothing() -> None:
    assert not expectations(
        [claim("If they visit.", "visit", day="2024-06-01", status=Status.CONDITIONAL)], as_of="2024-07-01"
    )


def test_a_plan_for_a_time_that_was_past_when_it_was_told_opens_nothing() -> None:
    past = claim("The visit was planned.", "visit", day="2024-06-01", time=("2019-01-01", "2020-01-01"))
    assert not expectations([past], as_of="2024-07-01")


@pytest.mark.parametrize(
    ("as_of", "outcome"), [("2024-06-19", Outcome.OPEN), ("2024-06-21", Outcome.OPEN), ("2024-06-22", Outcome.LAPSED)]
)
def test_an_expectation_lapses_after_its_days_of_grace(as_of: str, outcome: Outcome) -> None:
    plan = claim("The visit.", "visit", day="2024-06-01", time=("2024-06-18", "2024-06-19"))
    assert one_of(plan, as_of=as_of).outcome is outcome


@pytest.mark.parametrize(
    ("status", "source", "holder"),
    [
        (Status.PLANNED, "USA/GOV", "RUS/GOV"),
        (Status.EXPECTED, "USA/GOV", "USA/GOV"),
        (Status.POSSIBLE, None, None),
        (Status.URGED, "USA/GOV", "USA/GOV"),
    ],
)
def test_a_plan_is_its_actors_and_a_prediction_its_speakers(
    status: Status, source: str | None, holder: str | None
) -> None:
    found = one_of(claim("The visit.", "visit", day="2024-06-01", status=status, source=source)).holder
    assert (found.code if found else None) == holder


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("日本政府は23日、フィリピンに浄水装置を供与すると決めた。", Outcome.OPEN),  # the day of deciding
        ("日本政府は同国に23日に浄水装置を供与すると決めた。", Outcome.LAPSED),  # the day of giving
    ],
)
def test_the_day_of_deciding_is_no_deadline(text: str, outcome: Outcome) -> None:
    told = claim(text, "供与", day="2034-10-23", type="AID", language="ja")
    start = text.index("23日")
    time = Time(span=Span.of(text, start, start + 3), start="2034-10-23", end="2034-10-24", precision="day")
    assert one_of(replace(told, claim=replace(told.claim, time=time)), as_of="2034-11-20").outcome is outcome


@pytest.mark.parametrize(
    ("status", "source", "denier", "fields"),
    [
        (Status.EXPECTED, None, "TUR/GOV", ["reality"]),  # the article expects it, the ministry denies it
        (Status.PLANNED, "KAZ/GOV", "TUR/GOV", ["reality"]),
        (Status.PLANNED, "TUR/GOV", "TUR/GOV", []),  # who gives up his plan contradicts nobody
        (Status.PLANNED, None, "TUR/GOV", []),
        (Status.URGED, "KAZ/GOV", "TUR/GOV", []),  # a demand asserts nothing
        (Status.EXPECTED, None, None, []),  # it simply did not happen
    ],
)
def test_a_denial_stands_against_what_others_announce(
    status: Status, source: str | None, denier: str | None, fields: list[str]
) -> None:
    coming = claim("The purchase.", "purchase", day="2033-05-01", status=status, source=source)
    denied = claim("No purchase.", "purchase", day="2033-05-14", status=Status.NOT_OCCURRED, source=denier)
    found = one_of(coming, denied, as_of="2033-12-31")
    assert [one.field for one in found.differences] == fields
    assert found.outcome is Outcome.BROKEN


@pytest.mark.parametrize(("text", "fields"), [
    ("The company denied that it would make the purchase.", ["reality"]),
    ("The company will not make the purchase.", []),  # it gives up its plan
])
def test_words_of_denial_stand_against_what_the_article_tells_as_planned(text: str, fields: list[str]) -> None:
    coming = claim("The company plans a purchase.", "purchase", day="2033-05-01")
    denied = claim(text, "purchase", day="2033-05-14", status=Status.NOT_OCCURRED, source="RUS/GOV")
    assert [one.field for one in one_of(coming, denied, as_of="2033-12-31").differences] == fields


def test_the_day_of_threatening_is_no_deadline() -> None:
    text = "パラグアイは19日、アルゼンチンが支払わなければ送電を止めると警告した。"
    told = claim(text, "止める", day="2034-07-20", type="SANCTION", status=Status.CONDITIONAL, language="ja")
    time = Time(span=Span.of(text, text.index("9日"), text.index("9日") + 2), start="2034-07-19", end="2034-07-20",
                precision="day")  # its words may be cut within the number
    assert one_of(replace(told, claim=replace(told.claim, time=time)), as_of="2034-08-20").outcome is Outcome.OPEN


LIKE = bytes([100, 0, 0, 0])


@pytest.mark.parametrize(("story", "words", "outcome"), [
    (LIKE, "step down", Outcome.REFUSED), (bytes([0, 100, 0, 0]), "step down", Outcome.OPEN),
    (LIKE, "answer", Outcome.OPEN),
])
def test_what_one_story_refuses_by_its_words_is_refused_whoever_was_asked(
    story: bytes, words: str, outcome: Outcome
) -> None:
    asked = claim("The opposition called on him to resign.", "resign", day="2031-05-15", type="RETREAT",
                  status=Status.URGED, actors=("SDN/GOV",))
    refused = claim(f"The minister refused to {words}.", "refused", day="2031-06-10", type="REJECT",
                    status=Status.OCCURRED, actors=("TCD/GOV",))
    told = [replace(asked, story=LIKE), replace(refused, story=story)]
    found = expectations(told, as_of="2031-06-11", types=["RETREAT"])
    assert [one.outcome for one in found] == [outcome]


def test_an_act_of_the_same_article_meets_nothing() -> None:
    text = "The visit follows another visit."
    plan, done = (
        claim(text, "visit", day="2024-06-01"),
        claim(text, "another visit", day="2024-06-01", status=Status.OCCURRED),
    )
    assert one_of(plan, done).outcome is Outcome.OPEN


def test_not_done_breaks_nothing_before_it_is_due() -> None:
    plan = claim("The visit.", "visit", day="2024-06-01", time=("2024-06-18", "2024-06-19"))
    early = claim("No visit.", "visit", day="2024-06-10", status=Status.NOT_OCCURRED)
    late = claim("No visit.", "visit", day="2024-06-19", status=Status.NOT_OCCURRED)
    assert one_of(plan, early, as_of="2024-06-11").outcome is Outcome.OPEN
    assert one_of(plan, late, as_of="2024-06-20").outcome is Outcome.BROKEN


@pytest.mark.parametrize(("words", "outcome"), [("patrol", Outcome.MET), ("ambush", Outcome.OPEN)])
def test_one_word_read_as_two_types_names_one_act(words: str, outcome: Outcome) -> None:
    plan = claim("They will patrol the strait.", "patrol", day="2024-06-01", type="COOPERATE")
    done = claim(f"Crews {words} there.", words, day="2024-06-09", type="MOBILIZE", status=Status.OCCURRED)
    assert one_of(plan, done).outcome is outcome


def test_another_comparison_can_be_put_in() -> None:
    def never(first: Told, second: Told) -> Link:
        return Link(first=first.claim.id, second=second.claim.id, score=0.0)

    plan, done = (
        claim("The visit.", "visit", day="2024-06-01"),
        claim("A visit.", "visit", day="2024-06-09", status=Status.OCCURRED),
    )
    assert [one.outcome for one in expectations([plan, done], as_of="2024-07-01", compare=never)] == [Outcome.OPEN]
    assert one_of(plan, done).outcome is Outcome.MET


def test_articles_that_still_announce_what_was_met_open_nothing_new() -> None:
    plan = claim("The visit.", "visit", day="2024-06-01")
    done = claim("A visit.", "visit", day="2024-06-09", status=Status.OCCURRED)
    again = claim("That visit.", "visit", day="2024-06-10")
    another = claim("Another visit.", "visit", day="2024-07-10")
    assert [len(one.voices) for one in expectations([plan, done, again, another], as_of="2024-08-01")] == [2, 1]


def test_counts_are_by_speaker_and_by_outlet_and_add_up() -> None:
    told = [
        claim("The visit.", "visit", day="2024-06-01", publisher="A"),
        claim("A visit.", "visit", day="2024-06-09", status=Status.OCCURRED, publisher="B"),
        claim(
            "Their visit.",
            "visit",
            day="2024-06-01",
            status=Status.EXPECTED,
            actors=("JPN/GOV",),
            source="USA/GOV",
            publisher="A",
            time=("2024-06-03", "2024-06-04"),
        ),
    ]
    found = expectations(told, as_of="2024-07-01")
    speakers = by_speaker(found)
    assert [
        (one.code, one.status, one.told, one.count(Outcome.MET), one.count(Outcome.LAPSED)) for one in speakers
    ] == [("RUS/GOV", Status.PLANNED, 1, 1, 0), ("USA/GOV", Status.EXPECTED, 1, 0, 1)]
    assert [(one.who, one.status, one.told) for one in by_outlet(found)] == [
        ("A", Status.EXPECTED, 1),
        ("A", Status.PLANNED, 1),
    ]
    assert all(sum(number for _, number in one.outcomes) == one.told for one in speakers)


@pytest.mark.parametrize(("deadline", "day"), [
    ("2031-03-01", "2031-02-28"),  # by the end of February
    ("2031-03-01T00:00:00+09:00", "2031-02-28"),
    ("2031-03-01T12:00", "2031-03-01"),  # by noon
    (None, None),
])
def test_the_last_day_is_the_one_before_an_exclusive_deadline(deadline: str | None, day: str | None) -> None:
    made = Expectation(id="x_1", type="CONSULT", opened="c", status=Status.PLANNED, deadline=deadline,
                       deadline_claim=None, deadline_span=None, outcome=Outcome.OPEN, voices=())
    assert made.last_day == day
