"""Quotations that run over several sentences: which sentences stand wholly inside somebody's words."""

from collections.abc import Sequence

from keii.model import Sentence

OPEN, CLOSE = "「『“", "」』”"


def running(sentences: Sequence[Sentence], text: str) -> dict[int, bool]:
    """Return for each sentence index whether the sentence begins inside a quotation or is one as a whole.

    Straight quotation marks change the state each time; a line end closes what was left open, unless the next
    paragraph opens with a mark, as English does when a quotation goes on.
    """
    inside: dict[int, bool] = {}
    depth = 0
    straight = False
    before = 0
    for sentence in sentences:
        if "\n" in text[before : sentence.start] and not _goes_on(sentence.text):
            depth, straight = (0, False) if "\n\n" in text[before : sentence.start] else (depth, straight)
        before = sentence.end
        inside[sentence.index] = depth > 0 or straight or _whole(sentence.text)
        if sentence.text[:1] == '"' and straight:
            straight = False  # a paragraph that opens the running quotation again
        for character in sentence.text:
            depth = depth + 1 if character in OPEN else max(0, depth - 1) if character in CLOSE else depth
            straight = not straight if character == '"' else straight
    return inside


def _goes_on(text: str) -> bool:
    return text[:1] in ('"', "“", "「")


def _whole(text: str) -> bool:
    """Tell whether nothing but a quotation stands in a sentence: no speaker beside it."""
    stripped = text.strip()
    for opening, closing in (("「", "」"), ("“", "”"), ('"', '"'), ("'", "'"), ("‘", "’")):
        if stripped.startswith(opening):
            body = stripped[1:].rstrip("。.")
            return closing not in body[:-1] if body.endswith(closing) else closing not in body
    return False
