"""Actors of a table, CSV or TSV: a line an actor, or a line an office of one."""

import csv
import io
from collections.abc import Iterator, Sequence

from keii.errors import InputError
from keii.imports.kinds import SECTORS, country_of, kind_of, words
from keii.imports.names import language_of, tidy
from keii.imports.told import PERSON, Actor, Office, Told

NEEDED = ("name", "name_en", "name_ja")
NAMES = ("name", "name_en", "name_ja", "aliases", "aliases_en", "aliases_ja")
_OTHERS = tuple("zh ko ru uk ar fa he fr es de".split())
REMEDY = ("Name the columns in the first line: name (or name_en, name_ja), kind, country, office, start, end, "
          "aliases, id.")


def read_table(text: str, origin: str) -> Told:
    """Return what a table tells of actors; raises InputError where its first line names no columns.

    The separator is what the first line holds: tabs, semicolons or commas.
    """
    head = text.lstrip("\ufeff").partition("\n")[0]
    separator = "\t" if "\t" in head else ";" if ";" in head and "," not in head else ","
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=separator,
                        quoting=csv.QUOTE_NONE if separator == "\t" else csv.QUOTE_MINIMAL)
    try:
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise InputError(f"line {reader.line_num} is no line of a table: {error}.", where=origin,
                         remedy=REMEDY) from error
    if not rows:
        raise InputError("the table is empty.", where=origin, remedy=REMEDY)
    columns = _columns(rows[0][1], origin)
    told = Told()
    for number, row in rows[1:]:
        if len(row) > len(columns) and any(cell.strip() for cell in row[len(columns):]):
            told.refuse(number, f"the line has {len(row)} cells, the first line {len(columns)}.",
                        "Put a value that holds the separator in quotation marks.")
            continue
        _line(number, dict(zip(columns, (cell.strip() for cell in row), strict=False)), told)
    told.actors = list(_together(told.actors))
    return told


def _columns(head: Sequence[str], origin: str) -> list[str]:
    known = words("column")
    columns, unknown = [], []
    for cell in head:
        name = cell.strip().casefold()
        column = known.get(name) or (name if name.removeprefix("name_") in _OTHERS else "")
        columns.append(column)
        unknown += [] if column else [cell.strip()]
    if not any(name in columns for name in NEEDED):
        raise InputError(f"the first line names no column of names: «{' '.join(head)[:80]}».", where=origin,
                         remedy=REMEDY)
    if any(unknown) or len(set(columns)) < len(columns):
        what = ", ".join(filter(None, unknown)) or ", ".join(sorted({one for one in columns if columns.count(one) > 1}))
        raise InputError(f"the first line names columns that are unknown or stand twice: {what}.", where=origin,
                         remedy=REMEDY)
    return columns


def _line(number: int, row: dict[str, str], told: Told) -> None:
    word = row.get("kind", "")
    known = kind_of(word) if word else ("", "")
    if known is None:
        told.refuse(number, f"kind «{word}» is unknown.",
                    f"Known: person, state, {', '.join(SECTORS)}, newspaper, broadcaster, online, news agency.")
        return
    kind, form = known
    if not kind and row.get("office"):
        kind = PERSON
    codes = {}
    for column in ("country", "office_country"):
        country, _, sector = row.get(column, "").partition("/")
        codes[column] = country_of(country) if country else ""
        if codes[column] is None:
            told.refuse(number, f"country «{country}» is unknown.", "Write its code (NOR, IGO:UN) or its name.")
            return
        row["sector"] = row.get("sector") or sector
    offices: tuple[Office, ...] = ()
    if row.get("office"):
        offices = (Office(title=row["office"], country=codes["office_country"] or "", sector=row.get("sector", ""),
                          start=row.get("start", ""), end=row.get("end", "")),)
    told.actors.append(Actor(line=number, id=row.get("id", ""), kind=kind, form=form, country=codes["country"] or "",
                             sector=row.get("sector", ""), names=tuple(_names(row, kind)), offices=offices))


def _names(row: dict[str, str], kind: str) -> Iterator[tuple[str, str]]:
    """Yield the names of a line with their languages; several of a cell are parted by `|` or `;`."""
    found = dict[tuple[str, str], None]()
    for column in (*NAMES, *(f"name_{code}" for code in _OTHERS)):
        for cell in row.get(column, "").replace(";", "|").split("|"):
            if name := tidy(cell, person=kind == PERSON):
                code = column.rpartition("_")[2]
                found[code if len(code) == 2 else language_of(name), name] = None
    yield from found


def _together(actors: Sequence[Actor]) -> Iterator[Actor]:
    """Yield the actors of a table, the lines of one actor as one: of one id, or of one name, kind and country."""
    found = dict[tuple[str, ...], Actor]()
    for actor in actors:
        key = ("id", actor.id) if actor.id else (actor.kind, actor.form, actor.country, *actor.names[0]) \
            if actor.names else ("line", str(actor.line))
        known = found.get(key)
        found[key] = actor if known is None else Actor(
            line=known.line, id=known.id, kind=known.kind or actor.kind, form=known.form or actor.form,
            country=known.country or actor.country, sector=known.sector or actor.sector,
            names=tuple(dict.fromkeys((*known.names, *actor.names))), offices=(*known.offices, *actor.offices))
    yield from found.values()
