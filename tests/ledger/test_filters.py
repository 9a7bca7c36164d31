from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keii.errors import UsageError
from keii.ledger import Filter, Ledger
from ledger.samples import failure, launch, visit


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """Hold a visit by Russia to North Korea, an agreement that may come, denied sanctions; a launch; a failure."""
    with Ledger.create(tmp_path_factory.mktemp("ledger") / "keii.db") as opened:
        opened.write(visit("news/a.txt"))
        opened.write(launch("news/b.jsonl:3"))
        opened.write(failure("news/c.txt"))
        yield opened


def triggers(ledger: Ledger, chosen: Filter) -> list[str]:
    return [claim.trigger.quote for claim in ledger.claims(chosen)]


ALL = ["訪問", "合意", "制裁を科", "launched"]


@pytest.mark.parametrize(("chosen", "expected"), [
    pytest.param(Filter(), ALL, id="everything"),
    # parties
    pytest.param(Filter(actors=("RUS",)), ["訪問", "合意"], id="country"),
    pytest.param(Filter(actors=("RUS/GOV",)), ["訪問", "合意"], id="country and sector"),
    pytest.param(Filter(actors=("RUS/MIL",)), [], id="another sector"),
    pytest.param(Filter(actors=("/GOV",)), ["訪問", "合意", "制裁を科"], id="sector of any country"),
    pytest.param(Filter(actors=("プーチン",)), ["訪問"], id="words of the name"),
    pytest.param(Filter(actors=("agency",)), ["launched"], id="words whatever the case"),
    pytest.param(Filter(actors=("vladimir-putin",)), ["訪問"], id="entry of the registry"),
    pytest.param(Filter(actors=("両国",)), ["合意"], id="words of the sentence where the antecedent names it"),
    pytest.param(Filter(recipients=("PRK",)), ["訪問"], id="recipient"),
    pytest.param(Filter(actors=("PRK",)), [], id="a recipient is no actor"),
    pytest.param(Filter(parties=("PRK", "USA")), ["訪問", "制裁を科"], id="either role, either code"),
    # or, and, not
    pytest.param(Filter(actors=("RUS", "USA")), ["訪問", "合意", "制裁を科"], id="repeated means or"),
    pytest.param(Filter(actors=("RUS",), statuses=("possible",)), ["合意"], id="different means and"),
    pytest.param(Filter(actors=("!RUS",)), ["制裁を科", "launched"], id="not"),
    pytest.param(Filter(actors=("/GOV", "!USA")), ["訪問", "合意"], id="one and not the other"),
    pytest.param(Filter(actors=("!RUS", "!USA")), ["launched"], id="neither"),
    pytest.param(Filter(places=("!PRK",)), ["合意", "制裁を科", "launched"], id="not there, or nowhere"),
    # the other fields
    pytest.param(Filter(types=("CONSULT", "OTHER")), ["訪問", "launched"], id="type"),
    pytest.param(Filter(statuses=("!occurred",)), ["合意", "制裁を科"], id="status"),
    pytest.param(Filter(certainties=("low", "middle")), ["合意", "launched"], id="certainty"),
    pytest.param(Filter(sources=("none",)), ["訪問", "制裁を科"], id="no source"),
    pytest.param(Filter(sources=("!none",)), ["合意", "launched"], id="any source"),
    pytest.param(Filter(sources=("RUS",)), ["合意"], id="source by code"),
    pytest.param(Filter(sources=("報道官",)), ["合意"], id="source by words"),
    pytest.param(Filter(places=("PRK",)), ["訪問"], id="place by country"),
    pytest.param(Filter(places=("sohae",)), ["launched"], id="place by words"),
    pytest.param(Filter(texts=("武器",)), ["合意"], id="words of the sentence"),
    pytest.param(Filter(texts=("訪問",)), ["訪問"], id="words of the act"),
    pytest.param(Filter(texts=("%",)), [], id="no wildcard in words"),
    pytest.param(Filter(least_confidence=0.75), ["訪問"], id="at least so sure"),
    pytest.param(Filter(least_confidence=0.8), [], id="surer than any"),
    pytest.param(Filter(least_confidence=0.0), ["訪問"], id="of any confidence at all"),
    # documents
    pytest.param(Filter(documents=("news/a.txt",)), ALL[:3], id="input's name"),
    pytest.param(Filter(documents=("a.txt",)), ALL[:3], id="end of the input's path"),
    pytest.param(Filter(documents=("b.jsonl",)), ["launched"], id="any line of a .jsonl"),
    pytest.param(Filter(documents=("!b.jsonl",)), ALL[:3], id="another document"),
    pytest.param(Filter(documents=("*",)), [], id="no wildcard in names"),
    # time of the act (13 June 2024), else of publication (14 June 2024), else none
    pytest.param(Filter(since="2024-06-13"), ALL[:3], id="since the day"),
    pytest.param(Filter(since="2024-06-14"), ["合意", "制裁を科"], id="since the day after"),
    pytest.param(Filter(until="2024-06-13"), ["訪問"], id="until the day, included"),
    pytest.param(Filter(until="2024-06"), ALL[:3], id="until the month, included"),
    pytest.param(Filter(since="2024", until="2024"), ALL[:3], id="in the year"),
    pytest.param(Filter(until="2023"), [], id="before"),
    # page
    pytest.param(Filter(limit=2), ALL[:2], id="limit"),
    pytest.param(Filter(limit=2, offset=1), ALL[1:3], id="limit and offset"),
    pytest.param(Filter(offset=3), ALL[3:], id="offset alone"),
    pytest.param(Filter(limit=0), [], id="none"),
])
def test_a_filter_selects_claims(ledger: Ledger, chosen: Filter, expected: list[str]) -> None:
    assert triggers(ledger, chosen) == expected
    assert [claim.trigger.quote for holding in ledger.holdings(chosen) for claim in holding.claims] == expected


def test_the_beginning_of_an_id_selects_the_document(ledger: Ledger) -> None:
    id = visit().document.id  # type: ignore[union-attr]
    assert triggers(ledger, Filter(documents=(id[:8],))) == ALL[:3]
    assert triggers(ledger, Filter(documents=(id,))) == ALL[:3]


@pytest.mark.parametrize(("chosen", "expected"), [
    (Filter(), ["news/a.txt", "news/b.jsonl:3"]),
    (Filter(actors=("USA",)), ["news/a.txt"]),
    (Filter(texts=("satellites",)), ["news/b.jsonl:3"]),
    (Filter(since="2024-06-14"), ["news/a.txt"]),
    (Filter(until="2024-06-13"), []),
    (Filter(documents=("b.jsonl",)), ["news/b.jsonl:3"]),
    (Filter(limit=1), ["news/a.txt"]),
])
def test_a_filter_selects_documents_that_hold_such_a_claim(ledger: Ledger, chosen: Filter,
                                                           expected: list[str]) -> None:
    assert [listed.document.origin for listed in ledger.documents(chosen)] == expected


@pytest.mark.parametrize(("chosen", "expected"), [
    (Filter(), 1), (Filter(documents=("c.txt",)), 1), (Filter(texts=("empty",)), 1), (Filter(documents=("a.txt",)), 0),
    (Filter(texts=("not there",)), 0), (Filter(actors=("RUS",)), 0),
])
def test_a_filter_selects_problems(ledger: Ledger, chosen: Filter, expected: int) -> None:
    assert len(list(ledger.problems(chosen))) == expected


def test_actors_are_counted_by_role_in_the_selected_claims(ledger: Ledger) -> None:
    counted = [(actor.code, actor.text, actor.acting, actor.receiving, actor.speaking)
               for actor in ledger.actors(Filter(documents=("a.txt",)))]
    assert counted == [
        ("PRK/GOV", "平壌", 0, 1, 0), ("RUS/GOV", "プーチン大統領", 1, 0, 0), ("RUS/GOV", "ロシア", 1, 0, 0),
        ("RUS/GOV", "大統領府報道官", 0, 0, 1), ("USA/GOV", "米国", 1, 0, 0)]
    assert [actor.text for actor in ledger.actors(Filter(types=("SANCTION",)))] == ["米国"]


@pytest.mark.parametrize(("option", "fields"), [
    ("--type does not know «VISIT».*CONSULT", {"types": ("VISIT",)}),
    ("--type does not know «visit»", {"types": ("!visit",)}),
    ("--status does not know «done».*occurred", {"statuses": ("done",)}),
    ("--certainty does not know «sure».*plain", {"certainties": ("sure",)}),
    ("--since does not understand the date «yesterday».*2024-06", {"since": "yesterday"}),
    ("--until .*«2024-13»", {"until": "2024-13"}),
    ("--since .*«2023-02-29»", {"since": "2023-02-29"}),
    ("--limit -1 is negative", {"limit": -1}),
    ("--actor needs a value", {"actors": ("",)}),
    ("--text needs a value", {"texts": ("!",)}),
])
def test_a_value_that_is_none_is_refused_with_what_is_allowed(option: str, fields: dict[str, object]) -> None:
    with pytest.raises(UsageError, match=option):
        Filter(**fields)  # type: ignore[arg-type]


_ANY = st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(
    lambda value: value.removeprefix("!").strip() != ""), max_size=2).map(tuple)


@given(actors=_ANY, sources=_ANY, documents=_ANY, places=_ANY, texts=_ANY)
def test_no_words_break_out_of_the_query(ledger: Ledger, **fields: tuple[str, ...]) -> None:
    chosen = Filter(**fields)  # type: ignore[arg-type]
    for rows in (ledger.claims(chosen), ledger.documents(chosen), ledger.actors(chosen), ledger.problems(chosen)):
        list(rows)
    assert ledger.counts().claims == 4
