"""Shoppers who check out and pay, each of whom asks again until there is an answer: parts of the
suite may be killed meanwhile.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import requests

from tests.integration.trolleys.market import Json, Market
from tests.support.api import User
from tests.support.waiting import wait_for

NO_ANSWER = {0, 502, 503, 504}
WITHIN = 60.0  # seconds for an answer, repeats included: a killed process is back by then
PAUSE = 0.2  # seconds before asking again
RUNNING = "Checkout in progress"


@dataclass(frozen=True)
class Shopper:
    """Somebody with a cart: of a session, or their own as a signed-in user."""

    market: Market
    user: User | None
    session_id: str | None = None

    @classmethod
    def on_trolley(cls, market: Market, trolley_id: str) -> Shopper:
        """A guest who scans a free trolley."""
        guest = cls(market, None)
        status, scanned = guest.insist("/api/session/qr-scan", {"trolley_id": trolley_id})
        assert status == 201, scanned
        return cls(market, None, scanned["session_id"])

    @classmethod
    def signed_in(cls, market: Market, user: User) -> Shopper:
        """A user with an empty cart, which a payment of before may still have frozen."""

        def cleared() -> bool:
            answer = market.call("DELETE", "/api/cart/clear", {}, user=user)
            return bool(answer.status_code == 200)

        wait_for(cleared, WITHIN, "the cart is cleared")
        return cls(market, user)

    def ask(self, path: str, body: Json, key: str = "") -> tuple[int, Json]:
        """Status and body of an answer; status 0 where there was none. The session is named too."""
        whose = {} if self.session_id is None else {"session_id": self.session_id}
        headers = {} if self.user is None else dict(self.user.bearer)
        if key:
            headers["Idempotency-Key"] = key
        try:
            got = self.market.api.call("POST", path, json={**whose, **body}, headers=headers)
            return got.status_code, got.json() if got.content else {}
        except requests.RequestException:  # cut off, too late, or no JSON
            return 0, {}

    def insist(self, path: str, body: Json) -> tuple[int, Json]:
        """The same, asked again with a key of its own until there is an answer."""
        key, deadline = secrets.token_hex(8), time.monotonic() + WITHIN
        while True:
            status, answer = self.ask(path, body, key)
            if status not in NO_ANSWER or time.monotonic() > deadline:
                return status, answer
            time.sleep(PAUSE)

    def add(self, product_id: int, quantity: int = 1) -> None:
        """Put a product into the cart."""
        body = {"product_id": product_id, "quantity": quantity}
        status, answer = self.insist("/api/cart/add", body)
        assert status in (200, 201), answer

    def check_out(self) -> tuple[int, Json]:
        """Status and payment, or refusal, whichever of the two routes is this shopper's."""
        if self.session_id is not None:
            return self.insist("/api/session/checkout", {})
        status, answer = self.insist("/api/cart/checkout/", {})
        return status, answer["data"] if answer.get("success") else answer

    def act(self, payment: Json, action: str) -> Json:
        """On the provider's page; the proof, if it gave one."""
        path = f"/sandbox/pay/{payment['provider_order_id']}"
        status, proof = self.insist(path, {"action": action})
        assert status in (200, 204, 402, 409), proof  # 409: an answer was lost
        return proof if status == 200 else {}

    def verify(self, payment: Json, proof: Json) -> Json:
        """What bringing back the proof is answered."""
        status, answer = self.insist(f"/api/payments/{payment['payment_id']}/verify", proof)
        assert status == 200, answer
        return answer

    def cancel(self, payment: Json) -> int:
        """Give the payment up."""
        return self.insist(f"/api/payments/{payment['payment_id']}/cancel", {})[0]


def crowd(market: Market, customers: list[User], size: int) -> list[Callable[[], Shopper]]:
    """How so many come: customers with carts of their own first, then guests, on new trolleys."""
    trolleys = [market.trolley() for _ in range(size - len(customers))]
    return [
        *(partial(Shopper.signed_in, market, each) for each in customers),
        *(partial(Shopper.on_trolley, market, each) for each in trolleys),
    ]


# ---- What becomes of a payment, and the states in which it may be when all is done ---------------


def pay(shopper: Shopper, payment: Json) -> str:
    """Pay, and bring the proof back."""
    proof = shopper.act(payment, "pay")
    return str(shopper.verify(payment, proof)["status"]) if proof else "paid"


def pay_and_close(shopper: Shopper, payment: Json) -> str:
    """Only webhooks tell of the money."""
    shopper.act(payment, "pay_and_close")
    return "paid"


def pay_twice(shopper: Shopper, payment: Json) -> str:
    """The surplus goes back."""
    proof = shopper.act(payment, "pay_twice")
    return str(shopper.verify(payment, proof)["status"]) if proof else "paid"


def decline(shopper: Shopper, payment: Json) -> str:
    """The card is no good."""
    shopper.act(payment, "decline")
    return "failed"


def cancel(shopper: Shopper, payment: Json) -> str:
    """Think better of it."""
    assert shopper.cancel(payment) == 200
    return "cancelled"


def pay_too_late(shopper: Shopper, payment: Json) -> str:
    """Pay what was given up: the money goes back."""
    assert shopper.cancel(payment) == 200
    shopper.act(payment, "pay_and_close")
    return "refunded"


def wait(shopper: Shopper, payment: Json) -> str:
    """Do nothing for now. A customer gives up: the cart is needed again."""
    return "created" if shopper.user is None else cancel(shopper, payment)


Story = Callable[[Shopper, Json], str]
STORIES: tuple[Story, ...] = (
    *(pay, pay_and_close, pay, pay_twice, cancel, pay, pay_too_late, decline, wait),
)


def shop(shopper: Shopper, product_id: int, story: Story, quantity: int = 1) -> tuple[str, str]:
    """Fill the cart, check out, and let the story happen; the payment's id, and its state when all
    is done. Both are empty for a checkout whose process died: its key is taken for half a minute.
    """
    shopper.add(product_id, quantity)
    status, payment = shopper.check_out()
    if status == 409 and RUNNING in payment.values():
        return "", ""
    assert status in (200, 201), payment
    return payment["payment_id"], story(shopper, payment)
