"""How far two points of the earth are apart."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

RADIUS = 6_371_008.8  # metres: the mean radius of the earth (IUGG)


def distance(latitude: float, longitude: float, latitude_2: float, longitude_2: float) -> float:
    """Metres along the great circle between two points in degrees, by the haversine formula: the
    earth as a sphere, at most half a percent off.
    """
    north, north_2 = radians(latitude), radians(latitude_2)
    half_north, half_east = (north_2 - north) / 2, radians(longitude_2 - longitude) / 2
    haversine = sin(half_north) ** 2 + cos(north) * cos(north_2) * sin(half_east) ** 2
    return 2 * RADIUS * asin(min(1.0, sqrt(haversine)))
