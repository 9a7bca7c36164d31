"""PLOVER's types and modes as CAMEO: every one has a code, within the roots that the codebook gives the type."""

import pytest

from keii.codebook import codebook
from keii.codebook.cameo import DATA, cameo
from keii.tables import read_table

ROWS = [row for _, row in read_table(DATA / "cameo.tsv", ("type", "mode", "code", "state", "note"))]
# CAMEO has acts of one PLOVER type under another root; cameo.tsv says so on the row.
ELSEWHERE = {("ASSAULT", "crowd-control")}


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
        "0871", "087", "08", 2, 5.0)


def test_what_plover_does_not_have_cameo_does_not_have_either() -> None:
    with pytest.raises(KeyError):
        cameo("OTHER", None)
