"""Who is there: registrations, signs of life, and devices that have fallen silent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from kit.errors import Unauthorized
from kit.polled import polled

from devices import announce
from devices.kinds import Kind, kind_of, kinds
from devices.models import Device, DeviceKey

SLACK = timedelta(seconds=5)  # what a process that holds a device may be late with its beats
# Devices that one transaction declares offline. A service tells of each of them, and what it locks
# for that is held to the end: of a network that fails many go at once.
BATCH = 20

# Rows are locked in the order of their ids, so that two processes never wait in a circle. Who has a
# newer registration is not touched: a replaced socket says nothing about its device any more.
BEATS = """
WITH beat AS (
    SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::float8[], %s::boolean[])
                  AS beat (id, fence, age, alive)
), held AS (
    SELECT device.id, device.online AS was, beat.age, beat.alive FROM devices_device device
    JOIN beat ON beat.id = device.id AND beat.fence = device.fence
    ORDER BY device.id FOR NO KEY UPDATE OF device
)
UPDATE devices_device device SET online = held.alive, last_seen_at =
    greatest(device.last_seen_at, clock_timestamp() - make_interval(secs => held.age))
FROM held WHERE device.id = held.id
RETURNING CASE WHEN held.was <> held.alive THEN device.id END
"""

STATES = """
SELECT device.id, device.fence,
    ARRAY(SELECT id FROM devices_devicekey
          WHERE device_id = device.id AND revoked_at IS NULL),
    EXISTS (SELECT FROM devices_command
            WHERE device_id = device.id AND ended_at IS NULL
              AND (sent_at IS NULL OR policy = 'until_answered' AND fence <> device.fence))
FROM devices_device device WHERE device.id = ANY(%s)
"""


@dataclass(frozen=True, slots=True)
class Beat:
    """A sign of life, `age` seconds old, of the device that registered as `fence`; not `alive`: it
    has closed its socket or has been silent for too long.
    """

    device_id: int
    fence: int
    age: float
    alive: bool


@dataclass(frozen=True, slots=True)
class State:
    """What the database says about a device that a process holds."""

    fence: int
    keys: frozenset[int]  # that are valid
    waiting: bool  # whether there may be a command to send


@transaction.atomic
def device_register(*, device_id: int, key_id: int) -> int:
    """Make the caller's socket the device's only one; returns the fence by which it is known.

    Raises 401 `wrong_key` when the key has been revoked meanwhile.
    """
    device = _seen(device_id, registrations=1)
    if not DeviceKey.objects.filter(pk=key_id, revoked_at=None).exists():
        raise Unauthorized("wrong_key")
    announce.tell(device, announce.REGISTERED, fence=device.fence)
    return device.fence


@transaction.atomic
def device_seen(*, device_id: int) -> None:
    """A sign of life by HTTP."""
    _seen(device_id, registrations=0)


def _seen(device_id: int, *, registrations: int) -> Device:
    locked = Device.objects.select_for_update(no_key=True).values_list("online", "fence")
    was_online, fence = locked.get(pk=device_id)
    Device.objects.filter(pk=device_id).update(
        fence=fence + registrations, online=True, last_seen_at=Now()
    )
    device = Device.objects.get(pk=device_id)
    if not was_online:
        kind_of(device.kind).presence_changed([device])
    return device


def devices_beat(beats: Sequence[Beat]) -> None:
    """Write the signs of life of all devices of a process: those that live in one UPDATE, those
    that are gone a few at a time.
    """
    gone = [beat for beat in beats if not beat.alive]
    parts = [gone[first : first + BATCH] for first in range(0, len(gone), BATCH)]
    for part in ([beat for beat in beats if beat.alive], *parts):
        if part:
            _beat(part)


@transaction.atomic
def _beat(beats: Sequence[Beat]) -> None:
    columns = zip(*[(b.device_id, b.fence, b.age, b.alive) for b in beats], strict=True)
    with connection.cursor() as cursor:
        cursor.execute(BEATS, [list(column) for column in columns])
        changed = [device_id for (device_id,) in cursor.fetchall() if device_id is not None]
    devices = Device.objects.filter(pk__in=changed).order_by("kind", "pk")
    for kind, of_kind in groupby(devices, lambda device: device.kind):
        kind_of(kind).presence_changed(list(of_kind))


def devices_sweep() -> bool:
    """Declare offline who has not been seen for longer than its kind allows: its process is gone,
    or it talks HTTP and has stopped. True when there may be more.
    """
    full = False
    for kind in kinds():
        if _silent.any(kind):
            full = _sweep(kind) or full
    return full


@polled
def _silent(kind: Kind) -> QuerySet[Device]:
    """Devices of a kind that count as there and have not been heard of for too long."""
    since = Now() - timedelta(seconds=kind.silence) - SLACK
    return Device.objects.filter(kind=kind.name, online=True, last_seen_at__lt=since)


@transaction.atomic
def _sweep(kind: Kind) -> bool:
    silent = _silent(kind).order_by("pk").select_for_update(skip_locked=True, no_key=True)
    rows = list(silent[:BATCH])
    for device in rows:
        device.online = False
        device.save(update_fields=["online"])
    if rows:
        kind.presence_changed(rows)
    return len(rows) == BATCH


def states(device_ids: Sequence[int]) -> dict[int, State]:
    """What the database says about these devices."""
    with connection.cursor() as cursor:
        cursor.execute(STATES, [list(device_ids)])
        return {
            device_id: State(fence, frozenset(keys), waiting)
            for device_id, fence, keys, waiting in cursor.fetchall()
        }
