"""Letters that lower case makes longer do not hide the words after them."""

from keii.gazetteer.names import finder


def test_a_word_after_a_letter_of_two_in_lower_case_is_found_in_its_place() -> None:
    text = "In İzmir, Police arrested ten people."
    found = [text[match.start:match.end] for match in finder("en").find(text)]
    assert "Police" in found
