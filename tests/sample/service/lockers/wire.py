"""How a locker is shown."""

from __future__ import annotations

import orjson

from lockers.models import Locker


def locker_json(locker: Locker) -> bytes:
    """`{"name","online","state"}`."""
    return orjson.dumps({"name": locker.name, "online": locker.online, "state": locker.state})
