import importlib.metadata

import orjson
import pytest

from cli.conftest import Keii
from keii.cli import doctor
from keii.language.languages import LANGUAGES


def test_all_is_well_where_everything_is_installed(filled: Keii) -> None:
    ran = filled("doctor")
    assert ran.code == 0, ran.out
    assert "parser for ja: ja-ginza 5.3" in ran.out
    assert "schema 11; 2 documents, 4 sentences, 4 claims, 1 problem" in ran.out


def test_every_language_has_a_parser_to_look_for() -> None:
    assert doctor.PARSERS.keys() == LANGUAGES.keys()


def test_a_missing_parser_is_told_with_how_to_get_it(keii: Keii, monkeypatch: pytest.MonkeyPatch) -> None:
    def version(name: str) -> str:
        if name == "ja-ginza":
            raise importlib.metadata.PackageNotFoundError(name)
        return "1.0"

    monkeypatch.setattr("importlib.metadata.version", version)
    ran = keii("doctor", "--json")
    findings = {line["name"]: line for line in map(orjson.loads, ran.out.splitlines())}
    assert ran.code == 1
    assert findings["parser for ja"] == {"name": "parser for ja", "ok": False, "found": "missing",
                                         "remedy": "pip install 'ja-ginza>=5.3,<5.4'"}


def test_a_squatted_name_is_told(keii: Keii, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.metadata.version",
                        lambda name: "999.9.9" if name == "ja-core-news-sm" else "1.0")
    ran = keii("doctor")
    assert ran.code == 1
    assert "ja-core-news-sm: 999.9.9, not what its name says\n    pip uninstall ja-core-news-sm" in ran.out


def test_a_ledger_that_is_none_is_told(keii: Keii) -> None:
    keii.ledger.write_text("no ledger" * 99)
    ran = keii("doctor", "--lang", "ja")
    assert ran.code == 1
    assert "このファイルは台帳ではなく" in ran.out
