"""From claims and their links to events: constrained clustering inside each connected component.

The result depends on the set of claims, links and judgements alone, never on their order. Clusters grow by average
linkage, the best pair of clusters first: one false link cannot chain two happenings together, because the pairs
between the clusters that are not linked weigh against it. Some claims are never of one happening, whatever else
speaks for them: two acts of one sentence, times that exclude each other, the second and the third of a row, what a
person has taken apart.
"""

import heapq
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from keii.model import Judgement, Link, Verdict
from keii.situation.linking import SAME, is_one_report
from keii.situation.profile import Profile

MISSING = -0.5  # what a pair without a link counts in the average, where a link counts score - SAME

Pair = tuple[str, str]  # ids of two claims, the lesser first


@dataclass(slots=True)
class _Cluster:
    """Claims that are held to tell one happening, with what no other cluster joined to it may contradict."""

    members: list[str]
    sentences: set[tuple[str, int]] = field(default_factory=set)
    held: set[bool] = field(default_factory=set)
    latest_start: int = 0  # of the sharp times, and of those in which an act is due
    earliest_end: int | None = None
    ordinals: set[float] = field(default_factory=set)


def is_apart(first: Profile, second: Profile) -> bool:
    """Tell whether two claims cannot tell one happening: two acts of one sentence, or one held and one to come.

    An act to come and an act that happened are joined by expectations; only where two claims are one report, and one
    of them was misread, they are one event.
    """
    if first.document == second.document and first.sentence == second.sentence:
        return True
    return first.is_held != second.is_held and not is_one_report(first, second)


def clusters(profiles: Mapping[str, Profile], links: Iterable[Link], *, joined: Iterable[Pair] = (),
             apart: Iterable[Pair] = ()) -> list[tuple[str, ...]]:
    """Return the claims grouped into happenings, each group and the groups in the order of publication.

    `joined` and `apart` are pairs that a person judged; they come before every link and every rule, and of `joined`
    those that stand first come before those that would bring together what is to be apart.
    """
    scores = {(link.first, link.second): link.score - SAME for link in links}
    grouping = _Grouping(profiles, scores, {_pair(*pair) for pair in apart})
    for first, second in joined:
        if first in profiles and second in profiles:
            grouping.join_judged(first, second)
    grouping.run()
    order = {name: profile.order for name, profile in profiles.items()}
    groups = [tuple(sorted(cluster.members, key=order.__getitem__)) for cluster in grouping.found()]
    return sorted(groups, key=lambda group: order[group[0]])


def components(names: Iterable[str], pairs: Iterable[Pair]) -> list[frozenset[str]]:
    """Return the connected components of a graph, by their least member."""
    near: defaultdict[str, set[str]] = defaultdict(set)
    for first, second in pairs:
        near[first].add(second)
        near[second].add(first)
    found, seen = [], set[str]()
    for name in sorted(names):
        if name in seen:
            continue
        group, new = {name}, [name]
        while new:
            for other in near[new.pop()] - group:
                group.add(other)
                new.append(other)
        seen |= group
        found.append(frozenset(group))
    return found


class _Grouping:
    """The state of one clustering: clusters by number, and the sums of scores between those that are linked."""

    def __init__(self, profiles: Mapping[str, Profile], scores: Mapping[Pair, float], forbidden: set[Pair]) -> None:
        self._profiles = profiles
        self._forbidden: defaultdict[str, set[str]] = defaultdict(set)
        for first, second in forbidden:
            self._forbidden[first].add(second)
            self._forbidden[second].add(first)
        names = sorted(profiles)
        self._number = {name: number for number, name in enumerate(names)}
        self._clusters: dict[int, _Cluster] = {n: _single(profiles[name]) for n, name in enumerate(names)}
        self._sums: defaultdict[int, dict[int, tuple[float, int]]] = defaultdict(dict)
        for (first, second), score in sorted(scores.items()):
            if first in profiles and second in profiles:
                one, other = self._number[first], self._number[second]
                self._sums[one][other] = self._sums[other][one] = (score, 1)

    def found(self) -> Iterator[_Cluster]:
        yield from self._clusters.values()

    def join_judged(self, first: str, second: str) -> None:
        """Join two claims because a person says so, unless that brings together what a person took apart."""
        one, other = self._number[first], self._number[second]
        if one != other and not self._is_judged_apart(one, other):
            self._join(one, other)

    def run(self) -> None:
        """Join clusters, the best average first, until none fits."""
        heap = [self._entry(one, other) for one in self._clusters for other in self._sums[one] if one < other]
        heapq.heapify(heap)
        while heap:
            average, one, other, sizes = heapq.heappop(heap)
            if average > 0:  # negated: nothing that is left fits
                break
            if one not in self._clusters or other not in self._clusters or sizes != self._sizes(one, other):
                continue  # of clusters that have grown since
            if self._is_forbidden(one, other):
                continue
            kept = self._join(one, other)
            for near in self._sums[kept]:
                heapq.heappush(heap, self._entry(*sorted((kept, near))))

    def _entry(self, one: int, other: int) -> tuple[float, int, int, tuple[int, int]]:
        total, count = self._sums[one][other]
        left, right = self._sizes(one, other)
        average = (total + MISSING * (left * right - count)) / (left * right)
        return -round(average, 6), one, other, (left, right)

    def _sizes(self, one: int, other: int) -> tuple[int, int]:
        return len(self._clusters[one].members), len(self._clusters[other].members)

    def _join(self, one: int, other: int) -> int:
        """Join two clusters under the lesser number, which is that of its least claim; return it."""
        kept, gone = min(one, other), max(one, other)
        for near, (total, count) in self._sums.pop(gone, {}).items():
            self._sums[near].pop(gone, None)
            if near != kept:
                had, of = self._sums[kept].get(near, (0.0, 0))
                self._sums[kept][near] = self._sums[near][kept] = (had + total, of + count)
        lost = self._clusters.pop(gone)
        for name in lost.members:
            self._number[name] = kept
        self._clusters[kept] = _joined(self._clusters[kept], lost)
        return kept

    def _is_judged_apart(self, one: int, other: int) -> bool:
        left, right = self._clusters[one], self._clusters[other]
        return any(not self._forbidden[name].isdisjoint(right.members) for name in left.members
                   if name in self._forbidden)

    def _is_forbidden(self, one: int, other: int) -> bool:
        left, right = self._clusters[one], self._clusters[other]
        if self._is_judged_apart(one, other):
            return True
        if left.sentences & right.sentences or _times_exclude(left, right):
            return True
        if left.ordinals and right.ordinals and not left.ordinals & right.ordinals:
            return True
        if len(left.held | right.held) == 1:
            return False
        return any(is_apart(self._profiles[a], self._profiles[b]) for a in left.members for b in right.members
                   if self._profiles[a].is_held != self._profiles[b].is_held)


def _single(profile: Profile) -> _Cluster:
    sharp = profile.when if profile.when and (profile.when.is_sharp or not profile.is_held) else None
    return _Cluster(
        members=[profile.claim], sentences={(profile.document, profile.sentence)}, held={profile.is_held},
        latest_start=sharp.first if sharp else 0, earliest_end=sharp.after if sharp else None,
        ordinals={q.low for q in profile.quantities if q.ordinal and q.low is not None})


def _joined(one: _Cluster, other: _Cluster) -> _Cluster:
    ends = [end for end in (one.earliest_end, other.earliest_end) if end is not None]
    return _Cluster(
        members=[*one.members, *other.members], sentences=one.sentences | other.sentences,
        held=one.held | other.held, latest_start=max(one.latest_start, other.latest_start),
        earliest_end=min(ends, default=None), ordinals=one.ordinals | other.ordinals)


def _times_exclude(one: _Cluster, other: _Cluster) -> bool:
    """Tell whether sharp times, or times in which an act is due, of the two are more than a day apart."""
    if one.earliest_end is None or other.earliest_end is None:
        return False
    return max(one.latest_start, other.latest_start) - min(one.earliest_end, other.earliest_end) > 1


def _pair(first: str, second: str) -> Pair:
    return (first, second) if first < second else (second, first)


def judged(judgements: Iterable[Judgement]) -> tuple[list[Pair], set[Pair]]:
    """Return the pairs that persons joined, the latest first, and those that they took apart.

    Of two judgements on one pair the later counts. Judgements are given in the order of their numbers.
    """
    found: dict[Pair, bool] = {}
    for judgement in judgements:
        pairs: Iterable[tuple[str, str]] = ()
        if judgement.verdict is Verdict.MERGE:
            pairs = itertools.combinations(judgement.claims, 2)
        elif judgement.verdict is Verdict.SPLIT:
            pairs = itertools.product(judgement.claims, judgement.others)
        for first, second in pairs:
            if first != second:
                found.pop(_pair(first, second), None)  # so that the latest stand last
                found[_pair(first, second)] = judgement.verdict is Verdict.MERGE
    joined = [pair for pair, together in reversed(found.items()) if together]
    return joined, {pair for pair, together in found.items() if not together}
