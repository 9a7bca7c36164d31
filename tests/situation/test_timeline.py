from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from keii.model import Expectation, Outcome, Precision, Status, Told, TurningKind, Voice
from keii.situation.timeline import timeline, told_since
from keii.situation.turning import turning_points
from situation.articles import Act, article, single


def act(day: str, type: str, language: str = "ja", number: int = 0) -> list[Told]:
    words = "北朝鮮と韓国の間で第{}の動きがあった。" if language == "ja" \
        else "North Korea and South Korea acted, no. {}."
    trigger, actors = ("動き", ("北朝鮮", "韓国")) if language == "ja" else ("acted", ("North Korea", "South Korea"))
    return article(day, language, Act(words.format(number), trigger, type, actors, time=(day, _after(day), "day")))


def _after(day: str) -> str:
    return f"{day[:8]}{int(day[8:]) + 1:02}"


PEACE = [act(f"2031-04-0{day}", type, "ja" if day % 2 else "en") for day, type in
         enumerate(("CONSULT", "AGREE", "COOPERATE", "CONSULT", "AID"), start=1)]
WAR = [act(f"2031-04-1{day}", type, "ja" if day % 2 else "en") for day, type in
       enumerate(("THREATEN", "ASSAULT", "ASSAULT", "MOBILIZE", "ASSAULT"), start=1)]


def test_the_turn_to_conflict_and_the_first_acts_of_it_are_turning_points() -> None:
    found = turning_points(single([told for group in PEACE + WAR for told in group]))
    assert [turn.at for turn in found if turn.kind is TurningKind.SIGN] == ["2031-04-11"]
    firsts = {(turn.at, turn.reasons[0].value) for turn in found if turn.kind is TurningKind.FIRST}
    assert firsts == {("2031-04-05", "AID"), ("2031-04-11", "THREATEN"), ("2031-04-12", "ASSAULT"),
                      ("2031-04-14", "MOBILIZE")}
    (sign,) = [turn for turn in found if turn.kind is TurningKind.SIGN]
    assert sign.before is not None
    assert sign.after is not None
    assert sign.before > 0 > sign.after


def test_a_thread_that_goes_on_as_it_began_has_no_turn() -> None:
    steady = [act(f"2031-04-{day:02}", "CONSULT", number=day) for day in range(1, 12)]
    assert turning_points(single([told for group in steady for told in group])) == ()


def test_talks_after_half_a_year_are_a_return() -> None:
    calm = [act(f"2031-01-0{day}", type) for day, type in enumerate(("CONSULT", "AGREE", "CONSULT", "AGREE"), start=1)]
    later = act("2031-09-01", "CONSULT", "en")
    found = turning_points(single([told for group in [*calm, later] for told in group]))
    assert [(turn.kind, turn.at, turn.before) for turn in found] == [(TurningKind.AGAIN, "2031-09-01", 241.0)]


def test_what_is_only_claimed_planned_or_dated_by_the_year_turns_nothing() -> None:
    year = Act("北朝鮮と韓国が2031年に戦った。", "戦った", "ASSAULT", ("北朝鮮", "韓国"),
               time=("2031-01-01", "2032-01-01", "year"))
    plan = Act("North Korea plans to attack South Korea.", "attack", "ASSAULT", ("North Korea",), ("South Korea",),
               status=Status.PLANNED)
    told = [*(told for group in PEACE for told in group), *article("2031-04-20", "ja", year),
            *article("2031-04-20", "en", plan)]
    assert not [turn for turn in turning_points(single(told)) if turn.reasons[0].value == "ASSAULT"]


def test_happened_awaited_and_denied_are_apart_and_a_year_stands_before_its_days() -> None:
    acts = (
        Act("ロシアは2031年に日本を威嚇した。", "威嚇", "THREATEN", ("ロシア",), ("日本",),
            time=("2031-01-01", "2032-01-01", "year")),
        Act("ロシアは1月1日、日本と会談した。", "会談", "CONSULT", ("ロシア",), ("日本",),
            time=("2031-01-01", "2031-01-02", "day")),
        Act("ロシアは日本を訪問する。", "訪問", "CONSULT", ("ロシア",), ("日本",), status=Status.PLANNED),
        Act("ロシアは日本を攻撃していない。", "攻撃", "ASSAULT", ("ロシア",), ("日本",), status=Status.NOT_OCCURRED),
    )
    made = timeline(single(article("2031-02-01", "ja", *acts)))
    assert [one.moment.precision for one in made.happened] == [Precision.YEAR, Precision.DAY]
    assert [one.happening.told[0].claim.trigger.quote for one in made.awaited] == ["訪問"]
    assert [one.told[0].claim.trigger.quote for one in made.denied] == ["攻撃"]


def test_what_is_new_since_a_day_is_told_apart_from_what_is_told_again() -> None:
    old, new = act("2031-04-01", "CONSULT"), act("2031-04-09", "AGREE")
    (first,), (second,) = single(old), single(new)
    again = act("2031-04-10", "CONSULT", "en")
    retold = replace(first, told=(*first.told, *again), claims=(*first.claims, again[0].claim.id))
    made = timeline([retold, second], since="2031-04-05")
    assert [(made.is_new(one), made.is_told_again(one)) for one in made.happened] == [(False, True), (True, False)]
    assert told_since([first, second], "2031-04-05") == (second,)
    assert not any(timeline([first, second]).is_new(one) for one in (first, second))


def test_an_awaited_event_has_the_outcome_of_its_expectation() -> None:
    plan = Act("ロシアは日本を訪問する。", "訪問", "CONSULT", ("ロシア",), ("日本",), status=Status.PLANNED)
    (one,) = single(article("2031-02-01", "ja", plan))
    claim = one.claims[0]
    known = Expectation(
        id="x_1", type="CONSULT", opened=claim, status=Status.PLANNED, deadline="2031-03-01", deadline_claim=None,
        deadline_span=None, outcome=Outcome.MET, voices=(Voice(
            claim=claim, status=Status.PLANNED, holder=None, publisher=None, document="d", at="2031-02-01"),))
    assert timeline([one], [known]).open == ()
    assert [left.outcome for left in timeline([one]).open] == [Outcome.OPEN]


@given(st.permutations([told for group in PEACE + WAR for told in group]))
def test_a_timeline_does_not_depend_on_the_order_of_reading(told: list[Told]) -> None:
    assert timeline(single(told)) == timeline(single(sorted(told, key=lambda one: one.claim.id)))
