"""The events of shards are those of a ledger of the same shards, however they are divided."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keii.engines.contract import R, T
from keii.engines.local import Made
from keii.engines.processes import Processes
from keii.errors import ShardError
from keii.model import Event
from keii.pipeline import Reading
from keii.shards.merging.packing import packed, unpacked
from keii.shards.merging.plan import Item, Sizes
from keii.shards.merging.results import merged
from keii.shards.merging.running import Merge
from keii.shards.plan import Job
from keii.shards.running import Run
from keii.shards.store import store
from keii.situation import copies, merging
from keii.situation.blocking import block, keys
from keii.situation.profile import profile
from merged import drawn, generated, merge, of_ledger, of_shards
from sharding import files, kept
from situation.stories import Act, reading, told

SMALL = Sizes(of_part=7, of_bucket=5, of_block=4)  # claims: many parts, buckets and blocks
MIDDLE = Sizes(of_part=100, of_bucket=100, of_block=40)
GOV = {"Fiji": "FJI/GOV", "Peru": "PER/GOV", "Chad": "TCD/GOV"}


@pytest.fixture(scope="module")
def news() -> list[Made]:
    """Give a hundred generated documents of some days, a tenth of them copies."""
    return generated(80)


@pytest.fixture(scope="module")
def folder(news: list[Made], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give them as three shards, not merged yet."""
    to = tmp_path_factory.mktemp("merging") / "out"
    kept([news[:30], news[30:31], news[31:]], to)
    return to


@pytest.fixture(scope="module")
def straight(folder: Path) -> list[Event]:
    """Give the events of a ledger of them."""
    return of_ledger(folder, folder.parent / "keii.db")


def test_generated_news_has_the_events_of_a_ledger(folder: Path, straight: list[Event]) -> None:
    merge(folder, sizes=SMALL)
    found = of_shards(folder)
    assert found == straight
    assert max(len(event.claims) for event in found) > 3
    assert any(event.conflicts for event in found)
    assert any(event.independent < event.documents for event in found)  # copies count once
    assert not (folder / "merging").exists()


def test_more_processes_and_larger_tasks_change_nothing(
        news: list[Made], straight: list[Event], tmp_path: Path) -> None:
    kept([news], tmp_path / "one")
    merge(tmp_path / "one", Processes(2, preload=False), sizes=MIDDLE)
    assert of_shards(tmp_path / "one") == straight
    kept([news[number::4] for number in (3, 1, 0, 2)], tmp_path / "four")
    merge(tmp_path / "four", sizes=SMALL)
    assert of_shards(tmp_path / "four") == straight


def test_the_examples_have_the_events_of_a_ledger(tmp_path: Path) -> None:
    inputs = sorted(str(path) for path in (Path(__file__).parents[2] / "examples").iterdir())
    list(Run(inputs, Job(to=str(tmp_path / "out"), coder="rules", published="2024-06-14")).done(Processes(1)))
    merge(tmp_path / "out", sizes=MIDDLE)
    found = of_shards(tmp_path / "out")
    assert found == of_ledger(tmp_path / "out", tmp_path / "keii.db")
    assert max(len(event.claims) for event in found) > 1
    assert {"actor", "place", "time"} <= {name for event in found for name, _ in event.fields}


# ---- any set of documents ----

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
def _shards(draw: st.DrawFn) -> list[list[Made]]:
    """Draw shards of documents, some of which come again with fewer claims, or credited to another agency."""
    acts = draw(st.lists(st.lists(_acts(), min_size=1, max_size=3), min_size=1, max_size=6))
    published = st.sampled_from([None, "2031-05-03", "2031-05-04", "2031-05-21"])
    made = [drawn(reading(some, name=f"{number}.txt", published=draw(published)), number)
            for number, some in enumerate(acts)]
    for one in draw(st.lists(st.sampled_from(made), max_size=2)):
        fewer = one.reading.claims[draw(st.integers(0, 1)):]
        assert one.reading.document is not None
        document = replace(one.reading.document, agency=draw(st.sampled_from([None, "agency", "another"])))
        made.append(replace(one, reading=replace(one.reading, claims=fewer, document=document)))
    shards: list[list[Made]] = [[] for _ in range(draw(st.integers(1, 3)))]
    for one in made:
        draw(st.sampled_from(shards)).append(one)
    return shards


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(shards=_shards(), reach=st.sampled_from([1, 2, 25]))
def test_any_documents_in_any_shards_have_the_events_of_a_ledger(
        tmp_path_factory: pytest.TempPathFactory, shards: list[list[Made]], reach: int) -> None:
    tmp = tmp_path_factory.mktemp("any")
    kept(shards, tmp / "out")
    merge(tmp / "out", sizes=SMALL, reach=reach)
    assert of_shards(tmp / "out") == of_ledger(tmp / "out", tmp / "keii.db", reach=reach)


def test_a_sentence_of_many_documents_makes_nobody_a_copy(tmp_path: Path) -> None:
    """Of 41 documents a long sentence is boilerplate; in 40 it is what shows that two of them are copies."""
    first = _article("")
    second = next(one for one in (_article(_words(number, 75)) for number in range(100)) if _are_copies(first, one))
    others = [_article(_words(number, 200)) for number in range(1000, 1039)]
    assert not any(_are_copies(one, other) for one in others for other in (first, second))
    for count in (40, 41):
        made = [drawn(one, 1) for one in (first, second, *others)][:count]
        kept([made[:3], made[3:]], tmp_path / f"{count}")
        merge(tmp_path / f"{count}", sizes=SMALL)
        found = of_shards(tmp_path / f"{count}")
        assert found == of_ledger(tmp_path / f"{count}", tmp_path / f"{count}.db")
        assert any(event.independent < event.documents for event in found) is (count == 40)


def _article(words: str) -> Reading:
    act = Act("Fiji met Peru in the capital today.", "met", "CONSULT", {"Fiji": "FJI/GOV"}, {"Peru": "PER/GOV"})
    rest = Act("The agency reports from the capital on whatever the ministry lets be known on that day of the year "
               "and the weather of the harbour was as fair as anybody there had hoped for.", "lets", "SUPPORT",
               {"ministry": "FJI/GOV"})
    return reading([act, rest, Act(f"{words}ends.", "ends", "SUPPORT")], name=f"{words[:20]}.txt")


def _words(seed: int, count: int) -> str:
    chance = random.Random(seed)
    return "".join(f"{''.join(chance.choices('abcdefgh', k=6))} " for _ in range(count))


def _are_copies(one: Reading, other: Reading) -> bool:
    """Tell whether two articles are copies that meet under their common sentence alone."""
    assert one.document is not None
    assert other.document is not None
    left, right = copies.signed(one.document.text), copies.signed(other.document.text)
    met = set(left.keys) & set(right.keys)
    return copies.likeness(left.shingles, right.shingles) > 0 and not any(key.startswith("b_") for key in met)


def test_a_reading_that_no_ledger_takes_is_left_out_and_counted(tmp_path: Path) -> None:
    acts = [Act("Fiji met Peru.", "met", "CONSULT", {"Fiji": "FJI/GOV"}, {"Peru": "PER/GOV"})]
    good, bad = (drawn(reading(acts, name=name), 1) for name in ("a.txt", "b.txt"))
    astray = replace(bad, reading=replace(bad.reading, claims=tuple(
        replace(claim, sentence=7) for claim in bad.reading.claims)))
    kept([[good], [astray]], tmp_path / "out")
    merge(tmp_path / "out")
    assert of_shards(tmp_path / "out") == of_ledger(tmp_path / "out", tmp_path / "keii.db")
    held = merged(store(str(tmp_path / "out")))
    assert held is not None
    assert (held.refused, held.rows("event_claims")) == (1, 1)


def test_shards_without_documents_have_no_events(tmp_path: Path) -> None:
    kept([[]], tmp_path / "out")
    merge(tmp_path / "out")
    held = merged(store(str(tmp_path / "out")))
    assert held is not None
    assert held.rows("events") == 0


# ---- what is compared ----

def test_a_claim_is_compared_as_it_was_before_it_was_sent() -> None:
    act = Act("Fiji's army took 12 ships off Peru on 2 May for the third time.", "took", "OTHER", {"Fiji": "FJI/MIL"},
              {"Peru": "PER"}, status="planned", day="2031-05-02", time="2 May", place="Peru", country="PER",
              number=("12 ships", 12, "ship"), ordinal=("third", 3), label="seizure of ships")
    own = profile(replace(told(act), story=b"\x01\x02", meaning=b"\x03\x04", act=b"\x05\x06"))
    back = unpacked(packed(own), story=b"\x01\x02", meaning=b"\x03\x04", act=b"\x05\x06")
    for name in own.__slots__:
        mine, other = getattr(own, name), getattr(back, name)
        if name in ("story", "meaning", "act"):
            assert mine.tolist() == other.tolist()
        elif name != "words":  # of which a hash is sent
            assert mine == other, name


@pytest.mark.parametrize("day", [None, "2031-05-02", "2031-05-01/2031-06-01"])
def test_the_keys_of_a_claim_lie_in_few_blocks(day: str | None) -> None:
    act = Act("Fiji met Peru.", "met", "CONSULT", {"Fiji": "FJI/GOV"}, {"Peru": "PER/GOV"}, day=day)
    found = keys(profile(told(act)), (), act.text)
    assert len({block(key) for key in found}) <= len(found) / 2 + 2
    assert block("CONSULT|FJI|w30") == block("CONSULT|FJI|m7") != block("CONSULT|PER|w30")
    assert block("CONSULT|FJI|w29") != block("CONSULT|FJI|w30")


# ---- interrupted, damaged ----

class Ending:
    """An engine that ends after so many tasks, as if the command were killed."""

    def __init__(self, after: int) -> None:
        self.left = after

    def map(self, function: Callable[[T], R], items: Sequence[T]) -> Iterator[tuple[int, R | None]]:
        for number, item in enumerate(items):
            if not self.left:
                raise KeyboardInterrupt
            self.left -= 1
            yield number, function(item)

    def close(self) -> None:
        """Do nothing."""


def test_what_was_finished_before_an_interruption_stays(
        news: list[Made], straight: list[Event], tmp_path: Path) -> None:
    to = tmp_path / "out"
    kept([news[:40], news[40:]], to)
    whole = merge_of_a_copy(to, tmp_path / "whole")
    tasks = len(whole)
    for after in (1, tasks // 2, tasks - 1):
        with pytest.raises(KeyboardInterrupt):
            merge(to, Ending(after), sizes=SMALL)
        assert merged(store(str(to))) is None
    again = merge(to, sizes=SMALL)
    assert (len(again), sum(one.kept for one in again)) == (tasks, tasks - 1)
    assert of_shards(to) == straight
    assert files(to) == files(tmp_path / "whole")
    assert merge(to, sizes=SMALL) == []


def merge_of_a_copy(folder: Path, to: Path) -> list[Any]:
    import shutil

    shutil.copytree(folder, to)
    return merge(to, sizes=SMALL)


def test_events_of_other_shards_count_for_nothing(news: list[Made], tmp_path: Path) -> None:
    to = tmp_path / "out"
    kept([news[:9]], to)
    merge(to)
    kept([news[:9], news[9:20]], to)
    assert Merge(str(to)).result is None
    merge(to)
    assert of_shards(to) == of_ledger(to, tmp_path / "keii.db")


def test_claims_that_cannot_be_merged_cost_themselves_alone(
        news: list[Made], straight: list[Event], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    to, real = tmp_path / "out", merging.clusters
    kept([news], to)
    bad = max(straight, key=lambda event: len(event.claims)).claims[0]

    def clusters(profiles: Any, links: Any) -> Any:
        if bad in profiles:
            raise ValueError("a bad block")
        return real(profiles, links)

    monkeypatch.setattr(merging, "clusters", clusters)
    merge(to, sizes=SMALL)
    held = merged(store(str(to)))
    assert held is not None
    ((failure,), found) = held.failures, of_shards(to)
    assert failure.why == "ValueError: a bad block"
    assert [event for event in straight if event in found] == found
    assert sum(len(event.claims) for event in straight) - failure.claims == sum(len(event.claims) for event in found)
    monkeypatch.undo()
    assert sum(not one.kept for one in merge(to, sizes=SMALL)) == 1
    assert of_shards(to) == straight


class Dying(Ending):
    """An engine whose process ends with one component of one block."""

    def map(self, function: Callable[[T], R], items: Sequence[T]) -> Iterator[tuple[int, R | None]]:
        for number, item in enumerate(items):
            dies = isinstance(item, Item) and item.name.startswith("000001") and item.first <= 3 < item.after
            yield number, None if dies else function(item)


def test_components_that_end_their_process_are_found_by_halving(
        news: list[Made], straight: list[Event], tmp_path: Path) -> None:
    kept([news], tmp_path / "out")
    merge(tmp_path / "out", Dying(0), sizes=MIDDLE)
    held = merged(store(str(tmp_path / "out")))
    assert held is not None
    assert [failure.why for failure in held.failures] == ["its process ended (000001-3-4)"]
    found = of_shards(tmp_path / "out")
    assert [event for event in straight if event in found] == found
    assert 0 < len(straight) - len(found) < 5


def test_a_step_that_ends_its_process_is_told(folder: Path, news: list[Made], tmp_path: Path) -> None:
    class Gone(Ending):
        def map(self, function: Callable[[T], R], items: Sequence[T]) -> Iterator[tuple[int, R | None]]:
            yield from ((number, None) for number, _ in enumerate(items))

    kept([news[:3]], tmp_path / "out")
    with pytest.raises(ShardError, match="ended its process in the step «documents»"):
        merge(tmp_path / "out", Gone(0))


def test_a_damaged_shard_is_told(news: list[Made], tmp_path: Path) -> None:
    kept([news[:3]], tmp_path / "out")
    (path,) = (tmp_path / "out" / "claims").iterdir()
    data = path.read_bytes()
    path.write_bytes(data[:100] + bytes([data[100] ^ 1]) + data[101:])
    with pytest.raises(ShardError, match=r"claims/.* is missing, or is not what the manifest says"):
        merge(tmp_path / "out")


def test_another_store_holds_the_same_events(news: list[Made], straight: list[Event], tmp_path: Path) -> None:
    pytest.importorskip("fsspec")
    from keii.shards.sql import ask

    kept([news[:40], news[40:]], "memory://merging/out")
    merge("memory://merging/out", sizes=SMALL)
    assert sorted(ask("memory://merging/out", "SELECT event, claims, independent FROM events").rows) == [
        (event.id, len(event.claims), event.independent) for event in straight]
    assert not store("memory://merging/out").names("merging")
