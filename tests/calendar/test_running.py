"""Times in running text: which way the words look, what same day counts from, and hours where they are known."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keii.calendar.running import ReadTime, read_times
from keii.language.languages import language as parser

DAY = date(2023, 9, 14)  # a Thursday


def read(text: str, language: str, published: date | None = DAY) -> list[ReadTime]:
    return read_times(text, language, published, sentences=parser(language).split(text))


@pytest.mark.parametrize(
    ("text", "language", "start"),
    [
        ("They met on Monday.", "en", "2023-09-11"),
        ("They will meet on Monday.", "en", "2023-09-18"),
        ("They will meet, he said on Monday.", "en", "2023-09-11"),
        ("They were to be paid by March, and resigned on Monday.", "en", None),
        ("The results of the fourth quarter are due.", "en", "2023-10-01"),
        ("Sales fell in August.", "en", "2023-08-01"),
        ("月曜日に会談した。", "ja", "2023-09-11"),
        ("月曜日に会談する予定だ。", "ja", "2023-09-18"),
        ("月曜日に発表した計画", "ja", "2023-09-11"),
        ("10月に始まる。", "ja", "2023-10-01"),
        ("8月に始まった。", "ja", "2023-08-01"),
    ],
)
def test_the_words_around_a_time_say_which_way_it_looks(text: str, language: str, start: str | None) -> None:
    assert read(text, language)[0].resolved.start == start


def test_the_same_day_counts_from_the_time_told_before_in_another_sentence() -> None:
    times = read("3日に会談した。同日、共同声明を出した。", "ja")
    assert [time.resolved.start for time in times] == ["2023-09-03", "2023-09-03"]
    assert read("同日、共同声明を出した。", "ja")[0].resolved.reason == "no-anchor"


@pytest.mark.parametrize(("text", "language"), [("昨日と来月5日", "ja"), ("Yesterday and next month", "en")])
def test_without_a_date_relative_times_stay_unresolved_and_say_so(text: str, language: str) -> None:
    assert {time.resolved.reason for time in read(text, language, None)} == {"no-publication-date"}


@pytest.mark.parametrize(
    ("text", "language", "start", "end"),
    [
        ("2時間前に発表した。", "ja", "2023-09-14T07:30", "2023-09-14T08:30"),
        ("20分後に始まる。", "ja", "2023-09-14T09:50", "2023-09-14T09:51"),
        ("It began two hours ago.", "en", "2023-09-14T07:30", "2023-09-14T08:30"),
    ],
)
def test_hours_count_from_the_hour_of_publication_where_it_is_known(
    text: str, language: str, start: str, end: str
) -> None:
    resolved = read(text, language, datetime(2023, 9, 14, 9, 30))[0].resolved
    assert (resolved.start, resolved.end, resolved.basis) == (start, end, "published_at")
    assert read(text, language)[0].resolved.reason == "no-publication-time"


@given(
    st.lists(st.sampled_from(["昨日", "会った", "。", "3月", "予定だ", "\n", "since Monday", "😀", " "]), max_size=12)
)
def test_offsets_quote_the_whole_text(words: list[str]) -> None:
    text = "".join(words)
    for time in read(text, "ja"):
        assert text[time.start : time.end] == time.expression.text
