"""The codebook's tables are complete, and PLOVER is derived from type and status by the manual's tie-breaks."""

import shutil
from collections import Counter
from pathlib import Path

import pytest

from keii.codebook import codebook, derive_plover, load
from keii.codebook.codebook import DATA
from keii.errors import DataError
from keii.model import Status

PLOVER = {
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
    "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
}


def test_the_types_are_plovers_sixteen_and_other() -> None:
    book = codebook()
    assert set(book.types) == PLOVER | {"OTHER"}
    assert Counter(entry.quad for entry in book.types.values()) == {1: 4, 2: 3, 3: 4, 4: 5, None: 1}
    assert {name for name, entry in book.types.items() if entry.recipient_required} == {"COOPERATE", "AID", "SANCTION"}
    assert all(entry.cameo for name, entry in book.types.items() if name != "OTHER")


def test_scores_have_the_sign_of_their_quad() -> None:
    for entry in codebook().types.values():
        if entry.score is not None and entry.name != "REQUEST":  # a request is scored 0
            assert (entry.score > 0) == (entry.quad in (1, 2)), entry.name


def test_modes_are_keyed_by_type_and_name() -> None:
    book = codebook()
    assert len(book.modes) == 67
    assert Counter(name for name, _ in book.modes) == {
        "CONSULT": 4, "RETREAT": 6, "REQUEST": 4, "ACCUSE": 3, "REJECT": 4, "THREATEN": 6, "PROTEST": 7,
        "SANCTION": 4, "MOBILIZE": 4, "COERCE": 10, "ASSAULT": 15,
    }
    assert book.modes["REQUEST", "change"].score == -1
    assert book.modes["REJECT", "change"].score == -2
    assert [key for key, mode in book.modes.items() if mode.score is None] == [("PROTEST", "vandalize")]


def test_contexts_sectors_and_statuses_are_complete() -> None:
    book = codebook()
    assert len(book.contexts) == 37
    assert set(book.statuses) == set(Status)
    used = {code for code, sector in book.sectors.items() if sector.used}
    assert used == {"GOV", "MIL", "LEG", "JUD", "OPP", "REB", "CVL", "BUS", "JRN", "LAB", "IGO", "NGO", "ELI", "PTY"}


@pytest.mark.parametrize(
    ("type", "status", "plover", "reason"),
    [
        ("CONSULT", "occurred", "CONSULT", "same"),
        ("ASSAULT", "ongoing", "ASSAULT", "same"),
        ("CONSULT", "planned", "AGREE", "future-cooperation"),
        ("SUPPORT", "planned", "AGREE", "future-cooperation"),
        ("COOPERATE", "expected", "AGREE", "predicted-cooperation"),
        ("AID", "conditional", "AGREE", "conditional-cooperation"),
        ("RETREAT", "planned", "CONCEDE", "future-retreat"),
        ("CONCEDE", "planned", "CONCEDE", "words-announced"),
        ("ASSAULT", "planned", "THREATEN", "future-conflict"),
        ("SANCTION", "conditional", "THREATEN", "conditional-conflict"),
        ("MOBILIZE", "possible", "THREATEN", "hypothetical-conflict"),
        ("ACCUSE", "planned", "ACCUSE", "words-announced"),
        ("RETREAT", "urged", "REQUEST", "urged"),
        ("CONSULT", "not_occurred", "REJECT", "negated-cooperation-by-words"),
        ("AID", "not_occurred", "REJECT", "negated-cooperation"),
        ("REJECT", "not_occurred", "AGREE", "negated-conflict-by-words"),
        ("ASSAULT", "not_occurred", "CONCEDE", "negated-conflict"),
        ("OTHER", "planned", None, "no-plover-type"),
    ],
)
def test_plover_follows_from_type_and_status(type: str, status: str, plover: str | None, reason: str) -> None:
    derived = derive_plover(type, status)
    assert (derived.type, derived.reason) == (plover, reason)
    entry = codebook().types.get(plover or "")
    assert (derived.quad, derived.score) == ((entry.quad, entry.score) if entry else (None, None))


def test_every_pair_derives_one_plover_type_and_every_reason_is_used() -> None:
    book = codebook()
    assert set(book.derivation) == {(name, status) for name in book.types for status in Status}
    assert {derived.type for derived in book.derivation.values()} <= PLOVER | {None}
    assert {derived.reason for derived in book.derivation.values()} == set(book.reasons)


def test_what_is_real_keeps_its_type() -> None:
    for name in PLOVER:
        assert derive_plover(name, Status.OCCURRED).type == derive_plover(name, Status.ONGOING).type == name


@pytest.mark.parametrize("arguments", [("FIGHT", "occurred"), ("ASSAULT", "rumoured")])
def test_an_unknown_pair_is_an_error(arguments: tuple[str, str]) -> None:
    with pytest.raises((KeyError, ValueError)):
        derive_plover(*arguments)


@pytest.mark.parametrize(
    ("file", "old", "new", "what"),
    [
        ("types.tsv", "\t2.5\toptional\t03", "\t25\toptional\t03", "score"),
        ("types.tsv", "AGREE\tagrees", "CONSULT\tagrees", "earlier line"),
        ("types.tsv", "\toptional\t", "\tperhaps\t", "recipient"),
        ("types.tsv", "\tagrees\t", "\t\t", "label_en is empty"),
        ("modes.tsv", "CONSULT\tvisit", "MEET\tvisit", "type holds «MEET»"),
        ("sectors.tsv", "frequent", "often", "plover"),
        ("statuses.tsv", "urged\turged", "demanded\turged", "name holds «demanded»"),
        ("derivation.tsv", "AGREE\turged\tREQUEST\turged\n", "", "no row for AGREE urged"),
        ("derivation.tsv", "AGREE\turged\tREQUEST\turged", "AGREE\turged\tDEMAND\turged", "plover holds «DEMAND»"),
        ("derivation.tsv", "AGREE\turged\tREQUEST\turged", "AGREE\turged\tREQUEST\tbecause", "reason holds «because»"),
    ],
)
def test_a_bad_row_is_named_with_file_and_line(tmp_path: Path, file: str, old: str, new: str, what: str) -> None:
    for path in DATA.glob("*.tsv"):
        shutil.copy(path, tmp_path)
    content = (tmp_path / file).read_text(encoding="utf-8")
    assert old in content
    (tmp_path / file).write_text(content.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError, match=what) as caught:
        load(tmp_path)
    assert caught.value.where.startswith(str(tmp_path / file) + ":")


def test_the_page_of_the_codebook_agrees_with_the_tables() -> None:
    page = (Path(__file__).parents[2] / "docs" / "codebook.md").read_text(encoding="utf-8")
    for path in DATA.glob("*.tsv"):
        assert f"`{path.name}`" in page, path.name
    assert f"{len(codebook().modes)} modes" in page
    assert f"{len(codebook().contexts)} contexts" in page
    assert repr(derive_plover("CONSULT", "planned")) in page
