"""Vending machines with what may be on one: a lock, an order, a payment, feedback."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from demo.accounts import admin_password
from tests.access.world import Json, World

PRICE = 100  # minor units, of a machine whose operator has said nothing


def machine_id() -> str:
    """An id that no machine has."""
    return f"M-{secrets.token_hex(6)}"


@dataclass(frozen=True)
class Machine:
    """A new machine with ten units, and a customer with whom nobody else has to do."""

    world: World
    machine_id: str
    key: str
    code: str
    client_id: str

    @classmethod
    def create(cls, world: World) -> Machine:
        name = machine_id()
        body: Json = {"machine_id": name}
        made = world.made("/api/machine/register/", body, **world.headers["admin"])
        path = f"/api/machine/{name}/update-stock/"
        world.made(path, {"stock": 10}, **world.headers["admin"])
        client_id = secrets.token_hex(8)
        return cls(world, name, str(made["api_key"]), str(made["display_code"]), client_id)

    @property
    def typed(self) -> Json:
        """What its customer types."""
        return {"client_id": self.client_id, "code": self.code}

    def locked(self) -> Machine:
        """The same, locked by its customer."""
        self.world.made("/api/lock-by-code/", self.typed)
        return self

    @property
    def wish(self) -> Json:
        """What its customer orders: one unit."""
        named = {"client_id": self.client_id, "machine_id": self.machine_id}
        return {"amount": PRICE, "metadata": {"transaction_id": self.transaction_id, **named}}

    @property
    def transaction_id(self) -> str:
        return f"tx-{self.client_id}"

    def proof(self) -> Json:
        """What the provider's page gives the customer who has locked it, ordered and paid."""
        order = self.locked().world.made("/create-order/", self.wish)["id"]
        return self.world.made(f"/sandbox/pay/{order}", {"action": "pay"})

    def trigger(self) -> Json:
        """What has it dispense what was paid."""
        self.world.made("/verify-payment/", self.proof())
        return {
            "client_id": self.client_id,
            "access_code": self.code,
            "quantity": 1,
            "transaction_id": self.transaction_id,
            "amount": PRICE,
        }


def admin_token(world: World) -> dict[str, str]:
    """The headers of who knows the password that operators share."""
    body: dict[str, Any] = {"password": admin_password(world.stack.environment)}
    token = world.made("/api/admin/login/", body)["token"]
    return {"Authorization": f"Bearer {token}"}


def feedback(world: World) -> int:
    """The id of an opinion about a new machine."""
    machine = Machine.create(world)
    body = {"client_id": machine.client_id, "rating": 4}
    path = f"/api/machine/{machine.machine_id}/feedback/"
    return int(world.made(path, body)["feedback_id"])
