"""The store with what may be in it: scanners, a machine with a scale, a visit, tickets."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.access.world import Json, World
from tests.support.api import User

GRAMS = 100
_made: dict[tuple[int, str], str] = {}


@dataclass(frozen=True)
class Key:
    """A machine or scanner, and the key with which it calls."""

    id: str
    key: str

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"}


@dataclass(frozen=True)
class Store:
    """What an admin does in the store of the world, and who comes in."""

    world: World

    @property
    def admin(self) -> dict[str, str]:
        return self.world.headers["admin"]

    def made(self, path: str, body: Json) -> Json:
        return self.world.made(path, body, **self.admin)

    def camera(self) -> str:
        return str(self.made("/edge/cameras/", {})["id"])

    def scanner(self, tag: str = "Entry") -> Key:
        made = self.made("/edge/scanners/", {"tag": tag, "name": self.world.name})
        return Key(made["id"], self.made(f"/edge/scanners/{made['id']}/keys/", {})["key"])

    def machine(self) -> Key:
        """A new machine, on whose one scale the world's product lies."""
        number = f"S-{secrets.token_hex(6)}"
        self.made("/edge/machines/", {"machine_id": number, "display_name": "Rack"})
        self.scale(number)
        return Key(number, self.made(f"/edge/machines/{number}/keys/", {})["key"])

    def scale(self, machine_id: str) -> None:
        path = f"/edge/machines/{machine_id}/scales/001"
        answer = self.world.api.call("PUT", path, json=self.planned, headers=self.admin)
        assert answer.ok, answer.text

    @property
    def planned(self) -> Json:
        return {"product_id": self.world.product, "unit_weight_g": GRAMS, "tolerance_g": 10}

    def opens(self) -> Store:
        body = {"status": "CUSTOMER_MODE"}
        self.world.api.call("PUT", "/edge/store-mode/", json=body, headers=self.admin)
        return self

    def token(self, user: User | None = None) -> str:
        headers = (user or self.world.user()).bearer
        return str(self.world.made("/edge/entry-tokens/", {}, **headers)["token"])

    def enters(self, user: User) -> str:
        body = {"token": self.token(user)}
        return str(self.world.made("/edge/entry/", body, **self.scanner().bearer)["visit_id"])

    def leaves(self, user: User) -> list[Json]:
        body = {"token": self.token(user)}
        left = self.world.made("/edge/exit/", body, **self.scanner("Exit").bearer)
        return list(left["tickets"])

    def weighs(self, machine: Key, kilograms: float) -> list[Any]:
        body = {"scales": [["001", kilograms, kilograms, kilograms]]}
        path = f"/edge/machines/{machine.id}/heartbeats/"
        return list(self.world.made(path, body, **machine.bearer)["events"])

    def visit(self) -> str:
        """Of somebody who is inside."""
        user = self.opens().world.user()
        return self.enters(user)

    def contested(self, *steps: str) -> tuple[str, str]:
        """A ticket after these steps of the admin, and the contested event that is on it."""
        self.opens()
        machine, people = self.machine(), [self.world.user(), self.world.user()]
        self.weighs(machine, 1.0)
        for user in people:
            self.enters(user)
        [event] = self.weighs(machine, 0.8)
        [ticket] = [
            each["id"] for each in self.leaves(people[0]) if each["machine_id"] == machine.id
        ]
        self.leaves(people[1])
        for step in steps:
            self.made(f"/edge/tickets/{ticket}/{step}/", {})
        return str(ticket), str(event["id"])

    def receipt(self) -> str:
        """The ids of a visit, its receipt, and a payment of it that waits for its money."""
        self.opens().ended()
        machine, user = self.machine(), self.world.user()
        self.weighs(machine, 1.0)
        visit = self.enters(user)
        self.weighs(machine, 0.9)
        for ticket in self.leaves(user):
            for step in ("start", "complete") if ticket["status"] == "TO_BE_REVIEWED" else ():
                self.made(f"/edge/tickets/{ticket['id']}/{step}/", {})
        answer = self.world.api.get(f"/edge/visits/{visit}/", headers=user.bearer)
        receipt = answer.json()["receipt"]["id"]
        path = f"/edge/receipts/{receipt}/checkout/"
        payment = self.world.made(path, {}, **user.bearer)["payment_id"]
        return f"{visit} {receipt} {payment}"

    def ended(self) -> None:
        """Nobody is inside any more: who is there would be a candidate of everything."""
        path = "/edge/visits/?open=true&limit=200"
        for visit in self.world.api.get(path, headers=self.admin).json()["results"]:
            self.made(f"/edge/visits/{visit['id']}/close/", {"reason": "test"})

    def once(self, name: str, make: Callable[[], str]) -> str:
        """What was made under this name, or is made now: whoever is refused needs none of their
        own.
        """
        key = (id(self.world), name)
        if key not in _made:
            _made[key] = make()
        return _made[key]

    def alert(self) -> str:
        """One that is open: something was taken while nobody was inside."""
        self.opens().ended()
        machine = self.machine()
        self.weighs(machine, 1.0)
        [event] = self.weighs(machine, 0.9)
        assert event["attribution"] == "unaccounted"
        alerts = self.world.api.get("/edge/alerts/?open=true", headers=self.admin).json()
        [found] = [each for each in alerts["results"] if each["machine_id"] == machine.id]
        return str(found["id"])
