"""What a filter selects of the claims and documents that are held as columns, followed as the ledger grows.

What a claim or a document is never changes while it is held: what changes dies, and comes anew at the end. So what a
filter has selected is kept, and only what came since is looked at.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from keii.ledger.conditions import Condition
from keii.ledger.connection import Connection
from keii.ledger.days import day
from keii.ledger.filters import CLAIMS, Filter, interval
from keii.ledger.meaning import is_gazetteer, is_named, is_placed
from keii.ledger.vocabulary import Growing

if TYPE_CHECKING:
    from keii.ledger.columns import Columns

Mask = npt.NDArray[np.bool_]
ROLES = ("actor", "recipient", "source")
SINCE = "c.document IN (SELECT document FROM changes WHERE number > ?)"
_MASKS = 64  # of filters that are kept, a byte for each claim; a page asks for five
_TESTED = 1_200  # values of filters of which it is kept what they mean


class Selection:
    """What filters select of some columns."""

    def __init__(self, columns: "Columns") -> None:
        """Select nothing yet."""
        self._of = columns
        self._masks: OrderedDict[tuple[Filter, bool], tuple[int, Mask]] = OrderedDict()  # with the last change
        self._documents: OrderedDict[Condition, tuple[int, Mask]] = OrderedDict()
        self._tests: dict[tuple[str, str], Mask] = {}

    def selected(self, connection: Connection, chosen: Filter, *, dated: bool = True) -> Mask:
        """Return which slots a filter selects, not to be written; without `dated` whatever its dates."""
        asked = (replace(chosen, limit=None, offset=0), dated)
        number, mask = self._masks.get(asked, (-1, np.zeros(0, dtype=np.bool_)))
        if number != self._of.number:
            first = mask.size
            new = self._alive(connection, asked[0], first, number)
            for one in self._conditions(connection, chosen, first, dated=dated):
                new &= one
            mask = np.concatenate([mask & self._of.lives.all[:first], new])
            self._masks[asked] = (self._of.number, mask)
            while len(self._masks) > _MASKS:
                self._masks.popitem(last=False)
        self._masks.move_to_end(asked)
        return mask

    def _alive(self, connection: Connection, chosen: Filter, first: int, number: int) -> Mask:
        """Return which slots from one on live; of a filter for words of a sentence, which SQL knows, those it selects.

        `number` is the last change before these slots came, -1 where all are meant.
        """
        if not chosen.texts:
            return self._of.lives.all[first:].copy()
        where = Filter(texts=chosen.texts, types=chosen.types, statuses=chosen.statuses).of_claims()
        both = Condition.all_of([where, *([Condition(SINCE, (number,))] if number >= 0 else ())])
        keys = [key for key, in connection.execute(f"SELECT c.key FROM {CLAIMS} WHERE {both.sql}", both.values)]
        found: Mask = np.isin(self._of.key.all[first:], np.array(keys, dtype=np.int64))
        found &= self._of.lives.all[first:]
        return found

    def _conditions(self, connection: Connection, chosen: Filter, first: int, *, dated: bool) -> Iterator[Mask]:
        """Yield what each part of a filter selects of the slots from one on."""
        for values, roles in ((chosen.actors, ("actor",)), (chosen.recipients, ("recipient",)),
                              (chosen.parties, ("actor", "recipient")), (chosen.sources, ("source",))):
            if values:
                yield self._each(values, first, partial(self._named, roles=roles, first=first))
        for values, column in ((chosen.types, self._of.type), (chosen.statuses, self._of.status),
                               (chosen.certainties, self._of.certainty)):
            if values:
                yield self._each(values, first, partial(self._worded, column=column, first=first))
        if chosen.places:
            yield self._each(chosen.places, first, partial(self._placed, first=first))
        if chosen.least_confidence is not None:
            yield self._of.confidence.all[first:] >= chosen.least_confidence  # NaN is never
        if chosen.asks_for_documents:
            yield self._of_documents(connection, chosen)[self._of.document.all[first:]]
        since, until = self._of.since.all[first:], self._of.until.all[first:]
        if dated and chosen.since is not None:
            begin = day(interval("since", chosen.since)[0])
            yield np.where(until > 0, until > begin, since >= begin)
        if dated and chosen.until is not None:
            yield (since > 0) & (since < day(interval("until", chosen.until)[1]))

    def _each(self, values: Sequence[str], first: int, test: Callable[[str], Mask]) -> Mask:
        """Return what a repeated option selects, as in `filters`: one of the plain values, none of those with `!`."""
        wanted = [test(value) for value in values if not value.startswith("!")]
        mask = np.logical_or.reduce(wanted) if wanted else np.ones(self._of.key.size - first, dtype=np.bool_)
        for value in values:
            if value.startswith("!"):
                mask = mask & ~test(value.removeprefix("!"))
        return mask

    def _worded(self, value: str, column: Growing, first: int) -> Mask:
        found: Mask = column.all[first:] == self._word(value)
        return found

    def _word(self, value: str) -> int:
        number = self._of.words.known(value)
        return -2 if number is None else number

    def _named(self, value: str, *, roles: tuple[str, ...], first: int) -> Mask:
        found = np.zeros(self._of.key.size - first, dtype=np.bool_)
        begin = int(np.searchsorted(self._of.slot.all, first))  # parties and sources are in the order of slots
        slots, role = self._of.slot.all[begin:], self._of.role.all[begin:]
        if roles == ("source",) and value == "none":
            found[slots[role == ROLES.index("source")] - first] = True
            return ~found
        rows = self.called(value)[self._of.name.all[begin:]]
        rows &= np.logical_or.reduce([role == ROLES.index(one) for one in roles])
        found[slots[rows] - first] = True
        return found

    def called(self, value: str) -> Mask:
        """Return which names a value of the filter means, by the number of the name."""
        test, names = is_named(value), self._of.names
        return self.tested(("named", value), len(names), lambda number: test(*names.values[number]))

    def _placed(self, value: str, *, first: int) -> Mask:
        if is_gazetteer(value):
            spots = self._of.spots
            ids = self.tested(("gazetteer", value), len(spots), lambda number: spots.values[number][0] == value)
            own: Mask = np.append(ids, False)[self._of.spot.all[first:]]  # -1, no place, is the last
            return own
        test, places = is_placed(value), self._of.places
        words = self.tested(("placed", value), len(places), lambda number: test(places.values[number]))
        found: Mask = np.append(words, False)[self._of.place.all[first:]]
        found |= self._of.country.all[first:] == self._word(value)
        return found

    def tested(self, key: tuple[str, str], size: int, test: Callable[[int], bool]) -> Mask:
        """Return what a test says of every value of a vocabulary; of those that were tested before it is remembered."""
        held = self._tests.get(key, np.zeros(0, dtype=np.bool_))
        if held.size < size:
            new = np.fromiter((test(number) for number in range(held.size, size)), np.bool_, size - held.size)
            held = np.concatenate([held, new])
            if len(self._tests) > _TESTED:
                self._tests.clear()
            self._tests[key] = held
        return held

    def _of_documents(self, connection: Connection, chosen: Filter) -> Mask:
        """Return which documents are those asked for and hold the words; only those that changed are asked again."""
        where = chosen.of_texts()
        number, held = self._documents.get(where, (-1, np.zeros(0, dtype=np.bool_)))
        if number != self._of.number:
            found = np.zeros(len(self._of.documents), dtype=np.bool_)
            found[:held.size] = held
            since = Condition("TRUE")
            if number >= 0:
                since = Condition("d.id IN (SELECT document FROM changes WHERE number > ?)", (number,))
                found[self.changed(connection, number)] = False
            both = Condition.all_of([where, since])
            for id, in connection.execute(f"SELECT d.id FROM documents AS d WHERE {both.sql}", both.values):
                if (place := self._of.documents.known(id)) is not None:
                    found[place] = True
            held = found
            self._documents[where] = (self._of.number, held)
            while len(self._documents) > _MASKS:
                self._documents.popitem(last=False)
        self._documents.move_to_end(where)
        return held

    def changed(self, connection: Connection, number: int) -> list[int]:
        """Return the documents that changed since."""
        return [place for id, in connection.execute("SELECT document FROM changes WHERE number > ?", (number,))
                if (place := self._of.documents.known(id)) is not None]

    def documents_selected(self, connection: Connection, chosen: Filter) -> Mask:
        """Return which documents a filter selects; dates are those of publication."""
        if chosen.asks_for_claims or chosen.texts:
            found = np.zeros(len(self._of.documents), dtype=np.bool_)
            found[self._of.document.all[self.selected(connection, chosen, dated=False)]] = True
        elif chosen.asks_for_documents:
            found = self._of_documents(connection, chosen).copy()
        else:
            found = np.ones(len(self._of.documents), dtype=np.bool_)
        found &= self._of.listed.all
        days = self._of.published.all
        if chosen.since is not None:
            found &= days >= day(interval("since", chosen.since)[0])
        if chosen.until is not None:
            found &= (days > 0) & (days < day(interval("until", chosen.until)[1]))
        return found
