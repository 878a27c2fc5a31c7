"""Who uses the suite: a person with an account, a table with guests, a screen that listens."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import requests
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.sync.client import ClientConnection, connect

from tests.compose.suite import Suite

PACE = 0.02  # seconds between the orders of a table: below the gateway's limit per address
BACK_WITHIN = 30.0  # seconds that a listener tries to come back


@dataclass
class Person:
    """An account that is signed in."""

    credentials: dict[str, Any]
    access: str

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.access}"}


def sign_up(suite: Suite) -> Person:
    """Registers somebody and signs them in."""
    name = f"person-{uuid4().hex[:8]}"
    login = {"username": name, "password": "a-long-enough-secret"}
    account = login | {"email": f"{name}@example.org", "first_name": "Ada", "last_name": "Example"}
    response(suite.post("/verification/register/", account))
    session = response(suite.post("/verification/login/", login))
    user_id = session["session_data"]["user_id"]
    credentials = {"session_key": session["session_key"], "user_id": user_id}
    return Person(credentials, session["access"])


def response(answer: requests.Response) -> dict[str, Any]:
    """The object that a successful call answers."""
    assert answer.status_code == 200, answer.text
    inner: dict[str, Any] = answer.json()["response"]
    return inner


@dataclass
class Table:
    """An open session at a location of its owner's own."""

    suite: Suite
    owner: Person
    location_id: int
    product_id: int
    code: str

    @classmethod
    def open(cls, suite: Suite, owner: Person) -> Table:
        """A new location with one product, and a session there."""
        mine = owner.credentials
        name = f"Café {uuid4().hex[:8]}"
        place = {"name": name, "description": "Coffee", "address": f"{name}, Main Street 1"}
        place |= {"latitude": "52.52000000", "longitude": "13.40500000", "user_id": mine["user_id"]}
        location = response(suite.post("/locations/create/", mine | {"location": place}))
        espresso = {"location_id": location["id"], "name": "Espresso", "price": "2.20"}
        product = response(suite.post("/products/create/", mine | {"product": espresso}))
        body = mine | {"location_id": location["id"], "name": "Table 1"}
        session = response(suite.post("/orders/sessions/create/", body))
        return cls(suite, owner, location["id"], product["id"], session["code"])

    @property
    def live(self) -> str:
        return f"/ws/orders/{self.code}/"

    def order(self) -> requests.Response:
        """A guest's order, answered with the order alone."""
        body = {"product_id": self.product_id, "session_code": self.code}
        return self.suite.post("/orders/create/", body, {"Prefer": "return=minimal"})

    def order_while(self, busy: Callable[[], bool], at_least: int) -> list[requests.Response]:
        """Orders, one after the other, until `at_least` are answered and nobody is busy."""
        answers: list[requests.Response] = []
        while busy() or len(answers) < at_least:
            answers.append(self.order())
            time.sleep(PACE)
        return answers

    def session(self) -> dict[str, Any]:
        return response(self.suite.get(f"/orders/sessions/get/{self.code}/"))


class Listener(threading.Thread):
    """A browser that watches one stream, and comes back with `since` when it is cut off."""

    def __init__(self, suite: Suite, path: str, token: str = "") -> None:
        super().__init__(name=path, daemon=True)
        self._address = f"ws://127.0.0.1:{suite.port}{path}"
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._socket: ClientConnection | None = None
        self._leaving = threading.Event()
        self.started = threading.Event()
        self.cuts: list[int] = []
        self.snapshots = 0
        self.seq, self.epoch = 0, ""
        self.events: list[dict[str, Any]] = []

    @property
    def seqs(self) -> list[int]:
        return [event["seq"] for event in self.events]

    def run(self) -> None:
        lost_at = time.monotonic()
        while not self._leaving.is_set() and time.monotonic() - lost_at < BACK_WITHIN:
            since = f"?since={self.seq}&epoch={self.epoch}" if self.started.is_set() else ""
            try:
                with connect(self._address + since, additional_headers=self._headers) as socket:
                    self._socket = socket
                    self._listen(socket)
                lost_at = time.monotonic()
            except (OSError, WebSocketException):
                self._leaving.wait(0.2)

    def _listen(self, socket: ClientConnection) -> None:
        """Takes what comes until the connection is closed, and notes the close code."""
        try:
            while True:
                self._take(json.loads(socket.recv()))
        except ConnectionClosed as closed:
            if not self._leaving.is_set():
                self.cuts.append(closed.rcvd.code if closed.rcvd else 1006)

    def _take(self, frame: dict[str, Any]) -> None:
        if frame["type"] == "snapshot":
            self.snapshots += 1
            self.seq, self.epoch = frame["seq"], frame["epoch"]
            self.started.set()
        elif "seq" in frame and frame["seq"] > self.seq:
            self.events.append(frame)
            self.seq = frame["seq"]

    def leave(self) -> None:
        self._leaving.set()
        if self._socket is not None:
            self._socket.close()
        self.join(10)
