"""What requests and answers of staff hold: approvals, spot checks, help, the audit trail."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any

from kit.fields import Id, IdFilter
from ninja import Schema
from pydantic import BeforeValidator, Field, StrictBool, StringConstraints, model_validator

from trolleys.models.carts import LINES, MOST
from trolleys.paging import PageIn
from trolleys.schemas.queries import DAY, Day, Place

# Printable ASCII without spaces and slashes, as products has them.
Barcode = Annotated[str, StringConstraints(pattern=r"^[!-.0-~]{1,64}$")]
SessionId = Annotated[str, StringConstraints(max_length=200)]


class ApproveIn(Schema):
    line_id: Id
    approved: StrictBool


class HelpIn(Schema):
    session_id: SessionId
    wanted: StrictBool


class HelpOut(Schema):
    session_id: str
    help_since: str | None


class CheckIn(Schema):
    session_id: SessionId
    barcodes: Annotated[list[Barcode], Field(max_length=LINES * MOST)] = []
    """What was scanned, once for each unit."""
    whole: StrictBool = False
    """Everything in the trolley was scanned: the cart becomes that."""
    skip: StrictBool = False


class CheckOut(Schema):
    state: str
    not_in_cart: list[str] = []


def _moment(value: Any) -> Any:
    """A day, or a time with its offset."""
    if value in (None, ""):
        return None
    if isinstance(value, str) and DAY.fullmatch(value):
        return date.fromisoformat(value)
    moment = datetime.fromisoformat(str(value))
    if moment.tzinfo is None or "T" not in str(value):
        raise ValueError("neither a day nor a time with its offset")
    return moment.astimezone(UTC)


Moment = Annotated[datetime | Day, BeforeValidator(_moment)]


class AuditIn(PageIn):
    """Which sessions; `from` and `to` are days in UTC, both included, or times."""

    trolley_id: Annotated[str | None, BeforeValidator(lambda value: value or None)] = None
    user_id: IdFilter = None
    location_id: Place = None
    first: Annotated[Moment, Field(alias="from")] = None
    last: Annotated[Moment, Field(alias="to")] = None

    @model_validator(mode="after")
    def _in_order(self) -> AuditIn:
        begin, end = self.span
        if begin is not None and end is not None and begin > end:
            raise ValueError("from comes before to")
        return self

    @property
    def span(self) -> tuple[datetime | None, datetime | None]:
        """From when to before when."""
        return _begin(self.first), _end(self.last)


def _begin(given: Any) -> datetime | None:
    return given if isinstance(given, datetime | None) else datetime.combine(given, time.min, UTC)


def _end(given: Any) -> datetime | None:
    if isinstance(given, datetime | None):
        return given
    if given == date.max:
        return None
    return datetime.combine(given, time.min, UTC) + timedelta(days=1)


class AuditOut(Schema):
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


class AuditsOut(Schema):
    count: int
    next: str | None
    previous: str | None
    results: list[AuditOut]


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
