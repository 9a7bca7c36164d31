"""Decisions that come back from elsewhere: what they say of a claim, kept as judgements, each once."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from keii.errors import KeiiError
from keii.ledger import Ledger
from keii.ledger.decisions import Reviewed
from keii.model import Verdict
from keii.model.amending import plain
from keii.review.deciding import Reviewer, decide

ALREADY, UNKNOWN, NEW, WAITING = "already", "unknown", "new", "waiting"


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What became of the decisions: how many were kept by verdict, what could not be and why."""

    kept: Counter[str] = field(default_factory=Counter)  # accept, amend, reject
    left_out: Counter[str] = field(default_factory=Counter)  # already, unknown, new, waiting
    refused: list[str] = field(default_factory=list)  # one sentence each, with the claim


def judge(ledger: Ledger, found: Reviewed, values: Mapping[str, Any] | None, reviewer: Reviewer,
          outcome: Outcome) -> None:
    """Keep what a person says of a claim: these values of its fields, or None, that the words tell no such act.

    The same word of the same person is kept once. What the ledger refuses is told in the outcome.
    """
    decided = found.decided
    own = decided is not None and decided.author == reviewer.name.strip()
    if values is None:
        verdict = Verdict.REJECT
        same = own and decided is not None and decided.verdict is Verdict.REJECT
    else:
        base = found.claim or found.read
        changed = {name: value for name, value in values.items() if plain(base)[name] != value}
        verdict = Verdict.AMEND if changed or found.claim is None else Verdict.ACCEPT
        same = own and not changed and found.claim is not None
        values = changed
    if same:
        outcome.left_out[ALREADY] += 1
        return
    try:
        decide(ledger, found.id, verdict, reviewer, values=values)
    except KeiiError as error:
        outcome.refused.append(f"{found.id}: {error}")
        return
    outcome.kept[verdict.value] += 1
