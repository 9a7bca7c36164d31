"""The samples of keii's output in the documents, made anew: `python tests/docs/samples.py`.

A sample stands between `<!-- sample: COMMAND -->` and `<!-- /sample -->`; the command runs on a fresh ledger of all
example articles, from the project's folder, at a width of 80.
"""

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = re.compile(
    r"(<!-- sample: (?P<command>keii .*?) -->\n```text\n)(?P<output>.*?)(```\n<!-- /sample -->)", re.DOTALL
)


def documents() -> list[Path]:
    """Return the project's documents in Markdown, in a fixed order."""
    return sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("[a-z]*/README.md")])


def samples(text: str) -> Iterator[tuple[str, str]]:
    """Yield the command and the output of every sample in a document."""
    for match in SAMPLE.finditer(text):
        yield match["command"], match["output"]


def articles() -> list[str]:
    """Return the example articles by their paths from the project's folder."""
    return [f"examples/{path.name}" for path in sorted((ROOT / "examples").iterdir())]


def refreshed(text: str, ledger: Path) -> str:
    """Return a document with the output of every sample as keii prints it now."""
    return SAMPLE.sub(lambda match: match[1] + _run(shlex.split(match["command"])[1:], ledger) + match[4], text)


def _run(arguments: list[str], ledger: Path) -> str:
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT / "src"),
        "KEII_LEDGER": str(ledger),
        "LC_ALL": "C.UTF-8",
        "COLUMNS": "80",
    }
    done = subprocess.run(
        [sys.executable, "-m", "keii", *arguments], cwd=ROOT, env=environment, check=True, capture_output=True
    )
    return done.stdout.decode()


def main() -> None:
    """Refresh every sample of every document."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = Path(folder) / "samples.db"
        _run(["read", *articles()], ledger)
        for path in documents():
            text = path.read_text(encoding="utf-8")
            new = refreshed(text, ledger)
            if new != text:
                path.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main()
