"""keii from Python: a text in, claims out; a ledger asked, the answer as a table."""

import io
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import keii
from exports.sample import ledger
from keii.api import Filters
from keii.errors import KeiiError, UsageError
from keii.exports.columns import columns
from keii.ledger.filters import MANY, ONE

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ledger(tmp_path_factory.mktemp("api") / "a.keii")


def test_a_text_gives_claims_with_their_words() -> None:
    text = "日本政府は3日、北朝鮮を非難した。"
    claims = keii.code(text, language="ja", published="2024-06-05", coder="rules")
    assert [(claim.type, claim.status, claim.trigger.quote) for claim in claims] == [("ACCUSE", "occurred", "非難")]
    claim = claims[0]
    assert text[claim.trigger.start:claim.trigger.end] == "非難"
    assert (claim.actors[0].code, claim.recipients[0].code) == ("JPN/GOV", "PRK/GOV")
    assert claim.time
    assert claim.time.start == "2024-06-03"


@pytest.mark.parametrize("wrong", [{"language": "xx"}, {"coder": "magic"}, {"published": "yesterday"}])
def test_values_that_are_none_are_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(KeiiError):
        keii.code("France condemned it.", **wrong)


def test_importing_keii_loads_nothing_heavy() -> None:
    code = ("import sys, keii; assert callable(keii.code) and callable(keii.open); "
            "print(*({'spacy', 'onnxruntime', 'pyarrow', 'pandas', 'trafilatura'} & set(sys.modules)))")
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                         env={"PYTHONPATH": ":".join(filter(None, sys.path))})
    assert ran.stdout.strip() == ""


def test_the_names_of_the_package_are_those_it_has() -> None:
    assert {"code", "open", "__version__"} <= set(dir(keii))
    with pytest.raises(AttributeError, match="nonsense"):
        keii.nonsense  # noqa: B018


def test_a_ledger_answers_with_the_values_of_the_model(path: Path) -> None:
    with keii.open(path) as record:
        norwegian = record.claims(actor="NOR", status=["occurred", "planned"])
        assert [claim.type for claim in norwegian] == ["CONSULT", "OTHER", "AID"]
        assert len(list(norwegian)) == 3  # asked anew
        assert {event.status for event in record.events(type="AID")} == {"planned"}
        assert len(list(record.documents())) == 2


def test_filters_are_those_of_the_command_line(path: Path) -> None:
    with keii.open(path) as record:
        assert [claim.mode for claim in record.claims(least_confidence=0.7, since="2024-06-13")] == ["visit"]
        assert len(list(record.claims(limit=2))) == 2
        with pytest.raises(UsageError, match="colour"):
            record.claims(colour="red")  # type: ignore[call-arg]
        with pytest.raises(UsageError, match="WAR"):
            record.claims(type="WAR")


def test_arrow_has_the_columns_of_the_exports(path: Path) -> None:
    pytest.importorskip("pyarrow", reason="extra keii[export]")
    with keii.open(path, lang="ja") as record:
        table = record.claims().arrow()
        events = record.events().arrow()
    assert table.column_names == [column.name for column in columns("claims")]
    assert (table.num_rows, events.num_rows) == (9, 9)
    assert "ウラジーミル・プーチン" in [name for row in table.column("actor_names").to_pylist() for name in row]


def test_a_package_that_is_missing_is_told_with_how_to_get_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    with keii.open(path) as record, pytest.raises(KeiiError, match="pip install 'polars'"):
        record.claims().polars()


def test_an_answer_is_written_in_a_format(path: Path, tmp_path: Path) -> None:
    out = io.BytesIO()
    with keii.open(path) as record:
        assert record.claims().export("geojson", out) == {"no place with coordinates": 6}
        record.claims().export("csv", tmp_path / "a.csv")
        with pytest.raises(UsageError, match="acled"):
            record.claims().export("acled", out)
    assert out.getvalue().startswith(b'{"type":"FeatureCollection"')
    assert (tmp_path / "a.csv").read_bytes().startswith(b"claim,event,")


def test_filters_have_the_names_and_values_of_the_command_line(path: Path) -> None:
    """Those of the command line, and the two that cut a list."""
    assert set(Filters.__annotations__) == {*MANY, *(name.replace("-", "_") for name in ONE), "limit", "offset"}
    with keii.open(path) as record:
        assert [one.publisher for one in record.documents(words="satellite")] == ["Example Times"]
        assert list(record.claims(outlet="nobody")) == list(record.claims(tag="none")) == []


def test_a_ledger_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(KeiiError, match="no ledger"):
        keii.open(tmp_path / "none.keii")


def test_the_examples_of_the_document_run(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyarrow", reason="extra keii[export]")
    shutil.copy(path, tmp_path / "a.keii")
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", (DOCS / "python.md").read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) >= 3
    names: dict[str, object] = {}
    for block in blocks:
        for package in ("pandas", "polars"):
            if f"{package}()" in block:
                pytest.importorskip(package, reason=f"not of keii: pip install {package}")
        exec(block, names)
