"""What promises and demands are about: the words of the deed, and the act that the lexicon takes them for."""

import pytest

from keii.situation.contents import content, deed_of


@pytest.mark.parametrize(
    ("code", "sentence", "act", "deed"),
    [
        ("en", "The minister pledged to pay the crews by March 20.", "pledged", "pay"),
        ("en", "They agreed to reopen a bridge.", "agreed to", "reopen"),
        ("en", "The union called on the mayor to resign.", "called on", "resign"),
        ("en", "Villagers have appealed to her to stay.", "appealed", "stay"),
        ("en", "The opposition demanded a full debate.", "demanded", "debate"),
        ("en", "Herders have demanded compensation.", "demanded", "compensation"),
        ("en", "Norway demanded the release of the crew.", "demanded", "release"),
        ("en", "The town called for an independent inquiry into the spill.", "called for", "inquiry"),
        ("en", "She promised that her office would answer by Friday.", "promised", "answer"),
        ("en", "He vowed not to resign.", "vowed", None),
        ("en", "The two agreed with the report.", "agreed", None),
        ("en", "He appealed to the public.", "appealed", None),
        ("ja", "国交省は月内に給付金を支給すると約束した。", "約束", "支給する"),
        ("ja", "両首脳は橋を年内に再開することで合意した。", "合意", "再開する"),
        ("ja", "政府は遺族へ見舞金を支払うと国会で約束した。", "約束", "支払う"),
        ("ja", "組合は大臣に島を視察するよう求めた。", "求め", "視察する"),
        ("ja", "議長は計画を取り下げるよう市に求めた。", "求め", "取り下げる"),
        ("ja", "労組は労働相に辞任を求めた。", "求め", "辞任"),
        ("ja", "漁協は水産庁に説明を求めた。", "説明を求め", "説明"),
        ("ja", "組合は年内にデモを行うと確約した。", "確約", "デモ"),
        ("ja", "鉱山会社は遅れていた賃金の支払いを約束した。", "約束", "支払い"),
        ("ja", "隣国に逃亡犯の引き渡しを要求した。", "要求", "引き渡し"),
        ("ja", "市は屋台の立ち退きを求めた。", "求め", "立ち退き"),
        ("ja", "住民は政府に強い不満を伝えるよう求めた。", "求め", "伝える"),
        ("ja", "知事は二度と嘘をつかないと約束した。", "約束", None),
        ("ja", "首相は約束した。", "約束", None),
    ],
)
def test_a_promise_names_its_deed(code: str, sentence: str, act: str, deed: str | None) -> None:
    start = sentence.index(act)
    found = content(code, sentence, start, start + len(act))
    assert (sentence[found[0] : found[1]] if found else None) == deed


@pytest.mark.parametrize(
    ("code", "words", "sentence", "type_"),
    [
        ("ja", "支払う", "遺族に資金を支払うと約束した。", "AID"),  # by 支給, which is another word for it
        ("en", "resign", "They called on him to resign.", "RETREAT"),
        ("en", "widen", "The governor promised to widen the road.", None),  # what is widened is no sanction
        ("en", "pay", "The ministry pledged to pay the nurses by May.", "AID"),  # no money is named
        ("en", "escort", "She promised that marines would escort the trawlers.", "AID"),
        ("ja", "融通する", "首相は隣国に電力を融通すると約束した。", "AID"),
        ("ja", "配備する", "軍は月内に防空網を配備すると約束した。", "MOBILIZE"),
        ("en", "raise", "The ministry promised to raise the matter.", None),  # taxes, tariffs, money, a militia
        ("ja", "広げる", "知事は道路を広げると約束した。", None),  # a banner is unfolded in protest
        ("ja", "開く", "政府は窓口を開くと約束した。", None),
        ("en", "widen", "The Union promised to widen sanctions.", "SANCTION"),
        ("en", "repaint", "The town promised to repaint the hall.", None),
    ],
)
def test_a_deed_is_what_the_lexicon_says(code: str, words: str, sentence: str, type_: str | None) -> None:
    found = deed_of(code, words, sentence)
    assert (found.type if found else None) == type_
