import pytest

from keii.model import Layer, Moment, Precision, Side, SourceKind, Status
from keii.situation.happening import moment_in
from situation.articles import Act, article, merged, single

SHELLED = Act("北朝鮮は韓国の島を砲撃した。", "砲撃", "ASSAULT", ("北朝鮮",), ("韓国",), mode="heavy-weapons")


def test_what_a_document_itself_asserts_has_occurred() -> None:
    (one,) = single(article("2031-04-02", "ja", SHELLED))
    assert one.layer is Layer.OCCURRED


def test_what_only_a_party_says_is_claimed() -> None:
    act = Act("North Korea fired on South Korea, the ministry said.", "fired", "ASSAULT", ("North Korea",),
              ("South Korea",), source=("the ministry", SourceKind.OFFICE))
    (one,) = single(article("2031-04-02", "en", act))
    assert one.layer is Layer.CLAIMED


def test_an_agency_as_the_only_source_is_journalisms_own_account() -> None:
    act = Act("通信社によると、北朝鮮は韓国を砲撃した。", "砲撃", "ASSAULT", ("北朝鮮",), ("韓国",),
              source=("通信社", SourceKind.AGENCY))
    (one,) = single(article("2031-04-02", "ja", act))
    assert one.layer is Layer.OCCURRED


def test_one_document_that_asserts_what_others_attribute_makes_it_occur() -> None:
    said = Act("North Korea shelled South Korea, an official said.", "shelled", "ASSAULT", ("North Korea",),
               ("South Korea",), source=("an official", SourceKind.ANONYMOUS))
    (one,) = merged([*article("2031-04-02", "en", said), *article("2031-04-02", "ja", SHELLED)])
    assert one.layer is Layer.OCCURRED


@pytest.mark.parametrize(("status", "layer"), [
    (Status.PLANNED, Layer.AWAITED), (Status.URGED, Layer.AWAITED), (Status.EXPECTED, Layer.AWAITED),
    (Status.POSSIBLE, Layer.AWAITED), (Status.CONDITIONAL, Layer.AWAITED), (Status.NOT_OCCURRED, Layer.DENIED),
    (Status.ONGOING, Layer.OCCURRED),
])
def test_the_layer_follows_the_status(status: Status, layer: Layer) -> None:
    act = Act("Russia and Japan met.", "met", "CONSULT", ("Russia", "Japan"), status=status)
    (one,) = single(article("2031-04-02", "en", act))
    assert one.layer is layer


def test_the_mode_gives_the_score_and_planned_conflict_is_words() -> None:
    (shelled,) = single(article("2031-04-02", "ja", SHELLED))
    assert (shelled.side, shelled.score) == (Side.CONFLICT, -9.5)
    talks = Act("ロシアと日本が会談する。", "会談", "CONSULT", ("ロシア", "日本"), status=Status.PLANNED)
    (planned,) = single(article("2031-04-02", "ja", talks))
    assert (planned.side, planned.score) == (Side.COOPERATION, 2.5)  # as an agreement


def test_an_act_without_a_plover_type_is_on_neither_side() -> None:
    act = Act("北朝鮮が衛星を打ち上げた。", "打ち上げ", "OTHER", ("北朝鮮",), label="satellite launch")
    (one,) = single(article("2031-04-02", "ja", act))
    assert (one.side, one.score) == (Side.NEITHER, 0.0)


def test_an_undated_act_stands_on_the_day_of_publication_and_says_so() -> None:
    (one,) = single(article("2031-04-02T09:00:00+09:00", "ja", SHELLED))
    assert one.moment == Moment(start="2031-04-02", end="2031-04-03", precision=Precision.PUBLISHED)
    assert not one.moment.dated
    (nowhere,) = single(article(None, "ja", SHELLED))
    assert nowhere.moment.precision is Precision.UNKNOWN


def test_a_year_stays_a_year() -> None:
    act = Act("北朝鮮は1998年に日本を威嚇した。", "威嚇", "THREATEN", ("北朝鮮",), ("日本",),
              time=("1998-01-01", "1999-01-01", "year"))
    (one,) = single(article("2031-04-02", "ja", act))
    assert one.moment == Moment(start="1998-01-01", end="1999-01-01", precision=Precision.YEAR)


def test_the_plan_for_monday_does_not_date_what_happened_on_tuesday() -> None:
    planned = Act("Russia will meet Japan on Monday.", "meet", "CONSULT", ("Russia", "Japan"), status=Status.PLANNED,
                  time=("2031-04-07", "2031-04-08", "day"))
    met = Act("Russia met Japan on Tuesday.", "met", "CONSULT", ("Russia", "Japan"),
              time=("2031-04-08", "2031-04-09", "day"))
    happened, told = article("2031-04-09", "en", met), article("2031-04-01", "en", planned)
    (one,) = merged([*happened, *told])
    assert one.moment.start == "2031-04-08"


def test_an_hour_is_placed_on_its_day() -> None:
    (told,) = article("2031-04-02", "ja", Act("北朝鮮は砲撃した。", "砲撃", "ASSAULT", ("北朝鮮",),
                                              time=("2031-04-02T05:00", "2031-04-02T06:00", "hour")))
    assert told.claim.time is not None
    assert moment_in(told.claim.time) == Moment(start="2031-04-02", end="2031-04-03", precision=Precision.HOUR)


def test_copies_of_one_text_are_one_document() -> None:
    first = article("2031-04-02", "ja", SHELLED, publisher="甲紙", copies="g1")
    second = article("2031-04-02", "ja", SHELLED, publisher="乙紙", copies="g1")
    (one,) = merged([*first, *second])
    assert len(one.claims) == 2
    assert one.documents == {"g1"}
