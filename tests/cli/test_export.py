import builtins
import csv
import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cli.conftest import Keii
from keii.cli import export as verb
from keii.cli.words import retell, say
from keii.exports.formats import FORMATS
from keii.exports.request import Omission

DOCS = Path(__file__).parents[2] / "docs"


def test_a_file_is_written_whole_or_not_at_all(sample: Keii, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sample("export", "csv", "-o", "a.csv", "--lang", "en").err == "9 written to a.csv.\n"
    assert len(list(csv.DictReader((tmp_path / "a.csv").open(encoding="utf-8", newline="")))) == 9
    assert stat.S_IMODE((tmp_path / "a.csv").stat().st_mode) & 0o400

    def failing(name: str) -> Any:
        def write(out: Any, request: Any) -> int:
            out.write(b"half")
            raise OSError(28, "No space left on device")

        return write

    monkeypatch.setattr(verb, "writer", failing)
    whole = (tmp_path / "a.csv").read_bytes()
    ran = sample("export", "csv", "-o", "a.csv")
    assert ran.code == 2
    assert "No space left on device" in ran.err
    assert (tmp_path / "a.csv").read_bytes() == whole
    assert [path.name for path in tmp_path.iterdir() if "a.csv" in path.name] == ["a.csv"]


def test_standard_output_gets_the_same_bytes(sample: Keii, tmp_path: Path) -> None:
    sample("export", "csv", "--status", "occurred", "-o", "a.csv")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-m", "keii", "-l", str(sample.ledger), "export", "csv", "--status", "occurred"]
    ran = subprocess.run(command, capture_output=True, env=environment, check=True)
    assert ran.stdout == (tmp_path / "a.csv").read_bytes()


def test_what_is_left_out_is_counted_with_the_reason(sample: Keii) -> None:
    assert sample("export", "geojson", "-o", "a.geojson").err.splitlines() == [
        "3 written to a.geojson.", "6 left out: no place with coordinates."]
    summary = json.loads(sample("export", "geojson", "-o", "a.geojson", "--json").out)
    assert summary == {"file": "a.geojson", "of": "claims", "written": 3,
                       "left_out": {"no place with coordinates": 6}}


@pytest.mark.parametrize("reason", Omission)
def test_every_reason_is_told_in_japanese(reason: Omission) -> None:
    assert say("ja", reason.value) != reason.value


@pytest.mark.parametrize(("arguments", "words"), [
    (("nonsense",), "nonsense"),
    (("geojson", "--of", "documents"), "--of: geojson is made of claims or events"),
    (("csv", "--derive"), "csv has no codes to derive"),
    (("csv", "--json"), "Name a file with -o."),
    (("csv", "-o", "."), ".: this is a folder."),
    (("csv", "-o", "missing/a.csv"), "missing/a.csv: the file cannot be written"),
    (("csv", "--type", "WAR"), "WAR"),
])
def test_what_cannot_be_done_is_refused_with_the_remedy(sample: Keii, arguments: tuple[str, ...], words: str) -> None:
    ran = sample("export", *arguments)
    assert ran.code == 2
    assert words in ran.err
    assert ran.out == ""


def test_bytes_are_not_thrown_at_a_terminal(sample: Keii, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("keii.cli.output.on_terminal", lambda: True)
    ran = sample("export", "xlsx")
    assert ran.code == 2
    assert "Name a file with -o." in ran.err


@pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if form.packages])
def test_a_missing_package_is_told_with_how_to_get_it(sample: Keii, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real, wanted = builtins.__import__, FORMATS[name].packages

    def without(module: str, *more: Any) -> Any:
        if module.split(".")[0] in wanted:
            raise ImportError(f"No module named '{module}'", name=module)
        return real(module, *more)

    monkeypatch.setattr(builtins, "__import__", without)
    ran = sample("export", name, "-o", "a")
    assert ran.code == 2
    assert "keii[export]" in ran.err
    assert not Path("a").exists()


def test_the_help_lists_every_format_in_both_languages(keii: Keii) -> None:
    english, japanese = keii("export", "--help").out, keii("export", "--help", "--lang", "ja").out
    for name, form in FORMATS.items():
        assert name in english
        assert "".join(form.ja.split()) in "".join(japanese.split())


def test_every_format_is_documented_in_both_languages() -> None:
    text = (DOCS / "exports.md").read_text(encoding="utf-8")
    english, japanese = text.split("## 日本語")
    for name in FORMATS:
        assert f"| `{name}` |" in english, name
        assert f"| `{name}` |" in japanese, name


def test_every_column_is_documented() -> None:
    from keii.exports.columns import columns

    text = (DOCS / "exports.md").read_text(encoding="utf-8")
    for of in ("claims", "events", "documents"):
        for column in columns(of):
            assert f"`{column.name}`" in text, column.name


def test_refusals_are_told_in_japanese() -> None:
    assert retell("ja", "csv has no codes to derive.") == "csv に導く符号はありません。"
