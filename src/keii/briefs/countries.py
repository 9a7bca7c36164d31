"""Countries and bodies in the reader's language, for codes that the text's own words do not explain."""

from functools import cache
from pathlib import Path

from keii.briefs.labels import Lang, label
from keii.tables import read_table

DATA = Path(__file__).parent.parent / "gazetteer" / "data"
STATES = ("code", "language", "name", "kind", "note")
ORGANISATIONS = ("id", "code", "language", "name", "kind", "note")
# kinds of names that tell a reader whose words they are: not capitals, cities, metonyms
_TELLING = frozenset({"name", "short", "long", "variant", "demonym", "adjective", "people", "igo"})


def explain(words: str, code: str, *, text_lang: str, lang: Lang) -> str | None:
    """Return what a reader needs beside the words of a text to know whose they are, or None if they say it.

    `words` are in the language `text_lang`, `code` is as in a Party. A reader of another language is also told
    the sector, since the words may mean nothing to them.
    """
    state, _, sector = code.partition("/")
    if state in ("", "XXX") or (state.startswith("IGO:") and state.removeprefix("IGO:") in words):
        return None
    if text_lang == lang:
        return None if _tells(words, state, text_lang) else everyday(state, lang)
    known = [everyday(state, lang)]
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


def everyday(state: str, lang: Lang) -> str:
    """Return the everyday name of a state or body, or its code where the tables have none."""
    return _by_code(lang).get(state, state.removeprefix("IGO:"))


@cache
def _names(language: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for row in _rows():
        if row["language"] == language and row["kind"] in _TELLING:
            found.setdefault(row["code"], []).append(row["name"])
    return {state: tuple(names) for state, names in found.items()}


@cache
def _by_code(lang: Lang) -> dict[str, str]:
    """Return the first name of kind `name` for each state, and the first short one, or the first, for each body."""
    found: dict[str, str] = {}
    short: dict[str, str] = {}
    for row in _rows():
        if row["language"] == lang and row["kind"] in ("name", "igo"):
            found.setdefault(row["code"], row["name"])
            if row["kind"] == "igo" and row["note"] == "short":
                short.setdefault(row["code"], row["name"])
    return found | short


@cache
def _rows() -> tuple[dict[str, str], ...]:
    """Return the names of states, then those of international bodies, in the order of their tables."""
    states = (row for _, row in read_table(DATA / "state_names.tsv", STATES))
    bodies = (row for _, row in read_table(DATA / "organisations.tsv", ORGANISATIONS) if row["code"].startswith("IGO:"))
    return (*states, *bodies)
