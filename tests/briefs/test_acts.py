"""One act in words: the time of it as a calendar shows it."""

import pytest

from keii.briefs.acts import when
from keii.model import Claim, Span, Status, Time


@pytest.mark.parametrize(("start", "end", "precision", "shown"), [
    ("2031-04-10T04:12", "2031-04-10T04:13", "hour", "2031-04-10 04:12"),
    ("2031-04-10T15:00", "2031-04-10T16:00", "hour", "2031-04-10 15:00"),
    ("2031-04-10T00:00", "2031-04-10T06:00", "hour", "2031-04-10 00:00–06:00"),  # 未明
    ("2031-04-10T18:00", "2031-04-11T00:00", "hour", "2031-04-10 18:00–24:00"),  # this evening
    ("2031-04-10T18:00", "2031-04-11T06:00", "hour", "2031-04-10 18:00 – 2031-04-11 06:00"),  # 昨夜
    ("2031-04-10", "2031-04-11", "day", "2031-04-10"),
    ("2031-04-01", "2031-05-01", "month", "2031-04"),
    ("2031-04-07", "2031-04-14", "week", "2031-04-07 – 2031-04-13"),
])
def test_a_time_is_shown_as_long_as_it_is(start: str, end: str, precision: str, shown: str) -> None:
    span = Span(start=0, end=2, quote="未明")
    claim = Claim(document="d", sentence=0, type="CONSULT", trigger=span, status=Status.OCCURRED, coder="test",
                  time=Time(span=span, start=start, end=end, precision=precision, basis="text"))
    assert when(claim) == shown
