"""Names as files tell them: tidied, with the language of their script, or refused with a reason."""

import re
import unicodedata
from collections.abc import Collection, Iterable

from keii.gazetteer.names import all_names
from keii.gazetteer.sounds import script_of
from keii.imports.told import PERSON

LONGEST = 200  # characters; longer ones are descriptions
SHORTEST = 4  # characters of a surname that may stand alone
FIRST = frozenset("CHN HKG HUN JPN KHM KOR MAC PRK TWN VNM".split())  # countries whose surnames stand first
_WORDS = re.compile(r"[\s・＝=]+")
_LANGUAGES = {"kana": "ja", "hangul": "ko", "cyrillic": "ru", "arabic": "ar", "hebrew": "he", "latin": "en"}
_UKRAINIAN = re.compile("[іїєґ]", re.IGNORECASE)
_TURNED = re.compile(r"(?P<family>[^,]+),\s*(?P<given>[^,]+)")


def tidy(name: str, *, person: bool) -> str:
    """Return a name in NFC on one line; a person's «PUTIN, Vladimir» as Vladimir Putin."""
    name = " ".join(unicodedata.normalize("NFC", name).replace("|", " ").split())
    turned = _TURNED.fullmatch(name) if person else None
    if turned:
        name = f"{turned['given']} {turned['family']}"
    if person and script_of(name) in ("latin", "cyrillic") and " " in name:
        name = " ".join(word.title() if word.isupper() and len(word) > 2 and "." not in word else word
                        for word in name.split())
    return name


def language_of(name: str) -> str:
    """Return the language that a name without one is taken for, by its script.

    Han characters alone are Japanese where Japanese writes them all, for in Japanese texts they are looked for, and
    otherwise Chinese. Latin letters are English: French or German ones are not told apart from it.
    """
    script = script_of(name)
    if script == "han":
        try:
            name.encode("shift_jis")
        except UnicodeEncodeError:
            return "zh"
        return "ja"
    if script == "cyrillic" and _UKRAINIAN.search(name):
        return "uk"
    return _LANGUAGES.get(script, "en")


def surnames(names: Iterable[tuple[str, str]], countries: Collection[str]) -> list[tuple[str, str]]:
    """Return the surname of each name in Latin letters or kana whose last word it is, with its language.

    None of persons of countries where the surname stands first. A surname alone is many people's: it is kept as
    ambiguous, so that it means its bearer only beside the office or where the text has the full name.
    """
    if FIRST & set(countries):
        return []
    told = ((language, name, _WORDS.split(name)[-1]) for language, name in names
            if script_of(name) in ("latin", "kana") and language in ("en", "ja"))
    return list(dict.fromkeys((language, last) for language, name, last in told
                              if last != name and len(last) >= SHORTEST))


def fault(name: str, language: str, kind: str) -> str:
    """Return why a name cannot be looked for in texts, "" where it can."""
    letters = sum(char.isalpha() for char in name)
    if len(name) > LONGEST:
        return "the name is longer than 200 characters."
    if letters < 2 or (kind == PERSON and letters < 3 and language == "en"):
        return f"the name «{name}» is too short to be told from other words."
    if script_of(name) == "latin" and not any(char.isupper() for char in name):
        return f"the name «{name}» has no capital letter; texts would hold it as a common word."
    for other, one in all_names():
        if one.kind in ("sector", "state", "people", "place") and other == language \
                and (one.name.casefold() if one.kind == "sector" else one.name) == (
                    name.casefold() if one.kind == "sector" else name):
            return (f"«{name}» is what every country's is called; keii reads it with the country beside it."
                    if one.kind == "sector" else f"«{name}» is a name of a state, people or city.")
    return ""
