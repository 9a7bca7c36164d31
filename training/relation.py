"""Fits how much an act between two marked parties counts on the corpus's tune split, and measures on the check split.

    python -m training.relation            read the tune split, fit, write src/keii/encoder/data/relation.tsv
    python -m training.relation --report   share of right types in the check split, without the rules' vote and with it

The fit belongs to the weights of the model: run it again after each training. A pair is an actor with its recipient,
with another actor, or with the place of the act, where the sentence names both; right is the type of any act between
the two.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus.check import ARTICLES
from corpus.jsonl import rows
from corpus.split import split_of
from keii.codebook import derive_plover
from keii.coding import between
from keii.coding.between import COLUMNS, FEATURES, FILE, candidates
from keii.coding.relation import Marked, ruled
from training.confidence import MODEL, fingerprint

Floats = npt.NDArray[np.float64]
LANGUAGES = ("ja", "en")
PENALTY = 1.0  # on squared weights; with .1 and 10 accuracy on the check split differs by less than .01
STEPS, RATE = 400, 0.05  # of gradient descent with momenta (Adam); 200 steps more change no weight by .01
HEAD = """\
# How much an act counts that may be the one between two marked parties: a linear function of how it fits them.
# Written by `python -m training.relation` from the tune split; fitted anew with every model. The features are
# explained in keii/coding/between.py.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two parties of a sentence, and the PLOVER types of the acts between them."""

    language: str
    text: str
    source: Marked
    target: Marked
    types: frozenset[str]


@dataclass(frozen=True, slots=True)
class Weighed:
    """The candidates of a pair as fitting sees them: `fits` (candidates, features), and how far each is right."""

    fits: Floats
    right: Floats


def main(arguments: Sequence[str]) -> int:
    """Fit, or report; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--report", action="store_true", help="measure on the check split")
    if parser.parse_args(arguments).report:
        print("\n".join(report(list(pairs("check")))))
        return 0
    weighed = [one for pair in pairs("tune") if (one := weigh(pair)) is not None]
    lines = [f"{MODEL}{fingerprint()}", f"# pairs: {len(weighed)}", "\t".join(COLUMNS)]
    lines += [f"{name}\t{weight:.4f}" for name, weight in zip(FEATURES, fitted(weighed), strict=True)]
    FILE.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    print(FILE)
    return 0


def pairs(split: str) -> Iterator[Pair]:
    """Yield the pairs of a split of the corpus."""
    for language in LANGUAGES:
        for row in rows(ARTICLES.glob("*.txt"), language):
            if split_of(row["doc"]) == split:
                yield from pairs_of(row, language)


def pairs_of(row: Mapping[str, Any], language: str) -> Iterator[Pair]:
    """Yield the pairs of one annotated sentence."""
    found: dict[tuple[tuple[int, int], tuple[int, int]], set[str]] = {}
    for event in row["events"]:
        plover = derive_plover(event["type"], event["status"]).type
        actors, recipients = (_spans(event[role]) for role in ("actors", "recipients"))
        place = [tuple(event["place_span"])] if event.get("place_span") else []
        others = recipients or [span for span in actors[1:] if span != actors[0]] or place
        if plover is not None and actors and others:
            found.setdefault((actors[0], others[0]), set()).add(plover)
    for (source, target), types in found.items():
        yield Pair(language=language, text=row["text"], source=source, target=target, types=frozenset(types))


def _spans(parties: Iterable[Mapping[str, Any]]) -> list[tuple[int, int]]:
    return [(party["span"][0], party["span"][1]) for party in parties if party.get("span")]


def weigh(pair: Pair) -> Weighed | None:
    """Return the candidates of a pair, None where none of them is right or nothing is to be chosen."""
    found, _ = candidates(pair.text, ruled(pair.text, pair.language), pair.source, pair.target, pair.language)
    right = np.array([sum(one.types.get(type_, 0.0) for type_ in pair.types) for one in found])
    if len(found) < 2 or right.sum() < 0.001:
        return None
    return Weighed(np.array([astuple(one.fit) for one in found], dtype=np.float64), right)


def fitted(weighed: Sequence[Weighed]) -> Floats:
    """Return the weights under which the right types are likeliest."""
    weights = np.zeros(len(FEATURES))
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        slope = PENALTY * weights
        for one in weighed:
            scores = one.fits @ weights
            share = np.exp(scores - scores.max())
            share /= share.sum()
            known = share * one.right
            slope = slope + one.fits.T @ (share - known / known.sum())
        first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope * slope
        weights = weights - RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return weights


def report(measured: Sequence[Pair]) -> Iterator[str]:
    """Yield a line for each language and vote."""
    for vote in (0.0, between.VOTE):
        between.VOTE = vote
        for language in LANGUAGES:
            chosen = [pair for pair in measured if pair.language == language]
            right = sum(between.relation_of(pair.text, pair.source, pair.target, language) in pair.types
                        for pair in chosen)
            yield f"{language}, vote {vote:.1f}: {right / len(chosen):.3f} of {len(chosen)} pairs"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
