"""A table with guests, as the tests of the containers need it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import requests

from tests.support.api import Api, Place, User

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
