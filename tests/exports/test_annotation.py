"""spaCy and Label Studio: spans that point into the text as it is."""

import json
import re
from pathlib import Path
from typing import Any

import spacy
from spacy.tokens import Doc, DocBin

from exports.sample import ENGLISH, JAPANESE, export, lines
from keii.codebook import codebook
from keii.exports.label_studio import LABELS
from keii.exports.spacy_docs import GROUPS
from keii.model import Status

DOCS = Path(__file__).parents[2] / "docs"
TEXTS = {"ja": "\n".join(JAPANESE), "en": "\n".join(ENGLISH)}


def test_spacy_takes_the_documents_with_their_spans(sample: Path) -> None:
    found = lines(export(sample, "spacy"))
    assert [line["text"] for line in found] == [TEXTS["en"], TEXTS["ja"]]
    docs = [Doc(spacy.blank(code).vocab).from_json(line) for code, line in zip(("en", "ja"), found, strict=True)]
    for doc in docs:
        assert set(doc.spans) == set(GROUPS)
    acts = {(span.label_, span.text) for doc in docs for span in doc.spans["acts"]}
    assert {("CONSULT", "talks"), ("CONSULT", "訪問"), ("ASSAULT", "killed"), ("AID", "aid")} <= acts
    assert {span.text for span in docs[0].spans["actors"]} == {"Norway", "Japan", "Gunmen"}
    box = DocBin(docs=docs)
    again = list(DocBin().from_bytes(box.to_bytes()).get_docs(spacy.blank("en").vocab))
    assert [doc.text for doc in again] == [doc.text for doc in docs]


def test_the_exact_offsets_stand_beside_widened_spans(sample: Path) -> None:
    for line in lines(export(sample, "spacy")):
        for claim in line["keii"]["claims"]:
            trigger = claim["trigger"]
            assert line["text"][trigger["start"]:trigger["end"]] == trigger["quote"]


def tasks(sample: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(export(sample, "label-studio"))
    return found


def test_regions_quote_the_text_and_relations_lead_from_act_to_field(sample: Path) -> None:
    assert len(tasks(sample)) == 2
    for task in tasks(sample):
        results = task["predictions"][0]["result"]
        regions = {one["id"]: one["value"] for one in results if one["type"] == "labels"}
        for value in (one["value"] for one in results if one["type"] != "relation"):
            assert task["data"]["text"][value["start"]:value["end"]] == value["text"]
        for one in (one for one in results if one["type"] == "relation"):
            assert regions[one["to_id"]]["labels"] == one["labels"]
            assert regions[one["from_id"]]["labels"][0] in codebook().types
        chosen = {one["id"]: one["value"]["choices"] for one in results if one["type"] == "choices"}
        assert set(chosen) == {id for id in regions if "." not in id}


def test_the_documented_configuration_knows_every_label_and_status() -> None:
    text = (DOCS / "exports.md").read_text(encoding="utf-8")
    config = re.search(r"<View>.*?</View>", text, re.DOTALL)
    assert config
    names = set(re.findall(r'<Label value="(\w+)"', config[0]))
    assert names == {*codebook().types, *LABELS}
    assert set(re.findall(r'<Choice value="(\w+)"', config[0])) == {status.value for status in Status}
    assert {'name="label"', 'name="status"', 'name="text"', 'perRegion="true"'} <= set(
        re.findall(r'\w+="(?:label|status|text|true)"', config[0]))
