"""Events in the shape of ACLED's CSV: what happened, dated and placed, of the types that ACLED has."""

import csv
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

from keii.config import Lang
from keii.exports.actor_codes import numeric
from keii.exports.cells import joined, written
from keii.exports.coded import Coded, coded, number, split
from keii.exports.days import last_day
from keii.exports.files import text_over
from keii.exports.named import country_name, name_of, parents_of, place_name
from keii.exports.request import Omission, Request
from keii.exports.rows import values
from keii.model import Layer, Moment, Party, Place, Source
from keii.situation.happening import Happening
from keii.tables import read_table

FILE = Path(__file__).parent / "data" / "acled.tsv"
ACLED = tuple("""
event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1 actor2
assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 location latitude longitude
geo_precision source source_scale notes fatalities tags timestamp
""".split())
OWN = ("keii_event", "keii_status", "keii_layer", "keii_sources", "keii_independent", "keii_conflicts",
       "keii_quantities", "keii_urls")
_TIME = {"hour": 1, "day": 1, "week": 2, "month": 3}  # time_precision; a season or year is no date of ACLED's
_GEO = {"point": 1, "city": 1, "province": 3}  # geo_precision; a country is no location of ACLED's
_FORCES = {"GOV": "State forces", "MIL": "State forces", "REB": "Rebel group", "IGO": "External/Other forces",
           **dict.fromkeys("LEG JUD OPP CVL BUS JRN LAB NGO ELI PTY".split(), "Civilians")}
# ACLED's order of actors: an interaction names the earlier of the two first, whoever acts.
_ORDER = ("State forces", "Rebel group", "Political militia", "Identity militia", "Rioters", "Protesters", "Civilians",
          "External/Other forces")
_ARMED = frozenset({"State forces", "Rebel group", "External/Other forces"})


def write(out: BinaryIO, request: Request) -> int:
    """Write the table with its header and return how many rows it has."""
    rows = 0
    with text_over(out) as text:
        writer = csv.writer(text)
        writer.writerow((*ACLED, *OWN))
        for happening in request.happenings():
            row = _row(happening, request.lang)
            if isinstance(row, Omission):
                request.leave_out(row)
                continue
            writer.writerow([written(row[name]) for name in (*ACLED, *OWN)])
            rows += 1
    return rows


def _row(happening: Happening, lang: Lang) -> dict[str, Any] | Omission:
    event, moment = happening.event, happening.moment
    if happening.layer in (Layer.AWAITED, Layer.DENIED):
        return Omission.NOT_HAPPENED
    told = next(one for one in happening.told if one.claim.status is event.status or one is happening.told[-1])
    found = coded(told.claim.with_(type=event.type, status=event.status), derived=False)
    if isinstance(found, Omission):
        return found
    kind = _kind(found)
    if kind is None:
        return Omission.NO_TYPE
    place = next((one.claim.place for one in happening.told
                  if one.claim.place and one.claim.place.precision in _GEO), None)
    if place is None:
        return Omission.NO_LOCATION
    if moment.start is None or moment.precision.value not in _TIME:
        return Omission.NO_DATE
    country, day = place.country or "", _day(moment)
    return {
        "event_id_cnty": f"{country}{number(event.id)}", "event_date": day, "year": int(day[:4]),
        "time_precision": _TIME[moment.precision.value], **kind, **_sides(found, lang), "iso": numeric(country),
        "region": None, "country": country_name(country, lang), **_place(place, lang),
        "source": joined(_unique(one.document.publisher for one in happening.told)), "source_scale": None,
        "notes": told.sentence, "fatalities": None, "tags": None, "timestamp": None,
        "keii_event": event.id, "keii_status": event.status.value, "keii_layer": happening.layer.value,
        "keii_sources": _unique(name_of(source, lang) for one in happening.told for source in one.claim.sources),
        "keii_independent": event.independent, "keii_conflicts": [one.field for one in event.conflicts],
        "keii_quantities": values(event, "quantity"),
        "keii_urls": _unique(one.document.url for one in happening.told),
    }


def _day(moment: Moment) -> str:
    """Return the day of an event: of one that is dated to a week or month its middle, as ACLED dates it."""
    first = moment.start or ""
    last = last_day(first, moment.end)
    if moment.precision.value not in ("week", "month") or last is None:
        return first[:10]
    begin, end = date.fromisoformat(first[:10]), date.fromisoformat(last)
    return (begin + (end - begin) // 2).isoformat()


def _kind(found: Coded) -> dict[str, str] | None:
    """Return the three types of an act, None where ACLED has none for it or the text does not decide."""
    forces = _forces(found.recipients)
    against = "armed" if forces in _ARMED else "civilians" if forces else ""
    rows = _kinds()
    row = rows.get((found.type, found.mode or "", against)) or rows.get((found.type, found.mode or "", "anyone"))
    if row is None:
        return None
    targeting = against == "civilians" and row[2] == "Political violence"
    return {"event_type": row[0], "sub_event_type": row[1], "disorder_type": row[2],
            "civilian_targeting": "Civilian targeting" if targeting else ""}


def _sides(found: Coded, lang: Lang) -> dict[str, Any]:
    """Return who acts and whom it is done to, the first of each and the others as their associates."""
    crowd = {"demo": "Protesters", "obstruct": "Protesters", "riot": "Rioters", "vandalize": "Rioters"}
    first = crowd.get(found.mode or "", _forces(found.actors)) if found.type == "PROTEST" else _forces(found.actors)
    second = _forces(found.recipients)
    one, other = ([name_of(party, lang) for party in parties] for parties in (found.actors, found.recipients))
    return {"actor1": one[0], "assoc_actor_1": one[1:], "inter1": first, "actor2": other[0] if other else None,
            "assoc_actor_2": other[1:], "inter2": second, "interaction": _interaction(first, second)}


def _interaction(first: str, second: str) -> str:
    """Return ACLED's word for who meets whom: State forces-Civilians, Protesters only; "" where nobody is known."""
    both = sorted(filter(None, (first, second)), key=_ORDER.index)
    return "-".join(both) if len(both) != 1 else f"{both[0]} only"


def _forces(parties: Sequence[Party | Source]) -> str:
    """Return what ACLED calls the first of the parties, "" where there is none or its sector is not known."""
    country, sector = split(parties[0].code) if parties else ("", "")
    return _FORCES.get("IGO" if country.startswith("IGO:") else sector, "")


def _place(place: Place, lang: Lang) -> dict[str, Any]:
    names = parents_of(place, lang)
    name = place_name(place, lang) or place.span.quote
    province = name if place.precision == "province" else names.get("province")
    return {"admin1": province, "admin2": names.get("district"), "admin3": None, "location": name,
            "latitude": place.latitude, "longitude": place.longitude, "geo_precision": _GEO[place.precision or ""]}


def _unique(values: Any) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))


@cache
def _kinds() -> dict[tuple[str, str, str], tuple[str, str, str]]:
    columns = ("type", "mode", "against", "event_type", "sub_event_type", "disorder_type")
    return {(row["type"], row["mode"], row["against"]): (row["event_type"], row["sub_event_type"],
                                                         row["disorder_type"])
            for _, row in read_table(FILE, columns)}
