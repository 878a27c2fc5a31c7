"""Where machines stand, as anybody and operators get it."""

from __future__ import annotations

from typing import Annotated

from ninja import Schema
from pydantic import BeforeValidator, model_validator

from vending.schemas.fields import Latitude, Longitude
from vending.schemas.machines import FleetMachineOut, MachineOut


def _of_query(value: str) -> float | None:
    """A number as a query has it; empty is the same as not there."""
    return float(value) if value else None


OfQuery = BeforeValidator(_of_query)


class NearIn(Schema):
    """Where somebody stands, in degrees of WGS 84; both, or neither."""

    latitude: Annotated[Latitude | None, OfQuery] = None
    longitude: Annotated[Longitude | None, OfQuery] = None

    @model_validator(mode="after")
    def _together(self) -> NearIn:
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("latitude and longitude belong together")
        return self


class NearOut(MachineOut):
    """A row of the list of machines with where it stands; null where nobody has said so."""

    latitude: float | None
    longitude: float | None
    distance_m: int | None
    """Metres from where was asked, as the crow flies."""


class MachineKeyOut(Schema):
    id: int
    created_at: str
    revoked_at: str | None
    in_use: bool
    """Whether it opens anything: it was not revoked."""


class MachineOfOperatorOut(FleetMachineOut):
    """One machine, with where it stands and its keys, newest first."""

    latitude: float | None
    longitude: float | None
    created_at: str
    keys: list[MachineKeyOut]
