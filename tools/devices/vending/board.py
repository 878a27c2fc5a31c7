"""What a played vending machine is set up with, what may go wrong, and what is counted of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Timing:
    """All durations, in seconds; the defaults are those of the sketch."""

    status: float = 1.0  # between two signs of life while it is unlocked
    fetch: float = 300.0  # between two questions for the display code, while it is unlocked
    reconnect: float = 5.0  # before the next attempt to connect
    handshake: float = 5.0  # for the server's answer to one
    unit: float = 2.0  # for the motor to push out a unit
    lock: float = 600.0  # after which it unlocks by itself
    http: float = 5.0  # for the answer to a call
    health: float = 1.0  # between two looks at /health, of later firmware
    fallback: float = 15.0  # between two questions for commands without a socket, of later firmware


@dataclass(frozen=True, kw_only=True)
class Firmware:
    """What later versions of the sketch do besides; the first one does none of it."""

    answers_ping: bool = False  # `ping` with `pong`
    senses_jams: bool = False  # stops and tells `motor_jam` instead of confirming
    looks_for_health: bool = False  # GET /health up to five times at boot
    asks_over_http: bool = False  # GET /device/commands/{id} while its socket is down


FIRST = Firmware()
LATER = Firmware(answers_ping=True, senses_jams=True, looks_for_health=True, asks_over_http=True)


class Moment(StrEnum):
    """Where a fault may happen."""

    REGISTERED = "registered"  # the three frames of a new connection are sent
    LOCKED = "locked"  # a `lock` has come
    COMMANDED = "commanded"  # a dispense has come, the motor has not begun
    DISPENSING = "dispensing"  # the first unit is out
    DISPENSED = "dispensed"  # the motor has stopped, nothing is confirmed
    CONFIRMED = "confirmed"  # the confirm is through


class Confirm(StrEnum):
    """What becomes of a confirm."""

    SENT = "sent"
    LOST = "lost"  # it never leaves the machine
    UNANSWERED = "unanswered"  # it arrives, its answer does not
    TWICE = "twice"  # one after the other
    PARALLEL = "parallel"  # five of them at once


@dataclass(kw_only=True)
class Faults:
    """What goes wrong; may be changed at any time. `drop` and `power_cut` happen once. A dispense
    keeps the faults that the machine had at its beginning, as long as others only replace them.
    """

    drop: Moment | None = None  # the network is lost at this moment …
    away: float = 0.0  # … for so many seconds …
    silently: bool = False  # … and the server is left with a connection that is half open
    power_cut: Moment | None = None  # the current fails at this moment …
    dark: float | None = None  # … for so many seconds; None: until `power_on`
    jam_after: int | None = None  # units after which the motor turns without effect
    confirm: Confirm = Confirm.SENT
    confirm_after: float = 0.0  # seconds between the motor's stop and the confirm
    dispensed: int | None = None  # units that the machine has pushed out and confirms
    short: int = 0  # units fewer than it was to push out, which it confirms


@dataclass
class Counted:
    """What has happened to a machine since it was made; a restart loses none of it."""

    boots: int = 0
    connections: int = 0
    frames: int = 0  # heard
    frames_sent: int = 0
    frames_dropped: int = 0  # too large for its buffer, or no JSON object
    crashes: int = 0  # a null where the sketch reads a text
    locks: int = 0  # `lock` frames, repeated ones too
    unlocks: int = 0
    commands: int = 0  # dispenses that were begun
    commands_ignored: int = 0  # dispenses that came while it was not locked
    commands_replaced: int = 0  # dispenses that were cut short by another one
    units_out: int = 0
    jams: int = 0
    confirms: int = 0  # sent
    closed_with: list[int] = field(default_factory=list)  # close codes, oldest first
    transactions: list[str] = field(default_factory=list)  # of the dispenses, as they were begun
    answers: list[tuple[int, Any]] = field(default_factory=list)  # to confirms: status and body
