"""Acts that a noun tells again without their parties."""

import pytest

from keii import pipeline
from keii.model import Claim


def told(text: str, language: str, type_: str) -> list[Claim]:
    """Return the claims of a type in the order of the text."""
    return [claim for claim in pipeline.code(text, language=language, published="2024-05-10").claims
            if claim.type == type_]


def countries(claim: Claim) -> set[str]:
    """Return the countries of a claim's actors."""
    return {party.code.split("/")[0] for party in claim.actors}


@pytest.mark.parametrize(("language", "text"), [
    ("en", "Peru's president met his Chilean counterpart on Monday. Aides said a second summit was being prepared."),
    ("ja", "ペルーの大統領は月曜日、チリの大統領と会談した。側近は2回目の首脳会談を準備していると述べた。"),
])
def test_a_second_summit_is_of_the_pair_that_met(language: str, text: str) -> None:
    first, *others = told(text, language, "CONSULT")
    assert countries(first) == {"PER", "CHL"}
    assert others
    assert countries(others[-1]) == {"PER", "CHL"}
    assert any(party.implicit and party.antecedent for party in others[-1].actors)


def test_the_parties_taken_over_are_in_the_trace() -> None:
    text = "Peru's president met his Chilean counterpart on Monday. Aides said a second summit was being prepared."
    last = told(text, "en", "CONSULT")[-1]
    assert {step.value for step in last.trace if step.rule == "resolution.told-before"} == {"PER/GOV", "CHL/GOV"}


def test_an_attack_told_again_is_by_whoever_made_it() -> None:
    text = "Malian rebels attacked the convoy on Friday. The attack surprised the guards."
    attacks = told(text, "en", "ASSAULT")
    assert [countries(claim) for claim in attacks if claim.actors] == [{"MLI"}] * len(attacks)


def test_an_attack_on_others_is_another_one() -> None:
    text = "Malian rebels attacked a Chadian convoy. An attack on Togolese soldiers followed."
    last = told(text, "en", "ASSAULT")[-1]
    assert [party.code for party in last.recipients] == ["TGO/MIL"]
    assert not any(step.rule == "resolution.told-before" for step in last.trace)
