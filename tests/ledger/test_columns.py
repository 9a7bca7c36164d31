"""What is counted on columns in memory is what SQL counts, for any filter, also after documents were read anew."""

import contextlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.filling import Filling
from benchmarks.made import News
from keii.errors import WorkingError
from keii.ledger import Filter, Ledger, against, between, browse, counting, located, outlets, over_time, queue, rules
from keii.ledger.columns import Columns
from keii.ledger.days import UncountableError, day
from keii.ledger.rules import Action, Rule
from keii.ledger.tallies import Acted, Acting, Cited, Outlet
from keii.model import Claim, Party, Trace, Verdict
from keii.pipeline import Reading
from keii.review.deciding import Reviewer, decide
from keii.situation.keeping import Keeper
from ledger.samples import launch, span, visit, with_claims

NEWS = News(daily=20, acts=4)
VISIT = visit("v.txt").claims[0]
DOCUMENTS = 100
LONG = 10.0
GAZETTEER = "geonames:1871859"


def unknown_person(origin: str, name: str) -> Reading:
    """Return a reading whose claim is of somebody whom the registry does not know, with the role that a text gives."""
    reading = visit(origin)
    assert reading.document is not None
    party = Party(span=span(reading.document.text, "両国"), code="RUS/GOV",
                  actor=f"doc:{reading.document.id}/name/{name}")

    def by(claim: Claim) -> Claim:
        return replace(claim, actors=(party,), trace=(Trace(
            field="actor", rule="resolution.described", value=party.actor or "",
            span=span(reading.document.text if reading.document else "", "大統領府報道官")),))

    return with_claims(reading, *map(by, reading.claims[1:2]))


def at_a_place_of_the_gazetteer(origin: str) -> Reading:
    reading = visit(origin)
    return with_claims(reading, *(replace(claim, place=replace(claim.place, gazetteer=GAZETTEER))
                                  for claim in reading.claims if claim.place))


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    path = tmp_path_factory.mktemp("columns") / "keii.db"
    with Ledger.create(path) as held:
        Filling(held, NEWS).fill(DOCUMENTS)
        for reading in (visit("v.txt"), launch("l.txt"), unknown_person("p.txt", "a-b"),
                        at_a_place_of_the_gazetteer("g.txt")):
            held.write(reading)
        with held.transaction() as connection:
            for action, tag, chosen in ((Action.TAG, "met", Filter(words="met")),
                                        (Action.DROP, None, Filter(words="shelled", outlets=("Harbour",)))):
                rules.add(connection, Rule(action=action, tag=tag, chosen=chosen, author="a", made_at="2026-01-01"))
            kept = rules.rules(connection)
            for id, in connection.execute("SELECT document FROM readings WHERE current = 1").fetchall():
                rules.apply(connection, id, kept, moment="2026-01-01")
            assert rules.dropped(connection)
        Keeper(held, None).catch_up()
        first = min(claim.id for claim in held.claims(Filter(types=("CONSULT",))))
        decide(held, first, Verdict.ACCEPT, Reviewer(name="a", at="2031-05-04T00:00:00Z"))
        yield held


@pytest.fixture(scope="module")
def columns(ledger: Ledger) -> Columns:
    found = Columns()
    with ledger.browsing(seconds=LONG) as connection:
        found.follow(connection)
    return found


WHO = ("USA", "RUS", "UKR", "RUS/GOV", "/GOV", "state:CHN", "ロシア", "russia", "!USA", "!russia", "XXX", "Agency",
       "両国", "vladimir-putin")


def several(*values: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=2).map(tuple)


DAYS = st.none() | st.sampled_from(("2021", "2021-01", "2021-01-02", "2021-01-04", "2024-06-13", "2030"))
FILTERS = st.builds(
    Filter, actors=several(*WHO), recipients=several(*WHO[:6]), parties=several(*WHO),
    sources=several(*WHO, "none", "!none"),
    types=several("CONSULT", "ASSAULT", "OTHER", "!AID"), statuses=several("occurred", "planned", "!not_occurred"),
    certainties=several("plain", "low"), places=several("USA", "PRK", "!CHN", "ロシア", "SOHAE", "united", GAZETTEER),
    texts=st.sampled_from(((), (), (), ("met",), ("非難", "!米国"))), words=st.sampled_from((None, None, None, "平壌")),
    documents=st.sampled_from(((), (), (), ("v.txt",), ("!v.txt",))), since=DAYS, until=DAYS,
    outlets=st.sampled_from(((), (), (), ("harbour",), ("!Times", "river"))),
    tags=st.sampled_from(((), (), (), ("met",), ("!met",))),
    least_confidence=st.none() | st.sampled_from((0.0, 0.3, 0.75)),
    limit=st.sampled_from((3, 10, 400)), offset=st.sampled_from((0, 2, 30)))


def counted(ledger: Ledger, chosen: Filter) -> dict[str, object]:
    """Return all that a page asks for."""
    with ledger.browsing(seconds=LONG) as connection:
        return {
            "claims": [claim.id for claim in browse.page_of_claims(connection, chosen)],
            "ids": browse.ids_of_claims(connection, chosen),
            "number": browse.number_of_claims(connection, chosen),
            "events": browse.page_of_events(connection, chosen),
            "conflicts": browse.page_of_events(connection, chosen, conflicts=True),
            "documents": browse.page_of_documents(connection, chosen),
            "search": browse.search(connection, "met", chosen, sentences=2),
            "actors": browse.actors(connection, chosen),
            "types": browse.types(connection, chosen),
            **{of: browse.facets(connection, chosen, of=of) for of in ("events", "claims", "documents")},
            "times of events": sorted(over_time.of_events(connection, chosen), key=str),
            "events in order": over_time.page_of_events(connection, chosen),
            "places": located.of_claims(connection, chosen),
            "times of places": sorted(located.times_of_claims(connection, chosen), key=str),
            "acts": acts(between.acted(connection, chosen)),
            "acts of Russia": acts(between.acted(connection, chosen, of_russia)),
            "claims of Russia": between.claims(connection, chosen, of_russia),
            "outlets": outlets.outlets(connection, chosen), "cited": outlets.cited_in(connection, chosen, 9),
            "against": against.page_of_conflicts(connection, chosen, ()),
            "against in numbers": against.page_of_conflicts(connection, chosen, ("quantity", "time")),
            "fields in conflict": against.fields_in_conflict(connection, chosen),
            "to review": queue.page(connection, chosen), "how many": queue.size(connection, chosen),
            "beside": [queue.beside(connection, chosen, VISIT.id, before=before) for before in (True, False)],
        }


def of_russia(acting: Acting) -> bool:
    return any(code.startswith("RUS") for codes in acting for code in codes)


def acts(found: Acted) -> Counter[tuple[Acting, tuple[str, str], str | None]]:
    """Return how many claims there are by whose they are, of which kind, on which day."""
    assert found.number.tolist() == [1] * found.number.size
    return Counter((found.acting[acting], found.kinds[kind], found.days[day_]) for acting, kind, day_ in zip(
        found.of_acting.tolist(), found.of_kind.tolist(), found.of_day.tolist(), strict=True))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=FILTERS)
def test_any_filter_gives_on_columns_what_it_gives_by_sql(
        ledger: Ledger, columns: Columns, monkeypatch: pytest.MonkeyPatch, chosen: Filter) -> None:
    by_sql = counted(ledger, chosen)
    with monkeypatch.context() as patched:
        patched.setattr(counting, "columns_of", lambda connection: columns)
        assert counted(ledger, chosen) == by_sql


def test_an_outlet_is_the_same_both_ways(
        ledger: Ledger, columns: Columns, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("Harbour Times", "River News", "Capital Courier", "nobody")
    with ledger.browsing(seconds=LONG) as connection:
        def told() -> list[tuple[Outlet | None, tuple[Cited, ...], Counter[str]]]:
            return [(outlets.outlet(connection, name), outlets.cited(connection, name, 5),
                     outlets.types_of(connection, name)) for name in names]

        by_sql = told()
        monkeypatch.setattr(counting, "columns_of", lambda connection: columns)
        assert told() == by_sql
    assert [bool(one) for one, *_ in by_sql] == [True, True, True, False]


@pytest.mark.parametrize("who", WHO[:7])
def test_the_names_of_an_actor_are_the_same_both_ways(
        ledger: Ledger, columns: Columns, monkeypatch: pytest.MonkeyPatch, who: str) -> None:
    with ledger.browsing(seconds=LONG) as connection:
        by_sql = browse.called(connection, who, 12)
        monkeypatch.setattr(counting, "columns_of", lambda connection: columns)
        assert browse.called(connection, who, 12) == by_sql


def test_columns_follow_what_is_read_anew_and_merged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    columns = Columns()
    with Ledger.create(tmp_path / "keii.db") as held:
        keeper, first = Keeper(held, None), visit()
        steps = (first, launch(), visit(coder="rules/other"), with_claims(first, *first.claims[:1]), first,
                 *(made.reading for made in NEWS.documents(0, 25)), with_claims(first))
        for number, reading in enumerate(steps):
            held.write(reading)
            if number % 3 == 2:
                keeper.catch_up()
                by_sql = counted(held, Filter(limit=50))
                with monkeypatch.context() as patched, held.browsing(seconds=LONG) as connection:
                    columns.follow(connection)
                    patched.setattr(counting, "columns_of", lambda connection: columns)
                    mine = columns.selected(connection, Filter())
                assert int(mine.sum()) == by_sql["number"]
                with monkeypatch.context() as patched:
                    patched.setattr(counting, "columns_of", lambda connection: columns)
                    assert counted(held, Filter(limit=50)) == by_sql
                    assert counted(held, Filter(limit=50, statuses=("occurred",)))["number"] == sum(
                        1 for _ in held.claims(Filter(statuses=("occurred",))))


def test_a_count_of_late_is_given_until_there_is_a_newer_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("keii.ledger.columns.time.monotonic", lambda: now[0])
    columns = Columns(behind=10.0)
    with Ledger.create(tmp_path / "keii.db") as held:
        def counted() -> int:
            with held.browsing(seconds=LONG) as connection:
                columns.follow(connection)
                return columns.remembered(connection, "claims", lambda asked: browse.number_of_claims(asked, Filter()))

        held.write(visit("a.txt"))
        first = counted()
        held.write(launch("b.txt"))
        now[0] += 9
        assert counted() == first  # not old enough
        now[0] += 2
        assert counted() == first  # it is counted beside
        with columns.counting:
            pass
        more = counted()
        assert more > first
        for made in NEWS.documents(0, 3):
            held.write(made.reading)
        now[0] += 100
        assert counted() > more  # too old to be given once more


FOLLOWED = (
    Filter(actors=("RUS",)), Filter(parties=("russia", "!USA")), Filter(sources=("none",)), Filter(types=("!AID",)),
    Filter(places=(GAZETTEER,)), Filter(places=("united", "!CHN")), Filter(texts=("met",)), Filter(words="met"),
    Filter(outlets=("harbour",)), Filter(tags=("met",)), Filter(documents=("!d.txt",), since="2021"),
    Filter(least_confidence=0.3))


def test_what_a_filter_selects_follows_a_ledger_that_grows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what came since is looked at again: readings, other readings, tags, and what was dropped."""
    columns = Columns()
    with Ledger.create(tmp_path / "keii.db") as held:
        def add(first: int, *readings: Reading) -> None:
            for reading in (*(made.reading for made in NEWS.documents(first, first + 12)), *readings):
                held.write(reading)

        def tag(words: str, action: Action) -> None:
            with held.transaction() as connection:
                rules.add(connection, Rule(action=action, tag="met" if action is Action.TAG else None,
                                           chosen=Filter(words=words), author="a", made_at="2026-01-01"))
                for id, in connection.execute("SELECT document FROM readings WHERE current = 1").fetchall():
                    rules.apply(connection, id, rules.rules(connection), moment="2026-01-01")

        steps: tuple[Callable[[], None], ...] = (
            lambda: add(0), lambda: add(12, at_a_place_of_the_gazetteer("g.txt"), visit("d.txt")),
            lambda: tag("met", Action.TAG), lambda: add(24, visit("d.txt", coder="rules/other")),
            lambda: tag("shelled", Action.DROP), lambda: add(36, with_claims(visit("d.txt"))))
        for step in steps:
            step()
            for chosen in FOLLOWED:
                with held.browsing(seconds=LONG) as connection:
                    by_sql = (browse.number_of_claims(connection, chosen), browse.page_of_documents(connection, chosen))
                    columns.follow(connection)
                    with monkeypatch.context() as patched:
                        patched.setattr(counting, "columns_of", lambda connection: columns)
                        assert (browse.number_of_claims(connection, chosen),
                                browse.page_of_documents(connection, chosen)) == by_sql, chosen


@pytest.mark.parametrize("value", ["soon", "13 June", "2024-6", "12024-01-01"])
def test_a_date_that_is_none_leaves_counting_to_sql(value: str) -> None:
    with pytest.raises(UncountableError):
        day(value)


def test_a_large_ledger_is_counted_on_columns_once_they_are_read(
        ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    with ledger.browsing(seconds=LONG) as connection:
        assert counting.columns_of(connection) is None  # a small one is not
        monkeypatch.setattr(counting, "LARGE", 1)
        with contextlib.suppress(WorkingError):
            counting.columns_of(connection)
        counting.await_columns(connection)
        found = counting.columns_of(connection)
        assert found is not None
        assert int(found.selected(connection, Filter()).sum()) == browse.number_of_claims(connection, Filter())
