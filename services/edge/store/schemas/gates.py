"""Entry codes, entering and leaving."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from kit.fields import empty_if_null, exactly_whole
from ninja import Schema
from pydantic import BeforeValidator, Field, StringConstraints

from store.schemas.fields import Reason

PHONE = r"^[0-9 +()./-]*$"


class EntryTokenIn(Schema):
    """As what somebody comes in, and how they can be called; both may be missing."""

    as_: Annotated[Literal["customer"] | None, Field(alias="as")] = None
    phone_number: Annotated[
        Annotated[str, StringConstraints(max_length=20, pattern=PHONE)],
        BeforeValidator(empty_if_null),
    ] = ""


class EntryTokenOut(Schema):
    """A code for one gate, once, until it expires. `qr` is base64 of an SVG."""

    token: str
    expires_at: str
    qr: str


class ScanIn(Schema):
    """What a scanner has read."""

    token: Annotated[str, StringConstraints(min_length=1, max_length=500)]


class ControlIn(ScanIn):
    """The same from a device of the original's kind."""

    scanner_id: Any = None


class EnteredOut(Schema):
    visit_id: str
    user_id: int
    role: str
    session_id: str


class LeftTicketOut(Schema):
    id: str
    TktID: str
    machine_id: str
    status: str
    status_display: str


class LeftOut(Schema):
    visit_id: str
    tickets: list[LeftTicketOut]


class ControlEnteredOut(EnteredOut):
    status: str


class ControlLeftOut(LeftOut):
    status: str


class HeadCountIn(Schema):
    """How many people a counter sees inside."""

    count: Annotated[int, Field(ge=0, le=10_000), BeforeValidator(exactly_whole)]


class HeadCountOut(Schema):
    """`inside` is how many have come in by a code."""

    status: str
    inside: int


class CloseIn(Schema):
    """Why somebody is let out without a scan."""

    reason: Reason
