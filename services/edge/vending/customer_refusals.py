"""What customers are refused, in the words of the contract."""

from __future__ import annotations

from kit.errors import BadRequest, Conflict


def client_required() -> BadRequest:
    return BadRequest("client_id_required", title="client_id required")


def client_and_code_required() -> BadRequest:
    return BadRequest("client_id_and_code_required", title="client_id and code required")


def code_not_found() -> BadRequest:
    """No machine shows it, or none any more."""
    return BadRequest("code_not_found", title="Code not found or expired")


def nothing_to_unlock() -> Conflict:
    return Conflict("no_active_lock", title="No active lock to unlock")


def dispense_in_progress() -> Conflict:
    return Conflict("dispense_in_progress", title="Dispense in progress")


def trigger_elsewhere() -> BadRequest:
    """The original's first route of dispenses, which never did anything; its braces are as they
    are.
    """
    words = "use /api/machine/{machine_id}/trigger-dispense (server-side)"
    return BadRequest("use_trigger_dispense", title=words, body={"error": words})
