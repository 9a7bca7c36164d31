"""What becomes of what is announced, sequence by sequence (sequences.yaml), in whatever order the claims are given."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from keii.ledger import Filter, Ledger, events
from keii.model import Status, Told
from keii.pipeline import Reading
from keii.situation.expectations import expectations
from keii.situation.gathering import awaited
from situation.made import claim
from situation.stories import Act, reading
from written import written

SEQUENCES: list[dict[str, Any]] = written(Path(__file__).parent / "sequences.yaml")


def told(sequence: dict[str, Any]) -> list[Told]:
    """Return the claims of a sequence; where it says how alike they are, with vectors of that likeness."""
    found = []
    for number, given in enumerate(sequence["articles"]):
        article = {**sequence["common"], "language": sequence["language"], **given}
        start, end, precision = article.get("time", (None, None, None))
        one = claim(
            article["text"], article["act"], day=str(article["day"]), type=article["type"],
            status=Status(article["status"]), actors=tuple(article["actors"]),
            recipients=tuple(article.get("recipients", ())),
            time=(start and str(start), end and str(end)) if precision else None,
            precision=precision or "day", language=article["language"])
        one = replace(one, claim=replace(one.claim, label=article.get("label"), mode=article.get("mode")))
        if "alike" in sequence:
            alike = vector(sequence["alike"] / 2 if number else None)
            one = replace(one, meaning=alike, act=alike)
        found.append(one)
    return found


def vector(likeness: float | None) -> bytes:
    """Return a vector that is as like the one of None as is asked."""
    cosine = 1.0 if likeness is None else likeness
    return np.array([cosine * 100, np.sqrt(1 - cosine**2) * 100], dtype=np.int8).tobytes()


def test_there_are_sequences_in_both_languages() -> None:
    languages = [sequence["language"] for sequence in SEQUENCES]
    assert len(languages) >= 30
    assert min(languages.count("ja"), languages.count("en")) >= 15


@pytest.mark.parametrize("sequence", SEQUENCES, ids=lambda one: f"{one['language']}: {one['name']}")
def test_a_sequence_ends_as_it_tells(sequence: dict[str, Any]) -> None:
    found = expectations(reversed(told(sequence)), as_of=str(sequence["as_of"]))
    assert [one.outcome.value for one in found] == sequence["outcomes"]
    if "deadline" in sequence:
        assert found[0].deadline == str(sequence["deadline"])
    if "turns" in sequence:
        assert [turn.outcome.value for turn in found[0].turns] == sequence["turns"]
    if "told" in sequence:
        assert len(found[0].voices) == sequence["told"]


ROAD = Act("The governor promised to repaint the hall.", "promised", "AGREE", {"The governor": "BRA/GOV"})
TROOPS = "Russia promised to withdraw its troops."
PROMISE = Act(TROOPS, "promised", "AGREE", {"Russia": "RUS/GOV"})
DEED = Act(TROOPS, "withdraw", "RETREAT", {"Russia": "RUS/GOV"}, status="planned")
FIRED = Act("Brazil fired its rocket on 6 May.", "fired", "MOBILIZE", {"Brazil": "BRA/GOV"}, day="2031-05-06",
            time="6 May")
ROCKET = Act("Brazil will fire its rocket on 6 May.", "fire", "OTHER", {"Brazil": "BRA/GOV"}, status="planned",
             day="2031-05-06", time="6 May", label="rocket launch")


def two_acts(first: Act, second: Act) -> Reading:
    """Return the reading of an article of one sentence with two acts."""
    one, other = reading([first]), reading([second])
    return replace(one, claims=(*one.claims, *other.claims))


@pytest.mark.parametrize(("chosen", "found"), [
    (Filter(), [("AGREE", "open", 1), ("RETREAT", "open", 2)]),
    (Filter(types=("AGREE",)), [("AGREE", "open", 1)]),
    (Filter(types=("RETREAT",)), [("RETREAT", "open", 2)]),
    (Filter(parties=("RUS",)), [("RETREAT", "open", 2)]),
])
def test_a_promise_is_told_with_its_deed_whatever_the_ledger_is_asked_for(
    tmp_path: Path, chosen: Filter, found: list[tuple[str, str, int]]
) -> None:
    with Ledger.create(tmp_path / "keii.db") as ledger:
        ledger.write(two_acts(PROMISE, DEED))
        ledger.write(reading([ROAD], name="b.txt"))
        seen = [one.expectation for one in awaited(ledger, chosen, as_of="2031-06-01")]
    assert sorted((one.type, one.outcome.value, len(one.voices)) for one in seen) == found


@pytest.mark.parametrize("chosen", [Filter(), Filter(types=("OTHER",)), Filter(parties=("BRA",))])
def test_an_act_of_a_near_type_is_read_from_the_ledger_too(tmp_path: Path, chosen: Filter) -> None:
    with Ledger.create(tmp_path / "keii.db") as ledger:
        for number, (act, day) in enumerate(((ROCKET, "2031-05-03"), (FIRED, "2031-05-07"))):
            one = reading([act], name=f"{number}.txt", published=day)
            ledger.write(one)
            assert one.document is not None
            with ledger.transaction() as connection:
                events.keep_claim_vectors(connection, [(claim.id, vector(None), vector(None)) for claim in one.claims])
        seen = [one.expectation for one in awaited(ledger, chosen, as_of="2031-06-01")]
    assert [(one.type, one.outcome.value) for one in seen] == [("OTHER", "met")]
