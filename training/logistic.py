"""Logistic regression with a penalty, by Newton's method: few features, few thousand rows, no package needed."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
PENALTY = 1.0  # on squared weights, the constant left free: thousands of rows outweigh it, a rare feature does not
STEPS = 50


def fit(rows: Floats, right: Floats, rising: Sequence[bool]) -> tuple[float, Floats]:
    """Return constant and weights for rows (claims, features); weights of `rising` features are never below 0."""
    kept = np.ones(rows.shape[1], dtype=np.bool_)
    while True:
        constant, weights = _newton(rows[:, kept], right)
        whole = np.zeros(rows.shape[1])
        whole[kept] = weights
        falling = (whole < 0) & np.asarray(rising)
        if not falling.any():
            return constant, whole
        kept &= ~falling


def _newton(rows: Floats, right: Floats) -> tuple[float, Floats]:
    design = np.column_stack((np.ones(len(rows)), rows))
    penalty = PENALTY * np.eye(design.shape[1])
    penalty[0, 0] = 1e-6
    weights = np.zeros(design.shape[1])
    for _ in range(STEPS):
        expected = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        slope = design.T @ (right - expected) - penalty @ weights
        curve = (design * (expected * (1 - expected))[:, None]).T @ design + penalty
        step = np.linalg.solve(curve, slope)
        weights += step
        if np.abs(step).max() < 1e-8:
            break
    return float(weights[0]), weights[1:]
