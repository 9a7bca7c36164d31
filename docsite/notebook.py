"""A notebook as a page: its text, its code, and, when it was run, what came of it."""

import base64
import os
import sys
from pathlib import Path
from typing import Any


def page(path: Path, *, runs: bool, pictures: Path) -> str:
    """Return the notebook in Markdown; its pictures are written to a folder, where the page will be."""
    import nbformat

    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    if runs:
        _run(notebook, path.parent)
    parts = []
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown":
            parts.append(cell.source)
            continue
        parts.append(f"```python\n{cell.source}\n```")
        parts += [shown for output in cell.outputs if (shown := _shown(output, pictures, f"{path.stem}-{number}.png"))]
    return "\n\n".join(parts) + "\n"


def _run(notebook: Any, folder: Path) -> None:
    from nbclient import NotebookClient

    os.environ["PYTHONPATH"] = ":".join(filter(None, [*sys.path, os.environ.get("PYTHONPATH", "")]))
    os.environ["JUPYTER_PLATFORM_DIRS"] = "1"
    NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(folder)}}).execute()


def _shown(output: Any, pictures: Path, name: str) -> str:
    """Return an output in Markdown: a picture, a table, or its text."""
    data = output.get("data", {})
    if "image/png" in data:
        pictures.mkdir(parents=True, exist_ok=True)
        (pictures / name).write_bytes(base64.b64decode(data["image/png"]))
        return f"![What the cell above draws]({name})"
    if "text/html" in data:
        return f"```{{raw}} html\n{data['text/html']}\n```"
    said = output.get("text") or data.get("text/plain", "")
    return f"```text\n{said.rstrip()}\n```" if said.strip() else ""
