"""Where the socket fuzzer goes: the sockets of orders, and those of trolleys and of vending
machines with their devices'.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.faults.fuzz_cases import DEVICE_JSON, MACHINE_JSON, ODD_JSON, Target, Targets
from tests.support.api import Place
from tests.support.stack import Stack

NOBODY = "0" * 40  # a code that is none
PATIENCE = 15.0  # seconds


def of_orders(place: Place) -> Targets:
    """A table of the place, its panel without credentials, and what is none of it."""
    code = place.open()
    return Targets(
        good=(
            Target(f"/ws/orders/{code}/"),
            Target(f"/ws/session/{code}"),
            Target(f"/ws/orders/{NOBODY}"),
        ),
        odd=(
            *("/ws/orders/{word}/", "/ws/panel/{number}/", "/ws/{word}", "/ws//{word}/"),
            *(f"/ws/panel/{place.location_id}/", "/ws/session/{word}/", "/ws/../ws/", "*"),
        ),
    )


@dataclass(frozen=True)
class Trolley:
    """A trolley of a place that a guest has, and its device's key."""

    port: int
    place: Place
    trolley_id: str
    key: str
    session_id: str
    session_code: str

    @classmethod
    def create(cls, stack: Stack, place: Place) -> Trolley:
        admin = {"Authorization": stack.admin().authorization}
        trolley_id = f"TROLLEY_{secrets.token_hex(4)}"
        body = {"trolley_id": trolley_id, "location_id": place.location_id}
        _made(place, "/api/trolleys/", body, admin)
        key = _made(place, f"/api/trolleys/{trolley_id}/keys/", {}, admin)["key"]
        scanned = _made(place, "/api/session/qr-scan/", {"trolley_id": trolley_id}, {})
        session = scanned["session_id"], scanned["session_code"]
        return cls(stack.port, place, trolley_id, key, *session)

    @property
    def register(self) -> str:
        """The first frame of its device."""
        return json.dumps({"id": "r", "type": "register", "data": {"key": self.key}})

    @property
    def targets(self) -> Targets:
        """Its shopper's socket, its device's, and the board of its place."""
        device, board = f"/ws/devices/trolleys/{self.trolley_id}", "/ws/trolley-board/"
        return Targets(
            good=(
                Target(f"/ws/trolleys/{self.session_code}/"),
                Target(f"/ws/trolleys/{NOBODY}"),
                Target(f"{device}/", hello=self.register),
                Target(device, hello=self.register),
                Target(
                    f"{board}{self.place.location_id}/",
                    protocol=f"aisle, bearer.{self.place.owner.access}",
                ),
            ),
            odd=(
                *("/ws/trolleys/{word}/", board + "{number}/", board + "{word}", "/ws/{word}"),
                *("/ws/devices/trolleys/{word}/", "/ws/devices/{word}", "/ws/devices/trolleys/"),
                *(f"{board}{self.place.location_id}/", f"{board}0/", "/ws/devices/../trolleys/"),
            ),
            texts=(*ODD_JSON, *DEVICE_JSON),
        )

    def works(self) -> bool:
        """Whether its device is let in and answered, and who has it is told of the cart."""
        self.place.api.post("/api/session/restore/", {"session_id": self.session_id})
        heartbeat = json.dumps({"id": "h", "type": "heartbeat", "data": {}})
        registered, alive = self._hear(
            "devices/trolleys", self.trolley_id, self.register, heartbeat
        )
        (snapshot,) = self._hear("trolleys", self.session_code)
        shown = snapshot["data"]["trolley"]
        return bool(registered["data"]["ok"] and alive["data"]["ok"] and shown["trolley_online"])

    def _hear(self, kind: str, name: str, *frames: str) -> list[dict[str, Any]]:
        """What comes first on a socket: an answer to each of these frames, else the snapshot."""
        url = f"ws://127.0.0.1:{self.port}/ws/{kind}/{name}/"
        with connect(url, proxy=None, open_timeout=PATIENCE, close_timeout=1) as wire:
            for text in frames:
                wire.send(text)
            return [json.loads(wire.recv(PATIENCE)) for _ in frames or [""]]


@dataclass(frozen=True)
class Machine:
    """A vending machine with its key, and an operator's token."""

    port: int
    machine_id: str
    key: str
    token: str

    @classmethod
    def create(cls, stack: Stack, place: Place) -> Machine:
        authorization = stack.admin().authorization
        machine_id = f"M-{secrets.token_hex(4)}"
        body = {"machine_id": machine_id}
        made = place.api.post(
            "/api/machine/register", body, headers={"Authorization": authorization}
        )
        assert made.status_code == 200, made.text
        token = authorization.removeprefix("Bearer ")
        return cls(stack.port, machine_id, str(made.json()["api_key"]), token)

    @property
    def register(self) -> str:
        """The first frame of the machine, which nobody answers."""
        frame = {"type": "register", "machine_id": self.machine_id, "api_key": self.key}
        return json.dumps(frame)

    @property
    def targets(self) -> Targets:
        """The machine's own socket, what strangers see of it, and the fleet. A machine that has not
        registered is answered when it asks for its code.
        """
        own, ask = f"/ws/vending/{self.machine_id}", '{"type":"fetch_display"}'
        return Targets(
            good=(
                Target("/ws", hello=ask),
                Target("/ws/", hello=ask),
                Target(f"{own}/?client_id=me"),
                Target(own),
                Target("/ws/vending/M-nobody/"),
                Target("/ws/fleet/", protocol=f"aisle, bearer.{self.token}"),
            ),
            odd=(
                *("/ws/vending/{word}/", "/ws/vending/{word}", "/ws/fleet/{word}", "/ws?{word}"),
                *(
                    "/ws/vending/",
                    "/ws/fleet/",
                    own + "/?client_id={word}",
                    "/ws/{number}",
                    "/ws//",
                ),
            ),
            texts=(*ODD_JSON, *MACHINE_JSON, self.register, self.register),
        )

    def works(self) -> bool:
        """Whether the machine is let in and told its code, and a stranger sees it."""
        with self._open("/ws") as wire:
            wire.send(self.register)
            wire.send('{"type":"fetch_display"}')
            told = json.loads(wire.recv(PATIENCE))
        with self._open(f"/ws/vending/{self.machine_id}/") as wire:
            seen = json.loads(wire.recv(PATIENCE))["data"]
        return (told["type"], seen["machine_id"]) == ("display_code", self.machine_id)

    def _open(self, path: str) -> ClientConnection:
        url = f"ws://127.0.0.1:{self.port}{path}"
        return connect(url, proxy=None, open_timeout=PATIENCE, close_timeout=1)


def _made(place: Place, path: str, body: Any, headers: dict[str, str]) -> dict[str, Any]:
    made = place.api.post(path, body, headers=headers)
    assert made.status_code == 201, made.text
    return dict(made.json())
