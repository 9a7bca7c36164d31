"""The learning curve finds the models in folders and reads with the one that it is told to."""

from pathlib import Path

import pytest

from keii.encoder import engine, precedents
from quality import scoring
from quality.sets import Measured, NotThereError
from training import curve


def model(folder: Path, *names: str) -> Path:
    folder.mkdir(parents=True)
    for name in names or ("encoder.onnx", "heads.npz"):
        (folder / name).write_bytes(b"")
    return folder


def test_a_folder_is_a_model_or_holds_models_by_name(tmp_path: Path) -> None:
    second, first = model(tmp_path / "16000"), model(tmp_path / "04400")
    (tmp_path / "notes").mkdir()
    assert curve.models(tmp_path) == [first, second]
    assert curve.models(second) == [second]


def test_a_folder_without_a_whole_model_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(NotThereError, match=r"no heads\.npz"):
        curve.models(tmp_path)
    model(tmp_path / "half", "heads.npz")
    assert curve.main([str(tmp_path)]) == 2
    assert "encoder.onnx is missing" in capsys.readouterr().err


def test_a_process_reads_with_the_model_it_is_told_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module, names in ((engine, ("GRAPH", "HEADS")), (precedents, ("VECTORS", "ROWS"))):
        for name in names:
            monkeypatch.setattr(module, name, getattr(module, name))
    before = precedents.VECTORS
    folder = model(tmp_path / "new")
    curve.use(folder)
    assert (folder / "encoder.onnx", folder / "heads.npz") == (engine.GRAPH, engine.HEADS)
    assert before == precedents.VECTORS
    (folder / "precedents.npz").write_bytes(b"")
    (folder / "precedents.jsonl").write_bytes(b"")
    curve.use(folder)
    assert folder / "precedents.npz" == precedents.VECTORS


def test_a_row_names_model_coder_set_and_every_figure() -> None:
    one = Measured(name="corpus.ja model", figures=dict.fromkeys(scoring.FIGURES, 0.5), size="")
    assert curve.row("16000", "model", one) == "| 16000 | model | corpus.ja | 0.500 | 0.500 | 0.500 | 0.500 | 0.500 |"
    assert all(line.count("|") == 9 for line in curve.heading())
