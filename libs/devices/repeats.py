"""A frame that a device repeats gets the first result again, and nothing happens twice.

A device that has lost its connection before the answer sends the frame anew, perhaps to another
process. So the result is stored in the transaction of what the frame has changed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from kit.errors import BadRequest

from devices.models import AnsweredFrame

REMEMBERED = 100  # frames of a device
LONGEST_ID = 64  # characters

# Waits for another transaction that has the same frame in hand.
TAKE = """
INSERT INTO devices_answeredframe (device_id, frame_id) VALUES (%s, %s)
ON CONFLICT (device_id, frame_id) DO NOTHING RETURNING id
"""
FORGET = """
DELETE FROM devices_answeredframe WHERE device_id = %s AND id <=
    (SELECT id FROM devices_answeredframe WHERE device_id = %s ORDER BY id DESC OFFSET %s LIMIT 1)
"""


def possible(frame_id: str) -> bool:
    """Whether a frame may have this id: 1 to 64 printable characters."""
    return 0 < len(frame_id) <= LONGEST_ID and frame_id.isprintable()


def frame_known(device_id: int, frame_id: str) -> Any:
    """The result of a frame that has one; else None."""
    known = AnsweredFrame.objects.filter(device_id=device_id, frame_id=frame_id)
    return known.values_list("result", flat=True).first()


@transaction.atomic
def frame_once(*, device_id: int, frame_id: str, write: Callable[[], Any]) -> Any:
    """The JSON result of `write`, or what it was for one of the device's last 100 frame ids.

    Raises 400 `erroneous_value` for an id that is no text of 1 to 64 printable characters. A write
    that raises leaves the id free.
    """
    if not possible(frame_id):
        raise BadRequest("erroneous_value", "A frame's id has 1 to 64 printable characters")
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [device_id, frame_id])
        taken = cursor.fetchone()
        if taken is None:
            return AnsweredFrame.objects.get(device_id=device_id, frame_id=frame_id).result
        result = write()
        AnsweredFrame.objects.filter(pk=taken[0]).update(result=result)
        cursor.execute(FORGET, [device_id, device_id, REMEMBERED])
    return result
