"""How a name sounds: letters of several scripts in one table of sounds, and how far two names are apart in it.

Scripts are never compared letter by letter. Every name is first put into keii's sounds (`transliteration.tsv`), and two
names of sounds are then compared with a difference that knows what a script cannot tell apart (`confusions.tsv`).
"""

import re
import unicodedata
from functools import cache, lru_cache
from itertools import groupby

from keii.gazetteer.names import DATA
from keii.tables import read_table

SCRIPTS = ("kana", "han", "hangul", "cyrillic", "arabic", "hebrew", "latin")
# Other ways to read a name in Latin letters: "Selenskyj" is German spelling, "Poutine" French.
READINGS = {"latin": ("latin", "latin-de", "latin-fr", "latin-es")}
VOWELS = frozenset("aeiou")
VOWEL_WEIGHT = 0.5
VOWELS_APART = 0.9  # two vowels without a row of their own
_RANGES = (
    ("kana", 0x3041, 0x30FF),
    ("han", 0x3400, 0x9FFF),
    ("han", 0xF900, 0xFAFF),
    ("hangul", 0xAC00, 0xD7A3),
    ("cyrillic", 0x400, 0x52F),
    ("arabic", 0x600, 0x6FF),
    ("hebrew", 0x5D0, 0x5EA),
)
# Sounds that one spelling or another confuses, as one letter: what candidates are searched by.
_COARSE = str.maketrans(
    {
        **dict.fromkeys("pbfvw", "p"),
        **dict.fromkeys("td", "t"),
        **dict.fromkeys("kghx", "k"),
        **dict.fromkeys("szSZCc", "s"),
        **dict.fromkeys("lr", "r"),
        **dict.fromkeys("aeiouy", ""),
    }
)
_FIRST, _SYLLABLES = 0xAC00, 0xD7A3 - 0xAC00 + 1


def script_of(name: str) -> str:
    """Return the script that most letters of the name are in, `latin` when there are none of another one.

    Kana decide over Han characters, because only Japanese has both.
    """
    if name.isascii():
        return "latin"
    counts = dict.fromkeys(SCRIPTS, 0)
    for char in name:
        counts[_script_of(char)] += char.isalpha()
    if counts["kana"] and counts["han"]:
        return "kana"
    return max(SCRIPTS, key=lambda script: counts[script])


@cache
def _script_of(char: str) -> str:
    return next((script for script, low, high in _RANGES if low <= ord(char) <= high), "latin")


def plain(text: str) -> str:
    """Return Latin letters without their diacritics, everything else as it is (NFC)."""
    if text.isascii():
        return text
    return "".join(map(_plain, text))


@cache
def _plain(char: str) -> str:
    base = unicodedata.normalize("NFD", char)[0]
    return base if base.isascii() else char


@lru_cache(maxsize=65536)
def sound(word: str, reading: str) -> str:
    """Return the sounds of one word read as `reading` (a script, or latin-de, latin-fr, latin-es, latin-zh).

    Letters that the table does not know are left out; doubled sounds are heard once.
    """
    text = word.casefold()
    if reading == "kana":
        text = "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in text)
    if reading == "hangul":
        heard = "".join(map(_syllable, text))
    else:
        table, pattern = _table(reading)
        heard = "".join(table[part] for part in pattern.findall(text))
    heard = "".join(letter for letter, _ in groupby(heard))
    return re.sub("n(?=[pb])", "m", heard) if reading in ("kana", "hangul") else heard


@lru_cache(maxsize=65536)
def coarse(sounds: str) -> str:
    """Return the consonants of a word of sounds, those alike as one letter."""
    return "".join(letter for letter, _ in groupby(sounds.translate(_COARSE)))


def likeness(one: str, other: str, script: str) -> float:
    """Return how alike two words of sounds are, 1 alike to 0, for a name that was looked up in `script`.

    It is one minus the cost of the cheapest way from one to the other, over the weight of the heavier.
    """
    if one == other:
        return 1.0
    if not one or not other:
        return 0.0
    costs = _costs(script)
    row = [0.0]
    for sound_ in other:
        row.append(row[-1] + _gap(costs, sound_))
    for mine in one:
        gap = _gap(costs, mine)
        above, row = row, [row[0] + gap]
        for at, theirs in enumerate(other):
            swap = 0.0 if mine == theirs else _swap(costs, mine, theirs)
            row.append(min(above[at] + swap, above[at + 1] + gap, row[at] + _gap(costs, theirs)))
    return max(0.0, 1 - row[-1] / max(_weight(one), _weight(other)))


def _weight(sounds: str) -> float:
    return sum(VOWEL_WEIGHT if sound_ in VOWELS else 1.0 for sound_ in sounds)


def _gap(costs: dict[tuple[str, str], float], sound_: str) -> float:
    return costs.get((sound_, "-"), VOWEL_WEIGHT if sound_ in VOWELS else 1.0)


def _swap(costs: dict[tuple[str, str], float], one: str, other: str) -> float:
    return costs.get((one, other), VOWELS_APART if one in VOWELS and other in VOWELS else 1.0)


@cache
def _costs(script: str) -> dict[tuple[str, str], float]:
    found: dict[tuple[str, str], float] = {}
    for wanted in ("any", script):
        for _, row in read_table(DATA / "confusions.tsv", ("script", "a", "b", "cost")):
            if row["script"] == wanted:
                found[row["a"], row["b"]] = found[row["b"], row["a"]] = float(row["cost"])
    return found


@cache
def _table(reading: str) -> tuple[dict[str, str], re.Pattern[str]]:
    """Return the sounds of groups of letters, and the pattern that finds them, the longest first."""
    rows = _transliteration()
    table = dict(rows[reading])
    if reading.startswith("latin"):
        table |= {chr(letter): chr(letter) for letter in range(ord("a"), ord("z") + 1) if chr(letter) not in table}
    return table, re.compile("|".join(map(re.escape, sorted(table, key=len, reverse=True))))


@cache
def _transliteration() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for _, row in read_table(DATA / "transliteration.tsv", ("script", "letters", "sound")):
        found.setdefault(row["script"], {})[row["letters"]] = row["sound"]
    return found


@cache
def _jamo() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for _, row in read_table(DATA / "jamo.tsv", ("part", "number", "sound")):
        found.setdefault(row["part"], []).append(row["sound"])
    return {part: tuple(sounds) for part, sounds in found.items()}


def _syllable(char: str) -> str:
    number = ord(char) - _FIRST
    if not 0 <= number < _SYLLABLES:
        return ""
    jamo = _jamo()
    return jamo["initial"][number // 588] + jamo["vowel"][number % 588 // 28] + jamo["final"][number % 28]
