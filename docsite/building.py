"""From the project's folder to pages: what is written and what is generated is staged, then Sphinx builds it."""

import shutil
import tempfile
from pathlib import Path

from docsite.staging import stage
from keii.memory import uncollected

ROOT = Path(__file__).resolve().parents[1]


def build(out: Path, *, runs_notebook: bool) -> int:
    """Write the pages to `out`, anew and only if nothing is wrong with them; return Sphinx's exit code.

    Every warning is an error. `runs_notebook` puts the notebook's outputs into its page, which takes a minute.
    """
    from sphinx.cmd.build import build_main

    with tempfile.TemporaryDirectory() as made, uncollected():  # an eighth of the time, for pages that stay to the end
        staged, pages = Path(made) / "staged", Path(made) / "pages"
        stage(ROOT, staged, runs_notebook=runs_notebook)
        code = int(build_main(["-q", "-W", "--keep-going", "-E", "-d", str(Path(made) / "doctrees"), "-c",
                               str(Path(__file__).parent), str(staged), str(pages)]))
        if code == 0:
            shutil.rmtree(out, ignore_errors=True)
            out.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(pages, out)
    return code
