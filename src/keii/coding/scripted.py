"""What stands beside a name without any word of saying: transcripts of talks, and quotations that are signed."""

import re
from collections.abc import Iterator

from keii.coding.quoted import Stretch

NAME = r"[^\W\d_a-z][\w.'’-]*"
LABEL = re.compile(r"^\W{0,2}((?:[A-Z][A-Z.'’-]+[ \t]?){1,4})(:)[^\S\n]+(\S.*?)[^\S\n]*$", re.MULTILINE)
LEAST = 2  # labels of a transcript: one alone may head a list, a place or a price
SIGNED = re.compile(
    rf"^\W{{0,2}}?([“”\"].+?[”\"])\s{{0,3}}([―—–]|--)[^\S\n]*({NAME}(?: {NAME}){{0,3}})(?=\W*$|,)", re.MULTILINE
)


def scripted(text: str) -> Iterator[tuple[Stretch, Stretch, Stretch]]:
    """Yield source, cue and content of lines such as «REYES: Never.» and «“Never.” — Ana Reyes»."""
    labels = list(LABEL.finditer(text))
    if len(labels) >= LEAST:
        for found in labels:
            start, end = found.span(1)
            yield (start, start + len(text[start:end].rstrip())), found.span(2), found.span(3)
    for found in SIGNED.finditer(text):
        start, end = found.span(3)
        yield (start, start + len(text[start:end].rstrip())), found.span(2), found.span(1)
