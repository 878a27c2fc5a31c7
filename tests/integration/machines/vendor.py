"""Who sells by vending machines, the machines, and who buys there: all through the gateway."""

from __future__ import annotations

import secrets
import sqlite3
import uuid
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import requests

from tests.support.api import Api, User
from tests.support.machines import BRISK, Machines, Played
from tests.support.stack import Stack
from tests.support.waiting import wait_for
from tools.devices.vending.board import FIRST, Faults, Firmware, Timing

PRICE = 150  # paise for a unit
FOREVER = 3600.0  # seconds
WITHIN = 30.0  # seconds, for what takes a few on a machine that is not busy
Json = dict[str, Any]
KEPT = """
SELECT coalesce(sum(amount - amount_refunded), 0) FROM payments
WHERE order_id = ? AND status <> 'failed'
"""


@dataclass
class Vendor:
    """Makes machines; `machines` plays them."""

    stack: Stack
    api: Api
    operator: User
    machines: Machines = field(init=False)

    def call(self, method: str, path: str, body: Json | None = None, **more: Any) -> Json:
        """What an operator's call answers, which is a success."""
        answer = self.api.call(method, path, json=body, headers=self.operator.bearer, **more)
        assert answer.ok, f"{path}: {answer.status_code} {answer.text}"
        return dict(answer.json())

    def stand(self, *, stock: int = 10, **played: Any) -> Stand:
        """A machine with so many units inside, which has shown its code."""
        machine_id = f"M-{secrets.token_hex(4)}"
        made = self.call("POST", "/api/machine/register", {"machine_id": machine_id})
        place = f"/api/machine/{machine_id}"
        self.call("PATCH", place, {"unit_price_paise": PRICE})
        self.call("POST", f"{place}/update-stock", {"stock": stock})
        stand = Stand(self, machine_id, made["api_key"], stock)
        stand.play(**played)
        stand.code_of_now()
        return stand

    def kept(self, order_id: str) -> int:
        """What the provider has taken for an order and not given back, by its own books."""
        path = self.stack.home / "sandbox.sqlite"
        with closing(sqlite3.connect(path, timeout=20)) as connection:
            return int(connection.execute(KEPT, (order_id,)).fetchone()[0])


@dataclass
class Stand:
    """A machine at its place; `played` is what plays it, `stock` what was inside at first."""

    vendor: Vendor
    machine_id: str
    key: str
    stock: int
    played: Played = field(init=False)

    def play(
        self,
        *,
        timing: Timing = BRISK,
        firmware: Firmware = FIRST,
        faults: Faults | None = None,
    ) -> None:
        """Switch it on."""
        self.played = self.vendor.machines.play(
            self.machine_id, self.key, timing=timing, firmware=firmware, faults=faults
        )

    @property
    def faults(self) -> Faults:
        return self.played.machine.faults

    def path(self, rest: str) -> str:
        return f"/api/machine/{self.machine_id}{rest}"

    def shown(self, client_id: str = "nobody") -> Json:
        """Its public status."""
        answer = self.vendor.api.get(self.path("/public-status"), params={"client_id": client_id})
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def told(self) -> Json:
        """The status that the machine itself is told."""
        bearer = {"Authorization": f"Bearer {self.key}"}
        return dict(self.vendor.api.get(self.path("/status"), headers=bearer).json())

    def code_of_now(self) -> str:
        """Wait until the display shows the code that holds; it is another one after each register,
        and is read by who stands there.
        """

        def is_shown() -> bool:
            code = self.told()["display_code"]
            return bool(code) and self.played.machine.lcd == f"Code: {code}"

        wait_for(is_shown, WITHIN, "it shows the code of now")
        return self.played.machine.code

    def leave(self) -> None:
        """It loses its network until `back`, and counts as off line."""
        self.played.act(lambda machine: machine.lose_network(FOREVER))
        self.is_away()

    def is_away(self) -> None:
        wait_for(lambda: self.shown()["status"] == "offline", WITHIN, "it is off line")

    def back(self) -> None:
        """It has its network again, and its socket soon after."""
        self.played.act(lambda machine: machine.find_network())

    def events(self) -> list[str]:
        """What has happened to it, oldest first."""
        query = {"machine_id": self.machine_id}
        found = self.vendor.call("GET", "/edge/machine-events/", params=query)
        return [event["type"] for event in found["results"]][::-1]

    def customer(self, quantity: int = 2) -> Customer:
        """Somebody who wants so many units."""
        return Customer(self, quantity)


@dataclass
class Customer:
    """Somebody with a phone. `code` is what was read on the display."""

    stand: Stand
    quantity: int
    client_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    transaction_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    code: str = ""
    order: Json = field(default_factory=dict)

    @property
    def amount(self) -> int:
        return self.quantity * PRICE

    def try_lock(self) -> requests.Response:
        """Type the code that the display shows now."""
        self.code = self.code or self.stand.code_of_now()
        body = {"client_id": self.client_id, "code": self.code}
        return self._post("/api/lock-by-code", body)

    def locks(self, *, hears: bool = True) -> Customer:
        """Lock the machine, and wait until it has heard of it unless it is away."""
        answer = self.try_lock()
        assert answer.status_code == 200, answer.text
        assert answer.json()["machine_id"] == self.stand.machine_id
        if hears:
            self.stand.played.until(lambda machine: machine.locked, "it is locked")
        return self

    def orders(self) -> Customer:
        """Make an order."""
        metadata = {
            "transaction_id": self.transaction_id,
            "client_id": self.client_id,
            "machine_id": self.stand.machine_id,
        }
        made = self._post("/create-order", {"amount": self.amount, "metadata": metadata})
        assert made.status_code == 200, made.text
        self.order = dict(made.json())
        return self

    def pays(self) -> Customer:
        """Pay it at the provider's page, and bring the proof."""
        self.orders()
        paid = self._post(f"/sandbox/pay/{self.order['id']}", {"action": "pay"})
        assert paid.status_code == 200, paid.text
        verified = self._post("/verify-payment", paid.json())
        assert (verified.status_code, verified.json()) == (200, {"message": "Payment verified"})
        return self

    def pays_and_closes(self) -> Customer:
        """Pay it, and close the browser: only the provider tells."""
        self.orders()
        paid = self._post(f"/sandbox/pay/{self.order['id']}", {"action": "pay_and_close"})
        assert paid.status_code == 204, paid.text
        return self

    def try_trigger(self) -> requests.Response:
        """Ask for the goods."""
        body = {
            "client_id": self.client_id,
            "access_code": self.code,
            "quantity": self.quantity,
            "transaction_id": self.transaction_id,
            "amount": self.amount,
        }
        return self._post(self.stand.path("/trigger-dispense"), body)

    def triggers(self) -> Customer:
        answer = self.try_trigger()
        assert (answer.status_code, answer.json()) == (200, {"status": "dispatch_sent"})
        return self

    def buys(self) -> Customer:
        """Lock, pay, and ask for the goods."""
        return self.locks().pays().triggers()

    def try_unlock(self) -> requests.Response:
        return self._post(self.stand.path("/unlock"), {"client_id": self.client_id})

    def row(self) -> Json:
        """The sale in the ledger."""
        return self.stand.vendor.call("GET", f"/edge/transactions/{self.transaction_id}/")

    def ends(self, state: str, *, dispensed: int | None, refunded: int = 0, left: int) -> Json:
        """Wait until the sale has come to this end. Then money, stock and lock are right: the
        provider keeps what was not given back, `left` units are inside, all of them can be ordered,
        and the machine is free and shows a code with which it can be locked. Returns its row.
        """
        wait_for(lambda: self.row()["state"] == state, WITHIN, f"{state}: {self.row()}")
        wait_for(lambda: self.row()["refunded"] == refunded, WITHIN, f"money: {self.row()}")
        row = self.row()
        assert (row["quantity"], row["dispensed"]) == (self.quantity, dispensed), row
        assert self.stand.vendor.kept(self.order["id"]) == self.amount - refunded, row
        wait_for(lambda: not self.stand.shown()["locked"], WITHIN, "the lock is over")
        shown = self.stand.shown(self.client_id)
        assert (shown["current_stock"], shown["available"]) == (left, left), shown
        assert shown["transaction"]["state"] == state, shown
        return row

    def is_free(self) -> None:
        """Check that the machine shows the code of now, and locks for the next one."""
        played, stand = self.stand.played, self.stand
        assert stand.code_of_now() != self.code
        assert not played.machine.locked
        following = stand.customer(1).locks()
        assert following.try_unlock().status_code == 200
        played.until(lambda machine: not machine.locked, "it is unlocked")

    def _post(self, path: str, body: Json) -> requests.Response:
        return self.stand.vendor.api.post(path, body)
