"""The kinds of places, and how exactly each of them says where something is."""

from enum import StrEnum
from typing import NamedTuple


class Precision(StrEnum):
    """How exactly a place says where something is, the most exact first."""

    POINT = "point"
    CITY = "city"
    PROVINCE = "province"
    COUNTRY = "country"
    REGION = "region"


class Kind(NamedTuple):
    """A kind of place: its precision, and how often news means one of it, in powers of ten of a city's people."""

    precision: Precision
    importance: float  # of a place without population


# The order is that of the numbers in the compiled table: new kinds go to the end.
KINDS: dict[str, Kind] = {
    "country": Kind(Precision.COUNTRY, 9.5),
    "province": Kind(Precision.PROVINCE, 4.0),  # a first-level division; its people count instead
    "district": Kind(Precision.PROVINCE, 2.0),  # a second-level division; its people count instead
    "city": Kind(Precision.CITY, 2.0),  # its people count instead
    "continent": Kind(Precision.REGION, 9.0),
    "region": Kind(Precision.REGION, 7.0),
    "peninsula": Kind(Precision.REGION, 7.0),
    "sea": Kind(Precision.REGION, 7.0),
    "strait": Kind(Precision.REGION, 7.0),
    "canal": Kind(Precision.REGION, 7.0),
    "river": Kind(Precision.REGION, 6.0),
    "lake": Kind(Precision.REGION, 5.5),
    "mountain": Kind(Precision.REGION, 5.5),
    "desert": Kind(Precision.REGION, 6.0),
    "island": Kind(Precision.REGION, 5.8),
    "territory": Kind(Precision.PROVINCE, 6.8),  # disputed areas, states of no general recognition
    "base": Kind(Precision.POINT, 6.0),
    "port": Kind(Precision.POINT, 5.5),
    "airport": Kind(Precision.POINT, 5.5),
    "cosmodrome": Kind(Precision.POINT, 6.0),
    "nuclear": Kind(Precision.POINT, 6.0),
    "crossing": Kind(Precision.POINT, 5.5),
    "site": Kind(Precision.POINT, 5.5),  # a building, a square, a monument, a neighbourhood
    "town": Kind(Precision.CITY, 5.0),  # a place of people that is smaller than the compiled sources know
}
NAMES = tuple(KINDS)
