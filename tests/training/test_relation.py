import numpy as np
import pytest

from keii.coding.between import FEATURES, FILE
from training.confidence import MODEL, fingerprint
from training.relation import Weighed, fitted, pairs_of

ACTOR = FEATURES.index("actor")


def event(type: str, status: str, actors: list[tuple[int, int]], recipients: list[tuple[int, int]],
          place: tuple[int, int] | None = None) -> dict[str, object]:
    def parties(spans: list[tuple[int, int]]) -> list[dict[str, object]]:
        return [{"text": "", "span": list(span)} for span in spans]

    return {"type": type, "status": status, "actors": parties(actors), "recipients": parties(recipients),
            "place_span": place}


def test_a_pair_has_the_plover_types_of_all_acts_between_its_parties() -> None:
    row = {"text": "…", "events": [event("CONSULT", "planned", [(0, 3)], [(5, 8)]),
                                   event("ACCUSE", "occurred", [(0, 3)], [(5, 8)])]}
    (pair,) = pairs_of(row, "en")
    assert (pair.source, pair.target) == ((0, 3), (5, 8))
    assert pair.types == {"AGREE", "ACCUSE"}


def test_without_a_recipient_the_other_actor_or_the_place_is_the_target() -> None:
    row = {"text": "…", "events": [event("COOPERATE", "occurred", [(0, 3), (5, 8)], []),
                                   event("ASSAULT", "occurred", [(0, 3)], [], (20, 24)),
                                   event("PROTEST", "occurred", [(9, 12)], [])]}
    assert [pair.target for pair in pairs_of(row, "en")] == [(5, 8), (20, 24)]


def test_acts_of_no_type_are_no_pairs() -> None:
    assert list(pairs_of({"text": "…", "events": [event("OTHER", "occurred", [(0, 3)], [(5, 8)])]}, "en")) == []


def test_what_right_acts_have_and_wrong_ones_lack_counts() -> None:
    fits = np.zeros((2, len(FEATURES)))
    fits[0, ACTOR] = 1
    weights = fitted([Weighed(fits, np.array([1.0, 0.0]))] * 20)
    assert weights[ACTOR] > 1
    assert np.delete(weights, ACTOR) == pytest.approx(0)


def test_what_ships_was_fitted_on_the_model_that_ships() -> None:
    assert f"{MODEL}{fingerprint()}\n" in FILE.read_text(encoding="utf-8"), "run python -m training.relation"
