"""PLOVER's types and modes as CAMEO: every one has a code, within the roots that the codebook gives the type."""

import pytest

from keii.codebook import codebook
from keii.codebook.cameo import DATA, _codes, cameo, derived_cameo
from keii.tables import read_table

ROWS = [row for _, row in read_table(DATA / "cameo.tsv", ("type", "mode", "code", "state", "note"))]
# CAMEO has acts of one PLOVER type under another root; cameo.tsv says so on the row.
ELSEWHERE = {("ASSAULT", "crowd-control"), ("ASSAULT", "destroy"), ("SANCTION", "convict")}
DERIVED = [row for _, row in read_table(DATA / "cameo_derived.tsv", ("type", "plover", "code", "state", "note"))]


def test_every_type_and_mode_of_plover_has_a_code() -> None:
    types = {(name, "") for name, type in codebook().types.items() if type.quad}
    assert {(row["type"], row["mode"]) for row in ROWS} == types | set(codebook().modes)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['type']}-{row['mode']}")
def test_codes_lie_within_the_roots_of_the_type(row: dict[str, str]) -> None:
    if (row["type"], row["mode"]) in ELSEWHERE:
        assert row["note"]
        return
    roots = {code[:2] for code in codebook().types[row["type"]].cameo}
    assert {code[:2] for code in (row["code"], row["state"]) if code} <= roots


def test_a_state_that_attacks_uses_military_force() -> None:
    assert cameo("ASSAULT", None).code == "180"
    assert cameo("ASSAULT", None, state=True).code == "190"
    assert (cameo("ASSAULT", "firearms", state=True).root, cameo("ASSAULT", "drone").code) == ("19", "195")


def test_a_code_has_base_root_quad_and_scale() -> None:
    ceasefire = cameo("RETREAT", "ceasefire")
    assert (ceasefire.code, ceasefire.base, ceasefire.root, ceasefire.quad, ceasefire.scale) == (
        "0871", "087", "08", 2, 9.0)


@pytest.mark.parametrize(("code", "scale"), [  # of GDELT's CAMEO.goldsteinscale
    ("036", 4.0), ("042", 1.9), ("045", 5.0), ("050", 3.5), ("060", 6.0), ("080", 5.0), ("084", 7.0), ("112", -2.0),
    ("124", -5.0), ("130", -4.4), ("131", -5.8), ("138", -7.0), ("141", -6.5), ("145", -7.5), ("154", -7.2),
    ("160", -4.0), ("171", -9.2), ("173", -5.0), ("175", -9.0), ("182", -9.5), ("183", -10.0), ("193", -10.0),
])
def test_every_code_has_the_value_of_its_own(code: str, scale: float) -> None:
    assert _codes()[code].scale == scale


def test_gdelt_has_another_code_for_one_that_its_tables_lack() -> None:
    cyber = cameo("COERCE", "cyber")
    assert (cyber.code, cyber.gdelt, cyber.base, cyber.scale) == ("176", "170", "170", -7.0)


def test_what_did_not_happen_has_the_code_of_the_intent_the_demand_or_the_refusal() -> None:
    found = {pair: derived_cameo(*pair) for pair in (("CONSULT", "AGREE"), ("AID", "REQUEST"), ("CONSULT", "REJECT"))}
    assert [code.code for code in found.values() if code] == ["036", "103", "125"]
    assert derived_cameo("MOBILIZE", "THREATEN") == cameo("THREATEN", None)  # no row: the derived type alone
    attack = derived_cameo("ASSAULT", "THREATEN", state=True)
    assert attack
    assert attack.code == "138"


def test_a_denied_attack_is_no_concession_and_a_demand_not_made_no_agreement() -> None:
    assert derived_cameo("ASSAULT", "CONCEDE") is None
    assert derived_cameo("REQUEST", "AGREE") is None


def test_rows_of_what_is_derived_are_pairs_that_the_codebook_derives() -> None:
    derived = {(act, found.type) for (act, _), found in codebook().derivation.items() if found.type != act}
    assert {(row["type"], row["plover"]) for row in DERIVED} <= derived


def test_what_plover_does_not_have_cameo_does_not_have_either() -> None:
    with pytest.raises(KeyError):
        cameo("OTHER", None)
