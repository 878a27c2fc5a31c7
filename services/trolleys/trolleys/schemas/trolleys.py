"""What requests and answers about trolleys hold."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from kit.fields import BIGINT, FlagFilter, Id
from kit.paging import PageIn
from ninja import Schema
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Field,
    StrictBool,
    StringConstraints,
    model_validator,
)

from trolleys.models.trolleys import NO_NAMES
from trolleys.schemas.queries import Place


def _no_path(name: str) -> str:
    if name in NO_NAMES:
        raise ValueError("not a name of a trolley")
    return name


TrolleyId = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,50}$"), AfterValidator(_no_path)
]
Status = Literal["available", "in_use", "reserved", "inactive"]


class NewTrolleyIn(Schema):
    trolley_id: TrolleyId
    is_active: StrictBool = True
    location_id: Id | None = None


class TrolleyChangeIn(BaseModel):
    """What is to be changed; what is absent stays. `location_id` null takes it from its place."""

    is_active: StrictBool = True
    location_id: Id | None = None

    @model_validator(mode="after")
    def _something(self) -> TrolleyChangeIn:
        if not self.model_fields_set:
            raise ValueError("missing")
        return self


class TrolleysIn(PageIn):
    """Which trolleys; what is empty filters by nothing. `location_id` 0 are those without one."""

    status: Annotated[Status | None, BeforeValidator(lambda value: value or None)] = None
    active: FlagFilter = None
    location_id: Place = None


class CodeOut(Schema):
    trolley_id: str
    url: str
    timestamp: str
    hash: str


class TrolleyOut(Schema):
    id: int
    trolley_id: str
    qr_code_data: str
    qr_payload: CodeOut
    is_active: bool
    is_locked: bool
    status: Status
    location_id: int | None
    trolley_online: bool
    reserved_until: str | None
    assigned_to: int | None
    """Who has it; null for a guest, and with AUTH_MODE=strict for all but staff and that user."""
    assigned_to_username: str | None
    assigned_at: str | None
    last_seen: str | None
    created_at: str
    cash: bool
    """Whether its place takes cash."""
    page_text: str
    """What its place has to say to shoppers; empty for nothing."""


class TrolleysOut(Schema):
    count: int
    next: str | None
    previous: str | None
    results: list[TrolleyOut]


class ReservationOut(Schema):
    trolley_id: str
    reserved_until: str | None


class UnassignIn(Schema):
    """Whose session is to end; without it whoever has the trolley."""

    session_id: str | None = None


class UnassignedOut(Schema):
    trolley_id: str
    trolley_unassigned: bool
    session_id: str | None
    """Null when there was a reservation only."""


class KeyOut(Schema):
    id: int
    key: str
    """Shown this once."""
    created_at: str


class BoardOut(Schema):
    location_id: int
    """0: trolleys without a location."""
    trolleys: list[dict[str, Any]]
    waiting: list[dict[str, Any]]


class BoardNowOut(Schema):
    seq: Annotated[int, Field(ge=0, le=BIGINT)]
    epoch: str
    data: BoardOut | None
