"""Attributions that the parse shows, quotations as wholes, and transcripts: sentences of our own, right and wrong."""

import pytest

from keii.coding.attitudes import attitudes, shown
from keii.coding.quoted import quotations, whole
from keii.coding.scripted import scripted
from keii.language.languages import language

TOLD = [  # text, who, the word, what
    ("The premier decided to close the port.", "The premier", "decided", "to close the port"),
    ("Aides are worried that the talks will fail.", "Aides", "worried", "that the talks will fail"),
    ("His belief that the vote was stolen cost him his seat.", "His", "belief", "that the vote was stolen"),
    ("The union called for a ban on night flights.", "The union", "called", "a ban on night flights"),
    ("Editors praised the mayor for her courage.", "Editors", "praised", "the mayor for her courage"),
    ("The survey found that farmers feared the levy.", "The survey", "found", "that farmers feared the levy"),
    ("Farmers who fear that the river will rise have left.", "Farmers", "fear", "that the river will rise"),
    ("Norway hoped to reopen the strait.", "Norway", "hoped", "to reopen the strait"),
    ("Norway hopes to reopen the strait.", "Norway", "hopes", "to reopen the strait"),
    ("Critics described the pact as a farce.", "Critics", "described", "the pact as a farce"),
    ("Her concern about the drought grew.", "Her", "concern", "about the drought"),
]
SILENT = [  # nothing of this is anybody's attribution
    "I think the bridge will hold.",
    "The guards released two hostages.",
    "Workers carried the beams across the river.",
    "The report that was mislaid was short.",
    "Nobody would oppose a second bridge.",
    "They came to praise the mayor.",
    "Criticism of the levy was rare.",
    "The court gave the farmers more time.",
]


def _shown(text: str) -> list[tuple[str, str, str]]:
    known = attitudes("en")
    assert known is not None
    (parse,) = language("en").parse([text])
    found = []
    for one in shown(parse, known):
        tokens = sorted(one.tokens)
        words = text[parse.starts[tokens[0]] : parse.ends[tokens[-1]]].rstrip(".")
        found.append((one.speakers[0].span.quote if one.speakers else "", one.cue.quote, words))
    return found


@pytest.mark.parametrize(("text", "who", "word", "what"), TOLD)
def test_an_attitude_has_its_holder_and_its_content(text: str, who: str, word: str, what: str) -> None:
    assert (who, word, what) in _shown(text)


@pytest.mark.parametrize("text", SILENT)
def test_what_is_no_report_of_an_attitude_gives_none(text: str) -> None:
    assert _shown(text) == []


def test_a_language_without_the_table_has_no_words_of_attitude() -> None:
    assert attitudes("ja") is None


def test_a_quotation_goes_on_after_the_word_of_saying_and_in_the_next_sentence() -> None:
    text = "“We will wait,” Ana Reyes said. “Nobody is in a hurry.” The port was calm. “Later.”"
    end = text.index("said.") + len("said.")
    told = whole(text, quotations(text), [(0, 5)], [(16, 25), (26, 30)], end)
    assert [text[start:stop] for start, stop in told] == ["“We will wait,”", "“Nobody is in a hurry.”"]


def test_a_few_quoted_words_in_a_clause_do_not_go_on() -> None:
    text = 'He said the levy was "a farce" and left. "Good day."'
    start, stop = text.index("the levy"), text.index(" and left")
    assert whole(text, quotations(text), [(start, stop)], [(0, 2), (3, 7)], 40) == [(start, stop)]


def test_a_quotation_that_is_left_open_ends_with_its_paragraph() -> None:
    text = "“We wait.\n“They wait.”"
    assert [text[start:stop] for start, stop in quotations(text)] == ["“We wait.", "“They wait.”"]


def test_transcripts_and_signed_quotations_have_their_speakers() -> None:
    text = "REYES: Will you go?\nMOREAU: Never.\n“Let them wait.” — Ana Reyes\n"
    found = [(text[a:b], text[e:f]) for (a, b), _, (e, f) in scripted(text)]
    assert found == [("REYES", "Will you go?"), ("MOREAU", "Never."), ("Ana Reyes", "“Let them wait.”")]


def test_one_label_alone_is_no_transcript() -> None:
    assert list(scripted("NOTE: The port is closed.\nWeather: rain.\n")) == []
