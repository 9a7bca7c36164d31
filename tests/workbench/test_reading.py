"""What programs hand over: texts coded, documents read into the ledger, jobs that no restart loses."""

import pickle
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from keii.cli.words import retell
from keii.engines.apart import LostError
from keii.engines.taking import Given, Held, Taken, code, documents, keep_unread, take
from keii.ledger import Ledger
from keii.model import Document, Problem
from keii.workbench.api import bodies, job_store, reading, working
from keii.workbench.api.job_store import Store
from keii.workbench.api.working import Jobs
from keii.workbench.app import application
from keii.workbench.config import Workbench
from workbench.conftest import Here

TOKEN = "sixteen-letters-and-more"
WITH = {"Authorization": f"Bearer {TOKEN}"}
NOW = datetime(2031, 4, 1, tzinfo=UTC)
NEWS = {"text": "France condemned the decision of Germany on Monday.", "title": "France on Germany",
        "published": "2024-06-13", "url": "https://news.example/1"}
PAGE = ("<html lang='en'><head><title>Seoul protests</title></head><body><nav>Home Sport</nav><article>"
        "<h1>Seoul protests</h1><p>South Korea protested to Japan on Tuesday over the visit, the foreign ministry in "
        "Seoul said, and summoned the ambassador of Japan to hear the protest in person.</p></article></body></html>")


def call(ledger: Path, *, read_only: bool = False, token: str = TOKEN) -> TestClient:
    workbench = Workbench(ledger=ledger, retell=retell, api_token=token, coder="rules", read_only=read_only)
    return TestClient(application(workbench), base_url="http://127.0.0.1")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("reading") / "keii.db"
    with Ledger.create(path):
        pass
    return path


@pytest.fixture(scope="module")
def program(ledger: Path) -> Iterator[TestClient]:
    """Give a program that has the token and waits as long as it takes."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("keii.workbench.app.Apart", Here)
        for name in ("CODING", "TAKING"):
            patched.setattr(reading, name, 600.0)
        yield call(ledger)


# ---- texts ----

def test_a_text_gives_its_claims(program: TestClient) -> None:
    found = program.post("/api/v1/code", json={"text": "France condemned the decision.", "coder": "rules"}).json()
    claim, = found["claims"]
    assert (claim["type"], claim["trigger"]) == ("ACCUSE", {"start": 7, "end": 16, "quote": "condemned"})
    assert claim["sentence_text"] == "France condemned the decision."
    assert (found["language"], found["sentences"], found["problems"]) == ("en", 1, [])


def test_a_text_that_cannot_be_read_is_a_problem(program: TestClient) -> None:
    found = program.post("/api/v1/code", json={"text": "!!!"}).json()
    assert found["language"] is None
    assert [problem["code"] for problem in found["problems"]] == ["input.empty"]


@pytest.mark.parametrize(("body", "where"), [
    ({}, "text"), ({"text": 1}, "text"), ({"text": "a", "published": "yesterday"}, "published"),
    ({"text": "a", "language": "de"}, "language"), ({"text": "a", "lang": "de"}, "lang"), ([], "body"),
    ({"text": "a" * (bodies.CODED + 1)}, "text"),
])
def test_a_wrong_body_is_told_with_its_field(program: TestClient, body: object, where: str) -> None:
    answer = program.post("/api/v1/code", json=body)
    assert answer.status_code == 400
    assert answer.json()["where"] == where


@pytest.mark.parametrize(("kind", "body", "status"), [
    ("application/json", b"{", 400), ("application/json", b"", 400), ("application/json", b'{"text": "\\ud800"}', 400),
    ("application/json", b'{"text": "\xff"}', 400), ("text/plain", b"France", 415), ("", b"{}", 415),
])
def test_what_is_no_json_is_refused(program: TestClient, kind: str, body: bytes, status: int) -> None:
    assert program.post("/api/v1/code", content=body, headers={"Content-Type": kind}).status_code == status


def test_a_body_that_is_too_large_is_refused(program: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "BYTES", 20)
    answer = program.post("/api/v1/code", json={"text": "France condemned the decision."})
    assert answer.status_code == 413
    assert "20 bytes" in answer.json()["error"]


# ---- documents ----

def test_a_document_is_read_once(program: TestClient, ledger: Path) -> None:
    first = program.post("/api/v1/documents", json=NEWS, headers=WITH)
    assert first.status_code == 201
    document, = first.json()["documents"]
    claim, = document["claims"]
    assert (claim["type"], claim["actors"][0]["code"], claim["time"]["start"]) == ("ACCUSE", "FRA/GOV", "2024-06-10")
    held = program.get(first.headers["location"]).json()
    assert held["document"]["url"] == held["document"]["origin"] == NEWS["url"]
    assert held["document"]["published_at"] == "2024-06-13"
    assert [one["id"] for one in held["claims"]] == [claim["id"]]
    counts = {name: program.get(f"/api/v1/{name}").json()["total"] for name in ("documents", "claims", "events")}
    again = program.post("/api/v1/documents", json=NEWS, headers=WITH)
    assert again.status_code == 200
    assert again.json()["documents"][0] == {**document, "new": False}
    assert counts == {name: program.get(f"/api/v1/{name}").json()["total"] for name in counts}


def test_a_page_is_freed_of_what_is_no_article(program: TestClient) -> None:
    answer = program.post("/api/v1/documents", headers=WITH, json={
        "html": PAGE, "url": "https://news.example/2", "published": "2024-06-13", "publisher": "Example News Service",
        "retrieved": "2024-06-14T01:00:00Z"})
    document, = answer.json()["documents"]
    held = program.get(f"/api/v1/documents/{document['id']}").json()["document"]
    assert (held["title"], held["publisher"], held["reader"]) == ("Seoul protests", "Example News Service", "html")
    assert held["retrieved_at"] == "2024-06-14T01:00:00Z"
    assert "Sport" not in held["text"]


def test_what_cannot_be_read_is_a_problem_of_the_ledger_until_it_can(program: TestClient) -> None:
    answer = program.post("/api/v1/documents", json={"text": "!!!", "url": "https://news.example/3"}, headers=WITH)
    assert answer.status_code == 200
    assert answer.json()["documents"] == []
    problem, = answer.json()["problems"]
    assert (problem["code"], problem["origin"]) == ("input.empty", "https://news.example/3")
    assert [one["id"] for one in program.get("/api/v1/problems").json()["items"]] == [problem["id"]]
    program.post("/api/v1/documents", json={"text": "France condemned it.", "url": "https://news.example/3"},
                 headers=WITH)
    assert program.get("/api/v1/problems").json()["total"] == 0


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer other"}, {"Authorization": f"Basic {TOKEN}"},
                                     {"Authorization": TOKEN}, {"Authorization": "Bearer \u00e9"}])
@pytest.mark.parametrize("path", ["/documents", "/jobs"])
def test_without_the_token_nothing_is_taken(program: TestClient, path: str, headers: dict[str, str]) -> None:
    sent = {name: value.encode("latin-1") for name, value in headers.items()}
    answer = program.post(f"/api/v1{path}", json=NEWS, headers=sent)  # type: ignore[arg-type]
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(("read_only", "token"), [(True, TOKEN), (False, "")])
def test_a_workbench_that_shows_alone_takes_nothing(ledger: Path, read_only: bool, token: str) -> None:
    shown = call(ledger, read_only=read_only, token=token)
    answer = shown.post("/api/v1/documents", json=NEWS, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 403


@pytest.mark.parametrize(("body", "where"), [
    ({"text": "a", "html": "b"}, "html"), ({"html": "<p>", "url": "javascript:x"}, "url"), ({"title": "a"}, "text"),
    ({"text": "a", "published": "2024-02-30"}, "published"), ("text", "body"),
])
def test_a_wrong_document_is_refused(program: TestClient, body: object, where: str) -> None:
    answer = program.post("/api/v1/documents", json=body, headers=WITH)
    assert answer.status_code == 400
    assert where in answer.json()["where"].split(".") or where == "html"


def test_an_origin_names_the_document() -> None:
    assert Given(text="a", url="https://x.example").origin == "https://x.example"
    assert Given(text="a", id="7").origin == "api:7"
    assert Given(text="a").origin == Given(text="a", title="b").origin != Given(text="c").origin


def test_a_date_that_is_none_is_told_and_the_document_read() -> None:
    document, problem = documents(Given(text="France condemned it.", published="soon", language="en"))
    assert isinstance(document, Document)
    assert isinstance(problem, Problem)
    assert (document.published_at, problem.code, problem.document) == (None, "input.bad-date", document.id)


def test_the_text_of_what_could_not_be_read_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "keii.db"
    taken = keep_unread(path, Given(text="France condemned it.", language="en"), "the process that read it ended.")
    assert [(one.new, one.claims) for one in taken.documents] == [(True, 0)]
    assert [one.code for one in taken.problems] == ["coding.failed-document"]
    with Ledger.open(path) as ledger:
        held = ledger.document(taken.documents[0].id)
    assert held is not None
    assert held.text == "France condemned it."


def test_who_waits_too_long_is_told_the_job(program: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "TAKING", 0.0)
    answer = program.post("/api/v1/documents", json={**NEWS, "id": "7"}, headers=WITH)
    assert answer.status_code == 202
    found = finished(program, answer.headers["location"])
    assert found["results"][0]["documents"][0]["new"]


def test_what_is_read_apart_can_be_sent_there_and_back(tmp_path: Path) -> None:
    given = Given(text="France condemned it.", language="en")
    for one in (given, code("France condemned it.", "en", None, "rules"), Taken(documents=(
            Held(id="d_1", new=True, sentences=1, claims=0),))):
        assert pickle.loads(pickle.dumps(one)) == one


# ---- jobs ----

def finished(program: TestClient, address: str) -> dict[str, Any]:
    """Return a job when it has ended."""
    for _ in range(6000):
        found: dict[str, Any] = program.get(address).json()
        if found["state"] == "done":
            return found
        time.sleep(.02)
    raise AssertionError(found)


def test_a_job_tells_what_became_of_each_document(program: TestClient) -> None:
    given = [{"text": f"Japan criticised North Korea {number} times on Monday.", "published": "2024-06-13"}
             for number in (2, 3)]
    answer = program.post("/api/v1/jobs", json={"documents": [*given, {"text": "?"}, given[0]]}, headers=WITH)
    assert answer.status_code == 202
    assert (answer.json()["total"], answer.json()["results"]) == (4, [None] * 4)
    found = finished(program, answer.headers["location"])
    assert (found["done"], found["restarts"], found["trouble"]) == (4, 0, None)
    one, two, none, again = found["results"]
    assert [result["documents"][0]["new"] for result in (one, two, again)] == [True, True, False]
    assert one["documents"][0]["id"] == again["documents"][0]["id"]
    assert [problem["code"] for problem in none["problems"]] == ["input.empty"]
    listed = program.get("/api/v1/jobs").json()["items"][0]
    assert (listed["id"], listed["results"]) == (found["id"], [])


@pytest.mark.parametrize("body", [{"documents": []}, {"documents": [{}]}, {"documents": "a"},
                                  {"documents": [NEWS] * (bodies.MOST_GIVEN + 1)}])
def test_a_wrong_job_is_refused(program: TestClient, body: object) -> None:
    assert program.post("/api/v1/jobs", json=body, headers=WITH).status_code == 400


def test_a_job_that_there_is_none_of_is_told(program: TestClient) -> None:
    assert program.get("/api/v1/jobs/j_none").status_code == 404


def test_too_many_that_wait_are_sent_away(program: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "MOST_WAITING", 1)
    answer = program.post("/api/v1/jobs", json={"documents": [NEWS, NEWS]}, headers=WITH)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")


@pytest.fixture
def interrupted(tmp_path: Path) -> Path:
    """Give a ledger whose server ended after the first of two documents."""
    path = tmp_path / "keii.db"
    store = Store(path)
    job = store.add([Given(text="France condemned it.", language="en"), Given(text="Japan condemned it.",
                                                                              language="en")], NOW)
    store.start(job.number)
    first = store.next()
    assert first is not None
    store.keep(first, take(path, first.given, "rules"), NOW)
    return path


def test_after_a_restart_it_is_told_what_became_of_a_job(interrupted: Path) -> None:
    shown = call(interrupted, read_only=True)
    job = shown.get("/api/v1/jobs").json()["items"][0]
    assert (job["state"], job["done"], job["total"], job["ended_at"]) == ("interrupted", 1, 2, None)
    result, waiting = shown.get(f"/api/v1/jobs/{job['id']}").json()["results"]
    assert (len(result["documents"]), waiting) == (1, None)


def test_a_server_that_may_write_goes_on_where_the_last_one_ended(interrupted: Path) -> None:
    jobs = Jobs(interrupted, Here(), coder="rules")
    job, = jobs.store.jobs(10, 0)[0]
    while (found := jobs.store.job(job.id)) is not None and found.ended_at is None:
        time.sleep(.01)
    assert found is not None
    assert (jobs.state(found), found.done, found.starts) == ("done", 2, 2)
    with Ledger.open(interrupted) as ledger:
        assert ledger.counts().documents == 2


def test_another_server_sees_that_a_job_is_worked_on(interrupted: Path) -> None:
    working_one, shown = Jobs(interrupted, None), Jobs(interrupted, None)
    job = shown.store.jobs(1, 0)[0][0]
    assert shown.state(job) == "interrupted"
    assert working_one._has_lock()
    assert shown.state(job) == "running"
    assert not shown._has_lock()


def test_a_document_that_cannot_even_be_kept_is_told(tmp_path: Path) -> None:
    class Broken(Here):
        def ask(self, work: Any, *arguments: Any, seconds: float, urgent: bool = False) -> Any:
            raise LostError("the process that read it ended.")

    path = tmp_path / "keii.db"
    jobs = Jobs(path, None, coder="rules")
    jobs._apart = Broken()
    job = jobs.store.add([Given(text="a", id="7")])
    assert jobs._next()
    result, = (jobs.store.job(job.id) or job).results
    assert result is not None
    assert [(one.code, one.origin) for one in result.problems] == [("coding.failed-document", "api:7")]
    assert not jobs._next()


def test_what_waits_stays_while_the_ledger_is_in_trouble(tmp_path: Path) -> None:
    (tmp_path / "keii.db").write_bytes(b"no ledger at all, but long enough to be looked at" * 40)
    jobs = Jobs(tmp_path / "keii.db", Here(), coder="rules")
    job = jobs.add([Given(text="a b c", language="en")])
    while jobs.trouble is None:
        time.sleep(.01)
    assert "keii.db" in jobs.trouble
    assert jobs.state(job) == "waiting"
    assert jobs.store.waiting() == 1


def test_finished_jobs_are_forgotten_the_oldest_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job_store, "KEPT", 1)
    store = Store(tmp_path / "keii.db")
    made = []
    for name in ("1", "2", "3"):
        made.append(store.add([Given(text=name)], NOW))
        item = store.next()
        assert item is not None
        store.keep(item, Taken(documents=(Held(id=f"d_{name}", new=True, sentences=1, claims=0),)), NOW)
    store.add([Given(text="4")], NOW)
    assert [store.job(job.id) is not None for job in made] == [False, False, True]
    assert store.jobs(10, 0)[1] == 2
