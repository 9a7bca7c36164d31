"""Countries and bodies in the reader's language, for codes that the text's own words do not explain."""

from functools import cache
from pathlib import Path

from keii.briefs.labels import Lang, label
from keii.tables import read_table

FILE = Path(__file__).parent.parent / "gazetteer" / "data" / "state_names.tsv"
COLUMNS = ("code", "language", "name", "kind", "note")
_TELLING = frozenset({"name", "short", "long", "variant", "demonym", "adjective", "people"})  # not capitals, cities


def explain(words: str, code: str, *, text_lang: str, lang: Lang) -> str | None:
    """Return what a reader needs beside the words of a text to know whose they are, or None if they say it.

    `words` are in the language `text_lang`, `code` is as in a Party. A reader of another language is also told
    the sector, since the words may mean nothing to them.
    """
    state, _, sector = code.partition("/")
    if state in ("", "XXX"):
        return None
    if state.startswith("IGO:"):
        name = state.removeprefix("IGO:")
        return None if name in words else name
    if text_lang == lang:
        return None if _tells(words, state, text_lang) else _name(state, lang)
    known = [_name(state, lang)]
    if sector and sector != "GOV":
        known.append(label("sector", sector, lang))
    return label("phrase", "pair", lang).format(first=known[0], second=known[1]) if len(known) > 1 else known[0]


def _tells(words: str, state: str, language: str) -> bool:
    """Tell whether the words hold a name of the state; one-character names (米, 露) count at their beginning only."""
    folded = words.casefold()
    return any(
        words.startswith(name) if len(name) == 1 else name.casefold().strip("-") in folded
        for name in _names(language).get(state, ())
    )


def _name(state: str, lang: Lang) -> str:
    """Return the everyday name of a state, or its code where the table has none."""
    return _everyday(lang).get(state, state)


@cache
def _names(language: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for row in _rows():
        if row["language"] == language and row["kind"] in _TELLING:
            found.setdefault(row["code"], []).append(row["name"])
    return {state: tuple(names) for state, names in found.items()}


@cache
def _everyday(lang: Lang) -> dict[str, str]:
    """Return the first name of kind `name` for each state."""
    found: dict[str, str] = {}
    for row in _rows():
        if row["language"] == lang and row["kind"] == "name":
            found.setdefault(row["code"], row["name"])
    return found


@cache
def _rows() -> tuple[dict[str, str], ...]:
    return tuple(row for _, row in read_table(FILE, COLUMNS))
