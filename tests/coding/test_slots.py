import pytest

from coding.sentences import gap, quote, token, tree_of
from keii.coding.lexicon import lexicon
from keii.coding.slots import conjuncts, fillers, is_passive, marker, phrase


def slots(code: str, sentence: str, verb: str) -> dict[str, str]:
    """Return what stands in which slot of a verb, as words."""
    tree, words = tree_of(code, sentence), lexicon(code)
    return {f.slot: quote(tree, phrase(tree, f.token, words)) for f in fillers(tree, token(tree, verb), words)}


@pytest.mark.parametrize(("code", "sentence", "verb", "expected"), [
    ("ja", "チリがペルーを批判した。", "批判", {"が": "チリ", "を": "ペルー"}),
    ("ja", "チリはペルーに小麦を送った。", "送っ", {"が": "チリ", "に": "ペルー", "を": "小麦"}),
    ("ja", "記者が警察に逮捕された。", "逮捕", {"を": "記者", "が": "警察"}),
    ("ja", "チリはペルーに対して謝罪した。", "謝罪", {"が": "チリ", "に対して": "ペルー"}),
    ("en", "Chile criticised Peru.", "criticised", {"subj": "Chile", "obj": "Peru"}),
    ("en", "The reporter was arrested by police.", "arrested", {"obj": "The reporter", "subj": "police"}),
    ("en", "Chile sent wheat to Peru.", "sent", {"subj": "Chile", "obj": "wheat", "to": "Peru"}),
    ("en", "Chile ignored calls to leave the port.", "calls", {"xcomp": "leave"}),
    ("en", "Chile ignored the demand that it leave the port.", "demand", {"ccomp": "leave"}),
    ("en", "Chile ignored the demand that Peru had made.", "demand", {"ccomp": None, "xcomp": None}),
])
def test_phrases_stand_in_the_slots_of_their_verb(
        code: str, sentence: str, verb: str, expected: dict[str, str | None]) -> None:
    found = slots(code, sentence, verb)
    assert {slot: found.get(slot) for slot in expected} == expected


@pytest.mark.parametrize(("code", "sentence", "verb", "passive"), [
    ("ja", "記者が逮捕された。", "逮捕", True), ("ja", "警察が記者を逮捕した。", "逮捕", False),
    ("en", "The reporter was arrested.", "arrested", True), ("en", "Police arrested the reporter.", "arrested", False),
    ("en", "The reporter arrested in May was freed.", "arrested", True),
])
def test_passives_are_told_from_actives(code: str, sentence: str, verb: str, passive: bool) -> None:
    tree = tree_of(code, sentence)
    assert is_passive(tree, token(tree, verb)) is passive


@pytest.mark.parametrize(("sentence", "word", "expected"), [
    ("チリはペルーと会談した。", "ペルー", "と"), ("チリはペルーを批判した。", "チリ", "は"),
    ("チリの首相は去った。", "チリ", "の"), ("チリ、ペルーは去った。", "チリ", ""),
])
def test_japanese_particles_mark_a_phrase(sentence: str, word: str, expected: str) -> None:
    tree = tree_of("ja", sentence)
    assert marker(tree, token(tree, word), "") == expected


@pytest.mark.parametrize(("sentence", "word", "expected"), [
    ("Chile talked with Peru.", "Peru", "with"), ("Chile criticised Peru.", "Peru", ""),
])
def test_english_prepositions_mark_a_phrase(sentence: str, word: str, expected: str) -> None:
    tree = tree_of("en", sentence)
    assert marker(tree, token(tree, word), " ") == expected


@pytest.mark.parametrize(("code", "sentence", "word", "expected"), [
    ("ja", "日本と米国と韓国が協議した。", "韓国", ["日本", "米国", "韓国"]),
    ("ja", "日本や米国が協議した。", "米国", ["日本", "米国"]),
    ("en", "Japan, Chile and Peru held talks.", "Japan", ["Japan", "Chile", "Peru"]),
    ("en", "Japan held talks.", "Japan", ["Japan"]),
])
def test_what_is_coordinated_belongs_together(code: str, sentence: str, word: str, expected: list[str]) -> None:
    tree = tree_of(code, sentence)
    assert [tree.parse.words[t] for t in conjuncts(tree, token(tree, word), lexicon(code))] == expected


@pytest.mark.parametrize(("code", "sentence", "word", "expected"), [
    ("ja", "チリの元外務大臣が去った。", "大臣", "チリの元外務大臣"),
    ("ja", "昨年辞任した首相が去った。", "首相", "首相"),
    ("en", "The former president of Chile left.", "president", "The former president of Chile"),
    ("en", "The minister who resigned in May left.", "minister", "The minister"),
    gap("en", "The minister met the president in Oslo.", "president", "the president"),
])
def test_a_phrase_ends_before_clauses_and_circumstances(code: str, sentence: str, word: str, expected: str) -> None:
    tree = tree_of(code, sentence)
    assert quote(tree, phrase(tree, token(tree, word), lexicon(code))) == expected
