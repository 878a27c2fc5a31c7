"""Machines without a socket, each brought as far as a test needs it; all through the gateway."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass, field

from tests.integration.machines.vendor import PRICE, Json, Vendor


@dataclass
class Spot:
    """A machine, and the customer who is there: `client_id` has a transaction for two units."""

    vendor: Vendor = field(repr=False)
    stock: int = 5
    machine_id: str = field(default_factory=lambda: f"R-{secrets.token_hex(4)}")
    key: str = field(default_factory=lambda: f"key-{secrets.token_hex(8)}")
    client_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    transaction_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    quantity: int = 2
    code: str = ""
    order: Json = field(default_factory=dict)
    proof: Json = field(default_factory=dict)

    def __post_init__(self) -> None:
        body = {"machine_id": self.machine_id, "api_key": self.key}
        self.code = self.vendor.call("POST", "/api/machine/register", body)["display_code"]
        self.vendor.call("PATCH", self.path, {"unit_price_paise": PRICE})
        self.fill(self.stock)

    def __str__(self) -> str:
        return self.machine_id

    @property
    def path(self) -> str:
        return f"/api/machine/{self.machine_id}"

    @property
    def amount(self) -> int:
        return self.quantity * PRICE

    @property
    def wish(self) -> Json:
        """The order that its customer asks for."""
        metadata = {"transaction_id": self.transaction_id, "client_id": self.client_id}
        return {"amount": self.amount, "metadata": {**metadata, "machine_id": self.machine_id}}

    @property
    def trigger(self) -> Json:
        """How its customer asks for the goods."""
        return {
            "client_id": self.client_id,
            "access_code": self.code,
            "quantity": self.quantity,
            "transaction_id": self.transaction_id,
            "amount": self.amount,
        }

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"}

    def fill(self, stock: int) -> None:
        self.vendor.call("POST", f"{self.path}/update-stock", {"stock": stock})

    def rest(self) -> Spot:
        """Take it out of service."""
        self.vendor.call("PATCH", self.path, {"in_service": False})
        return self

    def locked(self) -> Spot:
        self._post("/api/lock-by-code", {"client_id": self.client_id, "code": self.code})
        return self

    def ordered(self) -> Spot:
        self.order = self.locked()._post("/create-order", self.wish)
        return self

    def paid(self) -> Spot:
        self.ordered()
        self.proof = self._post(f"/sandbox/pay/{self.order['id']}", {"action": "pay"})
        self._post("/verify-payment", self.proof)
        return self

    def dispensing(self) -> Spot:
        self.paid()._post(f"{self.path}/trigger-dispense", self.trigger)
        return self

    def delivered(self) -> Spot:
        self.dispensing()
        body = {"transaction_id": self.transaction_id, "dispensed": self.quantity}
        self._post(f"{self.path}/confirm", body, **self.bearer)
        return self

    def _post(self, path: str, body: Json, **headers: str) -> Json:
        answer = self.vendor.api.post(path, body, headers=headers)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text}"
        return dict(answer.json())
