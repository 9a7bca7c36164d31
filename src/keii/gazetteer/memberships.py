"""Which state belongs to which international body, in which role and time."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from keii.gazetteer.names import DATA
from keii.gazetteer.policy import chosen
from keii.tables import read_table

COLUMNS = ("body", "members", "start", "end", "role", "note")
ROLES = frozenset(
    {
        "member",
        "observer",
        "candidate",
        "associate",
        "partner",
        "participant",
        "permanent",
        "elected",
        "chair",
        "suspended",
        "not",
    }
)
BELONGING = frozenset({"member", "permanent", "elected", "participant", "chair"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """One state in one body; `start`/`end` are ISO dates of the known precision, "" where unknown or still going on.

    `through` is the body whose members are members of this one too, "" where the state stands itself in the file: then
    an empty start means that its own date is not recorded.
    """

    body: str
    state: str
    start: str
    end: str
    role: str
    through: str
    note: str

    def covers(self, date: str) -> bool:
        """Tell whether the membership held on an ISO date; both ends count, at their own precision."""
        return (not self.start or self.start <= date[: len(self.start)]) and (
            not self.end or date[: len(self.end)] <= self.end
        )


@cache
def of_bodies() -> dict[str, tuple[Membership, ...]]:
    """Return the memberships of every body by its id, in the order of their start."""
    written = _written()
    found = {body: _with_others(body, rows, written) for body, rows in written.items()}
    return {body: tuple(sorted(rows, key=lambda row: (row.start, row.state))) for body, rows in found.items()}


@cache
def of_states() -> dict[str, tuple[Membership, ...]]:
    """Return the memberships of every state by its code, by body."""
    found = defaultdict(list)
    for rows in of_bodies().values():
        for row in rows:
            found[row.state].append(row)
    return {state: tuple(sorted(rows, key=lambda row: (row.body, row.start))) for state, rows in found.items()}


def members(body: str, date: str) -> frozenset[str]:
    """Return the codes of the states that belong to a body on an ISO date; no observers and candidates."""
    rows = [row for row in of_bodies().get(body, ()) if row.covers(date)]
    return frozenset(row.state for row in rows if row.role in BELONGING)


def _written() -> dict[str, list[Membership]]:
    """Return the memberships as the file has them; those of an @id stand under the state `@id`."""
    found = defaultdict(list)
    policy = chosen()
    for _, row in read_table(DATA / "memberships.tsv", COLUMNS):
        for state in row["members"].split():
            one = Membership(
                body=row["body"],
                state=policy.code(state),
                start=row["start"],
                end=row["end"],
                role=row["role"],
                through="",
                note=row["note"],
            )
            found[row["body"]].append(one)
    return dict(found)


def _with_others(body: str, rows: list[Membership], written: dict[str, list[Membership]]) -> list[Membership]:
    """Return the memberships of a body, those of other bodies that are its members put in the place of their @id."""
    out = {row.state: row.start for row in rows if row.role == "not" and not row.end}
    own = {row.state for row in rows if row.role != "not"}
    found = [row for row in rows if row.role != "not" and not row.state.startswith("@")]
    for row in rows:
        if row.state.startswith("@"):
            others = [other for other in written[row.state[1:]] if other.state not in own]
            found += _through(body, row, others, out)
    return found


def _through(body: str, row: Membership, others: list[Membership], out: dict[str, str]) -> Iterator[Membership]:
    """Yield today's members of another body as members of this one; left out from a day on: one until then.

    Who left the other body may have left this one at another time: that is not guessed.
    """
    for other in others:
        left = out.get(other.state)
        if (
            other.role != "member"
            or other.state.startswith("@")
            or other.end
            or (left is not None and left <= row.start)
        ):
            continue
        yield Membership(
            body=body,
            state=other.state,
            start="",
            end=left or row.end,
            role=row.role,
            through=row.state[1:],
            note=row.note,
        )
