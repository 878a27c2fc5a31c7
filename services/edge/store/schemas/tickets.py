"""Tickets and what reviewers say."""

from __future__ import annotations

from typing import Annotated, Literal

from kit.fields import Id, TextFilter, UuidFilter, exactly_whole, given
from kit.paging import PageIn, PageOut
from ninja import Schema
from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from store.models.tickets import MOST
from store.schemas.fields import Reason
from store.schemas.shelves import ChangeOut
from store.schemas.visits import ContestOut, LineOut

LINES = 200  # of a ticket
TicketState = Literal["TO_BE_REVIEWED", "UNDER_REVIEW", "REVIEW_COMPLETE", "CONTESTED"]


class TicketsIn(PageIn):
    """Which tickets: in a state, by its code; of a machine; of a visit."""

    status: Annotated[TicketState | None, BeforeValidator(given)] = None
    machine_id: TextFilter = None
    visit_id: UuidFilter = None


class ClaimIn(Schema):
    event_id: Annotated[str, StringConstraints(min_length=1, max_length=50)]


class GivenLineIn(Schema):
    product_id: Id
    quantity: Annotated[int, BeforeValidator(exactly_whole), Field(ge=0, le=MOST)]


class RefuseIn(ClaimIn):
    pass


class SplitIn(ClaimIn):
    """So many units of an event are this visitor's."""

    quantity: Annotated[int, BeforeValidator(exactly_whole), Field(ge=1, le=MOST)]


class CompleteIn(Schema):
    """What was taken; without `lines` it is what the sensors say."""

    lines: Annotated[list[GivenLineIn] | None, Field(max_length=LINES)] = None
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] | None = None

    @model_validator(mode="after")
    def _once_each(self) -> CompleteIn:
        products = [line.product_id for line in self.lines or []]
        if len(set(products)) < len(products):
            raise ValueError("a product has one line")
        return self


class ReopenIn(Schema):
    reason: Reason


class VideoOfTicketOut(Schema):
    """A clip of the visit; `url` is signed and ends after ten minutes."""

    id: str
    camera_id: str
    camera_name: str
    at_gate: bool
    start_time: str
    end_time: str
    path_local: str
    path_cloud: str
    url: str | None


class ReasonOut(Schema):
    """Why somebody has to look: `away`, `contested` or a flag of events; of how many, and with
    `unmapped` on which scales.
    """

    code: str
    count: int
    scales: list[str] | None = None


class CandidateOut(Schema):
    visit_id: str
    user_id: int


class EventOfTicketOut(ChangeOut):
    """A weight change with what it is of, and whose it may be."""

    name: str | None
    unit_price: str | None
    image: str
    candidates: list[CandidateOut]


class TicketHeadOut(Schema):
    """A ticket as the queue lists it; `at_risk` is what its uncertain events may be worth."""

    id: str
    TktID: str
    visit_id: str
    machine_id: str
    user_id: int
    start_time: str
    end_time: str
    status: str
    status_display: str
    reviewer_id: int | None
    reviewer_name: str
    billable: bool
    auto_completed: bool
    at_risk: str
    reasons: list[ReasonOut]
    contest: ContestOut | None
    store_id: int | None


class TicketOut(TicketHeadOut):
    """One machine during one visit, with all that is on it."""

    role: str
    events: list[EventOfTicketOut]
    videos: list[VideoOfTicketOut]
    sessions: list[str]
    lines: list[LineOut]
    note: str
    was_offline: bool


class TicketsOut(PageOut):
    results: list[TicketOut]  # type: ignore[assignment]
