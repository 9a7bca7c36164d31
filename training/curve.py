"""The learning curve: the figures of several trained models on the corpus's check split and the development sets.

    python -m training.curve FOLDER ...             folders with encoder.onnx and heads.npz, or with folders of them
    python -m training.curve FOLDER --coder both    with the rules beside; otherwise the model alone

It prints a table in Markdown, a row for each model and set, in the order given; nothing is trained. A folder's name is
its row's, so name it by what differs: the sentences that it was trained on.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from keii.encoder import engine, precedents
from quality import scoring
from quality.sets import Measured, NotThereError, development, measure_corpus, measure_development

SETS = (("news.ja", "ja"), ("news.en", "en"))  # development sets of whole acts
CODERS = ("model", "both")


def main(arguments: Sequence[str]) -> int:
    """Print the table; return the exit code: 2 where a folder holds no model."""
    options = _options(arguments)
    try:
        folders = [folder for given in options.folders for folder in models(Path(given))]
    except NotThereError as error:
        print(f"training.curve: {error}", file=sys.stderr)
        return 2
    if not development().is_dir():
        print(f"training.curve: no folder {development()}: the check split alone is measured.", file=sys.stderr)
    print("\n".join(heading()), flush=True)
    for folder in folders:
        with ProcessPoolExecutor(1, get_context("spawn"), use, (folder,)) as pool:  # one model a process
            lines = pool.submit(measured, folder.name, tuple(options.coder or CODERS[:1])).result()
        print("\n".join(lines), flush=True)
    return 0


def models(given: Path) -> list[Path]:
    """Return the folders with a model: the given one, or those in it by name; raises NotThereError without any."""
    found = [folder for folder in (given, *sorted(given.glob("*/"))) if (folder / "heads.npz").is_file()]
    if not found:
        raise NotThereError(f"{given}: no heads.npz here or one folder deeper.")
    missing = [folder for folder in found if not (folder / "encoder.onnx").is_file()]
    if missing:
        raise NotThereError(f"{missing[0]}: encoder.onnx is missing beside heads.npz.")
    return found


def use(folder: Path) -> None:
    """Let this process read with the model of a folder, and its precedents where it has any."""
    engine.GRAPH, engine.HEADS = folder / "encoder.onnx", folder / "heads.npz"
    if (folder / "precedents.npz").is_file() and (folder / "precedents.jsonl").is_file():
        precedents.VECTORS, precedents.ROWS = folder / "precedents.npz", folder / "precedents.jsonl"


def measured(name: str, coders: Sequence[str]) -> list[str]:
    """Return the rows of the model that this process uses."""
    return [row(name, coder, one) for coder in coders for one in _measured(coder)]


def _measured(coder: str) -> Iterator[Measured]:
    for language in ("ja", "en"):
        yield measure_corpus(language, coder)
    if development().is_dir():
        for name, language in SETS:
            yield measure_development(development(), "events", name, language, scoring.FIGURES, coder)


def heading() -> list[str]:
    """Return the first lines of the table."""
    names = ("model", "coder", "set", *scoring.FIGURES)
    return [f"| {' | '.join(names)} |", "|---" * len(names) + "|"]


def row(name: str, coder: str, one: Measured) -> str:
    """Return the row of a set."""
    cells = (name, coder, one.name.split()[0], *(f"{one.figures[figure]:.3f}" for figure in scoring.FIGURES))
    return f"| {' | '.join(cells)} |"


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training.curve", description="Measure trained models.")
    parser.add_argument("folders", nargs="+", metavar="FOLDER", help="a folder with a model, or with folders of them")
    parser.add_argument("--coder", action="append", choices=CODERS, help="model (by default) or both; may be repeated")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
