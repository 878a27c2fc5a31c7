"""Circles on the globe: a sphere of the earth's equatorial radius, as the original service had."""

from __future__ import annotations

import math
from dataclasses import dataclass

from django.db.models import F, FloatField, Q, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import ASin, Cast, Cos, Least, Radians, Sin, Sqrt

EARTH = 6_378_137.0  # metres (WGS 84, equatorial)
MARGIN = 1e-6  # degrees around the box, for rounding; 11 cm


@dataclass(frozen=True, slots=True)
class Circle:
    """All points within `radius` metres of a point in degrees."""

    latitude: float
    longitude: float
    radius: float

    def box(self) -> Q:
        """The rows that may be inside, by the index: a band of latitudes, cut by longitude where no
        pole is inside, in two parts where it crosses the date line.
        """
        reach = math.degrees(self.radius / EARTH) + MARGIN
        south, north = self.latitude - reach, self.latitude + reach
        band = Q(latitude__range=(_bound(south), _bound(north)), longitude__isnull=False)
        if south <= -90 or north >= 90:
            return band
        width = math.sin(math.radians(reach)) / math.cos(math.radians(self.latitude))
        reach = math.degrees(math.asin(min(1.0, width))) + MARGIN
        west, east = self.longitude - reach, self.longitude + reach
        if west < -180:
            return band & (Q(longitude__lte=_bound(east)) | Q(longitude__gte=_bound(west + 360)))
        if east > 180:
            return band & (Q(longitude__gte=_bound(west)) | Q(longitude__lte=_bound(east - 360)))
        return band & Q(longitude__range=(_bound(west), _bound(east)))

    def distance(self) -> Combinable:
        """Metres from the centre to a row's point, by the haversine formula."""
        here = math.radians(self.latitude)
        there = Radians(_degrees("latitude"))
        height = Sin((there - here) / 2)
        width = Sin((Radians(_degrees("longitude")) - math.radians(self.longitude)) / 2)
        part = height * height + Cos(there) * math.cos(here) * width * width
        return ASin(Sqrt(Least(part, Value(1.0)))) * (2 * EARTH)


def _degrees(field: str) -> Cast:
    return Cast(F(field), FloatField())


def _bound(degrees: float) -> str:
    """A bound as the columns' own type, so that the index serves it."""
    return f"{max(-999.0, min(999.0, degrees)):.8f}"
