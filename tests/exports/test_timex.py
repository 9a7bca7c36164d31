"""Values of times in writing: TIMEX3 for documents, the notation of Recognizers-Text for sentences with a moment."""

from datetime import date, datetime

import pytest

from keii.calendar.running import read_times
from keii.calendar.times import ResolvedTime
from keii.errors import InputError
from keii.exports import scorer
from keii.exports.timex import Notation, timex

DAY = date(2023, 9, 14)
MOMENT = datetime(2023, 9, 14, 16, 12)


def value(text: str, language: str, notation: Notation) -> list[str | None]:
    published = DAY if notation is Notation.TIMEX3 else MOMENT
    context = None if notation is Notation.TIMEX3 else ResolvedTime(start="2023-09-14", precision="day", basis="text")
    times = read_times(text, language, published, sentences=[(0, len(text))], context=context)
    return [timex(time, published, notation) for time in times]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("last week", "en", "2023-W36"),
        ("in the third quarter of 2022", "en", "2022-Q3"),
        ("the 1970s", "en", "197"),
        ("this weekend", "en", "2023-W37-WE"),
        ("for five months", "en", "P5M"),
        ("several years", "en", "PXY"),
        ("recently", "en", "PAST_REF"),
        ("soon", "en", "FUTURE_REF"),
        ("now", "en", "PRESENT_REF"),
        ("annual", "en", "P1Y"),
        ("every Friday", "en", "XXXX-WXX-5"),
        ("12:00 UTC Monday", "en", "2023-09-11T12:00Z"),
        ("Thursday night", "en", "2023-09-14TNI"),
        ("at 18:00", "en", "T18:00"),
        ("in spring 2022", "en", "2022-SP"),
        ("20世紀", "ja", "19"),
        ("昨年4月", "ja", "2022-04"),
        ("今月下旬", "ja", "2023-09"),
        ("2年前", "ja", "2021"),
        ("同日", "ja", "XXXX"),
        ("上半期", "ja", "2023-H1"),
        ("毎週", "ja", "P1W"),
        ("2月30日", "ja", "XXXX-02-30"),
    ],
)
def test_documents_get_timex3(text: str, language: str, expected: str) -> None:
    assert value(text, language, Notation.TIMEX3) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5月", "XXXX-05"),
        ("火曜日", "XXXX-WXX-2"),
        ("12日", "XXXX-XX-12"),
        ("午後7時半", "T19:30"),
        ("翌日", "2023-09-15"),
        ("2か月前", "2023-07-14"),
        ("20分前", "2023-09-14T15:52:00"),
        ("過去3日間", "(2023-09-11,2023-09-14,P3D)"),
        ("今後3日間", "(2023-09-15,2023-09-18,P3D)"),
        ("過去5分間", "(2023-09-14T16:07:00,2023-09-14T16:12:00,PT5M)"),
        ("3日以内", "(2023-09-14,2023-09-17,P3D)"),
        ("9月3日から12日まで", "(XXXX-09-03,XXXX-09-12,P9D)"),
        ("5時から6時半まで", "(T05,T06:30,PT1H30M)"),
        ("2014年から2018年まで", "(2014-01-01,2018-01-01,P4Y)"),
        ("3月から5月まで", "(XXXX-03-01,XXXX-05-01,P2M)"),
        ("2018年の前半", "(2018-01-01,2018-07-01,P6M)"),
        ("1月の第3週", "XXXX-01-W03"),
        ("次の木曜日", "2023-09-21"),
    ],
)
def test_sentences_get_the_notation_of_recognizers(text: str, expected: str) -> None:
    assert value(text, "ja", Notation.RECOGNIZERS) == [expected]


@pytest.mark.parametrize(
    "line", [b'{"doc": "a", "text": "x", "date": "yesterday"}', b'{"row": 1, "reference": null}', b"{}"]
)
def test_a_line_that_is_none_is_named_with_its_number(line: bytes) -> None:
    with pytest.raises(InputError) as caught:
        list(scorer.time_lines([line], "in.jsonl"))
    assert caught.value.where == "in.jsonl:1"
