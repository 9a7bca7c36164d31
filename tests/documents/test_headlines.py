"""Headlines in title case are read as sentences; what is no headline stays as it is."""

import pytest

from keii.documents.headlines import as_sentence, is_title_case
from keii.pipeline import code_sentences, relation

HEADLINES = {
    "Norway Lifts Travel Ban on Chad": "Norway lifts travel ban on Chad",
    "Peru's President Meets Putin to Discuss Copper": "Peru's president meets Putin to discuss copper",
    "Chilean President Gabriel Boric Visits Tokyo": "Chilean President Gabriel Boric visits Tokyo",
    "NATO Says It Will Not Send Troops to Moldova": "NATO says it will not send troops to Moldova",
    "Gunmen Kill 12 in Attack on Nigerian Village, Officials Say": "Gunmen kill 12 in attack on Nigerian village, "
    "officials say",
    "White House Warns Trump Will Veto Bill": "White House warns Trump will veto bill",
    "Saudi Arabia to Reopen Embassy in Damascus on Monday": "Saudi Arabia to reopen embassy in Damascus on Monday",
    "Farmers Block Roads in Toulouse Over Milk Price": "Farmers block roads in Toulouse over milk price",
}
SENTENCES = (
    "Chilean President Gabriel Boric meets King Charles at Buckingham Palace in London.",  # meets
    "Anna Keller is Director of the Nordic Council of Fisheries.",
    "The Ministry of Foreign Affairs of Peru said so.",
    "UN CONDEMNS ATTACK ON SCHOOL",  # capitals alone say nothing of names
    "Kenya Airways",
    "",
)


@pytest.mark.parametrize(("headline", "sentence"), HEADLINES.items())
def test_headline_is_written_as_sentence(headline: str, sentence: str) -> None:
    assert as_sentence(headline) == sentence


@pytest.mark.parametrize("text", SENTENCES)
def test_sentence_stays(text: str) -> None:
    assert not is_title_case(text)
    assert as_sentence(text) == text


def test_rest_of_the_text_says_what_is_a_name() -> None:
    lines = ["Brown Warns Power of Strike in Wales", "Mr Brown spoke of the strike and of those in power.", "It rains."]
    claims = [claim for claim in code_sentences(lines, language="en").claims if claim.sentence == 0]
    assert [claim.type for claim in claims].count("THREATEN") == 1
    assert [party.text for claim in claims if claim.type == "THREATEN" for party in claim.actors] == ["Brown"]


def test_quotations_are_as_the_text_has_them() -> None:
    headline = "Russia Expels Two Norwegian Diplomats Over Spying Claims"
    (expulsion,) = [c for c in code_sentences([headline], language="en").claims if c.trigger.quote == "Expels"]
    assert expulsion.type in ("SANCTION", "COERCE")
    assert [(party.text, party.code) for party in expulsion.recipients] == [("Two Norwegian Diplomats", "NOR/GOV")]


def test_relation_reads_a_headline() -> None:
    headline = "Turkey Rejects Greek Demand to Release Pastor"
    assert relation(headline, (0, 6), (15, 20)) == "REJECT"
