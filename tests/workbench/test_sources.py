"""Outlets and agencies with what they rest on, and conflicts side by side."""

from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from databases import Cast
from keii.ledger import Ledger
from keii.model import Claim, Cue, Party, Source, SourceKind, Status
from keii.pipeline import Reading
from keii.situation.keeping import Keeper
from keii.workbench.pages.sources import kept_fates, told_fates
from ledger.samples import CODER, document, sentences, span
from workbench.conftest import browse

REPORTS = (
    ("甲紙", "reuters", "Russia attacked Georgia on 5 June, killing 3, Reuters reported.", "Reuters",
     SourceKind.AGENCY, Status.OCCURRED),
    ("Example/News & Co", None, "Russia attacked Georgia on 5 June.", None, None, Status.OCCURRED),
    ("Example/News & Co", None, "Russia attacked Georgia on 5 June, which the ministry denied.", "ministry",
     SourceKind.OFFICE, Status.NOT_OCCURRED),
    (None, None, "Russia will attack Georgia on 9 June.", None, None, Status.PLANNED),
)


def reading(number: int) -> Reading:
    publisher, agency, text, who, kind, status = REPORTS[number]
    plain = document(text, origin=f"{number}.txt", language="en")
    article = replace(plain, publisher=publisher, agency=agency)
    sources = () if who is None or kind is None else (Source(
        span=span(text, who), kind=kind, code="XXX", actor="reuters" if agency else None,
        cue=Cue(span=span(text, text.split()[-1].rstrip(".")), rule="speech.tsv:1")),)
    claim = Claim(document=article.id, sentence=0, type="ASSAULT", trigger=span(text, "attack"), status=status,
                  actors=(Party(span=span(text, "Russia"), code="RUS/GOV"),), sources=sources, coder=CODER,
                  recipients=(Party(span=span(text, "Georgia"), code="GEO/GOV"),))
    return Reading(origin=article.origin, document=article, sentences=sentences(text), claims=(claim,))


def fill(ledger: Ledger) -> None:
    for number in range(len(REPORTS)):
        ledger.write(reading(number))
    Keeper(ledger, None).catch_up()


@pytest.fixture
def reader(tmp_path: Path, cast: Cast) -> TestClient:
    return browse(cast(tmp_path / "k.db", fill))


def test_every_claim_of_an_outlet_rests_on_one_thing(reader: TestClient) -> None:
    found = {(one["name"], one["agency"]): one for one in reader.get("/sources.json").json()["items"]}
    assert set(found) == {("甲紙", False), ("Example/News & Co", False), (None, False), ("reuters", True)}
    assert all(sum(one["rests_on"].values()) == one["claims"] for one in found.values())
    own = found["Example/News & Co", False]
    assert (own["documents"], own["rests_on"]["own"], own["rests_on"]["office"]) == (2, 1, 1)
    assert found["甲紙", False]["rests_on"]["agency"] == found["reuters", True]["rests_on"]["agency"] == 1


def test_sources_are_counted_among_what_is_selected(reader: TestClient) -> None:
    found = reader.get("/sources.json?status=planned").json()["items"]
    assert [(one["name"], one["documents"], one["claims"]) for one in found] == [(None, 1, 1)]
    assert reader.get("/sources.csv").text.count("\n") == 5


def test_an_outlet_leads_to_exactly_its_own(reader: TestClient) -> None:
    address = "/sources/Example/News%20%26%20Co"
    page = reader.get(address).text
    assert "/claims?outlet=Example%2FNews+%26+Co" in page
    assert reader.get(f"{address}.json").json()["documents"] == 2
    for name, number in (("Example/News & Co", 2), ("reuters", 1), ("!甲紙", 3), ("example", 2)):  # the last by words
        assert reader.get("/documents.json", params={"outlet": name}).json()["total"] == number


def test_an_outlet_is_shown_with_whom_it_cites_and_what_it_told_ahead(reader: TestClient) -> None:
    found = reader.get("/sources/甲紙.json").json()
    assert [(one["text"], one["kind"], one["claims"]) for one in found["cited"]] == [("Reuters", "agency", 1)]
    assert found["expectations"] == []
    page = reader.get("/sources/reuters?lang=ja").text
    assert "ロイター" in page
    assert "/actors/reuters" in page
    assert reader.get("/sources/nobody").status_code == 404


def announced(path: Path) -> None:
    """Write a ledger in which two outlets announce one act."""
    with Ledger.create(path) as ledger:
        for number, publisher in enumerate(("甲紙", "乙紙", "甲紙")):
            told = reading(3)
            assert told.document is not None
            text = f"{told.document.text} It is edition {number}."
            article = replace(document(text, origin=f"{number}.txt", language="en"), publisher=publisher,
                              published_at=f"2024-06-0{number + 1}")
            ledger.write(replace(told, document=article, sentences=sentences(text), claims=tuple(
                replace(claim, document=article.id) for claim in told.claims)))
        Keeper(ledger, None).catch_up()


def test_what_became_of_what_an_outlet_told_is_the_same_as_it_is_kept(tmp_path: Path) -> None:
    announced(tmp_path / "k.db")
    browse(tmp_path / "k.db").get("/expectations")  # has the stories told and kept
    with Ledger.open(tmp_path / "k.db") as ledger:
        day = ledger.latest() or ""
        for name, told in (("甲紙", 1), ("乙紙", 1), ("丙紙", 0)):
            found = kept_fates(ledger, name, day)
            assert [(one.status, one.told) for one in found] == [(Status.PLANNED, 1)] * told
            assert found == told_fates(ledger, name, day)


def test_conflicts_stand_side_by_side_with_their_sentences(reader: TestClient) -> None:
    found = reader.get("/conflicts.json").json()
    assert [(one["field"], len(one["values"])) for one in found["items"]] == [("reality", 2)]
    page = reader.get("/conflicts").text
    assert "which the ministry denied" in page
    assert page.count("<blockquote>") == 3
    assert reader.get("/conflicts.csv").text.count("\n") == 2


@pytest.mark.parametrize(("query", "number"), [("field=reality", 1), ("field=quantity", 0), ("type=ASSAULT", 1),
                                               ("type=AID", 0), ("outlet=甲紙", 1), ("until=2001", 0)])
def test_conflicts_are_selected(reader: TestClient, query: str, number: int) -> None:
    assert reader.get(f"/conflicts.json?{query}").json()["total"] == number
