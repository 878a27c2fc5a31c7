"""A table with guests, and a shop with a trolley, as the tests of the containers need them."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import requests

from tests.support.api import Api, Place, User, answer

PACE = 0.02  # seconds between the orders of a table: below the gateway's limit per address


@dataclass
class Table:
    """An open session at a location of its owner's own, with one product."""

    place: Place
    product_id: int
    code: str

    @classmethod
    def open(cls, api: Api, owner: User) -> Table:
        """A new location with one product, and a session there."""
        place = Place.create(api, owner)
        return cls(place, place.sell("Espresso", "2.20"), place.open("Table 1"))

    @property
    def owner(self) -> User:
        return self.place.owner

    @property
    def location_id(self) -> int:
        return self.place.location_id

    @property
    def live(self) -> str:
        return f"/ws/orders/{self.code}/"

    def order(self) -> requests.Response:
        """A guest's order, answered with the order alone."""
        return self.place.api.order(self.code, self.product_id)

    def order_while(self, busy: Callable[[], bool], at_least: int) -> list[requests.Response]:
        """Orders, one after the other, until `at_least` are answered and nobody is busy."""
        answers: list[requests.Response] = []
        while busy() or len(answers) < at_least:
            answers.append(self.order())
            time.sleep(PACE)
        return answers

    def session(self) -> dict[str, Any]:
        """As the staff see it: a closed one with its orders."""
        return self.place.api.session(self.code, headers=self.owner.bearer)


@dataclass
class Shop:
    """A supermarket that takes cash, with 1000 of one product and one trolley."""

    place: Place
    barcode: str
    product_id: int
    trolley_id: str

    @classmethod
    def open(cls, api: Api, owner: User) -> Shop:
        """Its owner is an operator as well, and so makes the trolley."""
        place = Place.create(api, owner)
        barcode, trolley_id = "4006381333931", f"TROLLEY_{secrets.token_hex(4)}"
        shop = cls(
            place, barcode, place.sell("Tea", "4.50", barcode=barcode, stock=1000), trolley_id
        )
        shop.staff("POST", "/api/trolleys", trolley_id=trolley_id, location_id=place.location_id)
        shop.staff("PUT", f"/api/trolleys/settings?location_id={place.location_id}", cash=True)
        return shop

    def staff(self, method: str, path: str, **body: Any) -> dict[str, Any]:
        """What the owner gets for a call."""
        headers = self.place.owner.bearer
        return _done(self.place.api.call(method, path, json=body, headers=headers))

    def scan(self) -> dict[str, Any]:
        """A guest scans the trolley: its new session."""
        return self._post("/api/session/qr-scan", trolley_id=self.trolley_id)

    def add(self, session_id: str, quantity: int = 1) -> dict[str, Any]:
        """Put the product into the cart; returns its line."""
        body = {"session_id": session_id, "barcode": self.barcode, "quantity": quantity}
        return dict(self._post("/api/cart/add", **body)["data"])

    def pay(self, session_id: str) -> dict[str, Any]:
        """Check out and pay at the till; returns the payment."""
        payment = self._post("/api/session/checkout", session_id=session_id, provider="cash")
        return self.staff("POST", f"/api/payments/{payment['payment_id']}/cash", action="received")

    def session(self, session_id: str) -> dict[str, Any]:
        return _done(self.place.api.get(f"/api/session/{session_id}"))

    def receipt(self, receipt_id: str, session_id: str) -> dict[str, Any]:
        return _done(self.place.api.get(f"/api/receipts/{receipt_id}?session_id={session_id}"))

    def end(self, session_id: str) -> None:
        """Leave without having paid."""
        self._post("/api/session/end", session_id=session_id)

    def left(self) -> int:
        """How many of the product are in stock."""
        menu = {"location_id": self.place.location_id}
        (entry,) = answer(self.place.api.get("/products/find/", params=menu))
        return int(entry["product"]["stock"])

    def _post(self, path: str, **body: Any) -> dict[str, Any]:
        return _done(self.place.api.post(path, body))


def _done(response: requests.Response) -> dict[str, Any]:
    assert response.ok, f"{response.request.url}: {response.text}"
    return dict(response.json())
