"""Modes of the store, and its clock."""

from __future__ import annotations

from typing import Literal

from kit.paging import PageOut
from ninja import Schema

Mode = Literal["CUSTOMER_MODE", "REFILLMENT_MODE", "MAINTENANCE_MODE"]


class ModeIn(Schema):
    status: Mode


class ModeOut(Schema):
    """The mode, since when, and how many people are inside; `warning` where that matters."""

    status: str
    since: str
    inside: int
    warning: str | None


class ModeControlOut(Schema):
    status: str
    mode: str
    inside: int


class ModeChangeOut(Schema):
    id: str
    status: str
    created_at: str
    user_id: int | None
    store_id: int | None


class ModeChangesOut(PageOut):
    results: list[ModeChangeOut]  # type: ignore[assignment]


class SessionOut(Schema):
    id: str
    status: str
    started_at: str
    ended_at: str
    store_id: int | None


class SessionsOut(PageOut):
    results: list[SessionOut]  # type: ignore[assignment]
