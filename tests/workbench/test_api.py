"""The API under /api/v1: described as it is, strict with what it is asked, and with errors in one form."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from keii.errors import UsageError
from keii.workbench.api.description import examples, schemas
from keii.workbench.api.parameters import FILTER, Parameter, check, number
from keii.workbench.pages import DATA, PAGES
from ledger.samples import visit
from workbench.conftest import browse

ROOT = Path(__file__).parents[2]
READING = visit("news/a.txt")
SINCE = next(one for one in FILTER if one.name == "since")


def fits(value: object, schema: object) -> bool:
    """Tell whether a value is as a schema of the description says; references lead to its components."""
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", "components": {"schemas": schemas()},
             "allOf": [schema]}
    return bool(Draft202012Validator(whole).is_valid(value))


def test_every_page_is_described(browser: TestClient) -> None:
    paths = browser.get("/api/v1/openapi.json").json()["paths"]
    shown = {f"/api/v1{'/start' if path == '/' else path}".replace(":path}", "}") for path in PAGES | DATA}
    assert shown <= set(paths)


def test_every_path_is_in_the_documentation(browser: TestClient) -> None:
    told = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    for path in browser.get("/api/v1/openapi.json").json()["paths"]:
        whole = path.removeprefix("/api/v1").partition("{")[0].rstrip("/")
        own = re.sub("^/reconcile/(?:actors|places)(?=/)", "", whole)  # below a service both have the same
        assert f"`{own}" in told or f" {own}`" in told, path


def test_the_examples_are_as_the_schemas_say() -> None:
    for name, example in examples().items():
        assert name not in schemas() or fits(example, {"$ref": f"#/components/schemas/{name}"}), name


def test_every_reference_of_the_description_leads_somewhere(browser: TestClient) -> None:
    text = browser.get("/api/v1/openapi.json").text
    referred = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert referred <= set(schemas())


@pytest.mark.parametrize(("path", "query", "where"), [
    ("/claims", "actr=RUS", "actr"), ("/claims", "actor=", "actor"), ("/claims", "actor=!", "actor"),
    ("/claims", "type=LOVE", "type"), ("/claims", "page=0", "page"), ("/claims", "page=1.5", "page"),
    ("/claims", "size=501", "size"), ("/claims", "page=1&page=2", "page"), ("/claims", "since=2023-02-29", "since"),
    ("/claims", "least-confidence=1.1", "least-confidence"), ("/claims", "least-confidence=%20.5", "least-confidence"),
    ("/claims", "words=-x", "words"), ("/claims", "actor=a%00b", "actor"), ("/timeline", "by=decade", "by"),
    ("/expectations", "outcome=kept", "outcome"), ("/situations", "actor=RUS", "actor"), ("/start", "page=1", "page"),
    ("/claims", "&".join(["actor=RUS"] * 21), "actor"), ("/places/geonames:703448", "size=1", "size"),
])
def test_what_a_path_does_not_take_is_refused(browser: TestClient, path: str, query: str, where: str) -> None:
    answer = browser.get(f"/api/v1{path}?{query}")
    assert answer.status_code == 400
    assert set(answer.json()) == {"error", "where", "remedy"}
    assert answer.json()["where"] == where


def test_every_day_is_a_day() -> None:
    for number_ in range(1900):  # two leap years, and what lies between them
        day = (date(2019, 12, 20) + timedelta(days=number_)).isoformat()
        SINCE.check(day)
        SINCE.check(day[:7])


@pytest.mark.parametrize("day", ["2023-02-29", "1900-02-29", "2024-02-30", "2024-04-31", "2024-13", "2024-00-01", "24",
                                 "2024-1-1", "2024-01-01T00:00", "0999", "3000", "٢٠٢٤"])
def test_other_words_are_no_day(day: str) -> None:
    with pytest.raises(UsageError):
        SINCE.check(day)


def test_a_missing_parameter_is_named() -> None:
    wanted = Parameter(name="prefix", schema=number(1, 9), means="Which.", required=True)
    with pytest.raises(UsageError) as caught:
        check([], [wanted])
    assert caught.value.where == "prefix"


# ---- errors ----

@pytest.mark.parametrize(("method", "path", "status"), [
    ("GET", "/nothing", 404), ("GET", "/documents/d_none", 404), ("POST", "/claims", 405), ("HEAD", "/claims", 405),
    ("DELETE", "/documents/d_none", 405), ("GET", "/claims?type=LOVE", 400), ("GET", f"/search?q={'x' * 61_000}", 414),
])
def test_errors_have_one_form(browser: TestClient, method: str, path: str, status: int) -> None:
    answer = browser.request(method, f"/api/v1{path}")
    assert answer.status_code == status
    assert method == "HEAD" or set(answer.json()) == {"error", "where", "remedy"}
    assert status != 405 or answer.headers["allow"] == "GET"


@pytest.mark.file
def test_a_ledger_that_is_gone_is_told_in_the_same_form(ledger: Path) -> None:
    browser = browse(ledger)
    ledger.rename(ledger.with_suffix(".old"))
    answer = browser.get("/api/v1/claims")
    assert answer.status_code == 503
    assert answer.json()["error"] == "there is no ledger here."


def test_errors_are_in_the_language_that_is_asked_for(browser: TestClient) -> None:
    answer = browser.get("/api/v1/documents/d_none?lang=ja").json()
    assert answer["error"] == "台帳にこの ID の文書はありません。"
    assert "という引数は" in browser.get("/api/v1/claims?actr=RUS&lang=ja").json()["error"]


def test_periods_that_are_too_short_are_told_as_such(browser: TestClient) -> None:
    assert browser.get("/api/v1/timeline?by=hour&since=2000&until=2024").status_code == 409


# ---- who may ask ----

@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Origin": "null"},
                                     {"Sec-Fetch-Site": "cross-site"}, {"Origin": "http://127.0.0.1:9999"}])
def test_pages_elsewhere_may_not_send(browser: TestClient, headers: dict[str, str]) -> None:
    answer = browser.post("/api/v1/claims", headers=headers)
    assert answer.status_code == 403
    assert set(answer.json()) == {"error", "where", "remedy"}


def test_other_names_are_refused_in_the_same_form(browser: TestClient) -> None:
    answer = browser.get("/api/v1/claims", headers={"Host": "evil.example"})
    assert answer.status_code == 421
    assert "error" in answer.json()


# ---- places ----

def test_places_of_claims_are_listed_by_how_often_they_are_told(browser: TestClient) -> None:
    found: dict[str, Any] = browser.get("/api/v1/places").json()
    told = [claim.place for claim in READING.claims if claim.place and claim.place.gazetteer]
    assert found["total"] == len({place.gazetteer for place in told}) == len(found["items"])
    assert {one["place"] for one in found["items"]} == {place.gazetteer for place in told}


def test_a_place_of_the_gazetteer_is_told_with_what_it_lies_in(browser: TestClient) -> None:
    found = browser.get("/api/v1/places/geonames:1871859").json()
    assert found["place"]["names"]["en"] == "Pyongyang"
    assert found["place"]["country"] == "PRK"
    assert found["place"]["parents"][-1]["kind"] == "country"
    assert browser.get("/api/v1/places/geonames:1").status_code == 404
