"""What the towns and regions of a text say of whose a phrase is: 知事 in a story told from Eugene, Oregon.

The registry names states, capitals and large cities alone; every other place comes from the gazetteer, where the
bearers of all names of a text are weighed together. The names are looked for when the first phrase asks.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from keii.gazetteer.places import gazetteer
from keii.model import Span
from keii.resolution.places import country_of
from keii.resolution.toponyms import toponyms

STATE = "country"  # the kind of places that the registry names better
FEW = (3, 12, 40)  # code points between a name and a phrase: touching, one word, one phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A name of a town, region or other place of one state, half-open in code points of the text."""

    start: int
    end: int
    sentence: int
    country: str


class Towns:
    """The towns of a document, found when they are first asked for."""

    def __init__(self, find: Callable[[], Iterable[Town]]) -> None:
        """Start with what finds them, in text order."""
        self._find = find

    @cached_property
    def all(self) -> tuple[Town, ...]:
        """Every town of the document."""
        return tuple(self._find())

    @cached_property
    def counts(self) -> Counter[str]:
        """How many towns of each country the document names."""
        return Counter(town.country for town in self.all)

    def countries(self) -> list[str]:
        """Return the countries of the towns, the oftenest named first."""
        return [country for country, _ in self.counts.most_common()]

    def features(self, country: str, span: Span, sentence: int) -> Iterator[str]:
        """Yield what the towns say for a country at a phrase."""
        if not self.all:
            return
        own = [town for town in self.all if town.country == country]
        if not own:
            yield "town:none"
            return
        yield f"town:share{min(4, int(5 * len(own) / len(self.all)))}"
        if self.counts.most_common(1)[0][0] == country:
            yield "town:most"
        if self.all[0].country == country:
            yield "town:first"
        if any(span.start <= town.start and town.end <= span.end for town in own):
            yield "town:in"
        before = [town for town in self.all if town.end <= span.start]
        last = next((town for town in reversed(before) if town.country == country), None)
        if last is not None:
            away = sentence - last.sentence
            yield f"town:before{ago(away)}"
            if last == before[-1]:
                yield "town:last"
            if away == 0:
                yield f"town:gap{nearness(span.start - last.end)}"
        after = next((t for t in own if t.start >= span.end and t.sentence == sentence), None)
        if after is not None:
            yield f"town:after{nearness(after.start - span.end)}"


def nearness(gap: int) -> int:
    """Return how far so many code points are: 0 touching, 1 a word, 2 a phrase, 3 more."""
    return next((n for n, few in enumerate(FEW) if gap <= few), len(FEW))


def ago(sentences: int) -> int:
    """Return how far so many sentences are: 0, 1 or 2 as they are, 3 up to six, 7 for more."""
    return sentences if sentences < 3 else 3 if sentences < 7 else 7


def towns_of(
    text: str, language: str, sentence: Callable[[int], int], named: Callable[[int, int], bool]
) -> Iterator[Town]:
    """Yield the places below states that a text names, with the state that each is of.

    `sentence` numbers a code point's sentence; `named` tells which spans the registry names already: capitals.
    """
    known = gazetteer()
    for one in toponyms(text, language):
        place = known.place(one.place) if one.place is not None else None
        country = country_of(place) if place is not None and place.kind != STATE else None
        if country is not None and not named(one.mention.start, one.mention.end):
            start, end = one.mention.start, one.mention.end
            yield Town(start=start, end=end, sentence=sentence(start), country=country)
