"""The store of these tests, through the gateway: `shop.person()` is somebody new with a phone,
`shop.rack(3)` a machine with three scales on which products lie, as played by tools.devices.store.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import requests

from tests.support.api import Api, Place, User
from tests.support.elsewhere import Site
from tools.devices.store.gates import CALLS, ENTRY, EXIT, Gate, Person
from tools.devices.store.line import Line, Uplink
from tools.devices.store.racks import Rack, Shelf

Json = dict[str, Any]
FULL = 40  # units on a shelf
PATIENCE = 60.0  # seconds
AWAY = {502, 503, 504}
#: No two products, and no few units of them, weigh about the same.
GRAMS = (151, 233, 347, 509, 761)


def staff(site: Site, api: Api, role: str, name: str = "") -> User:
    """Somebody new with this role, called like this if it is said."""
    user = api.register(name)
    site.manage("verification", "grant", user.username, role)
    return api.sign_in(user)


@dataclass
class Played:
    """A rack that is played, and its line."""

    rack: Rack
    uplink: Uplink

    def tells(self, **how: Any) -> list[Json]:
        """Its heartbeat of now is heard; the events that it shows."""
        answers = self.uplink.send(self.rack.reading(), **how)
        return list(answers[-1]["events"]) if answers else []

    def says(self, body: Json) -> Json:
        """What a heartbeat of these words is answered."""
        return self.uplink.send(body)[-1]

    def product(self, scale_id: str) -> int:
        return self.rack.shelves[scale_id].product_id

    @property
    def path(self) -> str:
        return f"/edge/machines/{self.rack.machine_id}/"


@dataclass
class Customer:
    """Somebody with an account and a phone."""

    shop: Shop
    user: User
    person: Person

    def enters(self) -> str:
        """Go in; the id of the visit."""
        return self.person.enters(self.shop.gates[ENTRY])

    def leaves(self) -> dict[str, Json]:
        """Go out; the tickets by machine."""
        made = self.person.leaves(self.shop.gates[EXIT])
        return {each["machine_id"]: self.shop.ticket(each["id"]) for each in made}

    def holds(self) -> dict[int, int]:
        """Units by product in the cart of the visit that they made last."""
        cart = self.shop.call(self.user, "GET", f"/edge/carts/{self.person.visit_id}/")
        return {line["product_id"]: line["quantity"] for line in cart["lines"]}


@dataclass
class Shop:
    """Who runs the store, and what is in it."""

    site: Site
    api: Api
    place: Place
    operator: User
    reviewer: User
    gates: dict[str, Gate] = field(default_factory=dict)
    scanner_ids: dict[str, str] = field(default_factory=dict)

    @classmethod
    def create(cls, site: Site, api: Api, owner: User) -> Shop:
        operator, reviewer = (staff(site, api, role) for role in ("operator", "reviewer"))
        shop = cls(site, api, Place.create(api, owner), operator, reviewer)
        shop.gates = {tag: shop._gate(tag) for tag in (ENTRY, EXIT)}
        return shop

    # ---- Calls ------------------------------------------------------------------------------

    def call(
        self, user: User, method: str, path: str, body: Mapping[str, Any] | None = None
    ) -> Json:
        """What somebody's call answers, which is a success. Where a service is away, or waits for
        one that is, nothing has been done, and it is asked again.
        """
        deadline = time.monotonic() + PATIENCE
        while True:
            answer = self.api.call(method, path, json=body, headers=user.bearer)
            if answer.status_code not in AWAY or time.monotonic() > deadline:
                break
            time.sleep(0.5)
        assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text}"
        return dict(answer.json()) if answer.content else {}

    def operates(self, method: str, path: str, body: Json | None = None) -> Json:
        return self.call(self.operator, method, path, body)

    def reviews(self, method: str, path: str, body: Json | None = None) -> Json:
        return self.call(self.reviewer, method, path, body)

    def listed(self, path: str, user: User | None = None) -> list[Json]:
        """All rows of a list, a reviewer's if nobody else is named."""
        rows, following = list[Json](), f"{path}{'&' if '?' in path else '?'}limit=200"
        while following:
            found = self.call(user or self.reviewer, "GET", following)
            rows += found["results"]
            following = found["next"] or ""
        return rows

    # ---- What there is ----------------------------------------------------------------------

    def opens(self, mode: str = "CUSTOMER_MODE") -> None:
        self.operates("PUT", "/edge/store-mode/", {"status": mode})

    def let_all_out(self) -> None:
        for visit in self.listed("/edge/visits/?open=true"):
            reason = {"reason": "the test is over"}
            self.operates("POST", f"/edge/visits/{visit['id']}/close/", reason)

    def person(self) -> Person:
        """Somebody new."""
        return self.customer().person

    def customer(self, user: User | None = None) -> Customer:
        """Somebody new, or who is known."""
        who = user or self.api.register()
        return Customer(self, who, Person(who.username, lambda: self.code(who)))

    def staff(self, role: str, name: str = "") -> User:
        """Somebody new with this role, called like this if it is said."""
        return staff(self.site, self.api, role, name)

    def code(self, user: User, **wanted: str) -> str:
        """A fresh entry code."""
        return str(self.call(user, "POST", "/edge/entry-tokens/", wanted)["token"])

    def ticket(self, ticket_id: str) -> Json:
        return self.reviews("GET", f"/edge/tickets/{ticket_id}/")

    def events(self, played: Played) -> list[Json]:
        """All events of a machine, newest first."""
        return self.listed(f"/edge/weight-changes/?machine_id={played.rack.machine_id}")

    def try_scan(self, tag: str, token: str, **at: str) -> requests.Response:
        """What a gate answers to a code; `at` may name another scanner's tag for the call."""
        call = CALLS[at.get("call", tag)]
        key = {"Authorization": f"Bearer {self.gates[tag].line.key}"}
        return self.api.post(call, {"token": token}, headers=key)

    def rack(
        self,
        scales: int = len(GRAMS),
        *,
        told: bool = True,
        name: str = "Rack",
        goods: Sequence[str] = (),
    ) -> Played:
        """A new machine, full, which has told its weights unless it has none or shall not; `goods`
        are the names of its products, if any are to have their own.
        """
        number = f"R-{secrets.token_hex(5)}"
        self.operates("POST", "/edge/machines/", {"machine_id": number, "display_name": name})
        shelves = {}
        for at, grams in enumerate(GRAMS[:scales], start=1):
            called = goods[at - 1] if goods else f"{number} {at}"
            product = self.place.sell(called, f"{at}.25")
            planned = {"product_id": product, "unit_weight_g": grams, "tolerance_g": 3}
            scale_id = f"{at:03}"
            self.operates("PUT", f"/edge/machines/{number}/scales/{scale_id}/", planned)
            shelves[scale_id] = Shelf(product, grams, FULL)
        key = self.operates("POST", f"/edge/machines/{number}/keys/")["key"]
        played = Played(Rack(number, shelves), Uplink(Line(self.site.url, key), number))
        if told and shelves:
            assert played.tells() == []
        return played

    def movements(self, product_id: int) -> list[tuple[str, int]]:
        """Kind and units of what products was told of a product."""
        rows = self.call(self.place.owner, "GET", f"/products/movements/{product_id}/")["response"]
        return [(row["kind"], row["change"]) for row in rows]

    def retire(self, *racks: Played) -> None:
        for each in racks:
            self.operates("DELETE", f"/edge/machines/{each.rack.machine_id}/")

    def _gate(self, tag: str) -> Gate:
        body = {"tag": tag, "name": f"{tag} {secrets.token_hex(4)}"}
        scanner = self.operates("POST", "/edge/scanners/", body)
        self.scanner_ids[tag] = scanner["id"]
        key = self.operates("POST", f"/edge/scanners/{scanner['id']}/keys/")["key"]
        return Gate(tag, Line(self.site.url, key))
