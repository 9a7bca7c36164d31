"""How several words for one act settle, by the codebook's rules."""

import pytest

from coding.sentences import claims_of, gap


def types(code: str, sentence: str) -> list[str]:
    return sorted(claim.type for claim in claims_of(code, sentence) if claim.type != "OTHER")


@pytest.mark.parametrize(("code", "sentence", "expected"), [
    # one act named twice
    ("ja", "チリとペルーは首脳会談を行った。", ["CONSULT"]), ("en", "Chile and Peru held a summit.", ["CONSULT"]),
    ("ja", "チリはペルーに警告を発した。", ["THREATEN"]),
    gap("ja", "外相らは会談を行い、会談後に帰国した。", ["CONSULT"]),
    gap("en", "The ministers held talks and left after the talks.", ["CONSULT"]),
    # what is lifted, halted or ended is the lifting
    ("ja", "国連は制裁を解除した。", ["RETREAT"]), ("en", "The UN lifted the sanctions.", ["RETREAT"]),
    ("ja", "軍は砲撃を停止した。", ["RETREAT"]), ("en", "The army halted the shelling.", ["RETREAT"]),
    # a promise has its content inside
    ("en", "The government promised to give aid to farmers.", ["AGREE"]),
    ("en", "They agreed to stop the fighting.", ["AGREE"]),
    ("ja", "政府は農家に支援を行うと約束した。", ["AGREE"]),
    gap("ja", "両国は戦闘を停止することで合意した。", ["AGREE"]),
    gap("ja", "政府は停戦に合意する用意がある。", ["AGREE"]),
    ("en", "The government is ready to agree to a truce.", ["AGREE"]),
    # a demand and what is demanded are two
    ("ja", "ケニアは隣国に捕虜の釈放を求めた。", ["REQUEST", "RETREAT"]),
    ("en", "Kenya asked its neighbour to free the prisoners.", ["REQUEST", "RETREAT"]),
    # no act at all
    ("ja", "攻撃ヘリコプターが公開された。", []), ("en", "An attack helicopter was put on display.", []),
    ("ja", "制裁委員会の委員長は笑った。", []), ("en", "The chairman of the sanctions committee laughed.", []),
    ("ja", "外務省報道官は記者会見で話した。", []), ("ja", "両国の関係は深まるだろう。", []),
    ("en", "Ties between the two countries will deepen.", []), ("ja", "会見の動画が配信された。", []),
])
def test_a_sentence_has_as_many_acts_as_it_tells(code: str, sentence: str, expected: list[str]) -> None:
    assert types(code, sentence) == expected


@pytest.mark.parametrize(("code", "sentence"), [
    gap("ja", "制裁解除へ　カナダ政府"), ("en", "Canada to lift sanctions"),
])
def test_a_headline_names_one_act_without_a_finite_verb(code: str, sentence: str) -> None:
    (claim,) = claims_of(code, sentence)
    assert (claim.type, claim.status) == ("RETREAT", "planned")


@pytest.mark.parametrize(("code", "sentence", "trigger"), [
    ("ja", "チリはペルーに圧力をかけた。", "圧力をかけ"), ("ja", "チリはペルーを批判した。", "批判"),
    ("en", "Chile broke off the talks.", "broke off"), ("en", "Chile criticised Peru.", "criticised"),
    ("ja", "チリは停戦に合意した。", "合意"),
])
def test_the_trigger_is_the_shortest_words_that_name_the_act(code: str, sentence: str, trigger: str) -> None:
    assert trigger in [claim.trigger.quote for claim in claims_of(code, sentence)]


@pytest.mark.parametrize(("code", "sentence"), [("ja", "チリはペルーを批判した。"), ("en", "Chile criticised Peru.")])
def test_a_claim_tells_which_row_made_it(code: str, sentence: str) -> None:
    (claim,) = claims_of(code, sentence)
    assert claim.trace[0].field == "type"
    assert claim.trace[0].rule.startswith("predicates.tsv:")
    assert {step.field for step in claim.trace} >= {"type", "trigger", "actor", "recipient", "status"}
    assert claim.coder.startswith("rules/")
