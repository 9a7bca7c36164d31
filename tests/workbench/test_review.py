"""The review: the queue, decisions from forms, two reviewers at once, and what is not allowed to write."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from databases import Cast
from keii.cli.words import retell
from keii.ledger import Ledger
from keii.model import Claim
from keii.situation.keeping import Keeper
from keii.workbench.app import application
from keii.workbench.config import Workbench
from keii.workbench.guard import POLICY
from ledger.samples import visit

VISIT, AGREE, SANCTION = visit().claims
HERE = "http://127.0.0.1"


class Forms(HTMLParser):
    """The forms of a page: for each its action and the inputs as a browser would send them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append((values.get("action", ""), {}))
        elif tag == "input" and self.found and values.get("type") != "checkbox" and "name" in values:
            self.found[-1][1][values["name"]] = values.get("value", "")
        elif tag == "select":
            self._select = values.get("name", "")
        elif tag == "option" and "selected" in values and self.found:
            self.found[-1][1][self._select] = values["value"]


class Reviewer:
    """A person at a browser of their own, who sends forms as they stand on the pages."""

    def __init__(self, workbench: Workbench, name: str, base: str = HERE) -> None:
        self.browser = TestClient(application(workbench), base_url=base, headers={"origin": base})
        self.name = name
        if name:
            self.send("/review", "/review/name", name=name)

    def page(self, path: str) -> str:
        return self.browser.get(path).text

    def form(self, path: str, action: str) -> tuple[str, dict[str, str]]:
        """Return the last form of a page whose action begins so: the one with the most fields."""
        forms = [form for form in Forms(self.page(path)).found if form[0].split("?")[0].endswith(action)]
        assert forms, f"no form for {action} on {path}"
        return max(forms, key=lambda form: len(form[1]))

    def send(self, path: str, action: str, **changes: str) -> Any:
        address, inputs = self.form(path, action)
        return self.browser.post(address, data={**inputs, **changes}, follow_redirects=False)

    def decide(self, claim: Claim, verdict: str, **changes: str) -> Any:
        return self.send(f"/review/{claim.id}", claim.id, verdict=verdict, **changes)


def fill(held: Ledger) -> None:
    held.write(visit())
    Keeper(held, None).catch_up()


@pytest.fixture
def workbench(tmp_path: Path, cast: Cast) -> Workbench:
    return Workbench(ledger=cast(tmp_path / "keii.db", fill), retell=retell)


@pytest.fixture
def aki(workbench: Workbench) -> Reviewer:
    return Reviewer(workbench, "Aki")


def told(workbench: Workbench) -> dict[str, Claim]:
    with Ledger.open(workbench.ledger) as ledger:
        return {claim.id: claim for claim in ledger.claims()}


def review(reviewer: Reviewer, claim: Claim) -> dict[str, Any]:
    found: dict[str, Any] = reviewer.browser.get(f"/review/{claim.id}.json").json()
    return found


# ---- the queue ----

def test_the_most_doubtful_claim_comes_first_and_claims_without_a_figure_last(aki: Reviewer) -> None:
    found = aki.browser.get("/review.json").json()
    assert (found["total"], found["items"][0]["id"]) == (3, VISIT.id)
    assert {item["confidence"] for item in found["items"][1:]} == {None}
    assert f"/review/{VISIT.id}" in aki.page("/review")


def test_the_filters_select_the_queue_and_stay_in_its_addresses(aki: Reviewer) -> None:
    assert aki.browser.get("/review.json?type=SANCTION").json()["total"] == 1
    answer = aki.send(f"/review/{AGREE.id}?type=AGREE&type=SANCTION", AGREE.id, verdict="accept")
    assert answer.headers["location"].startswith(f"/review/{SANCTION.id}?type=AGREE&type=SANCTION")


def test_a_decision_leads_to_the_next_claim_and_the_last_to_the_empty_queue(aki: Reviewer) -> None:
    place = f"/review/{VISIT.id}"
    for _ in range(3):
        answer = aki.send(place, place, verdict="accept")
        assert answer.status_code == 303
        place = answer.headers["location"].split("?")[0]
    assert place == "/review"
    assert aki.browser.get("/review.json").json()["total"] == 0
    assert aki.browser.get("/review.json?state=held").json()["total"] == 3


# ---- decisions ----

def test_a_rejected_claim_is_listed_as_such_and_can_be_taken_back(workbench: Workbench, aki: Reviewer) -> None:
    answer = aki.decide(AGREE, "reject", note="a wish")
    assert AGREE.id not in told(workbench)
    assert [one["id"] for one in aki.browser.get("/review.json?state=rejected").json()["items"]] == [AGREE.id]
    assert "a wish" in aki.page(f"/review/{AGREE.id}")
    assert aki.send(answer.headers["location"], "/review/undo").status_code == 303
    assert told(workbench)[AGREE.id] == AGREE


def test_fields_are_corrected_with_words_of_the_sentence(workbench: Workbench, aki: Reviewer) -> None:
    answer = aki.decide(VISIT, "amend", **{
        "status": "planned", "actors-1-words": "ロシア", "actors-1-code": "RUS", "time-day": "2024-06-12",
        "place-words": "", "sources-0-words": "ロシア", "sources-0-kind": "outlet"})
    assert answer.status_code == 303
    claim = told(workbench)[VISIT.id]
    assert (claim.status, claim.place) == ("planned", None)
    assert [one.text for one in claim.actors] == ["プーチン大統領", "ロシア"]
    assert claim.actors[0] == VISIT.actors[0]
    assert claim.recipients == VISIT.recipients
    assert claim.time is not None
    assert (claim.time.start, claim.time.end) == ("2024-06-12", "2024-06-13")
    assert [(one.text, one.kind) for one in claim.sources] == [("ロシア", "outlet")]
    assert review(aki, VISIT)["read"]["status"] == "occurred"


def test_the_words_of_the_act_and_how_many_are_corrected(workbench: Workbench, aki: Reviewer) -> None:
    answer = aki.decide(VISIT, "amend", **{
        "trigger-words": "訪問した", "trigger-at": "", "quantities-0-words": "13日", "quantities-0-low": "12",
        "quantities-0-high": "14", "quantities-0-unit": "day", "quantities-0-kind": "about"})
    assert answer.status_code == 303
    claim = told(workbench)[VISIT.id]
    assert (claim.trigger.start, claim.trigger.quote) == (19, "訪問した")
    [quantity] = claim.quantities
    assert (quantity.span.quote, quantity.low, quantity.high, quantity.unit, quantity.approximate) == (
        "13日", 12, 14, "day", True)
    page = aki.page(f"/review/{VISIT.id}?lang=en")
    assert "<bdi>訪問した</bdi>" in page
    assert re.search(r"13日</bdi> <span class=\"small\">12–14 <bdi>day</bdi> \(about\)", page)
    assert aki.decide(VISIT, "amend", **{"quantities-0-words": "", "quantities-0-low": "99"}).status_code == 303
    assert told(workbench)[VISIT.id].quantities == ()  # words taken out take the row out
    refused = aki.decide(VISIT, "amend", **{"quantities-0-words": "13日", "quantities-0-low": "a few"})
    assert (refused.status_code, "a few" in refused.text) == (400, True)


def test_a_form_sent_as_it_stands_is_an_acceptance(workbench: Workbench, aki: Reviewer) -> None:
    for claim in (VISIT, AGREE, SANCTION):
        assert aki.decide(claim, "amend").status_code == 303
        held = told(workbench)[claim.id]
        assert held.judged is not None
        assert (held.judged.fields, held.with_(judged=None)) == ((), claim)


@pytest.mark.parametrize(("changes", "words"), [
    ({"actors-0-words": "中国", "actors-0-at": ""}, "中国"), ({"type": "OTHER"}, "label"),
    ({"trigger-words": "合意", "trigger-at": ""}, "合意"), ({"trigger-words": ""}, "missing"),
    ({"actors-0-code": "QQQ"}, "QQQ"), ({"time-day": "June"}, "June"), ({"status": "sure"}, "sure"),
])
def test_a_mistake_is_told_beside_the_form_as_it_was_filled_in(
        workbench: Workbench, aki: Reviewer, changes: dict[str, str], words: str) -> None:
    answer = aki.decide(VISIT, "amend", **{**changes, "certainty": "low"})
    assert answer.status_code == 400
    assert words in answer.text
    assert told(workbench)[VISIT.id] == VISIT
    inputs = max(Forms(answer.text).found, key=lambda form: len(form[1]))[1]
    assert inputs["certainty"] == "low"


# ---- events ----

def test_events_are_merged_and_split_from_their_page_and_it_is_undone(workbench: Workbench, aki: Reviewer) -> None:
    with Ledger.open(workbench.ledger) as ledger:
        first, second = (event.id for claim in (VISIT, SANCTION) if (event := ledger.event(claim.id)))
    merged = aki.send(f"/events/{first}", f"{first}/merge", event=second, note="one trip").headers["location"]
    assert set(aki.browser.get(f"{merged}.json").json()["event"]["claims"]) == {VISIT.id, SANCTION.id}
    assert "one trip" in aki.page(merged)
    split = aki.send(merged, "/split", **{f"claim-{SANCTION.id}": "on"}).headers["location"]
    assert aki.browser.get(f"{split}.json").json()["event"]["claims"] == [SANCTION.id]
    aki.send(split, "/review/undo", number="2")
    assert len(aki.browser.get(f"{merged}.json").json()["event"]["claims"]) == 2


# ---- several reviewers ----

def test_who_decides_after_another_is_shown_that_first(workbench: Workbench, aki: Reviewer) -> None:
    ben = Reviewer(workbench, "Ben")
    address, inputs = ben.form(f"/review/{VISIT.id}", VISIT.id)
    aki.decide(VISIT, "amend", status="planned")
    late = ben.browser.post(address, data={**inputs, "verdict": "amend", "status": "urged"})
    assert late.status_code == 409
    assert "Aki" in late.text
    assert told(workbench)[VISIT.id].status == "planned"
    assert ben.decide(VISIT, "amend", status="urged").status_code == 303
    assert told(workbench)[VISIT.id].status == "urged"


def test_reviewers_who_differ_are_shown_side_by_side(workbench: Workbench, aki: Reviewer) -> None:
    ben = Reviewer(workbench, "Ben")
    aki.decide(VISIT, "amend", status="planned")
    ben.decide(VISIT, "amend", status="urged")
    assert [one["id"] for one in aki.browser.get("/review.json?state=disputed").json()["items"]] == [VISIT.id]
    page = aki.page(f"/review/{VISIT.id}?lang=en")
    assert "Reviewers differ" in page
    row = re.search(r'<tr class="disputed"><th scope="row">status</th>.*?</tr>', page)
    assert row is not None
    assert [word in row[0] for word in ("happened", "planned", "urged")] == [True] * 3
    assert len(review(aki, VISIT)["judgements"]) == 2
    event = aki.browser.get("/events.json?status=urged").json()["items"][0]["id"]
    assert "reviewers differ" in aki.page(f"/events/{event}?lang=en")
    ben.decide(VISIT, "amend", status="planned")
    assert aki.browser.get("/review.json?state=disputed").json()["total"] == 0


def test_nobody_takes_back_the_word_of_another(workbench: Workbench, aki: Reviewer) -> None:
    ben = Reviewer(workbench, "Ben")
    aki.decide(VISIT, "reject")
    assert "/review/undo" not in ben.page(f"/review/{VISIT.id}")
    _, inputs = ben.form(f"/review/{VISIT.id}", VISIT.id)
    refused = ben.browser.post("/review/undo", data={**inputs, "number": "1"}, headers={"accept-language": "en"})
    assert refused.status_code == 400
    assert "Aki" in refused.text
    assert VISIT.id not in told(workbench)


def test_a_name_is_asked_for_before_anything_is_decided(workbench: Workbench) -> None:
    nobody = Reviewer(workbench, "")
    page = nobody.page(f"/review/{VISIT.id}")
    assert "/review/name" in page
    assert 'value="accept"' not in page
    _, inputs = nobody.form("/review", "/review/name")
    answer = nobody.browser.post(f"/review/{VISIT.id}", data={**inputs, "verdict": "accept", "name": " "})
    assert answer.status_code == 400
    assert told(workbench)[VISIT.id] == VISIT


# ---- what may not write ----

@pytest.mark.parametrize("headers", [
    {"origin": "https://evil.example"}, {"origin": "null"}, {"origin": "http://127.0.0.1:9999"}, {"origin": ""},
    {"origin": "http://["},
    {"origin": HERE, "sec-fetch-site": "cross-site"}, {"origin": HERE, "sec-fetch-site": "same-site"},
])
def test_a_form_of_another_page_is_refused(workbench: Workbench, aki: Reviewer, headers: dict[str, str]) -> None:
    address, inputs = aki.form(f"/review/{VISIT.id}", VISIT.id)
    answer = aki.browser.post(address, data={**inputs, "verdict": "reject"}, headers=headers)
    assert answer.status_code == 403
    assert told(workbench)[VISIT.id] == VISIT


@pytest.mark.parametrize("token", ["", "x", "é"])
def test_a_form_without_the_token_is_refused(workbench: Workbench, aki: Reviewer, token: str) -> None:
    answer = aki.decide(VISIT, "reject", token=token)
    assert answer.status_code == 403
    assert told(workbench)[VISIT.id] == VISIT


def test_a_token_of_another_start_is_refused(workbench: Workbench, aki: Reviewer) -> None:
    address, inputs = aki.form(f"/review/{VISIT.id}", VISIT.id)
    again = Reviewer(Workbench(ledger=workbench.ledger, retell=retell), "Aki")
    answer = again.browser.post(address, data={**inputs, "verdict": "reject"}, follow_redirects=False)
    assert answer.status_code == 403


def test_a_form_that_is_too_large_is_refused(aki: Reviewer) -> None:
    assert aki.decide(VISIT, "accept", note="x" * 100_000).status_code == 403


def test_read_only_shows_everything_and_decides_nothing(workbench: Workbench, aki: Reviewer) -> None:
    address, inputs = aki.form(f"/review/{VISIT.id}", VISIT.id)
    shown = Workbench(ledger=workbench.ledger, retell=retell, read_only=True, token=workbench.token)
    reader = Reviewer(shown, "")
    page = reader.page(f"/review/{VISIT.id}")
    assert "<form method=\"post\"" not in page
    answer = reader.browser.post(address, data={**inputs, "verdict": "reject"})
    assert answer.status_code == 403
    assert "--read-only" in answer.text
    assert told(workbench)[VISIT.id] == VISIT


@pytest.mark.parametrize(("method", "path"), [
    ("POST", "/events"), ("POST", "/documents/x"), ("PUT", f"/review/{VISIT.id}"), ("DELETE", f"/review/{VISIT.id}")])
def test_nothing_else_takes_a_write(aki: Reviewer, method: str, path: str) -> None:
    assert aki.browser.request(method, path).status_code == 405


def test_it_works_behind_a_proxy_with_a_prefix(workbench: Workbench) -> None:
    behind = Workbench(ledger=workbench.ledger, retell=retell, prefix="/keii", hosts=("news.example",))
    aki = Reviewer(behind, "", base="http://news.example")
    aki.send("/keii/review", "/keii/review/name", name="Aki")
    answer = aki.send(f"/keii/review/{VISIT.id}", VISIT.id, verdict="reject")
    assert answer.headers["location"].startswith("/keii/review/")
    assert VISIT.id not in told(workbench)


def test_a_name_cannot_break_the_page(workbench: Workbench) -> None:
    hostile = Reviewer(workbench, '"><script>alert(1)</script>')
    hostile.decide(VISIT, "accept", note="</p><script>alert(2)</script>")
    for path in (f"/review/{VISIT.id}", "/review?state=held", "/claims", f"/documents/{VISIT.document}"):
        assert "<script>alert" not in hostile.page(path)
    assert hostile.browser.get("/review").headers["content-security-policy"] == POLICY


def test_what_is_not_there_is_not_found(aki: Reviewer) -> None:
    for path in ("/review/c_none", "/review?state=nothing"):
        assert aki.browser.get(path).status_code == 404


# ---- what follows ----

def test_the_pages_say_who_corrected(aki: Reviewer) -> None:
    aki.decide(VISIT, "amend", status="planned")
    with_mark = [aki.page(path) for path in (f"/documents/{VISIT.document}", "/claims")]
    assert all("Aki" in page for page in with_mark)
    event = aki.browser.get("/events.json?type=CONSULT").json()["items"][0]["id"]
    assert "Aki" in aki.page(f"/events/{event}")


def test_decisions_are_had_as_gold_cases(aki: Reviewer) -> None:
    aki.decide(VISIT, "amend", status="planned")
    aki.decide(SANCTION, "reject")
    lines = aki.browser.get("/review/gold.jsonl").text.splitlines()
    assert len(lines) == 2
    assert '"status":"planned"' in lines[0]
    assert '"kind":"none"' in lines[1]
