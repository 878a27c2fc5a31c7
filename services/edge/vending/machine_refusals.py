"""What machines that call by themselves are refused, in the words of the contract."""

from __future__ import annotations

from devices.credentials import Refusals
from kit.errors import BadRequest, Conflict, NotFound, Unauthorized


def machine_id_missing() -> BadRequest:
    return BadRequest("missing_machine_id", title="Missing machine_id")


def machine_id_impossible() -> BadRequest:
    return BadRequest("erroneous_value", "A machine_id is 1 to 50 of A-Z a-z 0-9 _ -")


def machine_known() -> Conflict:
    """Nobody's call overwrites a key."""
    return Conflict("machine_exists", title="Machine already registered")


def machine_unregistered() -> NotFound:
    return NotFound("machine_not_registered", title="Machine not registered")


def header_missing() -> Unauthorized:
    return Unauthorized("missing_credentials", title="Missing Authorization header")


def key_wrong() -> Unauthorized:
    return Unauthorized("wrong_key", title="Invalid API key")


def status_refused() -> Unauthorized:
    """The status of a machine tells nobody whether there is such a machine."""
    return Unauthorized("wrong_key", title="Invalid credentials or machine not found")


OF_MACHINES = Refusals(missing=header_missing, unknown=machine_unregistered, wrong=key_wrong)
OF_STATUS = Refusals(missing=header_missing, unknown=status_refused, wrong=status_refused)


def device_id_missing() -> BadRequest:
    return BadRequest("erroneous_value", "device_id required")
