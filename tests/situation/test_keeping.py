"""The events of a ledger follow from the set of its claims and judgements, whatever their order."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keii.ledger import Filter, Ledger
from keii.ledger.events import claim_vectors
from keii.model import Claim, Document, Event, Judgement, Sentence, Verdict
from keii.pipeline import Reading
from keii.situation.keeping import Keeper
from keii.situation.vectors import ActVectors
from situation.stories import Act, reading

GOV = {"Fiji": "FJI/GOV", "Peru": "PER/GOV", "Chad": "TCD/GOV"}
VISIT = Act("Fiji's premier visited Peru on 2 May.", "visited", "CONSULT", {"Fiji": "FJI/GOV"}, {"Peru": "PER/GOV"},
            day="2031-05-02", time="2 May", mode="visit")
VISIT_JA = Act("フィジーの首相は2日、ペルーを訪問した。", "訪問", "CONSULT", {"フィジー": "FJI/GOV"},
               {"ペルー": "PER/GOV"}, day="2031-05-02", time="2日", mode="visit")
RAID = Act("Chad's army raided the camp.", "raided", "ASSAULT", {"Chad": "TCD/MIL"})


def events(tmp: Path, readings: Sequence[Reading], *, reach: int = 25, judgements: Sequence[Judgement] = (),
           name: str = "keii.db") -> list[Event]:
    with Ledger.create(tmp / name) as ledger:
        keeper = Keeper(ledger, None, reach=reach)
        for one in readings:
            ledger.write(one)
            keeper.catch_up()
        for judgement in judgements:
            keeper.judge(judgement)
        return list(ledger.events())


def test_claims_in_two_languages_become_one_event(tmp_path: Path) -> None:
    found = events(tmp_path, [reading([VISIT]), reading([VISIT_JA], name="b.txt", language="ja")])
    assert [len(event.claims) for event in found] == [2]
    assert found[0].documents == 2
    assert dict(found[0].fields)["actor"][0].value == "FJI/GOV"


def test_every_claim_belongs_to_one_event(tmp_path: Path) -> None:
    readings = [reading([VISIT, RAID]), reading([VISIT_JA], name="b.txt", language="ja")]
    claims = [claim for event in events(tmp_path, readings) for claim in event.claims]
    assert sorted(claims) == sorted(claim.id for one in readings for claim in one.claims)


def test_a_document_read_anew_takes_its_old_claims_along(tmp_path: Path) -> None:
    first = reading([VISIT, RAID])
    second = reading([VISIT_JA], name="b.txt", language="ja")
    anew = replace(first, claims=first.claims[1:])
    found = events(tmp_path, [first, second, anew])
    assert [event.claims for event in found] == [
        (second.claims[0].id,), (first.claims[1].id,)]
    assert found == events(tmp_path, [second, anew], name="other.db")


def test_reading_nothing_new_changes_nothing(tmp_path: Path) -> None:
    readings = [reading([VISIT, RAID]), reading([VISIT_JA], name="b.txt", language="ja")]
    assert events(tmp_path, readings) == events(tmp_path, [*readings, *readings], name="twice.db")


@pytest.mark.parametrize("verdict", [Verdict.SPLIT, Verdict.MERGE])
def test_a_judgement_holds_when_more_is_read(tmp_path: Path, verdict: Verdict) -> None:
    first, second = reading([VISIT]), reading([VISIT_JA if verdict is Verdict.SPLIT else RAID], name="b.txt")
    claims = (first.claims[0].id, second.claims[0].id)
    with Ledger.create(tmp_path / "keii.db") as ledger:
        keeper = Keeper(ledger, None)
        for one in (first, second):
            ledger.write(one)
        keeper.catch_up()
        split = verdict is Verdict.SPLIT
        keeper.judge(Judgement(verdict=verdict, claims=claims[:1] if split else claims,
                               others=claims[1:] if split else (), author="a", at="2031-05-04T00:00:00Z"))
        ledger.write(reading([replace(VISIT, text="On 2 May Fiji's premier visited Peru.")], name="c.txt"))
        keeper.catch_up()
        together = ledger.event(claims[0]) == ledger.event(claims[1])
        assert together is (verdict is Verdict.MERGE)


def test_the_later_of_two_judgements_counts(tmp_path: Path) -> None:
    first, second = reading([VISIT]), reading([VISIT_JA], name="b.txt", language="ja")
    a, b = first.claims[0].id, second.claims[0].id
    split = Judgement(verdict=Verdict.SPLIT, claims=(a,), others=(b,), author="a", at="2031-05-04T00:00:00Z")
    merge = Judgement(verdict=Verdict.MERGE, claims=(a, b), author="b", at="2031-05-05T00:00:00Z")
    assert len(events(tmp_path, [first, second], judgements=[split])) == 2
    assert len(events(tmp_path, [first, second], judgements=[split, merge], name="b.db")) == 1
    assert len(events(tmp_path, [first, second], judgements=[split, merge, split], name="c.db")) == 2


def test_an_id_of_earlier_days_still_finds_its_event(tmp_path: Path) -> None:
    later, earlier = reading([VISIT]), reading([VISIT_JA], name="b.txt", language="ja", published="2031-05-02")
    with Ledger.create(tmp_path / "keii.db") as ledger:
        keeper = Keeper(ledger, None)
        ledger.write(later)
        keeper.catch_up()
        old = next(ledger.events()).id
        ledger.write(earlier)
        keeper.catch_up()
        new = next(ledger.events())
        assert new.id != old
        assert ledger.event(old) == new


# ---- any order ----

_WHO = st.sampled_from(sorted(GOV))
_DAYS = st.sampled_from([None, "2031-05-02", "2031-05-03", "2031-05-20", "2031-05-01/2031-06-01"])


@st.composite
def _acts(draw: st.DrawFn) -> Act:
    actor, recipient = draw(_WHO), draw(_WHO)
    kind = draw(st.sampled_from(["CONSULT", "AGREE", "ASSAULT"]))
    word = draw(st.sampled_from(["met", "dealt with", "struck"]))
    return Act(f"{actor} {word} the side of {recipient} there.", word, kind, {actor: GOV[actor]},
               {recipient: GOV[recipient]} if recipient != actor else {}, day=draw(_DAYS),
               status=draw(st.sampled_from(["occurred", "planned", "not_occurred"])))


@st.composite
def _readings(draw: st.DrawFn) -> list[Reading]:
    acts = draw(st.lists(st.lists(_acts(), min_size=1, max_size=3), min_size=1, max_size=6))
    published = st.sampled_from([None, "2031-05-03", "2031-05-04", "2031-05-21"])
    return [reading(some, name=f"{number}.txt", published=draw(published)) for number, some in enumerate(acts)]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(readings=_readings(), data=st.data(), reach=st.sampled_from([1, 2, 25]))
def test_any_order_of_documents_gives_the_same_events(
        readings: list[Reading], data: st.DataObject, reach: int) -> None:
    shuffled = data.draw(st.permutations(readings))
    with TemporaryDirectory() as tmp:
        straight = events(Path(tmp), readings, reach=reach)
        assert straight == events(Path(tmp), shuffled, reach=reach, name="other.db")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(readings=_readings(), data=st.data(), reach=st.sampled_from([1, 2]))
def test_claims_that_are_gone_leave_no_trace(readings: list[Reading], data: st.DataObject, reach: int) -> None:
    emptied = data.draw(st.sampled_from(readings))
    anew = replace(emptied, claims=emptied.claims[1:])
    straight = [anew if one is emptied else one for one in readings]
    with TemporaryDirectory() as tmp:
        made = events(Path(tmp), [*readings, anew], reach=reach)
        assert made == events(Path(tmp), straight, reach=reach, name="other.db")


def dropping(tmp: Path, name: str, drop: str, readings: Sequence[Reading], back: bool = False) -> list[Event]:
    """Return the events after a document was dropped, or brought `back`."""
    from keii.ledger import rules

    with Ledger.create(tmp / name) as ledger:
        keeper = Keeper(ledger, None)
        for one in readings:
            ledger.write(one)
        keeper.catch_up()
        rule = rules.Rule(number=1, action=rules.Action.DROP, chosen=Filter(documents=(drop,)), author="", made_at="")
        with ledger.transaction() as connection:
            rules.add(connection, rule)
            assert rules.apply(connection, drop, [rule], moment="2031-05-02T00:00:00Z").dropped
        keeper.catch_up()
        if back:
            with ledger.transaction() as connection:
                assert rules.lift(connection, drop)
            keeper.catch_up()
        return list(ledger.events())


def test_a_dropped_document_leaves_the_events_as_if_it_had_never_come(tmp_path: Path) -> None:
    readings = [reading([VISIT, RAID]), reading([VISIT, RAID], name="copy.txt"),
                reading([VISIT_JA], name="b.txt", language="ja")]
    for number, one in enumerate(readings):
        assert one.document is not None
        others = [other for other in readings if other is not one]
        found = dropping(tmp_path, f"{number}.db", one.document.id, readings)
        assert found == events(tmp_path, others, name=f"{number}-never.db")
        back = dropping(tmp_path, f"{number}-back.db", one.document.id, readings, back=True)
        assert back == events(tmp_path, readings, name=f"{number}-all.db")


def _digest(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=8).digest()


class _Busy:
    """Vectors that are made while another program writes to the same ledger, as it does the first time."""

    def __init__(self, place: Path, first: Reading) -> None:
        self._place, self._first = place, [first]

    def document(self, document: Document) -> bytes:
        return _digest(document.language)

    def acts(self, document: Document, sentence: Sentence, claims: Sequence[Claim]) -> list[ActVectors]:
        while self._first:
            with Ledger.create(self._place) as other:
                other.write(self._first.pop())
        return [ActVectors(meaning=_digest(sentence.text), act=_digest(claim.trigger.quote)) for claim in claims]


@pytest.mark.parametrize("anew", [False, True])
def test_others_write_while_vectors_are_made_and_what_they_read_anew_has_its_own(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, anew: bool) -> None:
    monkeypatch.setattr("keii.ledger.sqlite.WAIT", 0.1)
    first = reading([VISIT, RAID])
    wanted = replace(first, claims=(
        first.claims[0], replace(first.claims[1], trigger=first.claims[0].trigger))) if anew else first
    written = wanted if anew else reading([VISIT_JA], name="b.txt", language="ja")
    with Ledger.create(tmp_path / "keii.db") as ledger:
        keeper = Keeper(ledger, _Busy(tmp_path / "keii.db", written))
        ledger.write(first)
        keeper.catch_up()
        keeper.catch_up()
        with ledger.asking() as connection:
            made = {id: (meaning, act) for id, meaning, act in claim_vectors(
                connection, [claim.id for claim in (*wanted.claims, *written.claims)])}
    sentences = {(one.origin, sentence.index): sentence.text for one in (wanted, written) for sentence in one.sentences}
    assert made == {claim.id: (_digest(sentences[one.origin, claim.sentence]), _digest(claim.trigger.quote))
                    for one in (wanted, written) for claim in one.claims}
