"""What the lock of a trolley is to do: a free trolley is locked, one that somebody has is not."""

from __future__ import annotations

from datetime import timedelta

from devices.commands import command_order
from devices.models import Command
from django.db import transaction
from django.utils import timezone

from trolleys import life
from trolleys.models import Session, Trolley

# A trolley that was off for longer asks, by the status that it reports, for a new command.
KEPT = timedelta(days=7)
UNDER_WAY = timedelta(seconds=5)  # what a command may take to the device and back


def lock_order(trolley: Trolley, *, locked: bool) -> None:
    """Have the trolley lock or unlock itself; the caller has locked its row. An older command that
    it has not done yet is void: sent again later it would undo this one.
    """
    command_order(
        device=trolley.device,
        payload={"action": "lock" if locked else "unlock"},
        policy=Command.Policy.UNTIL_ANSWERED,
        expires_at=timezone.now() + KEPT,
        replaces=True,
    )


@transaction.atomic
def lock_reported(*, device_id: int, locked: bool) -> None:
    """The device says how its lock is. Where that is not how it should be, and no command is on its
    way, it gets a new one.
    """
    trolley = Trolley.objects.select_for_update(no_key=True).filter(device_id=device_id).first()
    if trolley is None:
        return
    if trolley.reported_locked is not locked:
        Trolley.objects.filter(pk=trolley.pk).update(reported_locked=locked)
    wanted = lock_wanted(trolley)
    if locked is not wanted and not _command_under_way(device_id):
        lock_order(trolley, locked=wanted)


def lock_wanted(trolley: Trolley) -> bool:
    """Whether the trolley is to be locked: nobody has it."""
    return not Session.objects.filter(life.alive(), trolley=trolley).exists()


def _command_under_way(device_id: int) -> bool:
    """Whether a command was ordered or sent a moment ago, whose effect this report may not show."""
    lately = timezone.now() - UNDER_WAY
    open_ones = Command.objects.filter(device_id=device_id, ended_at=None)
    return open_ones.filter(sent_at=None).exists() or open_ones.filter(sent_at__gt=lately).exists()
