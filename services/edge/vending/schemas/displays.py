"""What the displays of the demo's machines show."""

from __future__ import annotations

from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

Trouble = Literal["none", "jam", "short", "silent", "offline"]


class DisplayOut(Schema):
    """What somebody in front of a machine sees."""

    machine_id: str
    lines: Annotated[list[str], Field(min_length=2, max_length=2)]
    """Two of 16 characters."""
    state: Literal["UNLOCKED", "LOCKED"]
    motor: bool
    """Whether it runs."""
    connected: bool
    dispensed: int
    """Units that have come out since it was switched on."""
    trouble: Trouble
    """What the next dispense suffers, or the one that runs."""
    at: str
    """When this changed last."""


class DisplaysOut(Schema):
    results: list[DisplayOut]


class TroubleIn(Schema):
    """`jam`: the motor sticks. `short`: a unit fewer comes out. `silent`: the confirm gets lost.
    `offline`: the machine leaves the network for 20 seconds, at once. `none`: all is well.
    """

    trouble: Trouble


class TroubleLeftOut(Schema):
    machine_id: str
    trouble: Trouble
