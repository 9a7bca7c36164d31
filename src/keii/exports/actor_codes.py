"""Codes of parties as CAMEO and GDELT write them, read from `data/cameo_roles.tsv`; countries in FIPS and numbers."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

from keii.exports.coded import split
from keii.tables import read_table

DATA = Path(__file__).parent / "data"


class Role(NamedTuple):
    """What a sector or body is called."""

    role: str
    actor: str
    group: str


class Codes(NamedTuple):
    """A party as GDELT has it: its whole code, country, known group and type."""

    code: str
    country: str
    group: str
    role: str


def codes(code: str) -> Codes:
    """Return the codes of a party, "" for what is not known.

    >>> codes("RUS/MIL")
    Codes(code='RUSMIL', country='RUS', group='', role='MIL')
    >>> codes("IGO:UN")
    Codes(code='IGOUNO', country='', group='UNO', role='IGO')
    """
    country, sector = split(code)
    if country.startswith("IGO:"):
        known = _roles().get(country, Role("IGO", "IGO", ""))
        return Codes(known.actor, "", known.group, known.role)
    role = _roles()[sector].role if sector in _roles() else ""
    return Codes(country + role, country, "", role)


def fips(country: str | None) -> str:
    """Return the FIPS 10-4 code of an alpha-3 code, "" where there is none."""
    return _countries().get(country or "", ("", ""))[0]


def numeric(country: str | None) -> str:
    """Return the ISO 3166 number of an alpha-3 code, "" where there is none."""
    return _countries().get(country or "", ("", ""))[1]


@cache
def us_state(name: str) -> str:
    """Return the postal code of a state of the United States by its English name, "" where there is none."""
    rows = read_table(DATA / "us_states.tsv", ("name", "code"))
    return next((row["code"] for _, row in rows if row["name"] == name), "")


@cache
def _roles() -> dict[str, Role]:
    return {row["code"]: Role(row["role"], row["actor"], row["group"])
            for _, row in read_table(DATA / "cameo_roles.tsv", ("code", "role", "actor", "group"))}


@cache
def _countries() -> dict[str, tuple[str, str]]:
    return {row["code"]: (row["fips"], row["numeric"])
            for _, row in read_table(DATA / "countries.tsv", ("code", "fips", "numeric"))}
