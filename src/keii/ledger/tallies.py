"""What is counted for pages that draw and for the list of sources, by SQL or on the columns."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from keii.ledger.columns import KINDS
from keii.ledger.columns import Spot as Where

# ISO 8601 time, its exclusive end, status, number; the time is None where neither text nor publication gives one.
Times = list[tuple[str | None, str | None, str, int]]
Acting = tuple[tuple[str, ...], tuple[str, ...]]  # codes of actors and of recipients, each in order
Array = npt.NDArray[np.integer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place of the gazetteer with the selected claims that name it."""

    gazetteer: str
    words: str  # by which a claim names it
    country: str | None  # ISO 3166 alpha-3; None: a sea or region of no one state
    latitude: float
    longitude: float
    precision: str  # what the point stands for: point, city, province, country, region
    statuses: tuple[tuple[str, int], ...]  # how many claims have each status

    @property
    def number(self) -> int:
        """How many claims name it."""
        return sum(number for _, number in self.statuses)


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """The selected claims by place."""

    spots: tuple[Spot, ...]  # those with the most claims first
    unresolved: int  # claims whose words for a place mean none of the gazetteer
    without: int  # claims whose text gives no place

    @classmethod
    def of(cls, rows: Iterable[tuple[Where, str, int]], *, without: int) -> "Located":
        """Return places from how many claims name each, in these words and with this status."""
        held: dict[str, tuple[Where, dict[str, int], list[str]]] = {}
        unresolved = 0
        for where, status, number in rows:
            id, _, latitude, longitude, _, words = where
            if id is None or latitude is None or longitude is None:
                unresolved += number
                continue
            _, statuses, called = held.setdefault(id, (where, {}, []))
            statuses[status] = statuses.get(status, 0) + number
            called.append(words)
        spots = [Spot(gazetteer=id, words=min(called), country=where[1], latitude=where[2] or 0.0,
                      longitude=where[3] or 0.0, precision=where[4] or "region",
                      statuses=tuple(sorted(statuses.items())))
                 for id, (where, statuses, called) in held.items()]
        return cls(spots=tuple(sorted(spots, key=lambda spot: (-spot.number, spot.gazetteer))), unresolved=unresolved,
                   without=without)


@dataclass(frozen=True, slots=True, kw_only=True)
class Acted:
    """Who acts towards whom: rows of claims that are alike, with numbers of what `acting`, `kinds`, `days` hold."""

    acting: Sequence[Acting]
    kinds: Sequence[tuple[str, str]]  # type and status
    days: Sequence[str | None]  # of the act, otherwise of publication, in order; None, neither is known, comes last
    of_acting: Array
    of_kind: Array
    of_day: Array
    number: Array  # claims of a row


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """Who publishes, with how many claims rest on what; each claim counts once, by whom the article quotes first."""

    name: str | None  # as the documents call it, or an agency's id in the registry; None: not stated
    agency: bool  # texts that are credited to it, whoever prints them
    documents: int
    claims: int
    rests_on: tuple[tuple[str, int], ...]  # every one of KINDS, in its order

    @classmethod
    def of(cls, name: str | None, *, agency: bool, documents: int, kinds: Mapping[str, int]) -> "Outlet":
        """Return an outlet from how many of its claims rest on each of KINDS."""
        return cls(name=name, agency=agency, documents=documents, claims=sum(kinds.values()),
                   rests_on=tuple((kind, kinds.get(kind, 0)) for kind in KINDS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """Somebody whom claims cite, anywhere in the chain."""

    text: str  # the words that name it most often
    code: str
    actor: str | None  # entry of the registry; None: none
    kind: str  # of source
    claims: int

    @classmethod
    def together(cls, rows: Iterable[tuple[str, str | None, str, str, int]], most: int) -> tuple["Cited", ...]:
        """Return whom rows of code, entry, words, kind and number cite most; nobody who has no name is among them."""
        groups: dict[tuple[str, str], list[tuple[str, str | None, str, int]]] = {}
        for code, actor, text, kind, number in rows:
            if kind not in ("anonymous", "hearsay"):
                groups.setdefault((actor or f"{code} {text}", kind), []).append((code, actor, text, number))
        found = []
        for (_, kind), own in groups.items():
            words: dict[str, int] = {}
            for _, _, text, number in own:
                words[text] = words.get(text, 0) + number
            found.append(cls(text=min(words, key=lambda text: (-words[text], text)), code=min(one[0] for one in own),
                             actor=own[0][1], kind=kind, claims=sum(words.values())))
        return tuple(sorted(found, key=lambda one: (-one.claims, one.text, one.kind))[:most])
