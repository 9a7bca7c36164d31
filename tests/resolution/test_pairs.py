"""Both sides, 両国: the pair that the story is about, not the last two countries that it names."""

import pytest

from keii import pipeline

FEUD = (
    "Kenya and Somalia have quarrelled over fishing grounds for ten years.",
    "Kenya's navy chased Somali trawlers out of the bay in March.",
    "A Swedish judge who once worked for a Norwegian oil firm is to look at the maps.",
)
REVOLT = ("Chad's army shelled rebels north of the lake.", "Chad closed the road to the market.")
FEUD_JA = (
    "ガーナとトーゴは漁場をめぐって十年争ってきた。",
    "ガーナ海軍は三月、トーゴの漁船を湾から追い出した。",
    "地図はノルウェーの会社にいたスウェーデンの判事が調べる。",
)


def parties(lines: tuple[str, ...], language: str, act: str, role: str) -> set[str]:
    reading = pipeline.code_sentences(lines, language=language, coder="rules")
    found = [claim for claim in reading.claims if claim.sentence == len(lines) - 1 and claim.type == act]
    return {party.code.split("/")[0] for claim in found for party in getattr(claim, role)}


@pytest.mark.parametrize(("lines", "language", "act", "role", "codes"), [
    ((*FEUD, "Both countries promised to accept the verdict."), "en", "AGREE", "actors", {"KEN", "SOM"}),
    ((*FEUD, "Peru condemned the two governments."), "en", "ACCUSE", "recipients", {"KEN", "SOM"}),
    ((*FEUD, "Norway urged both sides to show restraint."), "en", "REQUEST", "recipients", {"KEN", "SOM"}),
    ((*FEUD[:2], "Sweden and Norway own the ships.", "Sweden and Norway met in May.",
      "Sweden called the visit useful, and Norway did too.", "The two countries signed a pact."),
     "en", "SUPPORT", "actors", {"SWE", "NOR"}),
    ((*REVOLT, "France urged both sides to stop the fighting."), "en", "REQUEST", "recipients", {"TCD"}),
    ((*FEUD_JA, "両国は判決に従うと約束した。"), "ja", "AGREE", "actors", {"GHA", "TGO"}),
    ((*FEUD_JA, "ペルーは両国を非難した。"), "ja", "ACCUSE", "recipients", {"GHA", "TGO"}),
])
def test_the_pair_of_the_story_is_meant(
    lines: tuple[str, ...], language: str, act: str, role: str, codes: set[str]
) -> None:
    assert parties(lines, language, act, role) == codes


def test_who_speaks_of_both_countries_is_neither() -> None:
    lines = (*FEUD, "Kenya thanked both countries.")
    assert "KEN" not in parties(lines, "en", "SUPPORT", "recipients")


def test_two_countries_are_never_one() -> None:
    lines = (*REVOLT, "France praised Togo.", "Peru condemned both countries.")
    assert len(parties(lines, "en", "ACCUSE", "recipients")) == 2


def test_what_both_sides_have_is_each_ones() -> None:
    lines = (*FEUD, "The foreign ministers of the two countries met in Oslo.")
    assert parties(lines, "en", "CONSULT", "actors") == {"KEN", "SOM"}


def test_other_countries_are_not_the_storys() -> None:
    lines = (*REVOLT, "Chad asked other countries for tents.")
    assert parties(lines, "en", "REQUEST", "recipients") == {"XXX"}


def test_she_is_no_state() -> None:
    lines = ("Chad's justice minister Ama Doe resigned.", "The court ordered the police of Togo to arrest her.")
    assert "TGO" not in parties(lines, "en", "COERCE", "recipients")
