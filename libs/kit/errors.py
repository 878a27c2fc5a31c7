"""The one error tree. Actions and clients raise these; kit.envelopes gives them the shape of the
route that answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError


class ApiError(Exception):
    """A refusal with an HTTP status.

    `reason` is its code in snake_case; `title` says the same in a few fixed words, by default the
    reason's; `message` says what is wrong this time. `details` is more for the client (an object,
    or a list), `errors` what is wrong with the fields of its body by their names, and
    `retry_after` the seconds after which it may try again. `body` is the whole refusal for a route
    whose contract has one like no other, in any envelope but the problem.
    """

    status = 400

    def __init__(
        self,
        reason: str,
        message: str = "",
        *,
        title: str = "",
        details: Mapping[str, Any] | Sequence[Any] | None = None,
        errors: Mapping[str, list[str]] | None = None,
        retry_after: int | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message or title or reason.replace("_", " ").capitalize())
        self.reason = reason
        self.title = title
        self.message = message
        self.details = details
        self.errors = errors
        self.retry_after = retry_after
        self.body = body


class BadRequest(ApiError):
    status = 400


class Unauthorized(ApiError):
    status = 401


class Forbidden(ApiError):
    status = 403


class Unauthenticated(Forbidden):
    """Nobody has signed in, or not with what is valid: a 401 in all envelopes but `reason`, where
    the seed table-orders wants a 403.
    """


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


class InternalError(ApiError):
    """A bug of ours."""

    status = 500


class Unavailable(ApiError):
    """Something that we need is down, slow or answers nonsense."""

    status = 503

    def __init__(self, reason: str, message: str = "", **more: Any) -> None:
        super().__init__(reason, message, **{"retry_after": 1, **more})


def malformed(message: str = "") -> BadRequest:
    """The body is not the JSON object that the route takes."""
    return BadRequest("malformed_json", message)


def incorrect_credentials() -> Forbidden:
    """The caller is somebody, but may not do this."""
    return Forbidden("incorrect_credentials")


def unauthenticated() -> Unauthenticated:
    """The caller is nobody whom we know."""
    return Unauthenticated("incorrect_credentials")


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
