"""Websocket adapters: who follows a locker, and the lock itself."""

from __future__ import annotations

from typing import Any

import orjson
from devices.consumer import Claim, DeviceConsumer
from kit.errors import BadRequest
from live.database import in_database
from live.socket import FOREVER
from live.stream import StreamConsumer

from lockers.streams import LOCKER, LockerSource


class LockerConsumer(StreamConsumer):
    """`/ws/sample/lockers/<name>/`: anybody follows a locker."""

    source = LockerSource()
    group = LOCKER.group

    async def subscription(self) -> tuple[str, float]:
        name = self.scope["url_route"]["kwargs"]["name"]
        await in_database(self.source.snapshot, name)
        return name, FOREVER


class LockConsumer(DeviceConsumer):
    """`/ws/sample/locks/<name>/`: the lock registers, says that it is there, answers commands."""

    kind = "locker"

    def claim(self, frame: dict[str, Any]) -> Claim | None:
        match frame:
            case {"type": "register", "key": str(key)}:
                return Claim(self.scope["url_route"]["kwargs"]["name"], key)
        return None

    async def registered(self, frame: dict[str, Any]) -> None:
        self.push('{"type":"registered"}')

    async def heard(self, frame: dict[str, Any]) -> None:
        match frame:
            case {"type": "result", "id": str(uid), "data": data}:
                known = await self.answered(uid, data)
                self.push(orjson.dumps({"type": "noted", "id": uid, "known": known}).decode())
            case {"type": "heartbeat"}:
                self.push('{"type":"noted"}')
            case _:
                raise BadRequest("malformed_json")
