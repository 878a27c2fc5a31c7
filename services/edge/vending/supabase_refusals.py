"""Refusals as PostgREST writes them, which is what Supabase's clients read."""

from __future__ import annotations

from typing import TypeVar

from kit.errors import ApiError, BadRequest, Conflict, Unauthorized

E = TypeVar("E", bound=ApiError)


def invalid(message: str) -> BadRequest:
    """A row that the table does not take."""
    return _refusal(BadRequest, "22023", "invalid_value", message)


def machine_unknown() -> Conflict:
    """A row of a machine that there is not."""
    return _refusal(Conflict, "23503", "machine_not_found", "Machine not found")


def permission_denied() -> Unauthorized:
    """Any other table or verb."""
    return _refusal(Unauthorized, "42501", "permission_denied", "permission denied")


def _refusal(kind: type[E], sqlstate: str, reason: str, message: str) -> E:
    body = {"code": sqlstate, "message": message, "details": None, "hint": None}
    return kind(reason, title=message, body=body)
