"""A strict device, whose frames all have ids, and a tolerant one that names itself."""

import json
import os
import signal

import orjson
from devices.consumer import Claim, DeviceConsumer, Refusal
from devices.repeats import frame_once
from django.urls import re_path
from kit.errors import ApiError, BadRequest
from live.database import write

from fleet.models import Note


class TrolleyConsumer(DeviceConsumer):
    kind = "trolley"

    def claim(self, frame):
        match frame:
            case {"type": "register", "data": {"key": str(key)}}:
                return Claim(self.scope["url_route"]["kwargs"]["trolley_id"], key)
        return None

    async def registered(self, frame):
        self.result(frame["id"], {"ok": True})

    async def heard(self, frame):
        match frame:
            case {"id": str(number), "type": "heartbeat"}:
                self.result(number, {"ok": True})
            case {"id": str(number), "type": "scan", "data": {"barcode": str(barcode)}}:
                self.result(number, await write(self.scan, number, barcode))
            case {"id": str(uid), "type": "result", "data": result}:
                await self.answered(uid, result)
            case _:
                raise BadRequest("malformed_json")

    def scan(self, number, barcode):
        def work():
            Note.objects.create(external_id=self.device.external_id, text=barcode)
            return {"ok": True, "total": Note.objects.filter(text=barcode).count()}

        return frame_once(device_id=self.device_id, frame_id=number, write=work)

    def result(self, number, data):
        self.push(json.dumps({"id": number, "type": "result", "data": data}))

    def command_frame(self, command):
        if command.payload.get("kill") and command.payload.get("spared") != os.getpid():
            os.kill(os.getpid(), signal.SIGKILL)  # it is taken and not sent
        return super().command_frame(command)


class BoxConsumer(DeviceConsumer):
    kind = "box"
    register_within = 0.3

    def parse(self, text):
        try:
            frame = orjson.loads(text or "")
        except orjson.JSONDecodeError:
            return None
        return frame if isinstance(frame, dict) else None

    def claim(self, frame):
        match frame:
            case {"type": "register", "box": str(name), "key": str(key)}:
                return Claim(name, key)
        return None

    async def unregistered(self, frame):
        if frame.get("type") == "show":
            self.push('{"type":"error","error":"not_registered"}')

    async def heard(self, frame):
        if frame.get("type") == "show":
            self.push('{"type":"show"}')

    def refusal(self, error: ApiError):
        return Refusal(4401, error.reason, (f'{{"type":"error","error":"{error.reason}"}}',))

    def command_frame(self, command):
        return json.dumps(command.payload)


routes = [
    re_path(r"^ws/trolleys/(?P<trolley_id>[^/]+)/?$", TrolleyConsumer.as_asgi()),
    re_path(r"^ws/?$", BoxConsumer.as_asgi()),
]
