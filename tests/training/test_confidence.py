"""Confidence is fitted from what speaks for claims, and what is fitted is read again as it was written."""

import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from keii.coding.confidence import FEATURES, FILE, Case, Evidence, Figure, read_scale
from keii.model import Claim, Span, Status
from training.confidence import LEAST_ROWS, MODEL, fingerprint, fitted, rows
from training.judged import Judged, Recorder
from training.logistic import fit
from training.reliability import bins, calibration_error, levels, ranking

PLAIN = Evidence(**dict.fromkeys(FEATURES, 0.0))


def claims(case: Case, count: int, seed: int = 1) -> list[Judged]:
    """Return claims that are right with the probability whose log odds the type's score is."""
    chance = random.Random(seed)
    found = []
    for number in range(count):
        odds = chance.uniform(-3, 3)
        right = chance.random() < 1 / (1 + np.exp(-odds))
        found.append(Judged(coder="both", case=case, language="ja", document=str(number),
                            evidence=replace(PLAIN, type=odds), type=right, whole=right and number % 2 == 0))
    return found


def test_the_fit_finds_the_weights_that_made_the_answers() -> None:
    weights = fitted(claims(Case.MODEL, 4000), Figure.TYPE)
    assert weights.weights[FEATURES.index("type")] == pytest.approx(1, abs=0.12)
    assert weights.constant == pytest.approx(0, abs=0.12)


def test_more_of_what_speaks_for_a_claim_never_lowers_it() -> None:
    chance = np.random.default_rng(1)
    values = chance.normal(size=(500, 2))
    right = (values[:, 0] - 2 * values[:, 1] + chance.normal(size=500) > 0).astype(float)
    _, free = fit(values, right, [False, False])
    _, held = fit(values, right, [True, True])
    assert free[1] < 0
    assert (held >= 0).all()


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    given = claims(Case.MODEL, 300) + claims(Case.RULED, LEAST_ROWS - 1)
    path = tmp_path / "confidence.tsv"
    path.write_text("\n".join(rows(given)) + "\n", encoding="utf-8")
    scale = read_scale(path)
    evidence = replace(PLAIN, type=2.0)
    belief = scale.belief(Case.MODEL, evidence)
    assert belief.type == pytest.approx(fitted(given[:300], Figure.TYPE).probability(evidence), abs=0.002)
    assert belief.type is not None
    assert belief.whole is not None
    assert belief.whole <= belief.type
    assert scale.belief(Case.RULED, evidence).type is None, "too few claims to fit"


def test_the_calibration_error_is_how_far_stated_and_right_lie_apart() -> None:
    assert calibration_error([0.75] * 4, [True, True, True, False]) == 0
    assert calibration_error([0.9] * 4, [False] * 4) == pytest.approx(0.9)
    assert [(one.claims, one.right) for one in bins([0.05, 1.0, 0.95], [False, True, False])] == [(1, 0), (2, 0.5)]


def test_ranking_is_the_share_of_pairs_in_the_right_order() -> None:
    assert ranking([0.9, 0.8, 0.1], [True, True, False]) == 1
    assert ranking([0.1, 0.9], [True, False]) == 0
    assert ranking([0.5, 0.5], [True, False]) == 0.5


def test_leaving_doubtful_claims_out_trades_recall_for_precision() -> None:
    found = {one.least: one for one in levels([0.9, 0.45, 0.45, 0.1], [True, True, False, False], gold=4)}
    assert (found[0.0].precision, found[0.0].recall) == (0.5, 0.5)
    assert (found[0.5].precision, found[0.5].recall) == (1.0, 0.25)


def test_what_ships_was_fitted_on_the_model_that_ships() -> None:
    assert f"{MODEL}{fingerprint()}\n" in FILE.read_text(encoding="utf-8"), "run python -m training.confidence"


def test_a_claim_of_the_rules_is_not_taken_for_the_models_at_the_same_words() -> None:
    claim = Claim(document="d", sentence=0, type="AID", trigger=Span(start=0, end=2, quote="援助"),
                  status=Status.OCCURRED, coder="both")
    recorder = Recorder()
    for case in (Case.RULED, Case.ALONE):  # the order in which the coder `both` writes them
        recorder.judge(claim, case, PLAIN)
    assert recorder.seen["AID", 0, 2][0] is Case.RULED
