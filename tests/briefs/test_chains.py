"""Chains of causes: what joins two statements, and what does not."""

import pytest

from keii.briefs.chains import chains
from keii.model import Causation, Cause, Span

TEXT = "The port was closed. Exports stopped. Wheat prices rose sharply. Riots broke out. Nobody was hurt."


def cause(
    first: str,
    second: str,
    *,
    sentence: int = 0,
    status: Causation = Causation.ASSERTED,
    link: int = 0,
    cause_claims: tuple[str, ...] = (),
    effect_claims: tuple[str, ...] = (),
    text: str = TEXT,
) -> Cause:
    def span(words: str) -> Span:
        return Span.of(text, text.index(words), text.index(words) + len(words))

    return Cause(
        document="d_1",
        sentence=sentence,
        connective=Span.of(text, link, link + 1),
        rule="made",
        status=status,
        cause=span(first),
        effect=span(second),
        cause_claims=cause_claims,
        effect_claims=effect_claims,
    )


def shown(*causes: Cause) -> list[list[str]]:
    return [[chain[0].cause.quote, *(one.effect.quote for one in chain)] for chain in chains(causes)]


def test_an_effect_that_is_the_next_cause_makes_a_chain() -> None:
    assert shown(
        cause("port was closed", "Exports stopped", link=0),
        cause("Exports stopped", "prices rose", link=1),
        cause("prices rose sharply", "Riots broke out", link=2),
    ) == [["port was closed", "Exports stopped", "prices rose", "Riots broke out"]]


def test_statements_without_a_common_part_stay_apart() -> None:
    assert shown(cause("port was closed", "Exports stopped"), cause("prices rose", "Riots broke out", link=1)) == [
        ["port was closed", "Exports stopped"],
        ["prices rose", "Riots broke out"],
    ]


def test_the_same_claim_joins_what_is_told_in_different_places() -> None:
    assert (
        len(
            shown(
                cause("port was closed", "Exports stopped", effect_claims=("c_1",)),
                cause("prices rose", "Riots broke out", link=1, cause_claims=("c_1",)),
            )
        )
        == 1
    )


def test_what_is_denied_leads_to_nothing() -> None:
    assert (
        len(
            shown(
                cause("port was closed", "Exports stopped", status=Causation.DENIED),
                cause("Exports stopped", "prices rose", link=1),
            )
        )
        == 2
    )


def test_one_cause_of_two_effects_begins_two_chains() -> None:
    assert shown(
        cause("port was closed", "Exports stopped"),
        cause("Exports stopped", "prices rose", link=1),
        cause("Exports stopped", "Riots broke out", link=2),
    ) == [
        ["port was closed", "Exports stopped", "prices rose"],
        ["port was closed", "Exports stopped", "Riots broke out"],
    ]


def test_a_ring_ends_where_it_began() -> None:
    assert shown(cause("Exports stopped", "prices rose"), cause("prices rose", "Exports stopped", link=1)) == [
        ["Exports stopped", "prices rose", "Exports stopped"]
    ]


@pytest.mark.parametrize(
    ("effect", "again", "joined"),
    [
        ("小麦の価格が上昇した", "小麦の価格の上昇", True),
        ("暴動", "暴動", True),
        ("小麦の価格が上昇した", "原油の価格の下落", False),
        ("exports of wheat stopped", "the stopped exports of wheat", True),
        ("riots", "prices", False),
    ],
)
def test_an_effect_told_again_in_the_same_words_is_the_same(effect: str, again: str, joined: bool) -> None:
    text = f"封鎖 x {effect}。その後 {again} y 混乱 z"
    first = cause("封鎖", effect, text=text)
    start = text.rindex(again)
    second = Cause(
        document="d_1",
        sentence=1,
        connective=Span.of(text, len(text) - 1, len(text)),
        rule="made",
        status=Causation.ASSERTED,
        cause=Span.of(text, start, start + len(again)),
        effect=Span.of(text, text.index("混乱"), text.index("混乱") + 2),
    )
    assert (len(chains([first, second])) == 1) is joined
