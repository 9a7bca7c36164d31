"""The reconciliation service, asked as OpenRefine asks it."""

from typing import Any
from urllib.parse import urlencode

import orjson
import pytest
from starlette.testclient import TestClient

ACTORS, PLACES = "/api/v1/reconcile/actors", "/api/v1/reconcile/places"
REFINE = {"Origin": "http://127.0.0.1:3333"}


def ask(browser: TestClient, service: str, **queries: object) -> dict[str, Any]:
    """Return the candidates of names, sent as OpenRefine's server sends them: a form, without an origin."""
    answer = browser.post(service, content=urlencode({"queries": orjson.dumps(queries).decode()}),
                          headers={"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"})
    assert answer.status_code == 200, answer.text
    return {name: found["result"] for name, found in answer.json().items()}


# ---- the service ----

@pytest.mark.parametrize(("service", "view"), [(ACTORS, "/actors/{{id}}"), (PLACES, "/claims?place={{id}}")])
def test_the_manifest_leads_to_what_the_service_can(browser: TestClient, service: str, view: str) -> None:
    answer = browser.get(service, headers=REFINE)
    manifest = answer.json()
    assert manifest["versions"] == ["0.2"]
    assert manifest["view"]["url"] == f"http://127.0.0.1{view}"
    assert answer.headers["access-control-allow-origin"] == "http://127.0.0.1:3333"
    for what in manifest["suggest"].values():
        address = what["service_url"] + what["service_path"]
        assert browser.get(f"{address}?prefix=a").status_code == 200
    proposing = manifest["extend"]["propose_properties"]
    found = browser.get(f"{proposing['service_url']}{proposing['service_path']}?type=state&limit=3").json()
    assert len(found["properties"]) == 3


def test_addresses_are_those_under_which_it_was_asked(browser: TestClient) -> None:
    manifest = browser.get(ACTORS, headers={"Host": "localhost:8321"}).json()
    assert manifest["preview"]["url"].startswith("http://localhost:8321/api/v1/reconcile/actors/preview")


@pytest.mark.parametrize(("origin", "allowed"), [
    ("http://127.0.0.1:3333", True), ("http://localhost:3333", True), ("http://[::1]:3333", True),
    ("https://evil.example", False), ("http://127.0.0.1.evil.example", False), ("null", False),
    ("http://evil.example:127.0.0.1", False), ("file://localhost", False),
])
def test_pages_of_this_machine_alone_read_the_answers(browser: TestClient, origin: str, allowed: bool) -> None:
    answer = browser.get(ACTORS, headers={"Origin": origin})
    assert ("access-control-allow-origin" in answer.headers) == allowed
    sent = browser.post(ACTORS, content="queries=%7B%7D", headers={
        "Origin": origin, "Content-Type": "application/x-www-form-urlencoded"})
    assert sent.status_code == (200 if allowed else 403)
    assert "access-control-allow-origin" not in browser.get("/api/v1/claims", headers={"Origin": origin}).headers


# ---- actors ----

def test_names_in_any_script_are_matched(browser: TestClient) -> None:
    found = ask(browser, ACTORS, q0={"query": "젤렌스키"}, q1={"query": "岸田文雄"}, q2={"query": "NATO"},
                q3={"query": "RUS"}, q4={"query": "Volodymyr Zelenskiy"})
    best = {name: (results[0]["id"], results[0]["match"]) for name, results in found.items()}
    assert best["q3"] == ("state:RUS", True)
    assert best["q2"] == ("nato", True)
    assert best["q0"] == best["q4"]
    assert best["q1"][1]
    assert found["q1"][0]["name"] == "岸田文雄"
    assert {"id": "person", "name": "person"} in found["q1"][0]["type"]
    assert found["q3"][0]["score"] == 100


def test_a_name_of_nobody_has_no_candidate(browser: TestClient) -> None:
    assert ask(browser, ACTORS, q={"query": "Xqzzt Vwkkp"}) == {"q": []}
    assert ask(browser, ACTORS, q={"query": ""}) == {"q": []}


def test_words_of_a_name_are_candidates_but_no_match(browser: TestClient) -> None:
    found = ask(browser, ACTORS, q={"query": "Atlantic Treaty", "limit": 2})["q"]
    assert [one["id"] for one in found][:1] == ["nato"]
    assert not found[0]["match"]
    assert found[0]["score"] < 86


def test_types_leave_out_others_and_a_limit_cuts(browser: TestClient) -> None:
    assert ask(browser, ACTORS, q={"query": "RUS", "type": "person"}) == {"q": []}
    assert [one["id"] for one in ask(browser, ACTORS, q={"query": "RUS", "type": ["state", "person"], "limit": 1})["q"]
            ] == ["state:RUS"]


@pytest.mark.parametrize("value", ["JPN", {"id": "state:JPN", "name": "Japan"}, ["JPN"]])
def test_a_country_tells_whether_somebody_is_meant(browser: TestClient, value: object) -> None:
    right, wrong = ({"query": "岸田文雄", "properties": [{"pid": "country", "v": country}]}
                    for country in (value, "RUS"))
    found = ask(browser, ACTORS, right=right, wrong=wrong)
    assert found["right"][0]["match"]
    assert not found["wrong"][0]["match"]
    assert found["wrong"][0]["score"] == found["right"][0]["score"] / 2


def test_a_table_is_extended_with_properties(browser: TestClient) -> None:
    extend = {"ids": ["state:JPN", "nato", "nobody"], "properties": [{"id": "code"}, {"id": "name_ja"}, {"id": "x"}]}
    found = browser.post(ACTORS, content=urlencode({"extend": orjson.dumps(extend).decode()}),
                         headers={"Content-Type": "application/x-www-form-urlencoded"}).json()
    assert [one["id"] for one in found["meta"]] == ["code", "name_ja"]
    assert found["rows"]["state:JPN"]["code"] == [{"str": "JPN"}]
    assert {"str": "日本"} in found["rows"]["state:JPN"]["name_ja"]
    assert found["rows"]["nato"]["code"] == [{"str": "IGO:NATO"}]
    assert found["rows"]["nobody"] == {"code": [], "name_ja": []}


def test_actors_are_suggested_by_how_their_names_begin(browser: TestClient) -> None:
    found = browser.get(f"{ACTORS}/suggest/entity?prefix=岸田&type=person&lang=ja").json()["result"]
    assert "岸田文雄" in [one["name"] for one in found]
    assert len(browser.get(f"{ACTORS}/suggest/entity?prefix=ja").json()["result"]) == 20
    assert browser.get(f"{ACTORS}/suggest/type?prefix=per").json()["result"] == [{"id": "person", "name": "person"}]
    assert browser.get(f"{ACTORS}/suggest/property?prefix=name in ja").json()["result"] == [
        {"id": "name_ja", "name": "name in ja"}]


# ---- places ----

def test_places_are_matched_where_their_name_means_one(browser: TestClient) -> None:
    found = ask(browser, PLACES, q0={"query": "平壌"}, q1={"query": "Pyongyang"}, q2={"query": "geonames:1871859"},
                q3={"query": "Springfield", "limit": 20}, q4={"query": "Nowhereville on Sea"})
    for name in ("q0", "q1", "q2"):
        assert (found[name][0]["id"], found[name][0]["match"]) == ("geonames:1871859", True)
    assert found["q0"][0]["name"] == "平壌"
    assert len(found["q3"]) > 3
    assert not any(one["match"] for one in found["q3"])
    assert [one["score"] for one in found["q3"]] == sorted((one["score"] for one in found["q3"]), reverse=True)
    assert found["q4"] == []


def test_places_have_coordinates_and_what_they_lie_in(browser: TestClient) -> None:
    extend = {"ids": ["geonames:1871859"], "properties": [{"id": "latitude"}, {"id": "country"}, {"id": "geonames"}]}
    row = browser.get(PLACES, params={"extend": orjson.dumps(extend).decode()}).json()["rows"]["geonames:1871859"]
    assert row["latitude"][0]["float"] == pytest.approx(39.03, abs=.02)
    assert (row["country"], row["geonames"]) == ([{"str": "PRK"}], [{"int": 1871859}])


def test_places_are_suggested_the_most_populous_first(browser: TestClient) -> None:
    found = [one["name"] for one in browser.get(f"{PLACES}/suggest/entity?prefix=Pyongy").json()["result"]]
    assert found[0] == "Pyongyang"
    assert all(name.startswith("Pyongy") for name in found)
    japanese = [one["name"] for one in browser.get(f"{PLACES}/suggest/entity?prefix=平壌").json()["result"]]
    assert japanese[0] == "平壌"


@pytest.mark.parametrize(("service", "id", "words"), [
    (ACTORS, "state:JPN", "日本"), (PLACES, "geonames:1871859", "PRK")])
def test_a_preview_may_be_framed_by_pages_of_this_machine(browser: TestClient, service: str, id: str,
                                                          words: str) -> None:
    answer = browser.get(f"{service}/preview", params={"id": id})
    assert words in answer.text
    assert "frame-ancestors 'self' http://127.0.0.1:* http://localhost:*" in answer.headers["content-security-policy"]
    assert "x-frame-options" not in answer.headers
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert browser.get(f"{service}/preview?id=nobody").status_code == 404


# ---- what is wrong ----

@pytest.mark.parametrize(("query", "where"), [
    ("queries=x", "queries"), ("queries=[]", "queries"), ('queries={"q":{}}', "queries.q.query"),
    ('queries={"q":{"query":1}}', "queries.q.query"), ('queries={"q":{"query":"a","limit":0}}', "queries.q.limit"),
    ("extend={}", "extend.ids"),
])
def test_what_is_wrong_is_told_with_its_place(browser: TestClient, query: str, where: str) -> None:
    answer = browser.get(f"{ACTORS}?{query}")
    assert answer.status_code == 400
    assert answer.json()["where"] == where


def test_a_form_that_is_none_is_refused(browser: TestClient) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert browser.post(ACTORS, content="", headers=form).json()["versions"] == ["0.2"]
    assert browser.post(ACTORS, content=b"queries=%ff", headers=form).status_code == 400
    assert browser.post(ACTORS, json={}).status_code == 415
    assert browser.post(ACTORS, content="queries=" + "x" * 1_000_001, headers=form).status_code == 413
