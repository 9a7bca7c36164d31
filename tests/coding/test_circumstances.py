import pytest

from coding.sentences import claim_of, gap


@pytest.mark.parametrize(("code", "sentence", "type", "place", "time"), [
    ("ja", "3日、首相はオスロで大統領と会談した。", "CONSULT", "オスロ", "3日"),
    ("ja", "首相は3日にオスロで大統領と会談すると、5日に発表した。", "CONSULT", "オスロ", "3日"),
    ("ja", "チリ軍は昨年、北部の町で演習を行った。", "MOBILIZE", "北部の町", "昨年"),
    ("ja", "オスロから来た大使が会談した。", "CONSULT", None, None),
    ("ja", "チリはペルーを批判した。", "ACCUSE", None, None),
    ("ja", "ガーナに兵士を派遣したトーゴは謝罪した。", "MOBILIZE", "ガーナ", None),
    gap("ja", "昨年結ばれた協定をチリの大統領は批判した。", "ACCUSE", None, None),
    ("en", "Chile's army held exercises in a northern town last year.", "MOBILIZE", "a northern town", "last year"),
    ("en", "Chile criticised Peru.", "ACCUSE", None, None),
    ("en", "LIMA, March 28, 2025 - Chile's army shelled the port.", "ASSAULT", "the port", None),
    ("en", "UNESCO withdrew its staff on Monday - after talks - from Mali.", "RETREAT", None, "Monday"),
    ("en", "Troops were deployed to Mali.", "MOBILIZE", "Mali", None),
    ("en", "The president of Chile criticised a deal signed last year.", "ACCUSE", None, None),
    gap("en", "On Tuesday the prime minister met the president in Oslo.", "CONSULT", "Oslo", "Tuesday"),
    gap("en", "The minister said on Friday he would visit Oslo on Monday.", "CONSULT", "Oslo", "Monday"),
])
def test_place_and_time_are_those_of_the_acts_own_clause(
        code: str, sentence: str, type: str, place: str | None, time: str | None) -> None:
    claim = claim_of(code, sentence, type)
    assert (claim.place and claim.place.span.quote) == place
    assert (claim.time and claim.time.span.quote.removeprefix("on ").removeprefix("On ")) == time
