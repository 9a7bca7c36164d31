"""CAMEO events as tab-separated values in the shape of ICEWS: a row for each pair of parties, keii's columns last."""

from typing import Any, BinaryIO

from keii.codebook.cameo import Cameo
from keii.config import Lang
from keii.exports.cells import in_one_line, joined
from keii.exports.coded import Coded, cameo_of, day_of, number, pairs, split
from keii.exports.files import text_over
from keii.exports.named import alpha_2, country_name, name_of, parents_of, place_name
from keii.exports.plover import codings
from keii.exports.request import Omission, Request, Telling
from keii.model import Party, Place, Source

# The twenty columns of the ICEWS Coded Event Data on Dataverse.
ICEWS = ("Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code",
         "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher",
         "City", "District", "Province", "Country", "Latitude", "Longitude")
OWN = tuple(f"keii_{name}" for name in (
    "claim event type mode status derivation certainty sources date_precision place_precision confidence sentence url"
    .split()))


def write(out: BinaryIO, request: Request) -> int:
    """Write the table with its header and return how many rows it has."""
    rows = 0
    with text_over(out) as text:
        text.write("\t".join((*ICEWS, *OWN)) + "\n")
        for telling, found in codings(request):
            if day_of(telling.claim, telling.document.published_at)[0] is None:
                request.leave_out(Omission.NO_DATE)
                continue
            code = cameo_of(found)
            if isinstance(code, Omission):
                request.leave_out(code)
                continue
            for one, other in pairs(found):
                row = _row(telling, found, code, one, other, request.lang)
                text.write("\t".join(map(in_one_line, row)) + "\n")
                rows += 1
    return rows


def _row(telling: Telling, found: Coded, code: Cameo, one: Party | Source, other: Party | Source | None, lang: Lang
         ) -> tuple[Any, ...]:
    claim, document = telling.claim, telling.document
    at, precision = day_of(claim, document.published_at)
    key = number(claim.id, one.text, one.code, *((other.text, other.code) if other else ()))
    return (
        key, at, *_party(one, lang), code.title, code.code, code.scale,
        *(_party(other, lang) if other else ("", "", "")),
        number(document.id), claim.sentence + 1, document.publisher, *_place(claim.place, lang),
        claim.id, telling.event, claim.type, claim.mode, claim.status.value, found.reason, claim.certainty.value,
        joined([name_of(source, lang) for source in claim.sources]), precision,
        claim.place.precision if claim.place else None, claim.confidence, telling.sentence.text, document.url)


def _party(party: Party | Source, lang: Lang) -> tuple[str, str, str]:
    """Return name, sectors and country of a party; a body has no country."""
    country, sector = split(party.code)
    of_state = len(country) == 3 and alpha_2(country) != ""
    return name_of(party, lang), "IGO" if country.startswith("IGO:") else sector, \
        country_name(country, lang) if of_state else ""


def _place(place: Place | None, lang: Lang) -> tuple[str, str, str, str, float | None, float | None]:
    """Return city, district, province, country and coordinates of a place, "" for what it does not say."""
    if place is None or place.gazetteer is None:
        return "", "", "", country_name(place.country, lang) if place and place.country else "", None, None
    names = parents_of(place, lang)
    own = {"city": "city", "point": "city", "province": "province"}.get(place.precision or "", "")
    if own:
        names = {**names, own: place_name(place, lang) or ""}
    return (names.get("city", ""), names.get("district", ""), names.get("province", ""),
            country_name(place.country, lang) if place.country else "", place.latitude, place.longitude)
