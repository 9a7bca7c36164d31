"""`python -m docsite [FOLDER]`: the pages, in `build/docs` if no folder is given; the exit code is Sphinx's."""

import sys
from pathlib import Path

from docsite.building import ROOT, build

if __name__ == "__main__":
    sys.exit(build(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "docs", runs_notebook=True))
