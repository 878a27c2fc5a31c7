"""The socket of a device: it registers within a deadline, is the device's only one, and gets the
device's commands.

    class TrolleyConsumer(DeviceConsumer):
        kind = "trolley"

        def claim(self, frame):
            if frame["type"] == "register":
                return Claim(self.scope["url_route"]["kwargs"]["trolley_id"], frame["data"]["key"])

        async def registered(self, frame): …
        async def heard(self, frame): …
"""

from __future__ import annotations

import asyncio
import logging
import time
from abc import abstractmethod
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import orjson
from django.db import DatabaseError
from kit.errors import ApiError, BadRequest, Unauthorized
from live.database import in_database, write
from live.socket import FOREVER, Socket

from devices import announce, commands, guesses, keys, presence
from devices.holder import holder
from devices.kinds import Kind, kind_of
from devices.models import Command, Device, DeviceKey
from devices.presence import State

log = logging.getLogger("devices")

# Slow hashes get a thread of their own: nobody who tries many keys holds up reads and writes.
_hashing = ThreadPoolExecutor(1, thread_name_prefix="devices-keys")


class Claim(NamedTuple):
    """What a registration says: which device it is, and a key as proof. Any two texts."""

    external_id: str
    key: str


class Refusal(NamedTuple):
    """How a refused registration ends: frames, then a close code and its reason."""

    code: int
    reason: str
    frames: tuple[str, ...] = ()


class DeviceConsumer(Socket):
    """One socket of a device of a kind. Frames are JSON objects; the server bounds their size."""

    kind: str  # the name of a registered devices.kinds.Kind
    reserved = True  # who does not register within the deadline gives its place back
    register_within = 10.0  # seconds
    unregistered_close = Refusal(4401, "not_registered")  # nothing came within the deadline
    replaced_close = Refusal(4409, "replaced")  # the device has registered on another socket
    revoked_close = Refusal(4401, "wrong_key")  # its key was revoked

    device: Device | None
    device_id: int
    fence: int
    heard_at: float
    _key_id: int
    _refused: bool
    _greeted: bool  # whether its registration was answered: no command goes before that
    _tasks: set[asyncio.Task[None]]
    _sending: asyncio.Task[None] | None
    _again: bool

    # ---- What a service says ----------------------------------------------------------------

    @abstractmethod
    def claim(self, frame: dict[str, Any]) -> Claim | None:
        """The registration that this frame is; None for another one."""

    @abstractmethod
    async def heard(self, frame: dict[str, Any]) -> None:
        """A frame of the registered device. An ApiError closes the socket with 4000 + its status;
        what changes something goes through `live.database.write`.
        """

    async def registered(self, frame: dict[str, Any]) -> None:
        """The device has registered with this frame: what it is answered, before any command."""

    async def unregistered(self, frame: dict[str, Any]) -> None:
        """Another frame than a registration came first. Closes with 4400 unless overridden."""
        raise BadRequest("not_registered")

    def parse(self, text: str | None) -> dict[str, Any] | None:
        """The frame of a text, None of a binary one. Raises ApiError to close the socket, and
        returns None to pass the frame over.
        """
        try:
            frame = orjson.loads(text or "")
        except orjson.JSONDecodeError:
            raise BadRequest("malformed_json") from None
        if not isinstance(frame, dict) or not isinstance(frame.get("type"), str):
            raise BadRequest("malformed_json")
        return frame

    def refusal(self, error: ApiError) -> Refusal:
        """How a registration is refused: 404 `device_not_found` or 401 `wrong_key`."""
        return Refusal(4000 + error.status, error.reason)

    def command_frame(self, command: Command) -> str:
        """The text that takes a command to the device."""
        frame = {"id": str(command.uid), "type": "command", "data": command.payload}
        return orjson.dumps(frame).decode()

    # ---- What it may call -------------------------------------------------------------------

    async def answered(self, uid: str, result: Any) -> bool:
        """The device has answered a command; False for one that is not open."""
        change = commands.command_answer
        return await write(lambda: change(device_id=self.device_id, uid=uid, result=result))

    # ---- How it works -----------------------------------------------------------------------

    @property
    def device_kind(self) -> Kind:
        return kind_of(self.kind)

    async def admit(self) -> float:
        self.device, self._refused, self._greeted = None, False, False
        self._tasks, self._sending, self._again = set(), None, False
        return FOREVER

    async def opened(self) -> None:
        code, reason, _ = self.unregistered_close
        self.end_at(time.time() + self.register_within, code, reason)

    async def left(self) -> None:
        for task in self._tasks:
            task.cancel()
        if self.device is not None:
            holder().remove(self)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if self._refused or self.queue.closed:
            return  # what a client has sent behind the frame that ended its socket
        try:
            frame = self.parse(text_data)
            if frame is not None:
                await self.handle(frame)
        except (ApiError, DatabaseError) as error:
            self._refused = True
            await self.fail(error)

    async def handle(self, message: dict[str, Any]) -> None:
        if self.device is not None:
            self.heard_at = asyncio.get_running_loop().time()
            await self.heard(message)
            return
        claim = self.claim(message)
        if claim is None:
            await self.unregistered(message)
            return
        self.end_at(FOREVER, 0, "")  # it was in time, however long it takes us to answer
        try:
            await self._register(claim)
        except ApiError as error:
            await self._refuse(claim, error)
        else:
            await self.registered(message)
            self._greeted = True
            self.wake()

    def deliver(self, message: dict[str, Any]) -> None:
        if self.device is None:
            return
        if message["type"] == announce.REGISTERED and message["fence"] > self.fence:
            self.replaced()
        elif message["type"] == announce.REVOKED and message["key"] == self._key_id:
            self._end_as(self.revoked_close)
        else:
            self.wake()

    def compare(self, state: State | None) -> None:
        """What a lost message would have said."""
        if state is None or self._key_id not in state.keys:
            self._end_as(self.revoked_close)
        elif state.fence != self.fence:
            self.replaced()
        elif state.waiting:
            self.wake()

    def replaced(self) -> None:
        """Another socket of the device has taken over."""
        self._end_as(self.replaced_close)

    def wake(self) -> None:
        """Send what there is to send."""
        if not self._greeted:
            return
        self._again = True
        if self._sending is None or self._sending.done():
            self._sending = self._start(self._send_commands())

    async def _register(self, claim: Claim) -> None:
        device, known = await in_database(keys.device_find, self.kind, claim.external_id)
        key = await _matching(known, claim.key)
        if key is None:
            raise Unauthorized("wrong_key")
        await self.join(announce.group_of(device))
        register = presence.device_register
        self.fence = await write(lambda: register(device_id=device.pk, key_id=key.pk))
        self.device, self.device_id, self._key_id = device, device.pk, key.pk
        self.heard_at = asyncio.get_running_loop().time()
        holder().add(self)

    async def _refuse(self, claim: Claim, error: ApiError) -> None:
        """Answer a refused registration; wrong keys later and later, without keeping anybody busy
        meanwhile. What comes behind it has no effect.
        """
        self._refused = True
        wrong_key = isinstance(error, Unauthorized)
        seconds = await write(guesses.pause, self.kind, claim.external_id) if wrong_key else 0.0
        self._start(self._refuse_in(seconds, self.refusal(error)))

    async def _refuse_in(self, seconds: float, refusal: Refusal) -> None:
        await asyncio.sleep(seconds)
        self.push(*refusal.frames)
        await self.queue.drained()
        await self.close(refusal.code, refusal.reason)

    async def _send_commands(self) -> None:
        """Write what is taken to the socket, one by one. A command that was taken when the socket
        was lost counts as sent.
        """
        try:
            while self._again:
                self._again = False
                while not self.queue.closed:
                    command = await write(commands.command_take, self.device_id, self.fence)
                    if command is None:
                        break
                    self.push(self.command_frame(command))
        except DatabaseError as error:
            log.warning("commands of %s wait: %s", self.device, error)

    def _end_as(self, refusal: Refusal) -> None:
        if not self.queue.closed:
            self.end(refusal.code, refusal.reason)

    def _start(self, work: Any) -> asyncio.Task[None]:
        task: asyncio.Task[None] = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


async def _matching(known: list[DeviceKey], key: str) -> DeviceKey | None:
    if not keys.costly(known, key):
        return keys.matching(known, key)
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_hashing, keys.matching, known, key)
