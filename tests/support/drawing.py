"""Small files of neighbourhoods, drawn for a test: squares counted in metres from a corner, ready to be spoilt."""

import json
from math import cos, radians

LON, LAT = 3.0, 50.4
PER_DEGREE = 111_250.0


def square(east=0, north=0, side=500, *, lat=LAT):
    """A closed ring, in degrees: its south-west corner `east` and `north` metres from the origin of the tests."""
    across = PER_DEGREE * cos(radians(lat))
    west, south = LON + east / across, lat + north / PER_DEGREE
    right, top = west + side / across, south + side / PER_DEGREE
    return [[west, south], [right, south], [right, top], [west, top], [west, south]]


def polygon(*rings):
    return {"type": "Polygon", "coordinates": list(rings)}


def feature(code="QN09901M", geometry=None, **properties):
    """As in the official export; a property given as `...` is left out."""
    values = {
        "code_qp": code,
        "lib_qp": f"Quartier {code}",
        "insee_dep": "99",
        "lib_dep": "Département inventé",
        "insee_com": "99001",
        "lib_com": "Hautefosse",
        "siren_epci": "999000014",
        **properties,
    }
    kept = {name: value for name, value in values.items() if value is not ...}
    return {"type": "Feature", "properties": kept, "geometry": geometry or polygon(square())}


def collection(*features, **more):
    return {"type": "FeatureCollection", "features": list(features), **more}


def as_bytes(value):
    return json.dumps(value, ensure_ascii=False).encode()
