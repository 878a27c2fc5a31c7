"""What changes a locker: lock, check, change, record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from devices.commands import command_order
from devices.keys import device_create, key_create
from devices.models import Command, Device
from django.db import transaction
from django.utils import timezone
from kit.errors import Conflict, NotFound

from lockers.models import Locker
from lockers.streams import recorder
from lockers.wire import locker_json


@transaction.atomic
def locker_create(*, name: str) -> str:
    """A new locker; returns the key of its lock. Raises 409 `device_exists`."""
    device = device_create(kind="locker", external_id=name)
    Locker.objects.create(name=name, device=device)
    return key_create(device=device)[1]


@transaction.atomic
def locker_open(*, name: str, within: float) -> bytes:
    """Have the locker open itself within so many seconds; returns its JSON. Raises 404, and 409
    `locker_is_opening`.
    """
    locker = Locker.objects.select_for_update().filter(name=name).first()
    if locker is None:
        raise NotFound("locker_not_found")
    if locker.state == "opening":
        raise Conflict("locker_is_opening")
    command_order(
        device=locker.device,
        payload={"action": "open"},
        policy=Command.Policy.ONCE,
        expires_at=timezone.now() + timedelta(seconds=within),
    )
    return _change(locker, "locker.opening", state="opening")


def locker_answered(command: Command) -> None:
    """The lock has opened, or has not answered in time."""
    locker = Locker.objects.select_for_update().get(device_id=command.device_id)
    opened = command.outcome == Command.Outcome.ANSWERED
    kind, state = ("locker.opened", "open") if opened else ("locker.failed", "closed")
    _change(locker, kind, state=state)


def lockers_presence(devices: Sequence[Device]) -> None:
    """These locks have come on line or are gone."""
    online = {device.pk: device.online for device in devices}
    for locker in Locker.objects.select_for_update().filter(device__in=devices).order_by("pk"):
        _change(locker, "locker.presence", online=online[locker.device_id])


def _change(locker: Locker, kind: str, **values: object) -> bytes:
    for name, value in values.items():
        setattr(locker, name, value)
    locker.save(update_fields=[*values])
    data = locker_json(locker)
    recorder.record(locker, kind, data)
    return data
