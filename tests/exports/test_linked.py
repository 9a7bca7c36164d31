"""N-Quads, FollowTheMoney, STIX and TimelineJS, read by the libraries of their makers where there are any."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from exports.sample import ENGLISH, JAPANESE, export, exported, lines
from keii.exports.nquads import KEII
from keii.exports.request import Omission

SEM, OA = "http://semanticweb.cs.vu.nl/2009/11/sem/", "http://www.w3.org/ns/oa#"
PROV, RDF = "http://www.w3.org/ns/prov#", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


# ---- N-Quads ----

@pytest.fixture(scope="module")
def quads(sample: Path) -> Any:
    rdflib = pytest.importorskip("rdflib", reason="development package")
    return rdflib.Dataset().parse(data=export(sample, "nquads").decode(), format="nquads")


def test_rdflib_finds_every_selector_in_the_text(quads: Any) -> None:
    found = list(quads.query(f"""
        SELECT ?source ?exact ?start ?end WHERE {{
            ?target <{OA}hasSource> ?source ; <{OA}hasSelector> ?quote, ?position .
            ?quote <{OA}exact> ?exact . ?position <{OA}start> ?start ; <{OA}end> ?end }}"""))
    texts = ["\n".join(JAPANESE), "\n".join(ENGLISH)]
    assert len(found) > 20
    for _, exact, start, end in found:
        assert any(text[int(start):int(end)] == str(exact) for text in texts), exact


def test_what_is_claimed_stands_in_graphs_of_its_own(quads: Any) -> None:
    from rdflib import URIRef

    acts = list(quads.quads((None, URIRef(RDF + "type"), URIRef(SEM + "Event"), None)))
    assert len(acts) == 9
    for act, _, _, graph in acts:
        assert str(act) == f"{graph}#act"  # none in the default graph
    statuses = {str(status) for status in quads.default_graph.objects(None, URIRef(KEII + "status"))}
    assert statuses == {"occurred", "possible", "not_occurred", "urged", "planned"}


def test_who_says_so_is_a_qualified_attribution(quads: Any) -> None:
    from rdflib import URIRef

    agents = {str(agent) for link in quads.default_graph.objects(None, URIRef(PROV + "qualifiedAttribution"))
              for agent in quads.default_graph.objects(link, URIRef(PROV + "agent"))}
    assert "urn:keii:actor:reuters" in agents


def test_actors_have_names_in_many_scripts(quads: Any) -> None:
    from rdflib import RDFS, URIRef

    names = {(str(name), name.language) for name in quads.default_graph.objects(
        URIRef("urn:keii:actor:state%3AJPN"), RDFS.label)}
    assert {("Japan", "en"), ("日本", "ja")} <= names


# ---- FollowTheMoney ----

# What the schemata that keii writes have, of followthemoney 4: property to type, those of their parents included.
_THING = {"name": "name", "alias": "name", "country": "country", "keywords": "string", "notes": "text",
          "summary": "text", "sourceUrl": "url", "publisher": "string", "proof": "Document"}
_BODY = {**_THING, "classification": "string", "sector": "string", "abbreviation": "name"}
SCHEMATA = {
    "Article": {**_THING, "title": "string", "fileName": "string", "author": "string", "publishedAt": "date",
                "language": "language", "bodyText": "text"},
    "Person": {**_THING, "position": "string"},
    "PublicBody": _BODY, "Organization": _BODY, "Company": _BODY,
    "Position": _THING,
    "Occupancy": {"holder": "Person", "post": "Position", "startDate": "date", "endDate": "date"},
    "Event": {**_THING, "startDate": "date", "endDate": "date", "date": "date", "location": "address",
              "organizer": "LegalEntity", "involved": "LegalEntity", "recordId": "string"},
}
_LEGAL = {"Person", "PublicBody", "Organization", "Company"}


def entities(sample: Path) -> list[dict[str, Any]]:
    return lines(export(sample, "ftm"))


def test_entities_have_properties_of_their_schemata_and_refer_to_those_before(sample: Path) -> None:
    seen: dict[str, str] = {}
    for entity in entities(sample):
        schema = SCHEMATA[entity["schema"]]
        assert entity["id"] not in seen
        assert re.fullmatch(r"[0-9a-zA-Z][0-9a-zA-Z.-]*[0-9a-zA-Z]", entity["id"])  # of its type «entity»
        seen[entity["id"]] = entity["schema"]
        for name, values in entity["properties"].items():
            assert values
            assert all(isinstance(value, str) for value in values)
            kind = schema[name]
            if kind == "LegalEntity":
                assert {seen[value] for value in values} <= _LEGAL
            elif kind in ("Document", "Person", "Position"):
                assert {seen[value] for value in values} == {"Article" if kind == "Document" else kind}
            elif kind == "date":
                assert all(len(value) in (4, 7, 10) for value in values)
            elif kind == "country":
                assert all(len(value) == 2 and value.islower() for value in values)
        assert entity["properties"].get("name") or entity["schema"] in ("Article", "Occupancy")
        assert entity["schema"] != "Article" or entity["properties"]["fileName"]


def test_an_event_begins_with_its_status_and_keeps_the_rest_in_notes(sample: Path) -> None:
    events = [entity["properties"] for entity in entities(sample) if entity["schema"] == "Event"]
    aid = next(event for event in events if "AID" in event["keywords"])
    assert aid["name"][0].startswith("[planned] Norway")
    assert (aid["startDate"], aid["endDate"]) == (["2024-07-01"], ["2024-07-31"])
    assert "status: planned" in aid["notes"]


def test_people_whom_the_registry_does_not_know_are_no_entities(sample: Path) -> None:
    found = entities(sample)
    assert not [one for one in found if "a farmer" in one["properties"].get("name", [])]
    killing = next(one["properties"] for one in found if "firearms" in one["properties"].get("keywords", []))
    assert "recipient: a farmer (NOR/CVL)" in killing["notes"]
    assert "organizer" not in killing


def folded(values: list[str]) -> list[str]:
    return sorted(" ".join(value.split()) for value in values)


def test_followthemoney_takes_the_entities_as_they_are(sample: Path) -> None:
    ftm = pytest.importorskip("followthemoney", reason="it checks what is written: make tools")
    for entity in entities(sample):
        proxy = ftm.model.get_proxy(entity, cleaned=False)
        for name, values in entity["properties"].items():
            held = proxy.get(name)
            assert held, f"{entity['schema']}.{name} refused {values}"
            if name not in ("language", "country", "sourceUrl", "bodyText"):
                assert folded(held) == folded(values)  # it folds the blanks of names
        ftm.model.get(entity["schema"]).validate(entity)


# ---- STIX ----

def test_stix2_parses_the_bundle(sample: Path) -> None:
    stix2 = pytest.importorskip("stix2", reason="development package")
    data, number, _ = exported(sample, "stix")
    bundle = stix2.parse(data.decode(), allow_custom=False)
    kinds = [one["type"] for one in bundle.objects]
    assert kinds.count("note") == number == 9
    assert kinds.count("report") == 2
    assert "relationship" not in kinds  # keii asserts none
    ids = {one["id"] for one in bundle.objects}
    for one in bundle.objects:
        assert set(one.get("object_refs", [])) <= ids
        assert one.get("created_by_ref", one["id"]) in ids
    assert len(ids) == len(bundle.objects)


def test_notes_carry_status_and_sources_in_an_extension(sample: Path) -> None:
    bundle = json.loads(export(sample, "stix"))
    notes = [one for one in bundle["objects"] if one["type"] == "note"]
    extension = next(one["id"] for one in bundle["objects"] if one["type"] == "extension-definition")
    held = {note["extensions"][extension]["type"]: (note, note["extensions"][extension]) for note in notes}
    assert held["AID"][1]["status"] == "planned"
    assert held["AID"][0]["abstract"].startswith("[planned]")
    assert held["REQUEST"][0]["authors"] == ["Reuters"]
    assert held["REQUEST"][1]["sources"] == [{"text": "Reuters", "code": "GBR/JRN"}]


# ---- TimelineJS ----

def test_slides_have_dates_as_exact_as_they_are_known(sample: Path) -> None:
    data, number, request = exported(sample, "timelinejs", of="events")
    slides = json.loads(data)["events"]
    assert number == len(slides) == 9
    assert request.left_out == {}
    by_type = {slide["text"]["headline"].split("«")[1].split("»")[0]: slide for slide in slides}
    assert by_type["aid"]["start_date"] == {"year": 2024, "month": 7}
    assert by_type["aid"]["group"] == "planned"
    assert by_type["killed"]["start_date"] == {"year": 2024, "month": 6, "day": 1}
    assert by_type["launched"]["display_date"] == "≤ 2024-06-13"  # the act itself is not dated


def test_the_words_of_articles_are_no_markup(sample: Path) -> None:
    slides = json.loads(export(sample, "timelinejs", of="events"))["events"]
    links = [slide["text"]["text"] for slide in slides if "例示通信" in slide["text"]["text"]]
    assert links
    assert all("<d>" not in text and "&lt;d&gt;" in text for text in links)


def test_omissions_have_names() -> None:
    assert len({one.value for one in Omission}) == len(Omission)
