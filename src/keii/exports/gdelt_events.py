"""GDELT 2.0 Event table: 61 tab-separated columns without a header, one row an event of the ledger."""

from typing import BinaryIO

from keii.codebook.cameo import Cameo
from keii.exports.actor_codes import codes, fips, us_state
from keii.exports.cells import in_one_line
from keii.exports.coded import Coded, fraction
from keii.exports.files import text_over
from keii.exports.gdelt import Cell, chosen, event_number, moment_number
from keii.exports.named import country_name, name_of, parents_of, place_name
from keii.exports.request import Request
from keii.model import Party, Place, Source, Told
from keii.situation.happening import Happening

# Columns of the GDELT Event Database Data Format Codebook V2.0 (2015).
COLUMNS = tuple("""
GLOBALEVENTID SQLDATE MonthYear Year FractionDate
Actor1Code Actor1Name Actor1CountryCode Actor1KnownGroupCode Actor1EthnicCode Actor1Religion1Code Actor1Religion2Code
Actor1Type1Code Actor1Type2Code Actor1Type3Code
Actor2Code Actor2Name Actor2CountryCode Actor2KnownGroupCode Actor2EthnicCode Actor2Religion1Code Actor2Religion2Code
Actor2Type1Code Actor2Type2Code Actor2Type3Code
IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale NumMentions NumSources NumArticles AvgTone
Actor1Geo_Type Actor1Geo_FullName Actor1Geo_CountryCode Actor1Geo_ADM1Code Actor1Geo_ADM2Code Actor1Geo_Lat
Actor1Geo_Long Actor1Geo_FeatureID
Actor2Geo_Type Actor2Geo_FullName Actor2Geo_CountryCode Actor2Geo_ADM1Code Actor2Geo_ADM2Code Actor2Geo_Lat
Actor2Geo_Long Actor2Geo_FeatureID
ActionGeo_Type ActionGeo_FullName ActionGeo_CountryCode ActionGeo_ADM1Code ActionGeo_ADM2Code ActionGeo_Lat
ActionGeo_Long ActionGeo_FeatureID
DATEADDED SOURCEURL
""".split())
_NO_PLACE: tuple[Cell, ...] = (0, "", "", "", "", None, None, "")
# Geo_Type by precision, of the United States and of the world; a place of another precision is one within a division.
_TYPES = {"country": (1, 1), "province": (2, 5)}
_CITY = (3, 4)


def write(out: BinaryIO, request: Request) -> int:
    """Write the rows and return their number."""
    rows = 0
    with text_over(out) as text:
        for happening, found, code, told in chosen(request):
            text.write("\t".join(map(in_one_line, _row(happening, found, code, told))) + "\n")
            rows += 1
    return rows


def _row(happening: Happening, found: Coded, code: Cameo, told: Told) -> tuple[Cell, ...]:
    event, day = happening.event, happening.moment.start or ""
    others = found.recipients or found.actors[1:]
    place = next((one.claim.place for one in happening.told
                  if one.claim.place and one.claim.place.latitude is not None), None)
    publishers = {one.document.publisher or one.document.id for one in happening.told}
    return (
        event_number(event.id), int(day.replace("-", "")), int(day[:7].replace("-", "")), int(day[:4]), fraction(day),
        *_actor(found.actors[0] if found.actors else None), *_actor(others[0] if others else None),
        int(told.claim.sentence == 0), code.gdelt, code.base, code.root, code.quad, code.scale, len(happening.told),
        len(publishers), len(happening.documents), None, *_NO_PLACE, *_NO_PLACE, *_place(place),
        moment_number(told.document.published_at or day), told.document.url or "")


def _actor(party: Party | Source | None) -> tuple[Cell, ...]:
    """Return the ten columns of an actor; ethnic group, religion and further types are not known."""
    if party is None:
        return ("",) * 10
    own = codes(party.code)
    return own.code, name_of(party, "en").upper(), own.country, own.group, "", "", "", own.role, "", ""


def _place(place: Place | None) -> tuple[Cell, ...]:
    """Return the eight columns of a place; keii's ids are GeoNames', not those of the GNS that GDELT gives.

    GDELT's codes of divisions are those of FIPS 10-4, which keii has for the United States alone.
    """
    if place is None:
        return _NO_PLACE
    country, american = fips(place.country), place.country == "USA"
    kind = _TYPES.get(place.precision or "", _CITY)[not american]
    name, province = place_name(place, "en") or place.span.quote, parents_of(place, "en").get("province", "")
    state = us_state(name if place.precision == "province" else province) if american else ""
    whole = dict.fromkeys(filter(None, (name, province, country_name(place.country or "", "en"))))
    return (kind, ", ".join(whole), country, country if kind == 1 else f"{country}{state}" if state else "", "",
            place.latitude, place.longitude, "")
