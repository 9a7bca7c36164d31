"""The key that spellings of one place name share, and its number in the compiled table."""

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from keii.tables import read_table

_DROPPED = str.maketrans("", "", ".'’ʼ‘`´ʹʻ・･,()")
_BLANK = str.maketrans({"-": " ", "‐": " ", "‑": " ", "–": " ", "—": " ", "/": " ", "\u3000": " ", "ヶ": "ケ"})
_WRITTEN_OUT = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}  # St. Louis, Ft. Worth, Mt. Everest
_LETTERS = {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
_SPACES = re.compile(r"\s+")


@lru_cache(maxsize=65536)
def place_key(name: str) -> str:
    """Return the name without case, accents, full stops, apostrophes and width, St. written out as Saint."""
    text = name if name.isascii() else _plain(name)
    words = text.translate(_BLANK).translate(_DROPPED).lower().split()
    if not words:
        return ""
    if any(word in _WRITTEN_OUT for word in words[:-1]):
        words = [_WRITTEN_OUT.get(word, word) for word in words[:-1]] + words[-1:]
    return " ".join(words)


def key_number(key: str) -> int:
    """Return the 64 bits that stand for a key in the compiled table.

    Of 1.5 million names and a million different questions some two in ten million would be answered for another name.
    """
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "little")


def _plain(name: str) -> str:
    """Return the text in NFKC, without the accents of alphabets; kana keep their marks, which tell sounds apart."""
    text = unicodedata.normalize("NFKC", name)
    return "".join(_bare(char) for char in text).translate(_han())


@lru_cache(maxsize=1)
def _han() -> dict[int, str]:
    """Return the forms of Han characters with the one that all share, so that 沈阳, 瀋陽 and 沈陽 meet."""
    rows = read_table(Path(__file__).parent / "data" / "han_variants.tsv", ("key", "forms"))
    return {ord(char): row["key"] for _, row in rows for char in row["forms"] if char.strip() and char != row["key"]}


@lru_cache(maxsize=8192)
def _bare(char: str) -> str:
    if char < "\u0250" or "\u0370" <= char < "\u0590" or "\u1e00" <= char < "\u2000":
        parts = unicodedata.normalize("NFD", _LETTERS.get(char.lower(), char))
        return "".join(part for part in parts if not unicodedata.combining(part))
    return "" if unicodedata.combining(char) and char < "\u0370" else char
