"""Stories that are kept and told on are those that the claims alone would tell, whatever came, went or was decided."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from composed import SETTINGS
from keii.ledger import Filter, Ledger, awaited_lists, awaiting
from keii.ledger.connection import steady
from keii.model import Expectation, Judgement, Outcome, Sentence, Status, Told, Verdict
from keii.pipeline import Reading
from keii.situation import renewing
from keii.situation.comparing import compare
from keii.situation.expectations import expectations
from keii.situation.gathering import awaited, expected, with_claims
from keii.situation.keeping import Keeper
from keii.situation.scoring import Look, may_reach, score
from situation.awaited import stories
from situation.awaited import told as claims_of
from situation.made import claim, claims

DAY = "2024-08-15"
AS_OF = (DAY, "2024-06-20", "9999-12-31")
MANY = settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def readings(told: Iterable[Told]) -> list[Reading]:
    """Return the claims by the documents that tell them."""
    found: dict[str, list[Told]] = {}
    for one in told:
        own = found.setdefault(one.document.id, [])
        if one.claim.id not in {other.claim.id for other in own}:
            own.append(one)
    return [Reading(origin="made", document=own[0].document, claims=tuple(one.claim for one in own),
                    sentences=(Sentence(index=0, start=0, end=len(own[0].document.text), text=own[0].document.text),))
            for own in found.values()]


def in_order(found: Iterable[Expectation]) -> list[Expectation]:
    """Return them in one order; a claim that demands two acts opens two of one id."""
    return sorted(found, key=repr)


def plain(ledger: Ledger, as_of: str) -> list[Expectation]:
    """Return what the claims that hold tell, computed from nothing."""
    ids = [claim.id for claim in ledger.claims()]
    return in_order(expectations(ledger.told(ids).values(), as_of=as_of))


def assert_right(ledger: Ledger) -> None:
    """Hold what is told on, in memory and as it is then kept, against the plain computation."""
    for kept in (False, True):
        if kept:
            renewing.keep_up(ledger)
            with ledger.asking() as connection:
                assert not renewing.is_behind(connection)
        for day in AS_OF:
            found = in_order(one.expectation for one in awaited(ledger, Filter(), as_of=day))
            assert found == plain(ledger, day)


@given(st.lists(claims(), min_size=1, max_size=14), st.randoms(use_true_random=False))
@MANY
def test_documents_that_come_in_any_order_and_number_tell_the_same(
        told: list[Told], random: Random) -> None:
    found = readings(told)
    random.shuffle(found)
    with made() as ledger:
        keeper = Keeper(ledger, None)
        for one in found:
            ledger.write(one)
            keeper.catch_up()
            if random.random() < 0.5:
                renewing.keep_up(ledger)
        assert_right(ledger)


@given(st.lists(claims(), min_size=2, max_size=12), st.randoms(use_true_random=False))
@MANY
def test_what_is_read_anew_rejected_or_taken_back_is_told_as_if_it_had_always_been_so(
        told: list[Told], random: Random) -> None:
    found = readings(told)
    with written(found) as (ledger, keeper):
        assert_right(ledger)
        for one in random.sample(found, len(found) // 2):
            assert one.document is not None
            if random.random() < 0.5:
                ledger.write(replace(one, claims=one.claims[1:]))
                keeper.catch_up()
            else:
                reject(keeper, one, random)
            if random.random() < 0.7:
                assert_right(ledger)
        assert_right(ledger)


def test_what_met_an_awaited_act_may_go_and_a_later_claim_meets_it() -> None:
    # The first visit closes the wait within days; without it the second, later than that, is what was awaited.
    days = (("2024-05-01", Status.PLANNED), ("2024-05-02", Status.OCCURRED), ("2024-05-06", Status.OCCURRED))
    found = readings(claim("The visit 0.", "visit", day=day, status=status) for day, status in days)
    with written(found) as (ledger, keeper):
        assert_right(ledger)
        ledger.write(replace(found[1], claims=()))
        keeper.catch_up()
        assert_right(ledger)
        told = [one.expectation for one in awaited(ledger, Filter(), as_of=DAY)]
        assert [(one.outcome, [turn.at for turn in one.turns]) for one in told] == [(Outcome.MET, ["2024-05-06"])]


def reject(keeper: Keeper, one: Reading, random: Random) -> None:
    """Let a person reject a claim of a document, and perhaps take it back."""
    assert one.document is not None
    claim = random.choice(one.claims)
    with keeper._ledger.asking() as connection:
        row = connection.execute("SELECT key FROM claims WHERE id = ? AND decided = 0", (claim.id,)).fetchone()
    number = keeper.judge(Judgement(verdict=Verdict.REJECT, claims=(claim.id,), author="A", at="2031-01-01T00:00:00Z",
                                    document=one.document.id, seen=row[0]))
    if random.random() < 0.3:
        keeper.judge(Judgement(verdict=Verdict.UNDO, claims=(claim.id,), author="A", at="2031-01-01T00:00:00Z",
                               document=one.document.id, seen=row[0], undoes=number))


@contextmanager
def written(found: Sequence[Reading]) -> Iterator[tuple[Ledger, Keeper]]:
    """Give a ledger with some readings, and what keeps its events."""
    with made() as ledger:
        keeper = Keeper(ledger, None)
        for one in found:
            ledger.write(one)
        keeper.catch_up()
        yield ledger, keeper


@contextmanager
def made() -> Iterator[Ledger]:
    """Give an empty ledger."""
    with TemporaryDirectory() as folder, Ledger.create(Path(folder) / "keii.db") as ledger:
        yield ledger


@pytest.fixture(scope="module")
def told() -> list[Told]:
    """Give the claims of the stories, which the pipeline has read."""
    return [one for story in stories() for one in claims_of(story)]


@given(st.data())
@SETTINGS
def test_the_score_is_that_of_the_reasons(told: list[Told], data: st.DataObject) -> None:
    one, other = (replace(each, claim=each.claim.with_(time=None)) for each in (
        data.draw(st.sampled_from(told)), data.draw(st.sampled_from(told))))
    found = compare(one, other).score
    assert score(Look(one), Look(other)) == found
    assert found <= 0 or may_reach(Look(one), Look(other), 0.0)


def test_a_filter_selects_by_the_claims_and_changes_nothing_that_is_known(tmp_path: Path, told: list[Told]) -> None:
    with Ledger.create(tmp_path / "keii.db") as ledger:
        for one in whole(told):
            ledger.write(one)
        renewing.keep_up(ledger)
        every = {one.expectation.id: one.expectation for one in awaited(ledger, Filter(), as_of=DAY)}
        assert len(every) > 20
        last = ledger.latest() or ""
        for chosen in (Filter(parties=("RUS",)), Filter(types=("CONSULT",)),
                       Filter(types=("!CONSULT",), since="2024-06")):
            ids = {claim.id for claim in ledger.claims(replace(chosen, types=()))}
            found = {one.expectation.id: one.expectation for one in awaited(ledger, chosen, as_of=DAY)}
            assert found == {
                id: one for id, one in every.items()
                if ids & {*one.claims, *(turn.claim for turn in one.turns)}
                and awaiting.is_of(one.type, chosen.types)}
            with ledger.asking() as connection, steady(connection):
                counts = awaited_lists.listed(connection, chosen, last).counts()
                assert counts == Counter(one.outcome.value for one in expected(connection, chosen, as_of=last))


def test_a_list_has_of_the_claims_those_that_opened_and_turned(tmp_path: Path, told: list[Told]) -> None:
    with Ledger.create(tmp_path / "keii.db") as ledger:
        for one in whole(told):
            ledger.write(one)
        renewing.keep_up(ledger)
        every = [one.expectation for one in awaited(ledger, Filter(), as_of=DAY)]
        gone = replace(every[0], voices=(*every[0].voices, replace(every[0].voices[0], claim="c_gone")))
        full, short = ([*with_claims(ledger, [*every, gone], voices=voices)] for voices in (True, False))
        assert [one.expectation for one in full] == [one.expectation for one in short] == every
        assert sum(len(one.told) for one in short) < sum(len(one.told) for one in full)
        for whole_, other in zip(full, short, strict=True):
            wanted = {whole_.expectation.opened, *(turn.claim for turn in whole_.expectation.turns)}
            assert other.told == {id: whole_.told[id] for id in wanted}


def whole(told: Sequence[Told]) -> list[Reading]:
    """Return the documents of claims with a sentence for each that they have."""
    found = []
    for one in readings(told):
        assert one.document is not None
        texts = {each.claim.sentence: each.sentence for each in told if each.document.id == one.document.id}
        sentences = []
        for number in range(max(texts) + 1):
            text = texts.get(number, "")
            start = one.document.text.index(text)
            sentences.append(Sentence(index=number, start=start, end=start + len(text), text=text))
        found.append(replace(one, sentences=tuple(sentences)))
    return found
