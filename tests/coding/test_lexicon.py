import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from keii.coding import lexicon as module
from keii.coding.lexicon import Condition, Lexicon, lexicon
from keii.errors import DataError
from keii.language.languages import LANGUAGES, language
from keii.model import Status


def with_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, file: str, row: str) -> Lexicon:
    """Return the lexicon of a language as if a file ended with one more row."""
    data = tmp_path / "data"
    shutil.copytree(language(code).data, data)
    path = data / file
    path.write_text(path.read_text(encoding="utf-8") + row + "\n", encoding="utf-8")
    monkeypatch.setattr(module, "language", lambda code: SimpleNamespace(data=data, joiner=language(code).joiner))
    return lexicon.__wrapped__(code)


@pytest.mark.parametrize(("file", "row", "said"), [
    ("predicates.tsv", "試す\tverb\tAID\t\tが:A\tを\t\t", "condition «を»"),
    ("predicates.tsv", "試す\tverb\tAID\t\tが:A を\t\t\t", "frame part «を»"),
    ("predicates.tsv", "試す\tverb\tAID\t\tが:X\t\t\t", "frame part «が:X»"),
    ("speech.tsv", "試す\tが:A\tsay\t", "frame part «が:A»"),
    ("cues.tsv", "試す\tverb\tmaybe\t\t", "maybe"),
    ("predicates.tsv", "試す\tverb", "columns"),
])
def test_a_bad_row_is_told_with_its_line(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, row: str, said: str) -> None:
    with pytest.raises((DataError, ValueError), match=said) as caught:
        with_row(tmp_path, monkeypatch, "ja", file, row)
    if isinstance(caught.value, DataError):
        last = (tmp_path / "data" / file).read_text(encoding="utf-8").count("\n")
        assert f"{file}:{last}" in str(caught.value)


def test_a_new_row_is_read_with_its_conditions_and_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = with_row(tmp_path, monkeypatch, "en", "predicates.tsv",
                     "zigzag off\tverb\tAID\t\tsubj:A obj:R\tobj=truck|big_ship to!=@party\t\t")
    (row,) = words.predicates["zigzag off"]
    assert row.conditions == (Condition(slot="obj", words=("truck", "big ship")),
                              Condition(slot="to", words=("@party",), negated=True))
    assert row.roles == {"subj": "A", "obj": "R"}
    assert row.row.startswith("predicates.tsv:")


def test_a_word_with_a_hyphen_is_known_as_the_parser_cuts_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = with_row(tmp_path, monkeypatch, "en", "predicates.tsv", "zig-zag\tnoun\tAID\t\tof:R\t\t\t")
    assert words.predicates["zig-zag"] == words.predicates["zig - zag"]


def test_words_are_looked_up_as_written_with_the_last_in_its_dictionary_form() -> None:
    assert lexicon("ja").key(("圧力", "を", "かけ", "た"), ("圧力", "を", "かける", "た"), 0, 2) == "圧力をかける"
    assert lexicon("en").key(("called", "off", "talks"), ("call", "off", "talk"), 0, 2) == "called off talk"


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_word_of_the_lexicon_fits_the_window_it_is_looked_for_in(code: str) -> None:
    words = lexicon(code)
    if words.joiner:
        assert max(len(form.split()) for form in words.predicates) <= words.longest


@pytest.mark.parametrize("code", ["ja", pytest.param("en", marks=pytest.mark.xfail(reason="no row gives «outside»"))])
def test_every_frame_and_condition_names_slots_that_the_slot_table_gives(code: str) -> None:
    words = lexicon(code)
    known = {slot for _, _, slot in words.slots} | {"cl", "との"}  # との stands beside と, which it is read as
    for rows in words.predicates.values():
        for row in rows:
            assert set(row.roles) <= known, row
            assert {condition.slot for condition in row.conditions} <= known, row


@pytest.mark.parametrize(("code", "where", "form", "status"), [
    ("ja", "aux", "ない", Status.NOT_OCCURRED), ("ja", "noun", "予定", Status.PLANNED),
    ("en", "aux", "may", Status.POSSIBLE), ("en", "mark", "if", Status.CONDITIONAL),
])
def test_cues_are_indexed_by_where_they_stand(code: str, where: str, form: str, status: Status) -> None:
    assert lexicon(code).cues[where, form].status is status


@pytest.mark.parametrize("whose", ["its", "their", "his", "her"])
def test_ones_stands_for_any_possessive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whose: str) -> None:
    words = with_row(tmp_path, monkeypatch, "en", "predicates.tsv",
                     "tilt one's hat at\tverb\tSUPPORT\t\tsubj:A at:R\t\t\t")
    assert words.predicates[f"tilt {whose} hat at"][0].type == "SUPPORT"
    assert "tilt one's hat at" not in words.predicates
