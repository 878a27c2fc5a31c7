"""Frames for a machine that asks by HTTP, since it has no socket."""

from __future__ import annotations

from typing import Any

from devices.commands import commands_hand_out
from devices.models import Device
from devices.presence import device_seen

from vending.actions.sending import lock_frame
from vending.selectors.standings import standing_of


def frames_hand_out(*, device: Device) -> list[dict[str, Any]]:
    """What waits for a machine, oldest first; it counts as written. A sign of life.

    A machine dispenses only when it is locked. One that is to dispense and was not told of its
    lock, since the frame did not wait for it so long, is told before.
    """
    device_seen(device_id=device.pk)
    frames = [command.payload for command in commands_hand_out(device=device)]
    kinds = [frame["type"] for frame in frames]
    if "command" not in kinds or "lock" in kinds[: kinds.index("command")]:
        return frames
    lock = standing_of(device.machine).live_lock
    return frames if lock is None else [lock_frame(lock), *frames]
