"""The notebook of the documentation runs from its first cell to its last, and ends with a plot."""

import base64
import os
import sys
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[2] / "docs" / "notebooks"
NOTEBOOK = FOLDER / "situation.ipynb"


def read() -> Any:
    nbformat = pytest.importorskip("nbformat", reason="extra keii[dev]")
    return nbformat.read(NOTEBOOK, as_version=4)


def outputs(notebook: Any, kind: str) -> list[Any]:
    """Return the outputs of a kind of data, in order."""
    return [output["data"][kind] for cell in notebook.cells for output in cell.get("outputs", [])
            if kind in output.get("data", {})]


def test_the_notebook_is_kept_without_outputs() -> None:
    code = [cell for cell in read().cells if cell.cell_type == "code"]
    assert code
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)


def test_the_notebook_goes_from_articles_to_a_plot(monkeypatch: pytest.MonkeyPatch) -> None:
    notebook = read()
    nbclient = pytest.importorskip("nbclient", reason="extra keii[dev]")
    pytest.importorskip("ipykernel", reason="extra keii[dev]")
    monkeypatch.setenv("PYTHONPATH", ":".join(filter(None, [*sys.path, os.environ.get("PYTHONPATH", "")])))
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")
    nbclient.NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(FOLDER)}}).execute()
    said = "".join(output.text for cell in notebook.cells for output in cell.get("outputs", [])
                   if output.output_type == "stream")
    assert "2 documents read, 2 of them new" in said
    article = (FOLDER.parents[1] / "examples" / "gsomia.ja.html").read_text(encoding="utf-8")
    planned = said.split(" planned · ")[1].split("\n")[0]
    assert planned in article
    tables = outputs(notebook, "text/html")
    assert "Example News Service" in tables[0]
    assert "CONSULT" in tables[1]
    assert "KOR" in tables[2]
    picture, = outputs(notebook, "image/png")
    data = base64.b64decode(picture)
    width, height = (int.from_bytes(data[at:at + 4], "big") for at in (16, 20))
    assert data.startswith(b"\x89PNG")
    assert (width > 600, height > 300) == (True, True)
