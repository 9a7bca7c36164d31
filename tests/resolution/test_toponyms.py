"""Which place each toponym of a text means, and what is no toponym."""

from itertools import pairwise
from pathlib import Path

import pytest

from keii.gazetteer.places import gazetteer
from keii.resolution.grounding import ground
from keii.resolution.toponyms import FINDERS, toponyms
from keii.tables import read_table

COLUMNS = ("text", "words", "place", "note")
CASES = [(language, row["text"], row["words"], row["place"]) for language in FINDERS
         for _, row in read_table(Path(__file__).with_name(f"toponyms.{language}.tsv"), COLUMNS)]


@pytest.mark.parametrize(("language", "text", "words", "wanted"), CASES)
def test_a_toponym_means_its_place_and_other_words_none(language: str, text: str, words: str, wanted: str) -> None:
    found = {text[one.mention.start : one.mention.end]: one.place for one in toponyms(text, language)}
    place = found.get(words)
    if wanted == "-":
        assert place is None
    else:
        assert place is not None
        known = gazetteer().place(place)
        assert wanted in (known.id, known.en)


@pytest.mark.parametrize("language", FINDERS)
def test_toponyms_stand_in_order_and_never_overlap(language: str) -> None:
    for text in {text for spoken, text, _, _ in CASES if spoken == language}:
        spans = [(one.mention.start, one.mention.end) for one in toponyms(text, language)]
        assert all(start < end for start, end in spans)
        assert all(first[1] <= second[0] for first, second in pairwise(spans))


def test_a_name_whose_bearers_are_level_is_left_open() -> None:
    [found] = toponyms("A man was shot in Springfield.", "en")
    assert (found.place, found.reason) == (None, "ambiguous")


def test_the_same_name_is_told_by_the_company_it_keeps() -> None:
    [found] = [one for one in toponyms("A man from Branson was shot in Springfield, Mo.", "en")
               if one.mention.key == "springfield"]
    assert found.place is not None
    assert gazetteer().place(found.place).id == "geonames:4409896"


def test_a_text_without_toponyms_grounds_nothing() -> None:
    assert ground([]) == []
    assert toponyms("Nothing happened.", "en") == ()
    assert toponyms("Text in a language without a finder.", "xx") == ()
