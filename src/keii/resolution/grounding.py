"""Which place each toponym of a text means: the bearers of the names are weighed against each other.

A bearer's score is its importance and what the document's other toponyms say for it: the state or division named
right behind it, an area of the text that holds it, a place of the text that is near or in the same division. Everyone
starts with the weight that importance gives, and the weights are counted anew a few times: a local paper's towns find
each other that way although a city far away is better known. What has too little for it is dropped.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from keii.gazetteer.place_kinds import KINDS, NAMES
from keii.gazetteer.places import NO_PARENT, Form, Gazetteer, gazetteer
from keii.resolution.mentions import CITY, COUNTRY, DISTRICT, PROVINCE, Mention

MOST = 24  # bearers of one name that are weighed
ROUNDS = 4
EARTH = 6371.0
# What clues weigh, in powers of ten of a city's people. About half and double of each were tried on tr-news and lgl:
# the share placed within 161 km moves by less than .02.
# CONTEXT 2.2: .955 and .871; 3.0: .956 and .886; 4.0: .953 and .891.
STATED, HOLDS, SAME_DISTRICT, SAME_DIVISION, SAME_STATE, NEAR, AROUND = 8.0, 1.6, 0.8, 1.2, 0.15, 1.8, 0.5
CONTEXT = 3.0  # of what the other toponyms say, beside importance
SHARP = 1.4  # how fast the better bearers gain weight
MARGIN = 0.12  # between the two best bearers far apart below which nobody is chosen: Springfield, and no word more
FAR = 161.0  # kilometres; a hundred miles, the measure of the field
# A division and a city in it often share a name. The bare name is the city's (Odesa, Aleppo) but in these states, where
# it is the division's (New York, 広島) unless this share of its people live in the city.
BY_DIVISION, CAPITAL_SHARE = frozenset({"USA", "CAN", "JPN", "AUS"}), 0.5
ENOUGH = 1.5  # the least that must speak for a toponym
IMPORTANCE = np.array([KINDS[name].importance for name in NAMES])

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounded:
    """One toponym with the place it means; None: too little speaks for any, `reason` says what is missing."""

    mention: Mention
    place: int | None
    score: float = 0.0
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class _Bearers:
    """All bearers of all names of a text, side by side; `group` tells whose name a bearer bears."""

    place: Ints
    group: Ints
    prior: Floats
    lat: Floats
    lon: Floats
    country: Ints
    division: Ints
    district: Ints


def ground(mentions: Sequence[Mention]) -> list[Grounded]:
    """Return what every toponym of a text means, in the order of the mentions."""
    if not mentions:
        return []
    known = gazetteer()
    groups: dict[str, int] = {}
    for mention in mentions:
        groups.setdefault(mention.key, len(groups))
    bearers = _bearers(mentions, groups, known)
    scores, support = _weigh(bearers, _stated(mentions, groups, bearers, known))
    best = {int(group): int(at) for at in np.argsort(scores, kind="stable") for group in (bearers.group[at],)}
    strongest: dict[str, float] = {}
    for mention in mentions:
        strongest[mention.key] = max(strongest.get(mention.key, -9.0), mention.strength)
    found = []
    for mention in mentions:
        at = best.get(groups[mention.key])
        if at is None:
            found.append(Grounded(mention=mention, place=None, reason="no-bearer"))
            continue
        rival = _rival(bearers, scores, at)
        said = 0.5 * (mention.strength + strongest[mention.key]) + min(2.0, 2.0 * float(support[at]))
        sure = mention.fixed or said >= ENOUGH
        reason = "not-a-place" if not sure else "ambiguous" if rival else None
        found.append(Grounded(mention=mention, place=None if reason else int(bearers.place[at]), score=said,
                              reason=reason))
    return found


def _rival(bearers: _Bearers, scores: Floats, at: int) -> bool:
    """Tell whether another bearer of the name, far away, has as much for it as the best."""
    others = np.flatnonzero((bearers.group == bearers.group[at]) & (scores > scores[at] - MARGIN))
    nested = (bearers.division[others] == bearers.place[at]) | (bearers.place[others] == bearers.division[at])
    others = others[~nested]
    km = _kilometres(bearers.lat[[at, *others]], bearers.lon[[at, *others]])[0]
    return bool((km > FAR).any())


def _bearers(mentions: Sequence[Mention], groups: dict[str, int], known: Gazetteer) -> _Bearers:
    rows: dict[tuple[int, int], int] = {}
    for mention in mentions:
        for bearer, kind_of_name in zip(mention.places, mention.forms, strict=True):
            key = (groups[mention.key], bearer)
            rows[key] = min(rows.get(key, 9), kind_of_name)
    group = np.array([key[0] for key in rows], dtype=np.int64)
    place = np.array([key[1] for key in rows], dtype=np.int64)
    form = np.array(list(rows.values()))
    prior = _prior(known, place, form)
    keep = np.concatenate([np.flatnonzero(group == number)[np.argsort(-prior[group == number], kind="stable")[:MOST]]
                           for number in range(len(groups))])
    group, place, prior, form = group[keep], place[keep], prior[keep], form[keep]
    division, district = _above(known, place)
    prior = _capitals(known, group, place, form, division, prior)
    return _Bearers(place, group, prior, known.lat[place].astype(float), known.lon[place].astype(float),
                    known.country[place].astype(np.int64), division, district)


def _prior(known: Gazetteer, place: Ints, form: Ints) -> Floats:
    """Return how often news means a place, in powers of ten of a city's people."""
    kind, people = known.kind[place], known.population[place]
    counted = np.log10(np.maximum(people, 300)).astype(float)
    prior: Floats = np.where(IMPORTANCE[kind] > 4.0, IMPORTANCE[kind], counted)
    prior = np.where(kind == PROVINCE, counted + 0.4, prior)
    prior = np.where(kind == DISTRICT, counted - 1.3, prior)
    prior += 1.5 * (form == Form.USUAL) + 0.5 * (form == Form.CAPITAL)
    prior -= 1.0 * (form == Form.OTHER) + 0.7 * (form == Form.BARE)
    return prior


def _capitals(known: Gazetteer, group: Ints, place: Ints, form: Ints, division: Ints, prior: Floats) -> Floats:
    """Return the priors with a city just above the division of its name where the bare name is the city's."""
    raised = prior.copy()
    for at in np.flatnonzero(known.kind[place] == CITY):
        held = np.flatnonzero((group == group[at]) & (place == division[at]) & (form > Form.USUAL))
        by_division = known.codes[known.country[place[at]]] in BY_DIVISION
        share = CAPITAL_SHARE if by_division else 0.0
        if len(held) and known.population[place[at]] >= share * known.population[place[held[0]]]:
            raised[at] = max(raised[at], prior[held[0]] + 0.3)
    return raised


def _above(known: Gazetteer, place: Ints) -> tuple[Ints, Ints]:
    """Return the division and the district that hold each place, or that it is itself; -1 for none."""
    division, district = np.full(len(place), -1), np.full(len(place), -1)
    at = place.copy()
    for _ in range(4):
        kind = known.kind[at]
        division = np.where((kind == PROVINCE) & (division < 0), at, division)
        district = np.where((kind == DISTRICT) & (district < 0), at, district)
        up = known.parent[at]
        at = np.where(up == NO_PARENT, at, up)
    return division, district


def _kilometres(lat: Floats, lon: Floats) -> Floats:
    a, b = np.radians(lat), np.radians(lon)
    x, y, z = np.cos(a) * np.cos(b), np.cos(a) * np.sin(b), np.sin(a)
    dot = np.outer(x, x) + np.outer(y, y) + np.outer(z, z)
    km: Floats = EARTH * np.arccos(np.clip(dot, -1, 1))
    return km


def _holds(bearers: _Bearers) -> Bools:
    """Return a matrix that tells whether the bearer of the column is an area that holds the bearer of the row."""
    place = bearers.place
    held: Bools = (bearers.division[:, None] == place[None, :]) | (bearers.district[:, None] == place[None, :])
    return held


def _stated(mentions: Sequence[Mention], groups: dict[str, int], bearers: _Bearers, known: Gazetteer) -> Floats:
    """Return what the area named right behind a toponym gives its bearers: «Paris, Texas»."""
    found = np.zeros(len(bearers.place))
    for mention in mentions:
        if mention.within is None:
            continue
        here = np.flatnonzero(bearers.group == groups[mention.key])
        there = np.flatnonzero(bearers.group == groups[mentions[mention.within].key])
        if len(here) == 0 or groups[mention.key] == groups[mentions[mention.within].key]:
            continue
        area = bearers.place[there]
        states = {int(known.country[place]) for place in area if known.kind[place] == COUNTRY}
        own = np.isin(bearers.division[here], area) | np.isin(bearers.district[here], area)
        own |= np.isin(bearers.country[here], list(states)) & (known.kind[bearers.place[here]] != COUNTRY)
        own &= ~np.isin(bearers.place[here], area)
        found[here] = np.maximum(found[here], STATED * own)
        if own.any():  # and the larger area is the one that holds it
            held = np.isin(area, np.concatenate([bearers.division[here[own]], bearers.district[here[own]]]))
            found[there] = np.maximum(found[there], 2.0 * held)
    return found


def _weigh(bearers: _Bearers, stated: Floats) -> tuple[Floats, Floats]:
    """Return the score of every bearer, and how much of it the other toponyms gave."""
    count = int(bearers.group.max()) + 1
    likeness = _likeness(bearers)
    score = bearers.prior + stated
    support = np.zeros(len(score))
    if count == 1:
        return score, support + (stated > 0)
    for _ in range(ROUNDS):
        weight = _softmax(SHARP * score, bearers.group, count)
        weighted = likeness * weight[None, :]
        by_group = np.stack([weighted[:, bearers.group == number].max(axis=1) for number in range(count)], axis=1)
        support = np.log1p(by_group.sum(axis=1))
        score = bearers.prior + stated + CONTEXT * support
    return score, support


def _likeness(bearers: _Bearers) -> Floats:
    km = _kilometres(bearers.lat, bearers.lon)
    found = NEAR * np.exp(-km / 40) + AROUND * np.exp(-km / 250)
    for values, weight in ((bearers.district, SAME_DISTRICT), (bearers.division, SAME_DIVISION)):
        found += weight * ((values[:, None] == values[None, :]) & (values[:, None] >= 0))
    found += SAME_STATE * (bearers.country[:, None] == bearers.country[None, :])
    found += HOLDS * _holds(bearers)
    found[bearers.group[:, None] == bearers.group[None, :]] = 0.0
    return found


def _softmax(values: Floats, group: Ints, count: int) -> Floats:
    top = np.full(count, -np.inf)
    np.maximum.at(top, group, values)
    raised = np.exp(values - top[group])
    shares: Floats = raised / np.bincount(group, raised, minlength=count)[group]
    return shares
