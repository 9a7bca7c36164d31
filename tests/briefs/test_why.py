"""What readers of Japanese are told of labels and of reasons, which keii keeps in English."""

import re
from pathlib import Path

import pytest

import keii.language
import keii.situation
from keii.briefs.labels import label_of
from keii.briefs.why import feature, value
from keii.model import Reason
from keii.tables import read_table


@pytest.mark.parametrize("code", ["ja", "en"])
def test_every_label_of_the_lexicon_has_japanese_words(code: str) -> None:
    file = Path(keii.language.__file__).parent / code / "data" / "predicates.tsv"
    columns = next(line for line in file.read_text(encoding="utf-8").split("\n") if line and line[0] != "#").split("\t")
    labels = {row["label"] for _, row in read_table(file, tuple(columns)) if row["label"]}
    assert len(labels) > 40
    assert {one for one in labels if label_of(one, "ja").isascii()} == set()


@pytest.mark.parametrize(("name", "found", "told"), [
    ("time", "published 3 days apart", "報道が 3 日違い"), ("time", "published -1 days after it", "その 1 日前の報道"),
    ("type", "AGREE ≠ CONSULT", "約束・合意 ≠ 会談・訪問"),
    ("label", "launch satellite ≠ election", "衛星打ち上げ ≠ 選挙"),
    ("pair", "state:IRN-state:USA: 12 documents, 4 days", "state:IRN-state:USA: 文書 12 件、4 日間"),
    ("words", "published / 1 day", "published / 1 day"), ("actor", "state:IRN", "state:IRN"),
    ("quantity", "the same number", "同じ数"), ("report", "one report", "同じ報告"),
])
def test_reasons_are_told_in_japanese_and_quoted_words_as_they_are(name: str, found: str, told: str) -> None:
    reason = Reason(feature=name, value=found, weight=1.0)
    assert (value(reason, "ja"), value(reason, "en")) == (told, found)


def test_every_reason_that_keii_gives_in_words_of_its_own_has_japanese_ones() -> None:
    """The features and the sentences without any blank, as they stand in the code that gives them."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in Path(keii.situation.__file__).parent.glob("*.py"))
    features = {*re.findall(r'_reason\("(\w+)"', code), *re.findall(r'feature="(\w+)"', code)} - {"pair", "score"}
    assert {name for name in features if feature(name, "ja").isascii()} == set()
    own = re.findall(r'_reason\("\w+", [^,\n]+, f?"([^"]+)"\)', code)
    words = [re.sub(r"\{(?:days|late|gap)\}", "3", one) for one in own]
    words = [one for one in words if "{" not in one]
    assert len(words) > 5
    assert [one for one in words if value(Reason(feature="time", value=one, weight=1.0), "ja").isascii()] == []
