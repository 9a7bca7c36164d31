"""Times of claims on the calendar: whatever words the coder marked, and on the side that the claim looks to."""

import pytest

from keii.coding.contract import Coded
from keii.model import Claim, Document, Sentence, Span, Status, Time
from keii.resolution.dates import resolve_dates


def resolved(text: str, words: str, *, published: str, status: str = "occurred", language: str = "en",
             type_: str = "CONSULT") -> Time:
    """Return the time of a claim that the coder dates with these words."""
    at = text.index(words)
    span = Span.of(text, at, at + len(words))
    id = Document.make_id(text=text, title=None, publisher=None, published_at=published, url=None, key="made")
    document = Document(id=id, text=text, language=language, published_at=published, reader="txt", origin="made",
                        language_basis="option")
    claim = Claim(document=id, sentence=0, type=type_, trigger=span, status=Status(status), time=Time(span=span),
                  coder="made")
    sentence = Sentence(index=0, start=0, end=len(text), text=text)
    found = next(iter(resolve_dates(document, [Coded(sentence=sentence, claims=(claim,))]))).claims[0].time
    assert found is not None
    return found


@pytest.mark.parametrize(("text", "words", "language", "start", "end"), [
    ("Japan's minister arrived on Saturday.", "on Saturday", "en", "2032-08-28", "2032-08-29"),
    ("Parliament voted on April 12.", "April 12.", "en", "2032-04-12", "2032-04-13"),
    ("ロケットは8月20日に打ち上げられた。", "8月20日に", "ja", "2032-08-20", "2032-08-21"),
    ("爆弾は1998年11月の満月の日に炸裂した。", "1998年11月の満月の日に", "ja", "1998-11-01", "1998-12-01"),
])
def test_a_time_is_placed_though_the_coder_marked_the_words_around_it_too(
    text: str, words: str, language: str, start: str, end: str
) -> None:
    time = resolved(text, words, published="2032-08-30", language=language)
    assert (time.start, time.end) == (start, end)
    assert time.span.quote == words


def test_of_two_times_in_the_words_the_longer_one_counts() -> None:
    time = resolved("8月20日の夏に合意した。", "8月20日の夏に", published="2032-08-30", language="ja")
    assert time.start == "2032-08-20"


@pytest.mark.parametrize(("text", "words", "language", "whole"), [
    ("政府は巡視船の建造を早急に進める。", "急に", "ja", "早急に"),
    ("首相は8月20日に会談した。", "20日に", "ja", "8月20日"),
    ("Parliament voted on April 12.", "12", "en", "April 12"),
])
def test_a_piece_of_a_time_becomes_the_whole(text: str, words: str, language: str, whole: str) -> None:
    span = resolved(text, words, published="2032-08-30", language=language).span
    assert span.quote == whole == text[span.start : span.end]


def test_words_that_are_no_time_have_no_interval() -> None:
    time = resolved("The guests left after the opening ceremony.", "the opening ceremony", published="2032-08-30")
    assert (time.start, time.end) == (None, None)


@pytest.mark.parametrize(("text", "words", "published", "status", "start"), [
    ("政府は9日、資金を供与すると決めた。", "9日", "2031-09-10", "planned", "2031-09-09"),
    ("組合幹部を7日に首都へ招いた。", "7日", "2031-07-05", "occurred", "2031-07-07"),
    ("首相は20日に会談した。", "20日", "2031-09-14", "occurred", "2031-08-20"),
    ("首相は5日に会談する。", "5日", "2031-09-20", "planned", "2031-10-05"),
])
def test_a_day_without_a_month_is_the_one_at_hand_where_the_tense_would_lead_weeks_off(
    text: str, words: str, published: str, status: str, start: str
) -> None:
    assert resolved(text, words, published=published, status=status, language="ja").start == start


@pytest.mark.parametrize(("text", "words", "language", "type_", "start"), [
    ("首相はインドの首相を11月に東京へ招いた。", "11月", "ja", "REQUEST", "2031-11-01"),
    ("The premier invited her colleague to Lima in November.", "in November", "en", "REQUEST", "2031-11-01"),
    ("The premier agreed to visit Lima on 4 October.", "on 4 October", "en", "AGREE", "2031-10-04"),
    ("両軍は10月1日から停戦することで合意した。", "10月1日から", "ja", "AGREE", None),  # due by no day
    ("首相は11月に東京で会談した。", "11月", "ja", "CONSULT", "2030-11-01"),  # what was done lies behind
    ("ペルーは7月、チリに支援を求めた。", "7月", "ja", "REQUEST", "2031-07-01"),  # asked two months ago
    ("Peru asked Chile for help last November.", "last November", "en", "REQUEST", "2030-11-01"),
])
def test_who_invites_for_a_month_means_the_coming_one(
    text: str, words: str, language: str, type_: str, start: str | None
) -> None:
    assert resolved(text, words, published="2031-09-07", language=language, type_=type_).start == start


@pytest.mark.parametrize(("status", "start", "reason"), [
    ("occurred", None, "no-anchor"), ("not_occurred", None, "no-anchor"), ("planned", "2031-09-09", None),
    ("urged", "2031-09-09", None)])
def test_what_was_done_within_some_hours_was_so_after_something_that_is_not_told(
    status: str, start: str | None, reason: str | None
) -> None:
    time = resolved("The team left within 72 hours.", "within 72 hours", published="2031-09-09", status=status)
    assert (time.start, time.reason) == (start, reason)
