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


@pytest.mark.parametrize(
    ("sentence", "verb", "subject"),
    [
        ("A delegation of the Communist Party called on Premier Oli to discuss trade.", "called", "delegation"),
        ("An exchange, which turns over 30 million dollars a day, reopened on Tuesday.", "reopened", "exchange"),
    ],
)
def test_past_behind_a_noun_alone_is_what_the_sentence_says(sentence: str, verb: str, subject: str) -> None:
    (parse,) = language("en").parse([sentence])
    at = parse.words.index(verb)
    noun = parse.words.index(subject)
    assert (parse.rels[at], parse.rels[noun], parse.heads[noun]) == ("root", "nsubj", at)


@pytest.mark.parametrize(
    ("sentence", "verb"),
    [
        ("A report prepared by the ministry in Lima.", "prepared"),
        ("Taxi drivers, asked separately, sided with the aunts.", "asked"),
        ("Two soldiers killed in Mali.", "killed"),
        ("Demand for grain that was stored.", "stored"),
    ],
)
def test_past_that_only_describes_its_noun_stays(sentence: str, verb: str) -> None:
    (parse,) = language("en").parse([sentence])
    assert parse.rels[parse.words.index(verb)] != "root"
