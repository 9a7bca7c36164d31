"""Quotations that run over several sentences: which sentences stand wholly inside somebody's words."""

from collections.abc import Sequence

from keii.model import Sentence

PAIRS = {"「": "」", "“": "”", '"': '"'}  # 『』 and ‘’ stand inside these
LONGEST = 8  # sentences that one quotation may run on; a mark left open longer was never closed


def running(sentences: Sequence[Sentence], text: str) -> dict[int, bool]:
    """Return for each sentence index whether the sentence begins inside a quotation or is one as a whole.

    A mark that opens while one of its kind is open shows that the earlier one was never closed: the sentence
    does not begin inside it. An empty line closes what was left open.
    """
    inside: dict[int, bool] = {}
    opened: tuple[str, int] | None = None  # the opening mark and the sentence it stands in
    before = 0
    for sentence in sentences:
        if opened and ("\n\n" in text[before : sentence.start] or sentence.index - opened[1] > LONGEST):
            opened = None
        before = sentence.end
        begins = opened is not None and not _opens_first(sentence.text, opened[0])
        inside[sentence.index] = begins or _whole(sentence.text)
        opened = _after(sentence, opened if begins else None)
    return inside


def _opens_first(text: str, opening: str) -> bool:
    """Tell whether a quotation opens in the sentence before the one that is open closes."""
    if PAIRS[opening] == opening:  # straight marks look alike: one at the beginning opens
        return text.lstrip().startswith(opening)
    at, close = text.find(opening), text.find(PAIRS[opening])
    return at >= 0 and (close < 0 or at < close)


def _after(sentence: Sentence, opened: tuple[str, int] | None) -> tuple[str, int] | None:
    for character in sentence.text:
        if opened is not None:
            if character == PAIRS[opened[0]]:
                opened = None
        elif character in PAIRS:
            opened = (character, sentence.index)
    return opened


def _whole(text: str) -> bool:
    """Tell whether nothing but a quotation stands in a sentence: no speaker beside it."""
    stripped = text.strip()
    for opening, closing in (*PAIRS.items(), ("'", "'"), ("‘", "’")):
        if stripped.startswith(opening):
            body = stripped[1:].rstrip("。.")
            return closing not in body[:-1] if body.endswith(closing) else closing not in body
    return False
