"""What the pages of lists share: which part is shown, and the JSON around its rows."""

from collections.abc import Iterable
from dataclasses import dataclass

import orjson

from keii.ledger.browse import Facet
from keii.ledger.filters import MANY
from keii.model import Claim, Told
from keii.workbench.asking import Asked
from keii.workbench.naming import named

NAMES = {field: option for option, field in MANY.items()}  # of the filter: field to the address's name


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Which rows of a list a page shows, from 1, and the addresses of its neighbours."""

    total: int
    first: int
    last: int
    before: str | None  # None: this is the first page
    after: str | None  # None: this is the last page


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One value of a facet: how many rows it leaves, whether it is chosen, and the address that changes that."""

    text: str
    value: str
    number: int
    chosen: bool
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """A facet as a reader sees it."""

    title: str  # English, for the template to say
    values: tuple[Choice, ...]


_TITLES = {"types": "Type", "statuses": "Status", "actors": "Actor", "places": "Place"}


def part(asked: Asked, total: int, shown: int) -> Part:
    """Return which rows of a list of `total` are shown."""
    first = (asked.page - 1) * asked.size
    def at(page: int) -> str:
        return asked.address(asked.path, [*(pair for pair in asked.values if pair[0] != "page"), ("page", str(page))])

    return Part(total=total, first=first + 1 if shown else 0, last=first + shown,
                before=at(asked.page - 1) if asked.page > 1 else None,
                after=at(asked.page + 1) if first + shown < total and shown else None)


def choices(asked: Asked, found: Iterable[Facet]) -> tuple[Choices, ...]:
    """Return facets with the addresses that choose their values."""
    return tuple(Choices(title=_TITLES[facet.field], values=tuple(
        _choice(asked, facet.field, value, number) for value, number in facet.counts)) for facet in found)


def _choice(asked: Asked, field: str, value: str, number: int) -> Choice:
    option = NAMES[field]
    chosen = value in asked.all(option)
    return Choice(text=named(asked.lang, option, value), value=value, number=number, chosen=chosen,
                  address=asked.without(option, value) if chosen else asked.adding(option, value))


def listing(asked: Asked, total: int, lines: Iterable[bytes], **more: object) -> dict[str, object]:
    """Return the JSON of a list: its length, the part that follows, and the rows as the command line writes them."""
    return {"total": total, "page": asked.page, "size": asked.size, **more,
            "items": [orjson.Fragment(line) for line in lines]}


def title_of(claims: Claim) -> str:
    """Return a claim in one line: who, the words of the act, to whom."""
    actors = "; ".join(party.text for party in claims.actors)
    recipients = "; ".join(party.text for party in claims.recipients)
    return "".join((f"{actors} · " if actors else "", claims.trigger.quote, f" → {recipients}" if recipients else ""))


def chain(claim: Claim) -> str:
    """Return who says so, outermost first."""
    return " < ".join(source.text for source in claim.sources)


def date_of(told: Told) -> str:
    """Return the day of a claim's act, otherwise of its publication."""
    return ((told.claim.time and told.claim.time.start) or told.document.published_at or "")[:10]
