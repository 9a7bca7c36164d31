import pytest

from keii.errors import UsageError
from keii.ledger.rows import PublishedOn
from keii.model import Indicator, Layer, Side, SourceKind, Status, Told
from keii.situation.indicators import indicator
from situation.articles import Act, article, merged, single


def shelled(day: str, language: str = "ja", publisher: str = "甲紙", copies: str | None = None) -> list[Told]:
    time = (day, f"{day[:8]}{int(day[8:]) + 1:02}", "day")
    act = Act("北朝鮮は韓国を砲撃した。", "砲撃", "ASSAULT", ("北朝鮮",), ("韓国",), time=time) \
        if language == "ja" else \
        Act("North Korea shelled South Korea.", "shelled", "ASSAULT", ("North Korea",), ("South Korea",), time=time)
    return article(day, language, act, publisher=publisher, copies=copies)


def read(*days: str, documents: int = 3) -> list[PublishedOn]:
    return [PublishedOn(day=day, documents=documents) for day in days]


def periods(made: Indicator) -> list[tuple[str, int, float]]:
    return [(one.start, one.count(Layer.OCCURRED, Side.CONFLICT), one.score(Layer.OCCURRED, Side.CONFLICT))
            for one in made.periods]


def test_an_event_counts_once_however_many_outlets_and_languages_tell_it() -> None:
    one = merged(shelled("2031-04-02"))
    many = merged([*shelled("2031-04-02"), *shelled("2031-04-02", "en", "Example News"),
                   *shelled("2031-04-02", "ja", "乙紙", "g1"), *shelled("2031-04-02", "ja", "丙紙", "g1")])
    published = read("2031-04-01", "2031-04-03")
    assert periods(indicator("x", one, published, by="day")) == periods(indicator("x", many, published, by="day")) \
        == [("2031-04-01", 0, 0.0), ("2031-04-02", 1, -9.0), ("2031-04-03", 0, 0.0)]


def test_every_figure_opens_to_its_claims() -> None:
    told = [*shelled("2031-04-02"), *shelled("2031-04-02", "en", "Example News")]
    made = indicator("x", merged(told), read("2031-04-02"), by="day")
    tally = made.periods[0].tally(Layer.OCCURRED, Side.CONFLICT)
    assert tally is not None
    assert set(tally.claims) == {one.claim.id for one in told}
    assert len(tally.events) == tally.count == 1


def test_claimed_occurred_awaited_and_denied_stay_apart() -> None:
    acts = (
        Act("Russia aided Japan.", "aided", "AID", ("Russia",), ("Japan",)),
        Act("Russia attacked Japan, an official said.", "attacked", "ASSAULT", ("Russia",), ("Japan",),
            source=("an official", SourceKind.ANONYMOUS)),
        Act("Russia will meet Japan.", "meet", "CONSULT", ("Russia",), ("Japan",), status=Status.PLANNED),
        Act("Russia did not threaten Japan.", "threaten", "THREATEN", ("Russia",), ("Japan",),
            status=Status.NOT_OCCURRED),
    )
    made = indicator("x", single(article("2031-04-02", "en", *acts)), read("2031-04-02"), by="week")
    (week,) = made.periods
    assert week.start == "2031-03-31"  # a Monday
    assert [week.count(layer) for layer in Layer] == [1, 1, 1, 1]
    assert week.score(Layer.OCCURRED, Side.COOPERATION) == 10
    assert week.score(Layer.OCCURRED, Side.CONFLICT) == 0


def test_what_is_awaited_counts_when_it_was_announced() -> None:
    act = Act("ロシアと日本は来月会談する。", "会談", "CONSULT", ("ロシア", "日本"), status=Status.PLANNED,
              time=("2031-05-01", "2031-06-01", "month"))
    made = indicator("x", single(article("2031-04-02", "ja", act)), read("2031-04-02", "2031-05-20"), by="month")
    assert [(one.start, one.count(Layer.AWAITED)) for one in made.periods] == [("2031-04-01", 1), ("2031-05-01", 0)]


@pytest.mark.parametrize(("by", "placed"), [("month", True), ("week", False), ("day", False)])
def test_what_is_dated_by_the_month_belongs_to_no_week_of_it(by: str, placed: bool) -> None:
    act = Act("ロシアは4月に日本を威嚇した。", "威嚇", "THREATEN", ("ロシア",), ("日本",),
              time=("2031-04-01", "2031-05-01", "month"))
    happenings = single(article("2031-04-20", "ja", act))
    made = indicator("x", happenings, read("2031-04-01", "2031-04-30"), by=by)
    assert sum(one.count(Layer.OCCURRED) for one in made.periods) == placed
    assert made.unplaced == (() if placed else (happenings[0].event.id,))


def test_old_wars_told_as_background_make_no_decades_of_empty_periods() -> None:
    act = Act("北朝鮮は1950年6月25日に韓国を攻撃した。", "攻撃", "ASSAULT", ("北朝鮮",), ("韓国",),
              time=("1950-06-25", "1950-06-26", "day"))
    made = indicator("x", single(article("2031-04-02", "ja", act)), read("2031-04-01", "2031-04-02"), by="day")
    assert [one.start for one in made.periods] == ["2031-04-01", "2031-04-02"]
    assert sum(one.count(Layer.OCCURRED) for one in made.periods) == 0


def test_a_rise_is_a_change_and_a_surprise_and_the_same_in_any_order() -> None:
    days = [f"2031-{month:02}-{day:02}" for month in (3, 4) for day in range(1, 29)]
    told = [shelled(day) for day in days[::9]] + [shelled(day) for day in days[40:]]
    told += [shelled(day, "en", "Example News") for day in days[40:]]
    made = indicator("x", merged(*told), read(*days), by="day")
    (change,) = made.changes_of_conflict
    assert change.start == days[40]
    assert change.before < 0.3 < 1.5 < change.after
    first = next(one for one in made.periods if one.start == days[40])
    assert first.conflict is not None
    assert first.conflict.value > 1.5
    assert indicator("x", merged(*reversed(told)), reversed(read(*days)), by="day").changes_of_conflict \
        == made.changes_of_conflict


def test_since_and_until_limit_the_periods() -> None:
    made = indicator("x", merged(shelled("2031-04-02")), read("2031-04-01", "2031-04-20"), by="day",
                     since="2031-04-02", until="2031-04-05")
    assert [one.start for one in made.periods] == ["2031-04-02", "2031-04-03", "2031-04-04"]


def test_nothing_read_gives_no_periods_and_too_many_are_refused() -> None:
    assert indicator("x", [], [], by="day").periods == ()
    with pytest.raises(UsageError, match="more than 5000 periods"):
        indicator("x", [], read("1950-01-01", "2031-04-01"), by="day")
