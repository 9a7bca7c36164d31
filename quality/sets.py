"""The annotated sets that keii is measured on: its own gold cases, and the development sets where they are at hand."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from corpus.check import ARTICLES
from corpus.jsonl import rows
from corpus.split import split_of
from quality import scoring
from quality.predict import predict, predict_task, read_lines, write_input

ROOT = Path(__file__).parent
CASES = {language: ROOT / f"cases.{language}.jsonl" for language in ("ja", "en")}
# kind, name, language and the figures that count of each development set
DEVELOPMENT: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("events", "news.ja", "ja", scoring.FIGURES),
    ("events", "news.en", "en", scoring.FIGURES),
    ("relations", "plv", "en", ("macro_f1", "accuracy", "quad_accuracy")),
    ("status", "meantime", "en", ("macro_f1", "accuracy")),
    ("attribution", "polnear", "en", ("content_recall", "content_precision", "source", "cue")),
    ("places", "tr-news", "en", ("f1", "within_161km", "same_id")),
    ("places", "lgl", "en", ("f1", "within_161km", "same_id")),
)
COMPARED = ("rules", "model")  # the coders that are measured beside the default one


class NotThereError(Exception):
    """A set that cannot be measured because it is not there, or is not what it should be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The figures of one set."""

    name: str
    figures: dict[str, float]
    size: str  # what was compared, in words


def development() -> Path:
    """Return the folder where the development sets should be: KEII_BENCH, else shared/bench beside the checkout."""
    named = os.environ.get("KEII_BENCH")
    return Path(named) if named else ROOT.parent.parent / "shared" / "bench"


def measure_own(language: str, coder: str | None = None) -> Measured:
    """Return the figures of the own gold cases of a language; raises NotThereError without them."""
    path = CASES[language]
    if not path.exists():
        raise NotThereError(f"{path}: the gold cases are missing.")
    gold = read_lines(path)
    if not gold:
        raise NotThereError(f"{path}: the file holds no cases.")
    read = _read(gold, language, coder)
    counts = scoring.total(
        scoring.count(scoring.acts(line["events"]), scoring.acts(read[line["doc"], line["sent"]])) for line in gold)
    return Measured(name=f"cases.{language}{f' {coder}' if coder else ''}", figures=counts.figures(),
                    size=f"{len(gold)} sentences, {counts.gold} acts, {counts.predicted} read")


def measure_development(
    bench: Path, kind: str, name: str, language: str, figures: tuple[str, ...], coder: str | None = None
) -> Measured:
    """Return the figures of a development set, as its own scorer gives them; raises NotThereError without it."""
    given, gold, scorer = bench / kind / f"{name}.input.jsonl", bench / kind / f"{name}.gold.jsonl", bench / "score.py"
    for path in (given, gold, scorer):
        if not path.exists():
            raise NotThereError(f"{path}: not there.")
    lines = predict_task(kind, given, language, coder)
    with tempfile.TemporaryDirectory() as folder:
        predicted = Path(folder) / "predicted.jsonl"
        predicted.write_bytes(b"".join(line + b"\n" for line in lines))
        run = subprocess.run([sys.executable, str(scorer), kind, str(gold), str(predicted), "--json"],
                             capture_output=True, text=True, check=False)
    if run.returncode:
        raise NotThereError(f"{scorer}: the scorer failed: {run.stderr.strip()}")
    scored = json.loads(run.stdout)
    sizes = ("gold", "predicted") if "predicted" in scored else ("n", "answered")
    size = ", ".join(f"{scored[key]} {key}" for key in sizes)
    return Measured(name=f"{kind}/{name}{f' {coder}' if coder else ''}",
                    figures={figure: scored["figures"][figure] for figure in figures}, size=size)


def measure_corpus(language: str, coder: str | None = None) -> Measured:
    """Return the figures of the corpus's check split, which no training sees; `quiet` is of its soft news.

    `quiet` is 1 less the claims of the sixteen types a sentence of soft news: .97 is 3 false alarms in 100 sentences.
    """
    gold = _check_split(language)
    if not gold:
        raise NotThereError(f"{ARTICLES}: no article of the check split in {language}.")
    read = _read(gold, language, coder)
    pairs = [(row, scoring.acts(row["events"]), scoring.acts(read[row["doc"], row["sent"]])) for row in gold]
    counts = scoring.total(scoring.count(wanted, got) for _, wanted, got in pairs)
    soft = [(wanted, got) for row, wanted, got in pairs if row["facts"].get("soft")]
    alarms = sum(max(0, len(got) - len(wanted)) for wanted, got in soft)
    quiet = 1 - alarms / len(soft) if soft else 1.0
    size = f"{len(gold)} sentences, {len(soft)} of soft news, {counts.gold} acts, {counts.predicted} read"
    name = f"corpus.{language} {coder}" if coder else f"corpus.{language}"
    return Measured(name=name, figures={**counts.figures(), "quiet": quiet}, size=size)


@cache
def _check_split(language: str) -> tuple[dict[str, Any], ...]:
    """Return the sentences of the corpus's check split; parsing its files takes a second."""
    return tuple(row for row in rows(ARTICLES.glob("*.txt"), language) if split_of(row["doc"]) == "check")


def _read(
    gold: Sequence[Mapping[str, Any]], language: str, coder: str | None
) -> dict[tuple[str, int], list[dict[str, Any]]]:
    """Return what is read in annotated sentences without sight of the annotation, by document and sentence."""
    with tempfile.TemporaryDirectory() as folder:
        hidden = Path(folder) / "input.jsonl"
        write_input(gold, hidden)
        return {(p.line.doc, p.line.sent): p.events for p in predict(hidden, language, coder)}
