import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quality import scoring
from quality.predict import read_lines
from quality.sets import development

Event = dict[str, Any]


def event(type: str, actors: str = "", recipients: str = "", *, status: str = "occurred",
          source: str | None = None) -> Event:
    return {
        "type": type, "status": status, "actors": [{"text": "x", "code": code} for code in actors.split()],
        "recipients": [{"text": "x", "code": code} for code in recipients.split()],
        "source": {"text": "x", "code": source} if source else None}


def counts(gold: list[Event], predicted: list[Event]) -> scoring.Counts:
    return scoring.count(scoring.acts(gold), scoring.acts(predicted))


def test_each_figure_counts_its_own_fields() -> None:
    gold = [event("ACCUSE", "RUS/GOV", "USA/GOV"), event("ASSAULT", "RUS/MIL", "UKR/GOV", source="UKR/GOV"),
            event("AID", "JPN/GOV")]
    predicted = [event("ACCUSE", "RUS/GOV", "GBR/GOV"),
                 event("ASSAULT", "RUS/GOV", "UKR/CVL", status="ongoing", source="UKR/MIL")]
    figures = counts(gold, predicted).figures()
    assert figures == pytest.approx({"type": 4 / 5, "who": 2 / 5, "status": 1 / 2, "source": 1.0, "all": 0.0})


def test_sectors_words_and_order_of_parties_do_not_count() -> None:
    gold = [event("CONSULT", "RUS/GOV CHN/GOV")]
    assert counts(gold, [event("CONSULT", "CHN/MIL RUS/CVL")]).all == 1


def test_actors_and_recipients_are_two_sides() -> None:
    assert counts([event("ACCUSE", "RUS/GOV", "USA/GOV")], [event("ACCUSE", "USA/GOV", "RUS/GOV")]).who == 0
    assert counts([event("CONSULT", "RUS/GOV USA/GOV")], [event("CONSULT", "RUS/GOV", "USA/GOV")]).who == 0


def test_nobody_says_so_only_when_nobody_does() -> None:
    assert counts([event("AID", "JPN/GOV")], [event("AID", "JPN/GOV", source="XXX")]).source == 0
    assert counts([event("AID", "JPN/GOV", source="XXX")], [event("AID", "JPN/GOV", source="XXX/CVL")]).source == 1


def test_a_prediction_is_paired_with_the_act_it_resembles() -> None:
    gold = [event("ASSAULT", "RUS/MIL", "UKR/GOV"), event("ASSAULT", "UKR/MIL", "RUS/GOV")]
    assert counts(gold, [event("ASSAULT", "UKR/MIL", "RUS/GOV")]).who == 1
    assert scoring.pairs(scoring.acts(gold), scoring.acts(reversed(gold))) == [(0, 1), (1, 0)]


def test_acts_of_no_type_count_neither_way() -> None:
    found = counts([event("OTHER", "JPN/GOV")], [event("OTHER", "USA/GOV"), event("OTHER", "RUS/GOV")])
    assert found == scoring.Counts()
    assert set(found.figures().values()) == {0.0}


CODES = st.lists(st.sampled_from(["RUS/GOV", "USA/MIL", "USA/GOV", "IGO:UN", "XXX"]), max_size=2).map(" ".join)
EVENTS = st.lists(st.builds(
    event, st.sampled_from(["ASSAULT", "AID", "OTHER"]), CODES, CODES, status=st.sampled_from(["occurred", "planned"]),
    source=st.sampled_from([None, "RUS/GOV", "XXX"])), max_size=4)


@given(EVENTS)
def test_gold_is_a_perfect_prediction(gold: list[Event]) -> None:
    assert scoring.is_perfect(counts(gold, gold))


@given(EVENTS, EVENTS)
def test_no_count_exceeds_what_there_is(gold: list[Event], predicted: list[Event]) -> None:
    found = counts(gold, predicted)
    assert found.all <= min(found.who, found.status, found.source) <= found.type <= min(found.gold, found.predicted)


@given(EVENTS, EVENTS, st.randoms())
def test_the_order_of_acts_does_not_matter(gold: list[Event], predicted: list[Event], rng: random.Random) -> None:
    shuffled = rng.sample(predicted, len(predicted))
    before, after = counts(gold, predicted), counts(gold, shuffled)
    assert (before.type, before.who) == (after.type, after.who)


# ---- the same figures as the benchmark's own scorer ----

BENCH = development()


def spoiled(line: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """Return an annotated line as somebody would predict it who is often mistaken."""
    events = [dict(e) for e in line["events"] if rng.random() > 0.2]
    for one in events:
        if rng.random() < 0.3:
            one["type"] = rng.choice(["ACCUSE", "AID", "ASSAULT", "CONSULT", "OTHER"])
        if rng.random() < 0.3:
            one["status"] = rng.choice(["occurred", "planned", "possible"])
        if rng.random() < 0.3:
            one["source"] = rng.choice([None, {"text": "x", "code": "USA/GOV"}])
        if rng.random() < 0.3:
            one["actors"], one["recipients"] = one["recipients"], one["actors"]
        if rng.random() < 0.2:
            events.append({**one, "status": "expected"})
    rng.shuffle(events)
    return {**line, "events": events}


@pytest.mark.skipif(not (BENCH / "score.py").exists(), reason="the development sets are not there")
@pytest.mark.parametrize("name", ["news.ja", "news.en"])
@pytest.mark.parametrize("seed", range(3))
def test_figures_are_those_of_the_benchmark(name: str, seed: int, tmp_path: Path) -> None:
    gold = BENCH / "events" / f"{name}.gold.jsonl"
    lines = read_lines(gold)
    rng = random.Random(seed)
    predicted = [spoiled(line, rng) for line in lines]
    file = tmp_path / "predicted.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in predicted), encoding="utf-8")
    run = subprocess.run([sys.executable, str(BENCH / "score.py"), "events", str(gold), str(file), "--json"],
                         capture_output=True, text=True, check=True)
    theirs = json.loads(run.stdout)["figures"]
    ours = scoring.total(counts(line["events"], read["events"]) for line, read in zip(lines, predicted, strict=True))
    assert ours.figures() == pytest.approx({name: theirs[name] for name in scoring.FIGURES})
