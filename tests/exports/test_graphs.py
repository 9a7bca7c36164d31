"""GraphML and GEXF, read by networkx and held against the rules of the GEXF 1.3 schema."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from exports.sample import export, exported
from keii.exports.days import last_day
from keii.exports.network import ATTRIBUTES
from keii.exports.request import Omission
from keii.exports.xml import attribute, content

GEXF = "{http://gexf.net/1.3}"


def read(sample: Path, name: str) -> Any:
    nx = pytest.importorskip("networkx", reason="development package")
    data = io.BytesIO(export(sample, name))
    return nx.read_graphml(data, force_multigraph=True) if name == "graphml" else nx.read_gexf(data, version="1.3")


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_networkx_finds_the_parties_and_claims(sample: Path, name: str) -> None:
    graph = read(sample, name)
    assert graph.is_directed()
    labels = {data["label"] for _, data in graph.nodes(data=True)}
    assert labels == {"Norway", "Japan", "Vladimir Putin", "North Korea", "Gunmen", "a farmer"}
    assert graph.number_of_edges() == 5
    visit = graph.get_edge_data("putin-vladimir" if "putin-vladimir" in graph else "vladimir-putin", "state:PRK")
    held = next(iter(visit.values())) if 0 in visit or any(isinstance(one, dict) for one in visit.values()) else visit
    assert (held["type"], held["status"], held["mode"]) == ("CONSULT", "occurred", "visit")


def test_edges_keep_the_status_and_the_source(sample: Path) -> None:
    graph = read(sample, "graphml")
    held = [data for *_, data in graph.edges(data=True)]
    assert {data["status"] for data in held} == {"occurred", "planned"}
    assert [data["sources"] for data in held if data["type"] == "REQUEST"] == ["Reuters"]
    talks = next(data for data in held if data["type"] == "CONSULT" and data["reciprocal"])
    assert (talks["start"], talks["end"], talks["latitude"]) == ("2024-06-12", "2024-06-12", pytest.approx(59.91273))


def test_claims_of_one_party_are_counted_once(sample: Path) -> None:
    for name in ("graphml", "gexf"):
        assert dict(exported(sample, name)[2].left_out) == {Omission.NO_PAIR: 4}


def test_gexf_follows_the_rules_of_its_schema(sample: Path) -> None:
    root = etree.fromstring(export(sample, "gexf"))
    graph = root.find(f"{GEXF}graph")
    assert (root.tag, root.get("version")) == (f"{GEXF}gexf", "1.3")
    assert [graph.get(name) for name in ("mode", "timeformat", "timerepresentation", "defaultedgetype")] == [
        "dynamic", "date", "interval", "directed"]
    nodes = [node.get("id") for node in graph.iter(f"{GEXF}node")]
    assert len(set(nodes)) == len(nodes)
    edges = list(graph.iter(f"{GEXF}edge"))
    assert len({edge.get("id") for edge in edges}) == len(edges)
    for edge in edges:
        assert {edge.get("source"), edge.get("target")} <= set(nodes)
        assert edge.get("kind")
        if edge.get("start"):
            assert date.fromisoformat(edge.get("start")) <= date.fromisoformat(edge.get("end"))
    for of in ("node", "edge"):
        declared = {one.get("id"): one.get("type") for block in graph.findall(f"{GEXF}attributes")
                    if block.get("class") == of for one in block}
        used = {value.get("for") for one in graph.iter(f"{GEXF}{of}") for value in one.iter(f"{GEXF}attvalue")}
        assert used <= set(declared)
        assert set(declared.values()) <= {"string", "boolean", "integer", "double"}


def test_intervals_are_closed(sample: Path) -> None:
    root = etree.fromstring(export(sample, "gexf"))
    spells = {(edge.get("start"), edge.get("end")) for edge in root.iter(f"{GEXF}edge") if edge.get("start")}
    assert spells == {("2024-06-13", "2024-06-13"), ("2024-06-12", "2024-06-12"), ("2024-06-01", "2024-06-01"),
                      ("2024-07-01", "2024-07-31")}


@pytest.mark.parametrize(("start", "end", "last"), [
    ("2024-06-01", "2024-06-02", "2024-06-01"), ("2024-06-01", "2024-07-01", "2024-06-30"), ("2024-06-01", None, None),
    ("2024-06-01T15:00", "2024-06-01T18:00", "2024-06-01"), ("2024-06-01T15:00", "2024-06-02T00:00", "2024-06-01"),
    ("2024-06-01T22:00", "2024-06-02T03:00", "2024-06-02"),
])
def test_the_end_of_an_interval_is_its_last_day(start: str, end: str | None, last: str | None) -> None:
    assert last_day(start, end) == last


@pytest.mark.parametrize("text", ["<&>\"'", "a\x00b", "a\nb\tc", "]]>", "😀\ufffe"])
def test_any_text_survives_xml(text: str) -> None:
    element = etree.fromstring(f"<a b={attribute(text)}>{content(text)}</a>")
    plain = text.replace("\x00", "\ufffd").replace("\ufffe", "\ufffd")
    assert element.get("b") == plain
    assert element.text == plain


def test_every_attribute_has_a_type_of_graphml() -> None:
    assert set(ATTRIBUTES.values()) <= {"string", "boolean", "int", "double"}
