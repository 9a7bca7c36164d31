"""Who does it to whom: frames, passives, relative clauses, shared subjects, both sides of reciprocal acts."""

import pytest

from coding.sentences import claim_of, gap, words_of
from keii import pipeline

CASES = [
    ("ja", "カナダの首相はペルーの大統領に支援を要請した。", "REQUEST", "カナダの首相", "ペルーの大統領"),
    ("ja", "カナダの首相はペルーの大統領から支援の要請を受けた。", "REQUEST", "ペルーの大統領", "カナダの首相"),
    ("ja", "記者が警察に逮捕された。", "COERCE", "警察", "記者"),
    ("ja", "ガーナはトーゴから大使を召還した。", "SANCTION", "ガーナ", "トーゴ"),
    ("ja", "トーゴが非難したガーナは去った。", "ACCUSE", "トーゴ", "ガーナ"),
    ("ja", "トーゴを非難したガーナは去った。", "ACCUSE", "ガーナ", "トーゴ"),
    ("ja", "日本は米国と共同訓練を行った。", "COOPERATE", "日本|米国", ""),
    ("ja", "日本と米国は共同訓練を行った。", "COOPERATE", "日本|米国", ""),
    ("ja", "マリ政府軍と反乱軍が北部で衝突した。", "ASSAULT", "マリ政府軍|反乱軍", ""),
    ("ja", "ガーナの裁判所は元大臣に有罪判決を言い渡した。", "SANCTION", "ガーナの裁判所", "元大臣"),
    ("ja", "反乱軍の指導者が殺害された。", "ASSAULT", "", "反乱軍の指導者"),
    ("ja", "ペルーはチリに対し、捕虜を釈放するよう求めた。", "RETREAT", "チリ", "捕虜"),
    ("ja", "国連はマリに対する制裁を解除した。", "RETREAT", "国連", "マリ"),
    # a passive befalls its subject, also where it keeps its object, or leaves its subject to the clause before
    ("ja", "元大臣は無期懲役を言い渡された。", "SANCTION", "", "元大臣"),
    ("ja", "大佐は空港で負傷し、反乱軍に拘束された。", "COERCE", "反乱軍", "大佐"),
    ("ja", "外相は、拘束されたと述べた。", "COERCE", "", ""),
    ("ja", "砲撃が再開されれば、特使は町を去る。", "ASSAULT", "", ""),
    # where to, not by whom
    ("ja", "大佐はペルーの刑務所に収監された。", "COERCE", "", "大佐"),
    # some of many, lists with a word for "and", and lists that a phrase sums up
    ("ja", "ケニアの議員の一部が政府を批判した。", "ACCUSE", "ケニアの議員の一部", "政府"),
    ("ja", "市民の八割以上がNATOを支持している。", "SUPPORT", "市民の八割以上", "NATO"),
    ("ja", "市民の税金の八割以上がNATOを支持している。", "SUPPORT", "", "NATO"),
    ("ja", "チェコおよびスロバキアの国防省は政府を批判した。", "ACCUSE", "スロバキアの国防省|チェコ", "政府"),
    ("ja", "ペルー、チリをはじめ、各国政府は反乱軍を非難した。", "ACCUSE", "チリ|ペルー|各国政府", "反乱軍"),
    # a verbal noun with a copula: to what or whom
    ("ja", "市民はNATOに賛成だ。", "SUPPORT", "市民", "NATO"),
    # whom a verb of saying addresses, before what is said
    ("ja", "ケニアは隣国ウガンダに、武器の供給を止めるよう促した。", "REQUEST", "ケニア", "隣国ウガンダ"),
    ("ja", "ケニアは国連安保理に、停戦を監視する部隊を送ることを要請した。", "REQUEST", "ケニア", "国連安保理"),
    # in what is said, a clause goes on with the subject of the one before, not after 〜すれば
    ("ja", "知事は、軍が橋を占拠し、町を攻撃したと述べた。", "ASSAULT", "軍", ""),
    ("ja", "外相は、軍が動けば、ペルーを攻撃すると述べた。", "ASSAULT", "外相", "ペルー"),
    # what is given has somebody in に
    ("ja", "ベナンは船から降りた漁師に薬を与えた。", "AID", "ベナン", "漁師"),
    ("ja", "ベナンは昨夏に薬を与えた。", "AID", "ベナン", ""),
    gap("ja", "チリ政府の報道官は記者団に対し、ペルーを批判した。", "ACCUSE", "チリ政府の報道官", "ペルー"),
    gap("ja", "部隊はマリに派遣された。", "MOBILIZE", "", ""),
    # what an act's noun is about stands in an infinitive; who answers the call is who is called
    ("en", "Kenya resisted calls to lift the ban.", "REQUEST", "", "Kenya"),
    ("en", "Uganda faces demands to free the editor.", "REQUEST", "", "Uganda"),
    ("en", "Chile repeated its offer to mediate.", "AGREE", "Chile", ""),
    ("en", "The agreement between Togo and Ghana to arm the rebels has expired.", "AGREE", "Ghana|Togo", ""),
    ("en", "Canada's prime minister asked Peru's president for help.", "REQUEST", "Canada's prime minister",
     "Peru's president"),
    ("en", "The reporter was arrested by police.", "COERCE", "police", "The reporter"),
    ("en", "Togo, which criticised Ghana, left.", "ACCUSE", "Togo", "Ghana"),
    ("en", "Ghana, which Togo criticised, left.", "ACCUSE", "Togo", "Ghana"),
    ("en", "Japan held joint exercises with the United States.", "COOPERATE", "Japan|the United States", ""),
    ("en", "Japan and the United States held joint exercises.", "COOPERATE", "Japan|the United States", ""),
    ("en", "Mali's army and rebels clashed in the north.", "ASSAULT", "Mali's army|rebels", ""),
    ("en", "A court in Ghana convicted a former minister.", "SANCTION", "A court in Ghana", "a former minister"),
    ("en", "The rebel leader was killed.", "ASSAULT", "", "The rebel leader"),
    ("en", "Germany expelled two Russian diplomats.", "SANCTION", "Germany", "two Russian diplomats"),
    ("en", "Egypt bought 30 fighter jets from France.", "COOPERATE", "Egypt", "France"),
    ("en", "France gave Mali three helicopters.", "AID", "France", "Mali"),
    ("en", "Peru urged Chile to free the prisoners.", "RETREAT", "Chile", "the prisoners"),
    ("en", "The United Nations lifted its sanctions against Mali.", "RETREAT", "The United Nations", "Mali"),
    # who refuses what others seek refuses them
    ("en", "Norway rejected a proposal by Russia.", "REJECT", "Norway", "Russia"),
    ("en", "Serbia opposes Kosovo's membership in Interpol.", "REJECT", "Serbia", "Kosovo"),
    ("en", "Greece has vetoed Albania's entrance into the bloc.", "REJECT", "Greece", "Albania"),
    ("ja", "セルビアはコソボの国連加盟に反対している。", "REJECT", "セルビア", "コソボ"),
    ("ja", "ギリシャはアルバニアがNATOに加盟することに反対してきた。", "REJECT", "ギリシャ", "アルバニア"),
    # who answers a charge, demand or offer is who it is made to; who only passes it on is not
    ("en", "Kenya's president denied Uganda's allegations of sabotage.", "ACCUSE", "Uganda", "Kenya's president"),
    ("en", "Vietnam rebuffed Laos's demand for compensation.", "REQUEST", "Laos", "Vietnam"),
    ("en", "The accusations were rejected by Togo.", "ACCUSE", "", "Togo"),
    ("en", "Togo rejected the accusations against Ghana.", "ACCUSE", "", "Ghana"),
    # two verbs in a row share what stands after the second
    ("en", "Germany criticised and then sanctioned Belarus.", "ACCUSE", "Germany", "Belarus"),
    ("en", "Italy has trained and praised the Libyan coast guard.", "AID", "Italy", "the Libyan coast guard"),
    ("en", "Germany protested, and Poland sanctioned Belarus.", "PROTEST", "Germany", ""),
    # who stands in an act noun's "of" or before it
    ("en", "Egypt's expulsion of the Turkish ambassador was praised.", "SANCTION", "Egypt", "the Turkish ambassador"),
    ("en", "The killing of two nurses was condemned.", "ASSAULT", "", "two nurses"),
    ("en", "The killing of the bill was condemned.", "ASSAULT", "", ""),
    # a noun of measure is what it measures, a day is no part of a verb
    ("en", "Iran and Oman held a second round of talks in Muscat.", "CONSULT", "Iran|Oman", ""),
    ("en", "Peru's rounds in the city ended before the talks.", "CONSULT", "", ""),
    ("en", "Norway's premier called the Danish premier on Monday.", "CONSULT", "Norway's premier|the Danish premier",
     ""),
    ("en", "Kenya called on Uganda.", "REQUEST", "Kenya", "Uganda"),
    # wars and missions that bear a country's name are no party, an act that holds its subject takes no other
    ("en", "Kenya has sought an end to the Korean War.", "REQUEST", "Kenya", ""),
    ("en", "Kenya has sought help from Korea.", "REQUEST", "Kenya", "Korea"),
    ("en", "More than 2,000 Syrians have fled since the war began.", "ASSAULT", "", ""),
    gap("en", "France sold Egypt 30 fighter jets.", "COOPERATE", "France", "Egypt"),
    gap("en", "Ghana, accused by Togo of theft, left.", "ACCUSE", "Togo", "Ghana"),
    gap("en", "The minister met the president in Oslo.", "CONSULT", "The minister|the president", ""),
]


@pytest.mark.parametrize(("code", "sentence", "type", "actors", "recipients"), CASES)
def test_the_frame_says_who_does_it_to_whom(code: str, sentence: str, type: str, actors: str, recipients: str) -> None:
    assert words_of(claim_of(code, sentence, type)) == (actors, recipients)


@pytest.mark.parametrize(("code", "sentence", "type", "actor"), [
    ("ja", "フィジーがトンガに小麦を送り、サモアの決定を批判した。", "ACCUSE", "フィジー"),
    ("en", "Fiji sent wheat to Tonga and criticised a decision by Samoa.", "ACCUSE", "Fiji"),
    ("ja", "外相は提案を拒否し、軍に警告した。", "THREATEN", "外相"),
    ("en", "The minister rejected the proposal and warned the army.", "THREATEN", "The minister"),
])
def test_clauses_in_a_row_share_their_subject(code: str, sentence: str, type: str, actor: str) -> None:
    assert words_of(claim_of(code, sentence, type))[0] == actor


@pytest.mark.parametrize(("code", "text", "type", "code_of_actor"), [
    ("ja", "チリの外相はリマに到着した。ペルーの提案を批判した。", "ACCUSE", "CHL/GOV"),
    ("en", "Chile's foreign minister came to Lima. He criticised the proposal.", "ACCUSE", "CHL/GOV"),
    ("en", "Chile's foreign minister came to Lima. She criticised the proposal.", "ACCUSE", "CHL/GOV"),
    ("en", "President Putin came to Lima. Later he criticised the proposal.", "ACCUSE", "RUS/GOV"),
])
def test_a_subject_left_out_or_a_pronoun_is_whoever_was_spoken_of(
        code: str, text: str, type: str, code_of_actor: str) -> None:
    (party,) = claim_of(code, text, type).actors
    assert party.implicit
    assert party.code == code_of_actor
    assert party.antecedent


@pytest.mark.parametrize(("code", "text"), [
    ("ja", "チリの外相とペルーの外相が到着した。両国は条約に署名した。"),
    ("en", "The foreign ministers of Chile and Peru arrived. The two countries signed the treaty."),
    ("en", "The foreign ministers of Chile and Peru met in Norway. The two countries signed the treaty."),
    ("en", "Chile attacked a village in Peru. The two countries signed the treaty."),  # nobody else was named
])
def test_both_countries_are_the_two_that_were_named(code: str, text: str) -> None:
    claim = claim_of(code, text, "SUPPORT")
    assert {party.code.split("/")[0] for party in claim.actors} == {"CHL", "PER"}


@pytest.mark.parametrize(("code", "sentence", "type"), [
    ("ja", "ケニアの空港で火災が起き、警察が男を逮捕した。", "COERCE"),
    ("en", "Near the Kenyan airport, police arrested a man.", "COERCE"),
])
def test_a_country_that_merely_stands_near_is_no_party(code: str, sentence: str, type: str) -> None:
    claim = claim_of(code, sentence, type)
    assert not any(party.code.startswith("KEN") and "ケニア" in party.text for party in claim.recipients)
    assert "airport" not in " ".join(words_of(claim))
    assert "空港" not in " ".join(words_of(claim))


@pytest.mark.parametrize(("text", "type", "codes"), [
    ("British and French ministers met in Oslo.", "CONSULT", {"GBR/GOV", "FRA/GOV"}),
    ("US, French and Turkish forces left the town.", "RETREAT", {"USA/MIL", "FRA/MIL", "TUR/MIL"}),
    ("Senior US and Iranian diplomats met in Oslo.", "CONSULT", {"USA/GOV", "IRN/GOV"}),
    ("French and other ministers met in Oslo.", "CONSULT", {"FRA/GOV"}),
    ("Political and military leaders of Togo met.", "CONSULT", {"TGO/GOV"}),
])
def test_nationalities_that_share_a_noun_are_a_party_each(text: str, type: str, codes: set[str]) -> None:
    assert {party.code for party in claim_of("en", text, type).actors} == codes


@pytest.mark.parametrize(("text", "act", "recipients"), [
    ("報道官は、軍が村を襲ったとのうわさを否定した。", "REJECT", []),
    ("大統領は、軍が提案した協定に署名した。", "SUPPORT", []),
    ("報道官は軍による攻撃を非難した。", "ACCUSE", ["軍"]),
])
def test_what_is_denied_or_signed_concerns_nobody_whom_it_names(text: str, act: str, recipients: list[str]) -> None:
    told = [c for c in pipeline.code(text, language="ja", coder="rules").claims if c.type == act]
    assert [party.text for party in told[-1].recipients] == recipients
