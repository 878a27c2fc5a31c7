"""What machines that call by HTTP send and are answered."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from vending.schemas.fields import Given, Text200, Whole


class RegisterIn(Schema):
    """`api_key` is the machine's own, or the one that an operator chooses for a new machine."""

    machine_id: Given = ""
    api_key: Given = "none"


class RegisteredOut(Schema):
    """`api_key` is there when it was made just now, and is never shown again."""

    message: str
    status: Literal["ok"]
    display_code: str
    display_code_expires_at: str
    api_key: str = ""


class DeviceStatusOut(Schema):
    machine_id: str
    status: str
    current_stock: int
    display_code: str | None
    display_code_expires_at: str | None
    locked: bool
    locked_by: str | None
    lock_expires_at: str | None


class ConfirmIn(Schema):
    """What came out of a dispense, in units."""

    transaction_id: Given = ""
    dispensed: Annotated[Whole, Field(ge=0)] = 0


class ConfirmedOut(Schema):
    """The first answer, however often the confirm comes."""

    status: Literal["confirmed"]
    dispensed: int
    new_display_code: str | None


class UnconfirmedOut(Schema):
    """No transaction of this machine that was to be dispensed."""

    message: Literal["confirm_failed"]
    error: Literal["tx_not_found"]


class ReportIn(Schema):
    """Anything; `motor_jam` ends an open dispense and takes the machine out of service."""

    error: Any = None


class LoggedOut(Schema):
    message: Literal["Error logged"]


class CommandsOut(Schema):
    """Frames as on the machine's socket, oldest first."""

    commands: list[dict[str, Any]]
    count: int


class TelemetryIn(Schema):
    """A sign of life; `rssi` in dBm, `battery` in percent."""

    proto: Annotated[Whole, Field(ge=1, le=1)]
    device_id: Text200
    status: Text200 | None = None
    rssi: Annotated[Whole, Field(ge=-120, le=0)] | None = None
    battery: Annotated[Whole, Field(ge=0, le=100)] | None = None
    ts: str | int | float | None = None
    metadata: dict[str, Any] | None = None


class TakenOut(Schema):
    status: Literal["ok"]
