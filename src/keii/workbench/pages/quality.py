"""How right keii is, as far as it is measured: the floors that no version may fall below, and what goes wrong."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from keii.config import Lang
from keii.errors import DataError
from keii.ledger import browse
from keii.tables import read_table
from keii.workbench.answering import Answer, Desk, Table
from keii.workbench.asking import Asked
from keii.workbench.config import SECONDS
from keii.workbench.words import say

DATA = Path(__file__).parents[1] / "data"
FLOORS = (DATA / "floors.toml", Path(__file__).parents[4] / "quality" / "floors.toml")  # of a wheel, of a checkout
LANGUAGES = ("ja", "en")
# behind a set's name; annotated, given: not the coder, the annotation's acts that it finds, or all of them
CODERS = ("rules", "model", "annotated", "given")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The floors of one set."""

    name: str  # as in quality/floors.toml: cases.ja rules
    set: str  # cases
    language: str | None  # of its texts; None: English, or several
    coder: str | None  # None: the default one
    about: str
    figures: tuple[tuple[str, str, str, float], ...]  # key, name, meaning, floor


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """What is known of keii's own quality."""

    sets: tuple[Measured, ...]
    errors: tuple[str, ...]
    problems: tuple[tuple[str, int], ...]  # of this ledger: codes with their numbers, the most frequent first


def quality(desk: Desk, asked: Asked, name: str) -> Answer:
    """The floors of keii's quality, what keii gets wrong, and the problems of this ledger by their codes."""
    with desk.ledger.browsing(seconds=SECONDS) as connection:
        problems = browse.problems_by_code(connection)
    sets = tuple(_measured(key, values, asked.lang) for key, values in floors().items())
    view = Quality(sets=sets, errors=tuple(text for (kind, _), text in _words(asked.lang).items() if kind == "error"),
                   problems=problems)

    def table() -> Table:
        return Table(header=("set", "figure", "floor"),
                     rows=((one.name, figure, f"{floor:.3f}") for one in sets for figure, _, _, floor in one.figures))

    return Answer(template="quality.html", title=say(asked.lang, "Quality"), view=view, table=table,
                  json=lambda: {"floors": floors(), "problems": dict(view.problems)})


@cache
def floors() -> dict[str, dict[str, float]]:
    """Return the floors by set and figure; raises DataError where the file was left out of the installation."""
    path = next((path for path in FLOORS if path.exists()), None)
    if path is None:
        raise DataError("the floors of keii's quality are not installed.", where=str(FLOORS[0]),
                        remedy="Install keii again: pip install --force-reinstall keii")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _measured(name: str, values: dict[str, float], lang: Lang) -> Measured:
    words = _words(lang)
    head, _, last = name.rpartition(" ")
    coder = last if head and last in CODERS else None
    base = head if coder else name
    stem, _, language = base.rpartition(".")
    known = language if stem and language in LANGUAGES else None
    set_ = stem if known else base
    return Measured(name=name, set=set_, language=known, coder=coder, about=words[("set", set_)],
                    figures=tuple((figure, words[("name", figure)], words[("figure", figure)], floor)
                                  for figure, floor in values.items()))


@cache
def _words(lang: Lang) -> dict[tuple[str, str], str]:
    rows = read_table(DATA / "quality.tsv", ("kind", "key", "en", "ja"))
    return {(row["kind"], row["key"]): row[lang] for _, row in rows}
