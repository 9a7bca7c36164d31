from pathlib import Path

import pytest

from keii.errors import UsageError
from keii.ledger import Filter, Ledger, searches
from keii.ledger.filters import from_options
from keii.ledger.searches import Search
from ledger.samples import launch, visit

EVERY = Filter(actors=("RUS", "!BLR"), recipients=("PRK",), parties=("USA",), types=("CONSULT",), statuses=("planned",),
               certainties=("plain",), sources=("none",), documents=("a.txt",), outlets=("Gazette",), tags=("arms",),
               places=("PRK",), texts=("訪問",),
               words='"oil price" -gas', least_confidence=0.25, since="2024", until="2024-06-13")
NOW = "2031-04-01T00:00:00Z"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "keii.db"
    with Ledger.create(path) as held:
        held.write(visit("news/a.txt"))
        held.write(launch("news/b.jsonl:3"))
    return path


def save(path: Path, name: str, chosen: Filter, *, wanted: bool = True, moment: str = NOW) -> None:
    with Ledger.create(path) as held, held.transaction() as connection:
        searches.keep(connection, Search(name=name, chosen=chosen, author="甲"), moment=moment, wanted=wanted)


def found(path: Path) -> list[Search]:
    with Ledger.open(path) as held, held.browsing(seconds=5) as connection:
        return list(searches.listing(connection))


def test_every_option_of_a_filter_comes_back() -> None:
    assert from_options(EVERY.options) == EVERY
    assert {name for name, _ in EVERY.options} == {*searches_options()}


def searches_options() -> list[str]:
    from keii.ledger.filters import MANY, ONE

    return [*MANY, *ONE]


def test_the_last_row_of_a_name_holds(ledger: Path) -> None:
    save(ledger, "b", EVERY)
    save(ledger, "a", Filter(actors=("RUS",)))
    save(ledger, "b", Filter(actors=("USA",)), moment="2031-04-02T00:00:00Z")
    assert [(one.name, one.chosen.actors, one.made_at[:10]) for one in found(ledger)] == [
        ("a", ("RUS",), "2031-04-01"), ("b", ("USA",), "2031-04-02")]
    save(ledger, "a", Filter(actors=("RUS",)), wanted=False)
    assert [one.name for one in found(ledger)] == ["b"]


@pytest.mark.parametrize("name", ["", " a", "a/b", "a.json", "a\nb", "x" * 81, "../a", "-"])
def test_a_name_that_is_no_step_of_an_address_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="no name"):
        searches.checked(Search(name=name, chosen=EVERY, author=""))


def test_a_search_for_everything_is_refused() -> None:
    with pytest.raises(UsageError, match="everything"):
        searches.checked(Search(name="all", chosen=Filter(limit=3), author=""))


def test_what_was_read_last_is_found_first_with_the_selected_claims(ledger: Path) -> None:
    with Ledger.open(ledger) as held, held.browsing(seconds=5) as connection:
        both = list(searches.latest(connection, Filter(actors=("!nobody",)), 10))
        one = list(searches.latest(connection, Filter(actors=("!nobody",)), 1))
        visits = list(searches.latest(connection, Filter(types=("CONSULT",)), 10))
    assert [finding.listed.document.origin for finding in both] == ["news/b.jsonl:3", "news/a.txt"]
    assert [finding.listed.document.origin for finding in one] == ["news/b.jsonl:3"]
    assert [[claim.type for claim in finding.claims] for finding in visits] == [["CONSULT"]]
    assert visits[0].first_read.endswith("Z")
