"""What a file of actors tells, one value an actor, whatever the format; and what of it cannot be taken."""

from collections import Counter
from dataclasses import dataclass, field

STATES = "state"
PERSON, BODY, OUTLET = "person", "organisation", "outlet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An office or role as the file tells it. `start` and `end` are ISO dates of the known precision, "" unknown."""

    title: str  # its words
    country: str = ""  # a code of the registry, "" where the file says none
    sector: str = ""  # a sector of keii's codes, "" where the file says none
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """One actor of a file. `id` is "" where the file gives none, `kind` where it only adds to a known entry."""

    line: int  # from 1, the first that tells of it
    id: str
    kind: str  # person, organisation, outlet, state
    form: str = ""  # of bodies and outlets, as in organisations.tsv and outlets.tsv
    country: str = ""  # a code of the registry
    sector: str = ""
    names: tuple[tuple[str, str], ...] = ()  # (language, name), the usual one of a language first
    offices: tuple[Office, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A line, or a part of one, that is not taken; in two sentences that words.tsv has in Japanese too."""

    line: int
    what: str
    remedy: str = ""


@dataclass(slots=True, kw_only=True)
class Told:
    """Everything that a file tells: the actors, what was refused, and how much of it is about something else."""

    actors: list[Actor] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    other: Counter[str] = field(default_factory=Counter)  # by schema: articles, events …

    def refuse(self, line: int, what: str, remedy: str = "") -> None:
        """Note a line that is not taken."""
        self.refused.append(Refusal(line=line, what=what, remedy=remedy))
