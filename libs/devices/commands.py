"""Commands to devices: any process orders them, exactly one sends each.

The process that holds the device takes a command in a transaction, then writes it to the socket. A
process that dies in between leaves a command that counts as sent: one of the policy `once` is never
written twice, one of `until_answered` goes out again after the next registration.
"""

from __future__ import annotations

import json
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from kit.polled import polled
from kit.prepared import Prepared, Value
from kit.pruning import rows_remove

from devices import announce
from devices.kinds import kind_of
from devices.models import Command, Device

KEPT = timedelta(days=30)  # how long an ended command can be looked at
BATCH = 500  # commands that one round ends or removes

# One statement: a service orders in a transaction that people wait for.
ORDER = Prepared(
    "command_order",
    """
WITH older AS (SELECT id FROM devices_command
               WHERE device_id = %(device)s::bigint AND ended_at IS NULL AND %(replaces)s::boolean
               ORDER BY id FOR UPDATE),
replaced AS (UPDATE devices_command SET ended_at = statement_timestamp(), outcome = 'replaced'
             WHERE id IN (SELECT id FROM older))
INSERT INTO devices_command
    (uid, device_id, payload, policy, answer_within, created_at, expires_at, outcome)
VALUES (%(uid)s::uuid, %(device)s, %(payload)s::jsonb, %(policy)s::text, %(answer_within)s::float8,
    statement_timestamp(), %(expires_at)s::timestamptz, '')
RETURNING id, created_at
""",
)

# The lock on the device makes a registration wait: who takes a command here still is its holder.
# Several commands of a device are taken in the order in which they were ordered.
TAKE = """
UPDATE devices_command SET sent_at = coalesce(sent_at, now()), fence = %(fence)s, expires_at =
    CASE WHEN sent_at IS NULL AND answer_within IS NOT NULL
         THEN now() + make_interval(secs => answer_within) ELSE expires_at END
WHERE id = (
    SELECT command.id FROM devices_command command JOIN devices_device device
      ON device.id = command.device_id AND device.fence = %(fence)s
    WHERE command.device_id = %(device)s AND command.ended_at IS NULL
      AND command.expires_at > now() AND (command.sent_at IS NULL
          OR command.policy = 'until_answered' AND command.fence <> %(fence)s)
    ORDER BY command.id LIMIT 1 FOR SHARE OF device FOR UPDATE OF command)
RETURNING *
"""


def command_order(
    *,
    device: Device,
    payload: dict[str, Any],
    policy: Command.Policy,
    expires_at: datetime,
    answer_within: float | None = None,
    replaces: bool = False,
) -> Command:
    """Have a device do something, once the running transaction has committed.

    It ends unsent at `expires_at`; once it was sent it ends unanswered `answer_within` seconds
    later, or at `expires_at` as well when that is None. With `replaces` all older commands of the
    device end, so that none of them is sent again after this one; `command_ended` hears nothing.
    """
    command = Command(
        uid=uuid.uuid4(),
        device=device,
        payload=payload,
        policy=policy,
        expires_at=expires_at,
        answer_within=answer_within,
    )
    values: dict[str, Value] = {
        "uid": str(command.uid),
        "device": device.pk,
        "payload": json.dumps(payload),
        "policy": str(policy),
        "answer_within": answer_within,
        "expires_at": expires_at,
        "replaces": replaces,
    }
    [(command.pk, command.created_at)] = ORDER.rows(values)
    command._state.adding, command._state.db = False, device._state.db
    announce.tell(device, announce.COMMAND)
    return command


def command_take(device_id: int, fence: int) -> Command | None:
    """The next command that the holder of this fence is to write to the device; None when there is
    none, or when another socket has registered.
    """
    taken = list(Command.objects.raw(TAKE, {"device": device_id, "fence": fence}))
    return taken[0] if taken else None


@transaction.atomic
def commands_hand_out(*, device: Device) -> list[Command]:
    """The open commands of a device that asks by HTTP, oldest first; they count as sent. One of the
    policy `once` that was sent before is not among them.
    """
    open_ones = Command.objects.filter(device=device, ended_at=None, expires_at__gt=Now())
    commands = [
        command
        for command in open_ones.order_by("id").select_for_update()
        if command.sent_at is None or command.policy == Command.Policy.UNTIL_ANSWERED
    ]
    for command in commands:
        if command.sent_at is None:
            _mark_sent(command)
    return commands


def _mark_sent(command: Command) -> None:
    values: dict[str, Any] = {"sent_at": Now(), "fence": 0}
    if command.answer_within is not None:
        values["expires_at"] = Now() + timedelta(seconds=command.answer_within)
    Command.objects.filter(pk=command.pk).update(**values)


@transaction.atomic
def command_answer(*, device_id: int, uid: str | uuid.UUID, result: Any) -> bool:
    """End a command because its device has answered. False for one that is not open, or none of
    this device; `uid` may be any text.
    """
    try:
        known = uuid.UUID(str(uid))
    except ValueError:
        return False
    open_ones = Command.objects.filter(device_id=device_id, uid=known, ended_at=None)
    command = open_ones.select_for_update().first()
    if command is None:
        return False
    _end(command, Command.Outcome.ANSWERED, result)
    return True


def commands_expire() -> bool:
    """End the commands whose time is over, each in a transaction of its own: what a service locks
    for one device it never holds while it waits for another's. True when there may be more.
    """
    return all(_over.any() and _expire_next() for _ in range(BATCH))


@polled
def _over() -> QuerySet[Command]:
    """Commands whose time is over, oldest first."""
    over = Command.objects.filter(ended_at=None, expires_at__lte=Now())
    return over.order_by("expires_at", "id")


@transaction.atomic
def _expire_next() -> bool:
    """End one of them, with its device locked; False when none is left, or all are locked."""
    free = (
        _over()
        .select_related("device")
        .select_for_update(skip_locked=True, no_key=True, of=("self", "device"))
    )
    command = free.first()
    if command is None:
        return False
    sent = command.sent_at is not None
    _end(command, Command.Outcome.UNANSWERED if sent else Command.Outcome.UNSENT, None)
    return True


def commands_prune() -> bool:
    """Remove commands that ended thirty days ago; True when there may be more."""
    old = Command.objects.filter(ended_at__lt=Now() - KEPT)
    return rows_remove(old.order_by("ended_at"), BATCH) == BATCH


def _end(command: Command, outcome: Command.Outcome, result: Any) -> None:
    command.outcome, command.result = outcome, result
    Command.objects.filter(pk=command.pk).update(ended_at=Now(), outcome=outcome, result=result)
    kind = Device.objects.values_list("kind", flat=True).get(pk=command.device_id)
    kind_of(kind).command_ended(command)
