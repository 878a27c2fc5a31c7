"""Refusals whose body is another than that of their route's family."""

from __future__ import annotations

from typing import Literal

from ninja import Schema


class DetailOut(Schema):
    """The usual refusal, where a route has others of the same status beside it."""

    detail: str


class FaultOut(Schema):
    """A refusal as payments have it; also of who is told to slow down."""

    error: str


class DuplicateOut(Schema):
    error: str
    status: Literal["duplicate"]


class BusyOut(Schema):
    """Somebody else has locked the machine."""

    status: Literal["busy"]
    message: str
    locked_by: None
    locked_until: str
