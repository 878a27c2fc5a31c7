"""How a machine is shown: to anybody, to its customer, to its device, to operators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from devices.kinds import kind_of
from devices.models import Device
from django.conf import settings
from kit.clock import iso

from vending import states
from vending.models import Lock, Machine, Sale
from vending.wire.sales import sale_object


@dataclass(frozen=True, slots=True)
class Standing:
    """A machine as it is at one moment, by the clock of the database. `lock` is the row that is
    there, be it over; `held` are the units of its open sales.
    """

    machine: Machine
    lock: Lock | None
    held: int
    now: datetime

    @property
    def live_lock(self) -> Lock | None:
        """The lock, unless it is over by the clock."""
        lock = self.lock
        if lock is None or lock.status == states.CONSUMED or lock.expires_at > self.now:
            return lock
        return None

    @property
    def available(self) -> int:
        """Units that can be ordered."""
        return max(0, self.machine.current_stock - self.held)

    @property
    def is_online(self) -> bool:
        return is_online(self.machine.device, self.now)

    @property
    def word(self) -> str:
        """The original's one word for availability, connectivity and what is going on."""
        lock = self.live_lock
        if not self.is_online:
            return states.OFFLINE
        if self.machine.current_stock == 0 or not self.machine.in_service:
            return states.UNAVAILABLE
        if lock is not None:
            return states.DISPATCHED if lock.status == states.CONSUMED else states.IS_LOCKED
        return states.ACTIVE if self.machine.said_active else states.IDLE


def is_online(device: Device, now: datetime) -> bool:
    """Whether the device is registered and was heard within the silence of its kind, whether or
    not a worker has found out that it was not.
    """
    silence = timedelta(seconds=kind_of(device.kind).silence)
    seen = device.last_seen_at
    return device.online and seen is not None and seen > now - silence


def machine_row(standing: Standing) -> dict[str, Any]:
    """A machine for anybody: neither its key nor its code. Money in minor units."""
    machine = standing.machine
    return {
        "machine_id": machine.machine_id,
        "id": machine.machine_id,
        "name": machine.name,
        "location": machine.location,
        "status": standing.word,
        "current_stock": machine.current_stock,
        "available": standing.available,
        "unit_price_paise": machine.unit_price,
        "currency": settings.VENDING_CURRENCY,
        "last_refill_at": iso(machine.last_refill_at),
    }


def fleet_row(standing: Standing, sales: Sequence[Sale]) -> dict[str, Any]:
    """A machine for operators; `sales` are its open ones."""
    lock = standing.live_lock
    return machine_row(standing) | {
        "last_seen_at": iso(standing.machine.device.last_seen_at),
        "online": standing.is_online,
        "in_service": standing.machine.in_service,
        "locked": lock is not None,
        "lock_expires_at": iso(lock.expires_at) if lock is not None else None,
        "transactions": [sale_object(sale, standing.now) for sale in sales],
    }


def public_status(standing: Standing, client_id: str, sale: Sale | None) -> dict[str, Any]:
    """A machine as this client sees it; `sale` is its own latest one there."""
    machine, lock = standing.machine, standing.live_lock
    own = lock is not None and lock.client_id == client_id
    return {
        "machine_id": machine.machine_id,
        "status": standing.word,
        "current_stock": machine.current_stock,
        "display_code_expires_at": iso(machine.display_code_expires_at),
        "locked": lock is not None,
        "locked_by": client_id if own else None,
        "expires_at": iso(standing.lock.expires_at) if standing.lock is not None else None,
        "server_time": iso(standing.now),
        "available": standing.available,
        "unit_price_paise": machine.unit_price,
        "currency": settings.VENDING_CURRENCY,
        "transaction": sale_object(sale, standing.now) if sale is not None else None,
    }


def device_status(standing: Standing) -> dict[str, Any]:
    """A machine as it may ask for itself, with the code that its display shows."""
    machine, lock = standing.machine, standing.live_lock
    return {
        "machine_id": machine.machine_id,
        "status": standing.word,
        "current_stock": machine.current_stock,
        "display_code": machine.display_code,
        "display_code_expires_at": iso(machine.display_code_expires_at),
        "locked": lock is not None,
        "locked_by": lock.client_id if lock is not None else None,
        "lock_expires_at": iso(lock.expires_at) if lock is not None else None,
    }


def registered_object(machine: Machine, key: str = "") -> dict[str, Any]:
    """A machine that has just registered; with its key where that was made just now."""
    shown = {
        "message": f"Machine {machine.machine_id} registered",
        "status": "ok",
        "display_code": machine.display_code,
        "display_code_expires_at": iso(machine.display_code_expires_at),
    }
    return shown | ({"api_key": key} if key else {})
