import json
from pathlib import Path
from typing import Any

import pytest

from keii.errors import InputError
from quality import floors, gate, sets
from quality.predict import Predicted, predict, write_input
from quality.sets import Measured, NotThereError

FIGURES = {"type": 0.6, "who": 0.5}


@pytest.fixture(autouse=True)
def measured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Give every own set the same figures, no development sets, and floors in a file of their own."""
    path = tmp_path / "floors.toml"
    monkeypatch.setattr(
        gate, "measure_own", lambda code, coder=None: Measured(
            name=f"cases.{code}", figures={} if coder else FIGURES, size="2 acts"))
    monkeypatch.setattr(gate, "measure_corpus", lambda code, coder: Measured(name=f"cases.{code}", figures={}, size=""))
    monkeypatch.setattr(gate, "measure_pages", lambda code: Measured(name=f"cases.{code}", figures={}, size=""))
    monkeypatch.setattr(gate, "measure_stories", lambda: [
        Measured(name="stories/held", figures={"events_found": 0.9}, size="1 story")])
    monkeypatch.setattr(gate, "read_floors", lambda: floors.read_floors(path))
    monkeypatch.setattr(gate, "write_floors", lambda values: floors.write_floors(values, path))
    monkeypatch.setenv("KEII_BENCH", str(tmp_path / "nowhere"))
    return path


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Return what was printed, with one space between columns."""
    return [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]


def test_figures_at_their_floors_pass(measured: Path, capsys: pytest.CaptureFixture[str]) -> None:
    measured.write_text('["cases.ja"]\ntype = 0.600\nwho = 0.499\n', encoding="utf-8")
    assert gate.main([]) == 0
    assert "cases.ja type 0.600 0.600 yes" in lines(capsys)


def test_a_figure_below_its_floor_fails(measured: Path, capsys: pytest.CaptureFixture[str]) -> None:
    measured.write_text('["cases.en"]\nwho = 0.501\n', encoding="utf-8")
    assert gate.main([]) == 1
    out = lines(capsys)
    assert "cases.en who 0.500 0.501 NO" in out
    assert "cases.en type 0.600 - yes" in out
    assert out[-1] == "quality: 1 figures are below their floors."


def test_the_gate_says_that_the_development_sets_are_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert gate.main([]) == 0
    assert "the development sets are not there" in lines(capsys)[0]


def test_development_sets_are_measured_where_they_are(
        monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "nowhere").mkdir()
    monkeypatch.setattr(gate, "measure_development", lambda bench, kind, name, language, figures, coder=None: Measured(
        name=f"{kind}/{name}", figures={"accuracy": 0.7}, size="1 row"))
    assert gate.main([]) == 0
    assert "relations/plv accuracy 0.700 - yes" in lines(capsys)
    assert gate.main(["--own"]) == 0
    assert "plv" not in capsys.readouterr().out


def test_the_stories_can_be_measured_alone(measured: Path, capsys: pytest.CaptureFixture[str]) -> None:
    measured.write_text('["cases.en"]\nwho = 0.501\n["stories/held"]\nevents_found = 0.901\n', encoding="utf-8")
    assert gate.main(["stories"]) == 1
    out = lines(capsys)
    assert "stories/held events_found 0.900 0.901 NO" in out
    assert not any("cases" in line for line in out)


def test_missing_cases_are_no_success(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def missing(code: str, coder: str | None = None) -> Measured:
        raise NotThereError("cases.ja.jsonl: the gold cases are missing.")

    monkeypatch.setattr(gate, "measure_own", missing)
    assert gate.main([]) == 2
    assert "cases.ja.jsonl" in capsys.readouterr().out


def test_floors_rise_to_what_is_measured_and_never_sink(measured: Path) -> None:
    head = "# Why there are floors.\n# They only rise.\n\n["
    measured.write_text(f'{head}"cases.ja"]\ntype = 0.900\nwho = 0.300\n', encoding="utf-8")
    assert gate.main(["--raise"]) == 1
    assert floors.read_floors(measured) == {
        "cases.ja": {"type": 0.9, "who": 0.49}, "cases.en": {"type": 0.59, "who": 0.49},
        "stories/held": {"events_found": 0.89}}
    assert measured.read_text(encoding="utf-8").startswith(head)
    before = measured.read_bytes()
    assert gate.main(["--raise"]) == 1
    assert measured.read_bytes() == before


def test_sets_that_were_not_measured_keep_their_floors() -> None:
    known = {"relations/plv": {"accuracy": 0.6}}
    assert floors.raised(known, [Measured(name="cases.ja", figures={"type": 0.0}, size="")]) == {
        **known, "cases.ja": {"type": 0.0}}


def test_the_shipped_floors_can_be_read() -> None:
    shipped = floors.read_floors()
    assert {"cases.ja", "cases.en"} <= set(shipped)
    assert all(0 <= floor <= 1 for figures in shipped.values() for floor in figures.values())


# ---- a prediction sees the input alone ----

GOLD: list[dict[str, Any]] = [
    {"doc": "a", "sent": 0, "text": "ロシアは中国を非難した。", "kind": "plain",
     "events": [{"type": "ACCUSE", "trigger": "非難", "actors": [{"text": "ロシア", "code": "RUS/GOV"}],
                 "recipients": [{"text": "中国", "code": "CHN/GOV"}], "status": "occurred", "source": None}]},
    {"doc": "a", "sent": 1, "text": "空は青い。", "kind": "none", "events": []}]


def written(path: Path, values: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(value) + "\n" for value in values), encoding="utf-8")
    return path


def test_a_file_with_annotations_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="events, kind"):
        list(predict(written(tmp_path / "gold.jsonl", GOLD), "ja"))


def test_the_input_of_gold_cases_holds_no_annotation(tmp_path: Path) -> None:
    path = tmp_path / "input.jsonl"
    write_input(GOLD, path)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [set(json.loads(line)) for line in lines] == [{"doc", "sent", "text"}] * 2


def test_own_cases_are_measured_by_what_keii_reads_in_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Path] = []

    def spy(path: Path, language: str, coder: str | None) -> list[Predicted]:
        seen.append(path)
        return list(predict(path, language, coder))

    monkeypatch.setitem(sets.CASES, "ja", written(tmp_path / "cases.ja.jsonl", GOLD))
    monkeypatch.setattr(sets, "predict", spy)
    result = sets.measure_own("ja")
    assert result.figures == dict.fromkeys(("type", "who", "status", "source", "all"), 1.0)
    assert seen != [sets.CASES["ja"]]


def test_an_empty_or_missing_set_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in (written(tmp_path / "empty.jsonl", []), tmp_path / "missing.jsonl"):
        monkeypatch.setitem(sets.CASES, "ja", path)
        with pytest.raises(NotThereError, match=path.name):
            sets.measure_own("ja")
    with pytest.raises(NotThereError, match=r"news.ja.input.jsonl"):
        sets.measure_development(tmp_path, "events", "news.ja", "ja", ("type",))
