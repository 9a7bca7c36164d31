"""`keii when`: what the times of a text mean, for people and for programs."""

import orjson

from cli.conftest import Keii


def test_every_time_has_its_interval_or_its_reason(keii: Keii) -> None:
    ran = keii("when", "昨年4月に会談した。前回から19か月目だ。", "--published", "2024-06-14")
    assert ran.out.splitlines() == [
        "«昨年4月»  2023-04-01 – 2023-05-01 · month · from the publication date",
        "«前回»  no interval: no-anchor",
        "«19か月目»  no interval: ordinal · P19M",
    ]
    assert (ran.code, ran.err) == (0, "")


def test_an_open_side_and_words_that_need_no_date(keii: Keii) -> None:
    assert keii("when", "It has lasted since 2006.").out == "«since 2006»  2006-01-01 – … · year · by its words\n"


def test_a_text_without_a_date_says_so(keii: Keii) -> None:
    ran = keii("when", "They met yesterday.")
    assert ran.out == "«yesterday»  no interval: no-publication-date\n"
    assert ran.err == "keii: the text has no date to count from; --published gives one.\n"


def test_a_text_without_times_says_so_in_japanese(keii: Keii) -> None:
    assert keii("when", "会談した。", "--lang", "ja").out == "時間表現なし。本文に keii の知る時間表現はない。\n"


def test_json_has_every_field(keii: Keii) -> None:
    ran = keii("when", "They met two hours ago.", "--published", "2024-06-14T10:00+09:00", "--json")
    found = orjson.loads(ran.out)
    assert found["span"] == {"start": 9, "end": 22, "quote": "two hours ago"}
    assert (found["start"], found["end"], found["precision"]) == ("2024-06-14T08:00", "2024-06-14T09:00", "hour")
    assert (found["basis"], found["reason"], found["length"]) == ("published_at", None, "PT2H")


def test_an_expression_without_kana_is_japanese(keii: Keii) -> None:
    ran = keii("when", "昨年4月", "--published", "2023-09-14")
    assert ran.out.startswith("«昨年4月»  2022-04-01 – 2022-05-01")
    assert keii("when", "中国国家主席访问平壤并举行会谈，双方就地区局势交换了意见").code == 2  # a sentence in Chinese
