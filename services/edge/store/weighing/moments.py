"""When a heartbeat was: its own time when that can be, and whether it comes too late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from store.weighing.readings import Heartbeat

AHEAD = timedelta(seconds=120)  # by which a machine's clock may be ahead of ours


@dataclass(frozen=True, slots=True)
class Newest:
    """The latest reading that counted: its time, its number, and when it was heard."""

    at: datetime | None
    seq: int | None
    heard_at: datetime | None


@dataclass(frozen=True, slots=True)
class Moment:
    """When a reading was, and when it came. `clock`: its own time cannot be, the arrival's stands
    for it. `late`: it is older than what is known.
    """

    at: datetime
    arrival: datetime
    clock: bool
    late: bool


def moment_of(
    heartbeat: Heartbeat, arrival: datetime, newest: Newest, *, silence: timedelta
) -> Moment:
    """The moment of a heartbeat. One without a time is of now; a lower number is late, but after
    `silence` it is a machine that was switched on again.
    """
    clock = heartbeat.time is not None and heartbeat.time > arrival + AHEAD
    at = arrival if heartbeat.time is None or clock else heartbeat.time
    silent = newest.heard_at is None or arrival - newest.heard_at > silence
    behind = (
        heartbeat.seq is not None
        and newest.seq is not None
        and heartbeat.seq < newest.seq
        and not silent
    )
    if newest.at is not None and at < newest.at:
        if heartbeat.time is not None:
            return Moment(at, arrival, clock, late=True)
        at = newest.at  # whose clock was a little ahead
    return Moment(at, arrival, clock, late=behind)
