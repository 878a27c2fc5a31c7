"""The store's board, as answers show it."""

from __future__ import annotations

from typing import Any

from ninja import Schema

from store.schemas.visits import VisitOut


class StoreOut(Schema):
    """The store at a glance."""

    mode: str
    inside: list[VisitOut]
    queue: list[dict[str, Any]]
    machines: list[dict[str, Any]]


class StoreNowOut(Schema):
    """The board's stream now; `data` is null when nothing has happened since."""

    seq: int
    epoch: str
    data: StoreOut | None
