"""Whose a phrase is that names no country: the best of the countries that the document names, or nobody's.

A multinomial logistic choice: a candidate's score is the sum of the weights of its features, alone and together with
the kind and the marks of the phrase; XXX, nobody known, is a candidate with features of its own. The weights stand
in `data/countries.tsv`, written by `training/countries.py` from the corpus.
"""

from collections.abc import Callable
from functools import cache
from math import exp
from pathlib import Path

from keii.resolution.evidence import Asked, Evidence
from keii.tables import read_table

UNKNOWN = "XXX"
# Least probability of a choice. In cross-validation .86 of the countries given at .4 are right and .15 of the phrases
# stay unknown; .3 gives .85 and .13, .5 gives .88 and .19.
SURE = 0.4
Choose = Callable[[Evidence, Asked], str | None]
Rows = list[tuple[str, list[str]]]
DATA = Path(__file__).parent / "data" / "countries.tsv"


@cache
def weights() -> dict[str, float]:
    """Return the weight of every feature."""
    return {row["feature"]: float(row["weight"]) for _, row in read_table(DATA, ("feature", "weight", "note"))}


def rows_of(evidence: Evidence, asked: Asked) -> Rows:
    """Return every candidate with all its features, XXX last."""
    phrase = asked.phrase
    crossed = (phrase.kind, *phrase.marks)
    rows = [
        (country, [*found, *(f"{cross}|{feature}" for cross in crossed for feature in found)])
        for country, found in evidence.features(asked)
    ]
    top = max(evidence.counts.values(), default=0) / (sum(evidence.counts.values()) or 1)
    told = [f"nobody:{min(4, len(rows))}", f"nobody:top{int(3 * top)}", f"nobody:{phrase.kind}"]
    told += [f"nobody:{mark}" for mark in phrase.marks] + [f"nobody:{phrase.kind}:{mark}" for mark in phrase.marks]
    told += ["nobody:again"] if evidence.phrases.get(phrase.text) == UNKNOWN else []
    rows.append((UNKNOWN, told))
    return rows


def choose(evidence: Evidence, asked: Asked) -> str | None:
    """Return the country that is meant, None where no candidate is likely enough; remembers the choice."""
    known = weights()
    rows = rows_of(evidence, asked)
    scores = [sum(known.get(feature, 0.0) for feature in features) for _, features in rows]
    top = max(scores)
    total = sum(exp(score - top) for score in scores)
    at = scores.index(top)
    country = rows[at][0]
    return None if country == UNKNOWN or 1 / total < SURE else country
