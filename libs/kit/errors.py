"""The one error tree. Actions and clients raise these; adapters turn them into the envelope of
their routes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError


class ApiError(Exception):
    """A refusal with an HTTP status and a `reason` in snake_case; `retry_after` is in seconds."""

    status = 400

    def __init__(self, reason: str, message: str = "", *, retry_after: int | None = None) -> None:
        super().__init__(message or reason.replace("_", " ").capitalize())
        self.reason = reason
        self.retry_after = retry_after


class BadRequest(ApiError):
    status = 400


class Unauthorized(ApiError):
    status = 401


class Forbidden(ApiError):
    status = 403


class NotFound(ApiError):
    status = 404


class WrongMethod(ApiError):
    status = 405


class Conflict(ApiError):
    status = 409


class TooLarge(ApiError):
    status = 413


class Unprocessable(ApiError):
    status = 422


class TooMany(ApiError):
    status = 429


class Unavailable(ApiError):
    """Something that we need is down, slow or answers nonsense."""

    status = 503

    def __init__(self, reason: str, message: str = "", *, retry_after: int | None = 1) -> None:
        super().__init__(reason, message, retry_after=retry_after)


def malformed(message: str = "") -> BadRequest:
    """The body is not the JSON object that the route takes."""
    return BadRequest("malformed_json", message)


def incorrect_credentials() -> Forbidden:
    return Forbidden("incorrect_credentials")


@contextmanager
def violating(constraint: str, error: ApiError) -> Iterator[None]:
    """Raise `error` when the database refuses the block for this constraint, and only then."""
    try:
        yield
    except IntegrityError as refused:
        diagnostics = getattr(refused.__cause__, "diag", None)
        if getattr(diagnostics, "constraint_name", None) == constraint:
            raise error from refused
        raise
