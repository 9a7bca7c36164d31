"""Writes predictions of a trained model for the development sets and scores them: `python -m training.measure`."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

SETS = (
    ("events", "news.ja", "ja"),
    ("events", "news.en", "en"),
    ("relations", "plv", "en"),
    ("status", "meantime", "en"),
    ("attribution", "polnear", "en"),
)


def main(only: list[str]) -> None:
    """Print the figures of each set."""
    bench = Path(__file__).resolve().parent.parent.parent / "shared" / "bench"
    for task, name, language in SETS:
        if only and task not in only and name not in only:
            continue
        with tempfile.TemporaryDirectory() as scratch:
            predicted = Path(scratch) / "predicted.jsonl"
            subprocess.run(
                [
                    sys.executable,
                    "-m",
                    "keii",
                    "eval",
                    task,
                    str(bench / task / f"{name}.input.jsonl"),
                    "--language",
                    language,
                    "-o",
                    str(predicted),
                ],
                check=True,
            )
            run = subprocess.run(
                [
                    sys.executable,
                    str(bench / "score.py"),
                    task,
                    str(bench / task / f"{name}.gold.jsonl"),
                    str(predicted),
                    "--json",
                ],
                check=True,
                capture_output=True,
                text=True,
            )
        figures = json.loads(run.stdout)["figures"]
        print(task, name, {key: round(value, 3) for key, value in figures.items()}, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
