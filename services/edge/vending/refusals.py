"""What vending refuses, in the words of the contract."""

from __future__ import annotations

from kit.errors import Conflict, NotFound


def machine_not_found() -> NotFound:
    return NotFound("machine_not_found", title="Machine not found")


def machine_not_available() -> Conflict:
    """Out of service, or nothing that can be ordered."""
    return Conflict("machine_not_available", title="Machine is not available")


def no_active_lock() -> Conflict:
    return Conflict("no_active_lock", title="No active lock or lock expired")
