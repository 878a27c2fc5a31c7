"""What requests and answers of staff hold: approvals, spot checks, help, the audit trail."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any

from kit.days import DAY
from kit.fields import Id, IdFilter
from kit.paging import PageIn
from ninja import Schema
from pydantic import (
    BeforeValidator,
    Field,
    StrictBool,
    StrictStr,
    StringConstraints,
    model_validator,
)

from trolleys.models.carts import LINES, MOST
from trolleys.schemas.queries import Place

# Printable ASCII without spaces and slashes, as products has them.
Barcode = Annotated[str, StringConstraints(pattern=r"^[!-.0-~]{1,64}$")]


class ApproveIn(Schema):
    line_id: Id
    approved: StrictBool


class HelpIn(Schema):
    session_id: StrictStr
    wanted: StrictBool


class HelpOut(Schema):
    session_id: str
    help_since: str | None


class CheckedIn(Schema):
    session_id: StrictStr
    barcodes: Annotated[list[Barcode], Field(max_length=LINES * MOST)] = []
    """What was scanned, once for each unit."""
    whole: StrictBool = False
    """Everything in the trolley was scanned: the cart becomes that."""
    skip: StrictBool = False


class CheckedOut(Schema):
    state: str
    not_in_cart: list[str] = []


def _begin(value: Any) -> Any:
    """The begin of a day in UTC, or a time with its offset."""
    if value in (None, "") or not DAY.fullmatch(value):
        return _time(value)
    return datetime.combine(date.fromisoformat(value), time.min, UTC)


def _end(value: Any) -> Any:
    """The end of a day, or such a time; nothing for the last of all days."""
    if value in (None, "") or not DAY.fullmatch(value):
        return _time(value)
    day = date.fromisoformat(value)
    return None if day == date.max else _begin(value) + timedelta(days=1)


def _time(value: Any) -> datetime | None:
    if value in (None, ""):
        return None
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError("neither a day nor a time with its offset")
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("before or after all times") from None


Begin = Annotated[datetime | None, BeforeValidator(_begin)]
End = Annotated[datetime | None, BeforeValidator(_end)]  # what is not included any more


class VisitsIn(PageIn):
    """Which sessions; `from` and `to` are days in UTC, both included, or times."""

    trolley_id: Annotated[str | None, BeforeValidator(lambda value: value or None)] = None
    user_id: IdFilter = None
    location_id: Place = None
    begin: Annotated[Begin, Field(alias="from")] = None
    end: Annotated[End, Field(alias="to")] = None

    @model_validator(mode="after")
    def _in_order(self) -> VisitsIn:
        if self.begin is not None and self.end is not None and self.begin > self.end:
            raise ValueError("from comes before to")
        return self


class VisitOut(Schema):
    session_id: str
    user: int | None
    username: str | None
    trolley_id: str
    started_at: str
    ended_at: str | None
    duration_s: int | None
    """Null while it is open."""
    items: int
    """Units sold."""
    amount: str
    currency: str
    ended_by: str | None
    receipt_id: str | None


class VisitsOut(Schema):
    count: int
    next: str | None
    previous: str | None
    results: list[VisitOut]


class WaitingOut(Schema):
    kind: str
    session_id: str | None
    trolley_id: str | None
    user: str | None
    since: str
    line: dict[str, Any] | None
    items: int | None
    cart_items_count: int
    subtotal: str
    payment_id: str | None
    """Of who waits to pay in cash."""
