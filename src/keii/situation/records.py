"""How announcements fared: for each speaker and each outlet the counts of what became of them, never a score."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from keii.model import Expectation, Outcome, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What became of the acts that somebody planned, urged or predicted, or that an outlet told to be awaited."""

    who: str  # the words that name them most often; the outlet's name
    code: str | None  # of a speaker; None: an outlet
    actor: str | None  # id in the registry; None: not resolved to an entry, or an outlet
    status: Status  # how they told it: planned, urged, expected, possible
    told: int  # expectations
    outcomes: tuple[tuple[Outcome, int], ...]  # every outcome, in the order of Outcome; they add up to `told`

    def count(self, outcome: Outcome) -> int:
        """Return how many had this outcome."""
        return dict(self.outcomes)[outcome]


def by_speaker(found: Iterable[Expectation]) -> tuple[Record, ...]:
    """Return a record for each holder and status, the most expectations first; what nobody holds is left out."""
    names: defaultdict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    counts: defaultdict[tuple[tuple[str, str, str], Status], Counter[Outcome]] = defaultdict(Counter)
    for one in found:
        said = set()
        for voice in one.voices:
            if voice.holder is None:
                continue
            actor = voice.holder.actor or ""
            own = actor if not actor.startswith("state:") else ""  # ministers of one state are many speakers
            who = (voice.holder.code, own, "" if own else voice.holder.text)
            names[who][voice.holder.text] += 1
            said.add((who, voice.status))
        for key in said:
            counts[key][one.outcome] += 1
    return _sorted(
        _record(_usual(names[who]), who[0], who[1] or None, status, outcomes)
        for (who, status), outcomes in counts.items()
    )


def by_outlet(found: Iterable[Expectation]) -> tuple[Record, ...]:
    """Return a record for each publisher and status, those with the most expectations first."""
    counts: defaultdict[tuple[str, Status], Counter[Outcome]] = defaultdict(Counter)
    for one in found:
        for key in {(voice.publisher, voice.status) for voice in one.voices if voice.publisher}:
            counts[key][one.outcome] += 1
    return _sorted(_record(publisher, None, None, status, outcomes) for (publisher, status), outcomes in counts.items())


def _record(who: str, code: str | None, actor: str | None, status: Status, outcomes: Counter[Outcome]) -> Record:
    return Record(
        who=who,
        code=code,
        actor=actor,
        status=status,
        told=outcomes.total(),
        outcomes=tuple((outcome, outcomes[outcome]) for outcome in Outcome),
    )


def _usual(names: Counter[str]) -> str:
    return min(names, key=lambda name: (-names[name], name))


def _sorted(records: Iterable[Record]) -> tuple[Record, ...]:
    return tuple(sorted(records, key=lambda one: (-one.told, one.code or "", one.who, one.status)))
