"""What customers send, and what they are answered."""

from __future__ import annotations

from typing import Annotated, Literal

from kit.fields import BIGINT
from ninja import Schema
from pydantic import AfterValidator, Field

from vending.schemas.fields import Code, Comment, Given, Rating
from vending.schemas.machines import FleetMachineOut, PublicStatusOut

LONGEST_NAME = 16  # characters that a display of 16 has room for


def _shown(name: str) -> str:
    """What of a name a display can show."""
    return "".join(filter(str.isprintable, name)).strip()[:LONGEST_NAME]


class LockIn(Schema):
    client_id: Given = ""
    code: Code = ""
    name: Annotated[Given, AfterValidator(_shown)] = ""
    """For the machine's display, which shows 16 characters of it."""


class LockedOut(Schema):
    machine_id: str
    status: Literal["locked"]
    expires_at: str


class ClientIn(Schema):
    client_id: Given = ""


class UnlockedOut(Schema):
    status: Literal["unlocked"]
    new_display_code: None
    """The next code is for whoever stands there."""


class FeedbackIn(Schema):
    client_id: Given = ""
    transaction_id: Given = ""
    rating: Rating
    comment: Comment | None = None


class FeedbackAddedOut(Schema):
    feedback_id: int


class HealthOut(Schema):
    status: Literal["ok"]


class MachineNowOut(Schema):
    """What the stream's snapshot holds; `data` is null when nothing has happened since."""

    seq: Annotated[int, Field(ge=0, le=BIGINT)]
    epoch: str
    data: PublicStatusOut | None


class FleetOut(Schema):
    machines: list[FleetMachineOut]


class FleetNowOut(Schema):
    """The same of all machines."""

    seq: Annotated[int, Field(ge=0, le=BIGINT)]
    epoch: str
    data: FleetOut | None
