"""The day of publication that a text without metadata gives: what dates the text, and what only tells a date."""

import pytest

from keii.documents.article import Article
from keii.documents.build import build, build_document
from keii.documents.stated import stated_date

LINES = [
    ("en", "Ferry sinks\n\nLilongwe, March 4, 2031 (Example Wire) - A ferry sank.", "2031-03-04"),
    ("en", "Ferry sinks\nOSLO, 4 April 2031 — A ferry sank.", "2031-04-04"),
    ("en", "Ferry sinks\nBy Ada Doe\n14 April 2031\n\nA ferry sank.", "2031-04-14"),
    ("en", "Ferry sinks\nBy Ada Doe, Monday, 14 April 2031 at 6 p.m.\nA ferry sank.", "2031-04-14"),
    ("en", "Statement by the Minister of Trade\nJakarta, 20 May 2031\n\nToday I have signed it.", "2031-05-20"),
    ("en", "Ferry sinks\nUpdated: 5 May 2031, 11:30 GMT\nPublished: 4 May 2031\nA ferry sank.", "2031-05-04"),
    ("en", "Ferry sinks\nUpdated: 5 May 2031\nA ferry sank.", "2031-05-05"),
    ("ja", "船が沈む\n2031年3月4日 南部通信\n\n船が沈んだ。", "2031-03-04"),
    ("ja", "公開日 2031年3月12日\n\n船が沈んだ。", "2031-03-12"),
    ("ja", "損傷に関する談話\n\n令和13年4月11日\n外務省\n\n1 懸念を表明する。", "2031-04-11"),
    ("ja", "船が沈む 助かる\n著者 アダ・ドー、2031年5月27日、オスロ\n船が沈んだ。", "2031-05-27"),
    ("ja", "船が沈む\n2031年3月4日（火）18時05分更新\n船が沈んだ。", "2031-03-04"),
    # A date that is told
    ("en", "Referendum Set For 14 April 2031\nThe vote was put off.", None),
    ("en", "Peace at last\nThe Treaty of 14 April 2031\nIt holds.", None),
    ("en", "Voters go to the polls on 14 April 2031\nThey are many.", None),
    ("en", "The army left.\nBy Ada Doe, 14 April 2031", None),
    ("en", "Ferry sinks\n© Example Wire 14 April 2031\nA ferry sank.", None),
    ("en", "On 4 March 2031 - and again on 5 May 2031 - the troops left.", None),
    ("en", "Ferry sinks\nApril 2031\nA ferry sank.", None),
    ("en", "Ferry sinks\n31 April 2031\nA ferry sank.", None),
    ("ja", "改正法が成立\n2031年4月1日施行\n国会が可決した。", None),
    ("ja", "改正法\n2031年4月1日に施行へ\n国会が可決した。", None),
    ("ja", "黒海の合意\n\n2031年7月17日、ロシアは離脱を発表した。", None),
]


@pytest.mark.parametrize(("language", "text", "day"), LINES)
def test_a_text_is_dated_by_its_dateline_or_a_line_of_its_own(language: str, text: str, day: str | None) -> None:
    assert stated_date(text, language) == day


def test_what_an_input_states_or_a_person_gives_goes_before_what_the_text_shows() -> None:
    text = "船が沈む\n2031年3月4日 南部通信\n船が沈んだ。乗員は救助された。"
    shown = build(text, origin="o", reader="txt")
    assert (shown.published_at, shown.published_basis) == ("2031-03-04", "shown")
    given = build(text, origin="o", reader="txt", published="2031-03-06")
    assert (given.published_at, given.published_basis) == ("2031-03-06", "option")
    field = Article(text=text, published_at="2031-03-05", published_basis="field")
    stated = build_document(field, origin="o", reader="txt")
    assert (stated.published_at, stated.published_basis) == ("2031-03-05", "field")
