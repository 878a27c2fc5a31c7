"""What vending refuses, in the words of the contract."""

from __future__ import annotations

from kit.errors import Conflict, Forbidden, NotFound, TooMany, Unauthorized


def machine_not_found() -> NotFound:
    return NotFound("machine_not_found", title="Machine not found")


def machine_not_available() -> Conflict:
    """Out of service, or nothing that can be ordered."""
    return Conflict("machine_not_available", title="Machine is not available")


def no_active_lock() -> Conflict:
    return Conflict("no_active_lock", title="No active lock or lock expired")


def lock_not_owned() -> Forbidden:
    return Forbidden("lock_not_owned", title="Lock not owned by this client")


def machine_busy(locked_until: str) -> Conflict:
    """Somebody else has it, until then (ISO 8601); or it is dispensing."""
    words = "Machine is already locked by another user"
    body = {"status": "busy", "message": words, "locked_by": None, "locked_until": locked_until}
    return Conflict("machine_busy", title=words, details={"locked_until": locked_until}, body=body)


def too_many(seconds: int | None) -> TooMany:
    """A limit of failures is reached; the next try counts after so many seconds."""
    words = "Too many requests. Please slow down."
    return TooMany("too_many_requests", title=words, body={"error": words}, retry_after=seconds)


def not_authenticated() -> Forbidden:
    return Forbidden("not_authenticated", title="Not authenticated")


def wrong_scheme() -> Forbidden:
    return Forbidden("not_authenticated", title="Invalid authentication credentials")


def no_operator() -> Forbidden:
    return Forbidden("not_allowed", title="Not allowed")


def token_invalid() -> Unauthorized:
    return Unauthorized("invalid_token", title="Invalid token")


def token_expired() -> Unauthorized:
    return Unauthorized("token_expired", title="Token has expired")
