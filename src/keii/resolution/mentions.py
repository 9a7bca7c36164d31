"""A toponym of a text before it is known which place it means."""

from collections.abc import Sequence
from dataclasses import dataclass

from keii.gazetteer.place_kinds import KINDS, NAMES
from keii.gazetteer.places import Form, Gazetteer

MANY, SOME, FEW = 1_000_000, 100_000, 15_000  # people of a place that news far away knows, knows of, may know
COUNTRY, PROVINCE = NAMES.index("country"), NAMES.index("province")
DISTRICT, CITY = NAMES.index("district"), NAMES.index("city")
SURE = 6.0  # the strength of a word that has one meaning


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One toponym of a text: where it stands, who bears its name, and what speaks for a place.

    `places` are numbers in the gazetteer, more than one where the name is shared; `within` is the mention that follows
    as the larger area («Paris, Texas»), as an index into the list of mentions.
    """

    start: int
    end: int
    key: str
    places: tuple[int, ...]
    forms: tuple[int, ...]
    strength: float
    fixed: bool = False  # the word has one meaning: Turkish, Calif.
    within: int | None = None


def importance(known: Gazetteer, places: Sequence[int], forms: Sequence[int]) -> float:
    """Return how much the bearers of a name by themselves speak for a place: by the best known of them."""
    at = list(places)
    kinds, people = known.kind[at], known.population[at]
    if (kinds == COUNTRY).any():
        return 4.0
    known_for = max(KINDS[NAMES[kind]].importance for kind in kinds.tolist())
    if known_for >= 6.5:
        return 3.0
    provinces = kinds == PROVINCE
    if provinces.any() and people[provinces].max() >= SOME:
        return 3.0
    best = int(people.max())
    if known_for >= 5.0 and best < SOME:
        return 1.5  # a row of keii's own: what stands there is in the news
    found = 2.5 if best >= MANY else 1.5 if best >= SOME else 0.5 if best >= FEW else -0.5
    return found - 1.5 * (min(forms) > Form.MAIN)


def inside(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a span lies within one of others."""
    return any(low <= start and end <= high for low, high in spans)
