"""English clauses hang where marks say that they belong, and headlines leave out their auxiliaries."""

import pytest

from keii.language.languages import language


@pytest.mark.parametrize(
    ("text", "word", "relation"),
    [
        ("Woman killed in Nairobi blast", "Woman", "nsubj:pass"),
        ("Man shot three times with air rifle in Leeds", "Man", "nsubj:pass"),
        ("Opposition leader jailed for six years in Belarus", "leader", "nsubj:pass"),
        ("Minister sacked after Ghana bribery report", "Minister", "nsubj:pass"),
        ("Police shot at protesters in Lagos", "Police", "nsubj"),
        ("Soldiers killed 12 villagers in Burkina Faso", "Soldiers", "nsubj"),
        ("The drought killed.", "drought", "nsubj"),
    ],
)
def test_a_headlines_past_without_an_object_is_a_passive(text: str, word: str, relation: str) -> None:
    parse = next(iter(language("en").parse([text])))
    assert parse.rels[parse.words.index(word)] == relation
