"""GeoJSON (RFC 7946): one feature a claim or event whose place has coordinates, properties as in the tables."""

from typing import BinaryIO

import orjson

from keii.exports.request import Omission, Request
from keii.exports.rows import rows


def write(out: BinaryIO, request: Request) -> int:
    """Write a FeatureCollection, one feature a line, and return how many it has."""
    number = 0
    out.write(b'{"type":"FeatureCollection","features":[')
    for row in rows(request):
        if row["latitude"] is None or row["longitude"] is None:
            request.leave_out(Omission.NO_COORDINATES)
            continue
        key = "event" if request.of == "events" else "claim"
        feature = {"type": "Feature", "id": row[key],
                   "geometry": {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]},
                   "properties": row}
        out.write((b",\n" if number else b"\n") + orjson.dumps(feature))
        number += 1
    out.write(b"\n]}\n")
    return number
