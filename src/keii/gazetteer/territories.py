"""Names of states and territories in other languages than Japanese and English: CLDR's, and own ones."""

from collections.abc import Iterator
from functools import cache

from keii.gazetteer.names import DATA
from keii.tables import read_table

LANGUAGES = ("zh", "zh_Hant", "ko", "ru", "uk", "ar", "fr", "es", "de")  # as CLDR calls them
NOWHERE = "XXX"  # the code of regions and seas
OWN = {"XKX": "XK"}  # alpha-3 codes that are not ISO's


@cache
def names_elsewhere() -> tuple[tuple[str, str, str], ...]:
    """Return (alpha-3 code, language, name) of every state and territory, the usual name of each language first."""
    return tuple(dict.fromkeys((*_of_cldr(), *_own())))


def names_of(code: str) -> dict[str, tuple[str, ...]]:
    """Return the names of one state by language, none for a code that nobody knows."""
    found: dict[str, tuple[str, ...]] = {}
    for known, language, name in names_elsewhere():
        if known == code:
            found[language] = (*found.get(language, ()), name)
    return found


def _of_cldr() -> Iterator[tuple[str, str, str]]:
    from babel import Locale

    codes = alpha_2()
    for language in LANGUAGES:
        territories = Locale.parse(language).territories
        for code, short in codes.items():
            if name := territories.get(short):
                yield code, language.partition("_")[0], name


def _own() -> Iterator[tuple[str, str, str]]:
    for _, row in read_table(DATA / "state_names_elsewhere.tsv", ("code", "language", "name", "note")):
        yield row["code"], row["language"], row["name"]


@cache
def alpha_2() -> dict[str, str]:
    """Return the alpha-2 code, which CLDR uses, of every alpha-3 code of the registry."""
    from babel.core import get_global

    aliases = get_global("territory_aliases")
    columns = ("code", "language", "name", "kind", "note")
    known = {row["code"] for _, row in read_table(DATA / "state_names.tsv", columns)} - {NOWHERE}
    found = {code: OWN.get(code) or next(iter(aliases.get(code, ())), "") for code in sorted(known)}
    return {code: short for code, short in found.items() if len(short) == 2}
