"""Fits how sure keii is of a claim on the corpus's tune split, and reports it on the check split.

    python -m training.confidence            read the tune split, fit, write src/keii/encoder/data/confidence.tsv
    python -m training.confidence --report   read the check split: calibration before and after, abstention curve

The fit belongs to the weights of the model: run it again after each training.
"""

import argparse
import hashlib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import astuple

import numpy as np

from keii.coding.confidence import COLUMNS, CONSTANT, FEATURES, FILE, RISING, Case, Figure, Weights, read_scale
from keii.encoder.engine import GRAPH, HEADS
from training.judged import CODERS, Judged, Sample, samples
from training.logistic import fit
from training.reliability import bins, brier, calibration_error, levels, ranking

LEAST_ROWS = 100  # claims of a case below which nothing is fitted: it then gives no confidence
HEAD = """\
# How sure keii is of a claim: a logistic function of what speaks for it, for each case of who read the act.
# Written by `python -m training.confidence` from the tune split; fitted anew with every model. In each case
# (model: the coder `model`; both.ruled, both.alone: the coder `both`, an act of the rules, one of the model alone)
# the figures are: type, that the words name an act of this type; whole, that actors, recipients and status are right
# as well. Features are explained in keii/coding/confidence.py. Fitted on:
"""
MODEL = "# model: "  # before the fingerprint of the weights


def main(arguments: Sequence[str]) -> int:
    """Fit, or report; return the exit code."""
    options = _options(arguments)
    if options.report:
        print("\n".join(report(samples("check", options.coder or CODERS))))
        return 0
    read = samples("tune")
    lines = [MODEL + fingerprint(), *rows([claim for sample in read for claim in sample.claims])]
    FILE.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(line for line in lines if line.startswith("#")))
    print(FILE)
    return 0


def fingerprint() -> str:
    """Return what tells the weights of a model from those of any other."""
    digest = hashlib.sha256(GRAPH.read_bytes())
    digest.update(HEADS.read_bytes())
    return digest.hexdigest()[:16]


def rows(claims: Sequence[Judged]) -> Iterator[str]:
    """Yield the lines of the data file that claims give: what was fitted on as comments, the header, the weights."""
    by_case = {case: [claim for claim in claims if claim.case == case] for case in Case}
    for case, chosen in by_case.items():
        kept = "" if len(chosen) >= LEAST_ROWS else ": too few, nothing is fitted"
        right = ", ".join(f"{sum(claim.is_(figure) for claim in chosen)} {figure}" for figure in Figure)
        yield f"# {case}: {len(chosen)} claims, right: {right}{kept}"
    yield "\t".join(COLUMNS)
    for case, chosen in by_case.items():
        if len(chosen) < LEAST_ROWS:
            continue
        for figure in Figure:
            weights = fitted(chosen, figure)
            for name, weight in zip((CONSTANT, *FEATURES), (weights.constant, *weights.weights), strict=True):
                yield f"{case}\t{figure}\t{name}\t{weight:.4f}"


def fitted(claims: Sequence[Judged], figure: Figure) -> Weights:
    """Return the weights that fit claims best."""
    values = np.array([astuple(claim.evidence) for claim in claims], dtype=np.float64)
    right = np.array([claim.is_(figure) for claim in claims], dtype=np.float64)
    constant, weights = fit(values, right, [name in RISING for name in FEATURES])
    return Weights(constant=constant, weights=tuple(weights.tolist()))


# ---- the report ----


def report(read: Sequence[Sample]) -> Iterator[str]:
    """Yield the report on samples, in Markdown: each coder in each language."""
    scale = read_scale()
    yield from ("| coder | language | claims | figure | mean | right | ECE | Brier | ranking |", "|---" * 9 + "|")
    pages: list[str] = []
    for sample in read:
        raw = [_raw(claim) for claim in sample.claims]
        beliefs = [scale.belief(claim.case, claim.evidence) for claim in sample.claims]
        for figure in Figure:
            right = [claim.is_(figure) for claim in sample.claims]
            stated = [(belief.type if figure is Figure.TYPE else belief.whole) or 0.0 for belief in beliefs]
            for name, values in (("score", raw), ("fitted", stated)):
                yield _summary(sample, f"{figure}, {name}", values, right)
            pages += _page(sample, figure, raw, stated, right)
    yield from pages


def _raw(claim: Judged) -> float:
    """Return the model's bare score of any act: what stood for confidence before it was fitted."""
    return float(1 / (1 + np.exp(-claim.evidence.act)))


def _summary(sample: Sample, name: str, stated: Sequence[float], right: Sequence[bool]) -> str:
    count = max(len(right), 1)
    values = (sum(stated) / count, sum(right) / count, calibration_error(stated, right), brier(stated, right),
              ranking(stated, right))
    cells = (sample.coder, sample.language, str(len(right)), name, *(f"{value:.3f}" for value in values))
    return f"| {' | '.join(cells)} |"


def _page(
    sample: Sample, figure: Figure, raw: Sequence[float], stated: Sequence[float], right: Sequence[bool]
) -> Iterator[str]:
    yield from ("", f"## {sample.coder}, {sample.language}, {figure}: {sample.sentences} sentences, {sample.gold} acts")
    for name, values in (("score of the model", raw), ("fitted", stated)):
        yield from ("", f"{name}:", "", "| confidence | claims | mean | right |", "|---|---|---|---|")
        yield from (f"| {one.low:.1f} – {one.high:.1f} | {one.claims} | {one.stated:.3f} | {one.right:.3f} |"
                    for one in bins(values, right))
    yield from ("", "fitted, claims left from a confidence on:", "", "| least | claims | precision | recall |",
                "|---|---|---|---|")
    yield from (f"| {one.least:.1f} | {one.claims} | {one.precision:.3f} | {one.recall:.3f} |"
                for one in levels(stated, right, sample.gold))


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training.confidence", description="Fit or report confidence.")
    parser.add_argument("--report", action="store_true", help="report on the check split, fit nothing")
    parser.add_argument("--coder", action="append", choices=CODERS, help="report on this coder only")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
