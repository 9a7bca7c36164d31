"""Names for the ids that claims hold, in the language of messages."""

from functools import lru_cache
from typing import TYPE_CHECKING

from keii.config import Lang
from keii.model import Party, Place, Source

if TYPE_CHECKING:
    from keii.gazetteer.registry import Entry

NOWHERE = "state:XXX"  # words for no one state (the West, the region), which are better than one name for all of them


def entry_of(id: str | None) -> "Entry | None":
    """Return the registry's entry of an id, None where it has none."""
    from keii.gazetteer.registry import entries

    return entries().get(id) if id and id != NOWHERE else None


def body_of(code: str) -> str | None:
    """Return the id of the body that a code is: IGO:NATO is nato, not one of its organs."""
    from keii.gazetteer.registry import find

    found = find(code)
    return found.id if found else None


def name_of(party: Party | Source, lang: Lang) -> str:
    """Return the registry's name of a party or source, the text's words where it has none."""
    entry = entry_of(party.actor)
    return entry.name(lang) if entry else party.text


def country_name(code: str, lang: Lang) -> str:
    """Return the name of a state by its alpha-3 code, the code itself where the registry has none."""
    entry = entry_of(f"state:{code}")
    return entry.name(lang) if entry else code


def alpha_2(code: str) -> str:
    """Return the ISO 3166 alpha-2 code of an alpha-3 code, "" where there is none."""
    from keii.gazetteer.territories import alpha_2 as known

    return known().get(code, "")


def country_of(code: str) -> str | None:
    """Return the country of a party's code; None for an international body and where it is unknown."""
    country = code.partition("/")[0]
    return country if len(country) == 3 and country != "XXX" else None


def place_name(place: Place, lang: Lang) -> str | None:
    """Return the gazetteer's name of a place, None where it was not resolved."""
    return _place_name(place.gazetteer, lang) if place.gazetteer else None


@lru_cache(maxsize=65536)
def _place_name(id: str, lang: Lang) -> str | None:
    from keii.gazetteer.places import gazetteer

    found = gazetteer().of_id(id)
    return found[0].name(lang) or None if found else None


def parents_of(place: Place, lang: Lang) -> dict[str, str]:
    """Return the names of what a place lies in by their kinds (district, province, country)."""
    return _parents(place.gazetteer, lang) if place.gazetteer else {}


@lru_cache(maxsize=65536)
def _parents(id: str, lang: Lang) -> dict[str, str]:
    from keii.gazetteer.places import gazetteer

    known = gazetteer()
    return {parent.kind: parent.name(lang) for one in known.of_id(id)[:1] for parent in known.parents(one.number)}
