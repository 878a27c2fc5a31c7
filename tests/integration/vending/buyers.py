"""Customers who buy at a machine, each of whom asks again until there is an answer: parts of the
suite are killed meanwhile.
"""

from __future__ import annotations

import dataclasses
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

import psycopg2
import requests

from tests.integration.machines.vendor import PRICE, Json, Stand
from tests.support.waiting import wait_for
from tools.devices.vending.board import Faults

NO_ANSWER = {500, 502, 503, 504}  # 500: an order that its provider, or the dying service, cut
WITHIN = 90.0  # seconds for whatever has to happen: a killed process is back by then
PAUSE = 0.2  # seconds before asking again
ENDED = ("delivered", "partly_delivered", "refunded", "expired")
#: What would come in ten minutes, or in fifteen seconds, at one machine.
TIME_PASSES = (
    "UPDATE vending_sale SET kept_until = now() WHERE machine_id = {machine}",
    "UPDATE vending_lock SET expires_at = now() WHERE machine_id = {machine}",
)
TRIGGER_IS_LATE = (
    "UPDATE vending_sale SET dispense_at = now() WHERE machine_id = {machine}"
    " AND dispense_at IS NOT NULL"
)
MACHINE = "(SELECT id FROM vending_machine WHERE machine_id = %s)"


@dataclass
class Buyer:
    """Somebody at a machine. `orders` are those that the provider knows of."""

    stand: Stand
    quantity: int
    client_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    transaction_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    code: str = ""
    orders: list[str] = field(default_factory=list)

    @property
    def amount(self) -> int:
        return self.quantity * PRICE

    # ---- What a buyer does ------------------------------------------------------------------

    def locks(self) -> None:
        """Type what the display shows, until it is the machine's code and nobody else has it."""
        tried, deadline = "", time.monotonic() + WITHIN
        while time.monotonic() < deadline:
            self.code = self.stand.played.machine.code
            if self.code in ("", tried):
                time.sleep(PAUSE)
                continue
            body = {"client_id": self.client_id, "code": self.code}
            answer = self.insist("/api/lock-by-code", body)
            if answer.status_code == 200:
                return
            assert answer.status_code in (400, 409), answer.text
            tried = self.code if answer.status_code == 400 else ""
            time.sleep(PAUSE)
        raise AssertionError(f"{self.stand.machine_id} cannot be locked with {self.code}")

    def order(self) -> None:
        metadata = {
            "transaction_id": self.transaction_id,
            "client_id": self.client_id,
            "machine_id": self.stand.machine_id,
        }
        body = {"amount": self.amount, "metadata": metadata}
        self.orders.append(self._ok("/create-order", body)["id"])

    def act(self, action: str) -> Json:
        """Do something at the provider's page, which nobody kills; the proof, if there is one."""
        path = f"/sandbox/pay/{self.orders[-1]}"
        answer = self.insist(path, {"action": action})
        assert answer.status_code in (200, 204), answer.text
        return dict(answer.json()) if answer.status_code == 200 else {}

    def pays(self, action: str = "pay") -> None:
        """Order, pay, and bring the proof."""
        self.order()
        self._ok("/verify-payment", self.act(action))

    def triggers(self) -> None:
        body = {
            "client_id": self.client_id,
            "access_code": self.code,
            "quantity": self.quantity,
            "transaction_id": self.transaction_id,
            "amount": self.amount,
        }
        self._ok(self.stand.path("/trigger-dispense"), body)

    def unlocks(self) -> None:
        """An unlock whose answer was lost finds nothing to unlock when it comes again."""
        answer = self.insist(self.stand.path("/unlock"), {"client_id": self.client_id})
        assert answer.status_code in (200, 409), answer.text

    def waits(self, *statements: str) -> None:
        """Let time pass at the machine, also while the database is down."""
        deadline = time.monotonic() + WITHIN
        for statement in statements:
            while not self._passes(statement) and time.monotonic() < deadline:
                time.sleep(PAUSE)

    def leaves(self) -> str:
        """Go when the machine is free again; returns the state of the sale by then."""

        def is_free() -> bool:
            return not self.stand_shown()["locked"]

        wait_for(is_free, WITHIN, f"{self.stand.machine_id} is free again")
        shown = self.stand_shown()["transaction"]
        return str(shown["state"]) if shown else "none"

    def stand_shown(self) -> Json:
        path, query = self.stand.path("/public-status"), {"client_id": self.client_id}
        return dict(self.insist(path, None, params=query).json())

    # ---- How it asks ------------------------------------------------------------------------

    def insist(self, path: str, body: Json | None, **more: Json) -> requests.Response:
        """The first answer that says something, of a POST, or of a GET without a body. Who dies
        while it answers leaves half of one.
        """
        api, deadline = self.stand.vendor.api, time.monotonic() + WITHIN
        method = "GET" if body is None else "POST"
        while True:
            late = time.monotonic() > deadline
            try:
                answer = api.call(method, path, json=body, **more)
            except requests.RequestException:
                if late:
                    raise
            else:
                if answer.status_code not in NO_ANSWER or late:
                    return answer
            time.sleep(PAUSE)

    def _ok(self, path: str, body: Json) -> Json:
        answer = self.insist(path, body)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text}"
        return dict(answer.json())

    def _passes(self, statement: str) -> bool:
        try:
            stack = self.stand.vendor.stack
            stack.sql("edge", statement.format(machine=MACHINE), self.stand.machine_id)
        except psycopg2.Error:
            return False
        return True


def buy(buyer: Buyer) -> None:
    buyer.pays()
    buyer.triggers()


def buy_twice(buyer: Buyer) -> None:
    """The card is charged twice: the surplus goes back."""
    buyer.pays("pay_twice")
    buyer.triggers()


def close(buyer: Buyer) -> None:
    """The browser is closed after paying; whether it is delivered is between the two of them."""
    buyer.order()
    buyer.act("pay_and_close")
    wait_for(lambda: _is_paid(buyer), WITHIN, "the webhook has come")
    buyer.waits(TRIGGER_IS_LATE)


def get_one_of_two(buyer: Buyer) -> None:
    """The machine has fewer than it should: the rest is refunded."""
    buyer.quantity = 2
    machine = buyer.stand.played.machine
    machine.faults = Faults(dispensed=1)
    buyer.pays()
    buyer.triggers()


def go_away(buyer: Buyer) -> None:
    """Pay, and think better of it: the money goes back."""
    buyer.pays()
    buyer.unlocks()


def forget(buyer: Buyer) -> None:
    """Pay, and stand there until the time is over: the money goes back."""
    buyer.pays()
    buyer.waits(*TIME_PASSES)


def look(buyer: Buyer) -> None:
    """Order, and pay nothing."""
    buyer.order()
    buyer.unlocks()


def _is_paid(buyer: Buyer) -> bool:
    shown = buyer.stand_shown()["transaction"]
    return bool(shown) and shown["state"] != "ordered"


Story = Callable[[Buyer], None]
STORIES: tuple[Story, ...] = (
    *(buy, close, buy, go_away, buy, get_one_of_two, buy, forget, buy_twice, look),
)


def shop(stand: Stand, story: Story, quantity: int) -> Buyer:
    """One customer's visit, from the first look at the display until the machine is free."""
    buyer = Buyer(stand, quantity)
    buyer.locks()
    story(buyer)
    buyer.leaves()
    stand.played.machine.faults = dataclasses.replace(Faults())
    return buyer
