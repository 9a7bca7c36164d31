"""Clusters of claims: no chains, constraints on whole clusters, what a person said before everything."""

from dataclasses import replace
from itertools import pairwise

import pytest

from keii.model import Judgement, Link, Status, Verdict
from keii.situation.linking import SAME, compare_profiles
from keii.situation.merging import clusters, components, judged
from keii.situation.profile import Profile, profile
from situation.stories import Act, reading, told

VISIT = Act("Fiji's premier visited Peru on 2 May.", "visited", "CONSULT", {"Fiji": "FJI/GOV"}, {"Peru": "PER/GOV"},
            day="2031-05-02", time="2 May", mode="visit")


def profiles(*acts: Act) -> dict[str, Profile]:
    found = [profile(told(act, name=f"{number}.txt")) for number, act in enumerate(acts)]
    return {one.claim: one for one in found}


def link(one: str, other: str, score: float) -> Link:
    first, second = sorted((one, other))
    return Link(first=first, second=second, score=score)


def sizes(groups: list[tuple[str, ...]]) -> list[int]:
    return sorted(map(len, groups))


def test_a_chain_of_links_is_no_event() -> None:
    known = profiles(*[replace(VISIT, day=None)] * 6)
    names = sorted(known)
    chain = [link(a, b, SAME + 0.3) for a, b in pairwise(names)]
    assert max(sizes(clusters(known, chain))) <= 3
    whole = [link(a, b, SAME + 0.3) for n, a in enumerate(names) for b in names[n + 1:]]
    assert sizes(clusters(known, whole)) == [6]


def test_times_that_exclude_each_other_are_not_bridged_by_a_claim_without_time() -> None:
    known = profiles(VISIT, replace(VISIT, day=None), replace(VISIT, day="2031-05-20"))
    first, bridge, last = known
    groups = clusters(known, [link(first, bridge, SAME + 2), link(bridge, last, SAME + 1)])
    assert {frozenset(group) for group in groups} == {frozenset({first, bridge}), frozenset({last})}


def test_times_in_which_acts_are_due_are_not_bridged_by_a_claim_without_time() -> None:
    due = replace(VISIT, status="planned", day="2031-05-03/2031-05-20")
    known = profiles(due, replace(due, day=None), replace(due, day="2031-07-01/2031-07-20"))
    first, bridge, last = known
    groups = clusters(known, [link(first, bridge, SAME + 2), link(bridge, last, SAME + 1)])
    assert {frozenset(group) for group in groups} == {frozenset({first, bridge}), frozenset({last})}
    told_done = {name: replace(one, status=Status.OCCURRED) for name, one in known.items()}
    assert sizes(clusters(told_done, [link(first, bridge, SAME + 2), link(bridge, last, SAME + 1)])) == [3]


def test_two_acts_of_one_sentence_are_not_bridged_by_a_third() -> None:
    one, other = told(VISIT), told(replace(VISIT, trigger="on"))
    both = {p.claim: p for p in (profile(one), replace(profile(other), document=one.document.id))}
    third = profile(told(VISIT, name="b.txt"))
    known = {**both, third.claim: third}
    groups = clusters(known, [link(name, third.claim, SAME + 2) for name in both])
    assert sizes(groups) == [1, 2]


@pytest.mark.parametrize(("statuses", "together"), [
    (("occurred", "not_occurred"), True), (("occurred", "ongoing"), True), (("planned", "expected"), True),
    (("planned", "occurred"), False), (("urged", "not_occurred"), False),
])
def test_what_is_held_and_what_is_to_come_are_two_events(statuses: tuple[str, str], together: bool) -> None:
    first, second = statuses
    other = replace(VISIT, status=second, text="On 2 May Fiji's premier visited Peru, it is said.")
    known = profiles(replace(VISIT, status=first), other)
    link = compare_profiles(*known.values())
    assert link.score >= SAME
    assert (len(clusters(known, [link])) == 1) is together


def test_claims_come_by_publication() -> None:
    late, early = (profile(told(VISIT, name=name, published=day)) for name, day in (
        ("a.txt", "2031-05-04"), ("b.txt", "2031-05-03")))
    known = {late.claim: late, early.claim: early}
    assert clusters(known, [compare_profiles(late, early)]) == [(early.claim, late.claim)]


def test_a_person_comes_before_every_rule() -> None:
    known = profiles(VISIT, replace(VISIT, day="2031-05-20"), VISIT)
    a, b, c = known
    links = [link(a, c, SAME + 3)]
    assert {frozenset(group) for group in clusters(known, links)} == {frozenset({a, c}), frozenset({b})}
    assert any({a, b} <= set(group) for group in clusters(known, links, joined=[(a, b)]))  # days exclude each other
    assert sizes(clusters(known, links, apart=[(a, c)])) == [1, 1, 1]


def test_of_two_judgements_on_a_pair_the_later_counts() -> None:
    def judgement(verdict: Verdict, *claims: str) -> Judgement:
        split = verdict is Verdict.SPLIT
        return Judgement(verdict=verdict, claims=claims[:1] if split else claims, others=claims[1:] if split else (),
                         author="a", at="2031-05-04T00:00:00Z")

    merge, split = judgement(Verdict.MERGE, "a", "b", "c"), judgement(Verdict.SPLIT, "c", "a")
    assert judged([merge, split]) == ([("b", "c"), ("a", "b")], {("a", "c")})
    assert judged([split, merge]) == ([("b", "c"), ("a", "c"), ("a", "b")], set())


def test_components_hang_together_by_pairs() -> None:
    assert components("abcde", [("a", "c"), ("c", "d")]) == [frozenset("acd"), frozenset("b"), frozenset("e")]


def test_an_act_told_twice_in_one_document_is_one_event() -> None:
    one = reading([VISIT, replace(VISIT, text="The visit of Fiji to Peru ended on 2 May.", trigger="visit")])
    assert one.document is not None
    known = {p.claim: p for claim in one.claims for p in [profile(
        replace(told(VISIT), claim=claim, document=one.document))]}
    assert sizes(clusters(known, [compare_profiles(*known.values())])) == [2]
