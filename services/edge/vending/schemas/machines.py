"""Machines, as anybody sees them."""

from __future__ import annotations

from typing import Literal

from ninja import Schema

from vending.schemas.transactions import TransactionOut

Word = Literal["offline", "Unavailable", "dispatch_sent", "locked", "active", "idle"]


class MachineOut(Schema):
    """A row of the list of machines."""

    machine_id: str
    id: str
    name: str
    location: str
    status: Word
    current_stock: int
    available: int
    """Units that can be ordered."""
    unit_price_paise: int
    currency: str
    last_refill_at: str | None


class FleetMachineOut(MachineOut):
    """The same for operators."""

    last_seen_at: str | None
    online: bool
    in_service: bool
    locked: bool
    lock_expires_at: str | None
    transactions: list[TransactionOut]
    """Those that hold units."""


class PublicStatusOut(Schema):
    """A machine as this client sees it."""

    machine_id: str
    status: Word
    current_stock: int
    display_code_expires_at: str | None
    locked: bool
    locked_by: str | None
    """The client's own id, when it is the one that has locked it."""
    expires_at: str | None
    """When the lock ends, or has ended."""
    server_time: str
    available: int
    unit_price_paise: int
    currency: str
    transaction: TransactionOut | None
    """The client's own latest one."""
