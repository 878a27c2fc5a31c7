"""Frames to machines: each is a command of the device, written once by whichever process has its
socket, in the order in which they were made.

A dispense waits for a machine that is away; what only shows a state is of no use later, since a
machine that comes back is told the state of then.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import orjson
from devices import commands
from devices.models import Command
from django.db.models import Q
from django.db.models.functions import Now
from kit.clock import clock_now, iso

from vending.models import Lock, Machine, Sale

STATE_LIFE = timedelta(seconds=60)  # how long a frame that shows a state waits for its machine
DISPENSE = Q(payload__type="command")
LONGEST = 256  # bytes of a frame: the buffer of the machine


def frame_text(frame: Mapping[str, Any]) -> str:
    """A frame as it is written to a machine."""
    return orjson.dumps(frame).decode()


def fits(frame: Mapping[str, Any]) -> bool:
    """Whether a machine has room for this frame. A text that a caller chooses, such as the id of
    a transaction, is refused when the frame that takes it along does not fit.
    """
    return len(orjson.dumps(frame)) <= LONGEST


def frame_send(machine: Machine, frame: dict[str, Any], /) -> None:
    """Show a machine what has changed, unless it is away for longer than STATE_LIFE."""
    commands.command_order(
        device=machine.device,
        payload=frame,
        policy=Command.Policy.ONCE,
        expires_at=clock_now() + STATE_LIFE,
    )


def dispense_send(
    sale: Sale, machine: Machine, /, *, unsent_until: datetime, seconds: float
) -> Command:
    """Have a machine dispense a sale, once. It ends unsent at `unsent_until`; once it was written,
    it ends unanswered so many seconds later.
    """
    return commands.command_order(
        device=machine.device,
        payload=dispense_frame(sale.transaction_id, sale.quantity),
        policy=Command.Policy.ONCE,
        expires_at=unsent_until,
        answer_within=seconds,
    )


def dispense_frame(transaction_id: str, quantity: int, /) -> dict[str, Any]:
    """What has a machine dispense so many units: its firmware calls them a duration."""
    return {
        "type": "command",
        "action": "dispense",
        "duration": quantity,
        "transaction_id": transaction_id,
    }


def lock_frame(lock: Lock) -> dict[str, Any]:
    """What tells a machine that it is locked, and until when."""
    frame: dict[str, Any] = {"type": "lock", "expires_at": iso(lock.expires_at)}
    return frame | ({"locked_by_name": lock.name} if lock.name else {})


def frames_drop(machine: Machine) -> None:
    """Drop the frames for a locked machine that wait and only show a state: it has come back, and
    is told how things are now. A frame that somebody else has in hand is ending already; waiting
    for it here would be against the order of locks.
    """
    waiting = Command.objects.filter(device=machine.device_id, sent_at=None, ended_at=None)
    shown = waiting.exclude(DISPENSE).select_for_update(skip_locked=True)
    keys = list(shown.values_list("pk", flat=True))
    Command.objects.filter(pk__in=keys).update(ended_at=Now(), outcome=Command.Outcome.REPLACED)
