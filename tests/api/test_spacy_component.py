"""`nlp.add_pipe("keii")`: a Doc gets its claims."""

import tomllib
from importlib import import_module
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

import keii.spacy_component
from keii.spacy_component import Component

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def nlp() -> Language:
    made = spacy.blank("en")
    made.add_pipe("keii", config={"published": "2024-06-05", "coder": "rules"})
    return made


def test_a_doc_gets_claims_and_spans(nlp: Language) -> None:
    doc = nlp("  On Monday, France condemned Russia.\n\nIt rained.")
    assert [(span.label_, span.text) for span in doc.spans["keii"]] == [("ACCUSE", "condemned")]
    claim = doc._.keii[0]
    assert doc.text[claim.trigger.start:claim.trigger.end] == "condemned"  # blanks and all
    assert (claim.actors[0].code, claim.time.start) == ("FRA/GOV", "2024-06-03")


def test_the_day_may_come_with_the_doc(nlp: Language) -> None:
    doc = nlp.make_doc("On Monday, France condemned Russia.")
    doc.user_data["published"] = "2024-06-12"
    assert nlp.get_pipe("keii")(doc)._.keii[0].time.start == "2024-06-10"


def test_other_languages_and_empty_texts_get_none() -> None:
    made = spacy.blank("fi")
    made.add_pipe("keii")
    assert made("Ranska tuomitsi sen.")._.keii == ()
    assert Component()(spacy.blank("en")(" "))._.keii == ()


def test_spacy_finds_the_component_by_the_entry_point() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    module, name = project["entry-points"]["spacy_factories"]["keii"].split(":")
    assert getattr(import_module(module), name) is keii.spacy_component.make
