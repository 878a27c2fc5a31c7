"""Heartbeats, weight changes, how machines are."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from kit.fields import FlagFilter, TextFilter, UuidFilter, given
from kit.paging import PageIn, PageOut
from ninja import Schema
from pydantic import BeforeValidator, ConfigDict


class HeartbeatIn(Schema):
    """In any of the shapes of machines in the field; `store.weighing.readings` reads it."""

    model_config = ConfigDict(extra="allow")

    machineId: Any = None  # noqa: N815 - as machines in the field say it
    scales: Any = None
    seq: Any = None
    time: Any = None


class ChangeOut(Schema):
    """That a scale shows less (PICKED) or more (PLACED), in grams."""

    id: str
    machine_id: str
    scale_id: str
    weight_change_g: int
    status: str
    event_time: str
    received_at: str
    session_id: str
    visit_id: str | None
    product_id: int | None
    quantity: int | None
    attribution: str
    flags: list[str]
    weight_g: int | None
    split_from: str | None
    store_id: int | None


class HeartbeatOut(Schema):
    """What became of a heartbeat: `late` ones change nothing."""

    status: str
    late: bool
    events: list[ChangeOut]


class ChangesIn(PageIn):
    machine_id: TextFilter = None
    visit_id: UuidFilter = None
    status: Annotated[Literal["PICKED", "PLACED"] | None, BeforeValidator(given)] = None


class ChangesOut(PageOut):
    results: list[ChangeOut]  # type: ignore[assignment]


class ScaleNowOut(Schema):
    scale_id: str
    weight_g: int
    at: str


class StatusOut(Schema):
    """Whether a machine is there, and what its scales weigh."""

    machine_id: str
    status: str
    last_seen: str | None
    scales: list[ScaleNowOut]
    flags: list[str]


class PlainStatusOut(Schema):
    status: str
    machine_id: str
    state: str
    last_seen: str | None


class SuccessOut(Schema):
    status: str


class StoreAlertsIn(PageIn):
    """Which alerts: those that are open, or closed."""

    open: FlagFilter = None


class StoreAlertOut(Schema):
    id: str
    kind: str
    machine_id: str | None
    visit_id: str | None
    created_at: str
    closed_at: str | None
    store_id: int | None


class StoreAlertsOut(PageOut):
    results: list[StoreAlertOut]  # type: ignore[assignment]
