"""Documents side by side: versions of one text, and the same told in two languages."""

from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from keii.ledger import Ledger, events
from keii.model import Claim, Document, Event, Party, Status
from keii.pipeline import Reading
from ledger.samples import CODER, document, sentences, span
from workbench.conftest import browse

ENGLISH = document("Russia attacked Georgia on 5 June. It will rain.", origin="e.txt", language="en")
JAPANESE = document("ロシアは5日、ジョージアを攻撃した。雨が降る。", origin="j.txt")
OTHER = document("Norway signed a treaty.", origin="n.txt", language="en")


def claim(article: Document, act: str, actor: str, code: str, type_: str = "ASSAULT") -> Claim:
    return Claim(document=article.id, sentence=0, type=type_, trigger=span(article.text, act), status=Status.OCCURRED,
                 actors=(Party(span=span(article.text, actor), code=code),), coder=CODER)


TOLD = (claim(ENGLISH, "attacked", "Russia", "RUS/GOV"), claim(JAPANESE, "攻撃", "ロシア", "RUS/GOV"),
        claim(OTHER, "signed", "Norway", "NOR/GOV", "AGREE"))


@pytest.fixture
def reader(tmp_path: Path) -> TestClient:
    path = tmp_path / "k.db"
    with Ledger.create(path) as ledger:
        for article, one in zip((ENGLISH, JAPANESE, OTHER), TOLD, strict=True):
            ledger.write(Reading(origin=article.origin, document=article, sentences=sentences(article.text),
                                 claims=(one,)))
        event = Event(id="e_1", type="ASSAULT", label=None, status=Status.OCCURRED, fields=(), documents=2,
                      claims=(TOLD[0].id, TOLD[1].id))
        with ledger.transaction() as connection:
            events.keep_events(connection, [event])
            events.keep_events(connection, [replace(event, id="e_2", type="AGREE", claims=(TOLD[2].id,), documents=1)])
    return browse(path)


def test_a_document_leads_to_what_tells_the_same_in_another_language(reader: TestClient) -> None:
    found = reader.get(f"/documents/{ENGLISH.id}.json").json()["elsewhere"]
    assert found == [{"document": JAPANESE.id, "events": 1}]
    assert f"/documents/{ENGLISH.id}?beside={JAPANESE.id}" in reader.get(f"/documents/{ENGLISH.id}").text
    assert reader.get(f"/documents/{OTHER.id}.json").json()["elsewhere"] == []


def test_both_texts_stand_side_by_side_with_their_events_marked(reader: TestClient) -> None:
    page = reader.get(f"/documents/{ENGLISH.id}?beside={JAPANESE.id}").text
    assert page.count('<div class="body"') == 2
    assert page.count('<a class="mark" href="#e-a">a</a>') == 2
    assert 'href="/events/e_1">a</a>' in page
    found = reader.get(f"/documents/{ENGLISH.id}.json?beside={JAPANESE.id}").json()
    assert found["shared"] == [{"event": "e_1", "first": [TOLD[0].id], "second": [TOLD[1].id]}]
    assert (found["versions"], found["changes"]) == (False, None)


def test_two_documents_without_a_common_event_are_shown_all_the_same(reader: TestClient) -> None:
    assert reader.get(f"/documents/{ENGLISH.id}.json?beside={OTHER.id}").json()["shared"] == []


@pytest.mark.parametrize("other", ["d_none", ENGLISH.id])
def test_what_is_no_other_document_is_not_found(reader: TestClient, other: str) -> None:
    assert reader.get(f"/documents/{ENGLISH.id}?beside={other}").status_code == 404


def test_what_a_form_leaves_empty_does_not_stand_in_the_address(reader: TestClient) -> None:
    answer = reader.get("/events?text=&party=RUS&since=+&lang=ja", follow_redirects=False)
    assert answer.status_code == 307
    assert answer.headers["location"] == "/events?party=RUS&lang=ja"
    assert reader.get("/events.json?text=").status_code == 200
