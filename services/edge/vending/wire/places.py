"""How a machine is shown with where it stands, and with its keys."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from devices.models import DeviceKey
from kit.clock import iso

from vending.models import Machine


def place_object(machine: Machine) -> dict[str, Any]:
    """Where it stands, in degrees of WGS 84."""
    return {"latitude": machine.latitude, "longitude": machine.longitude}


def keys_object(machine: Machine, keys: Iterable[DeviceKey]) -> dict[str, Any]:
    """What an operator sees of one machine beside its row of the fleet."""
    return place_object(machine) | {
        "created_at": iso(machine.created_at),
        "keys": [_key(key) for key in keys],
    }


def _key(key: DeviceKey) -> dict[str, Any]:
    return {
        "id": key.pk,
        "created_at": iso(key.created_at),
        "revoked_at": iso(key.revoked_at),
        "in_use": key.revoked_at is None,
    }
