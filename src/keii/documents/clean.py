"""The text as every later step sees it: NFC, LF line ends, no invisible or control characters.

Width, kana, punctuation and spelling stay as published: they are evidence.
"""

import re
import unicodedata

_LINE_END = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# Soft hyphen, zero-width space, word joiner, byte order mark, marks of writing direction, controls: none of them
# is seen by a reader, and each breaks a name in two for a program (金正\u200b恩). Joiners (200C, 200D) are letters
# to some scripts and stay.
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f"
                        r"\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_SPACE = re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f]")  # a space of another width; U+3000 stays
_BLANK_LINES = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+\n")
_TRAILING = re.compile(r"[^\S\n]+$", re.MULTILINE)


def clean(text: str) -> str:
    """Return `text` in NFC with LF line ends, without invisible characters and outer blank lines."""
    text = _LINE_END.sub("\n", text)
    text = _SPACE.sub(" ", _INVISIBLE.sub("", text))
    text = _BLANK_LINES.sub("\n\n", _TRAILING.sub("", text))
    return unicodedata.normalize("NFC", text).strip("\n")


def clean_line(text: str | None) -> str | None:
    """Return a title or name as one clean line; None for one without content."""
    return " ".join(clean(text).split()) or None if text else None
