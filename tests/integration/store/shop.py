"""The store of these tests, through the gateway: `shop.person()` is somebody new with a phone,
`shop.rack(3)` a machine with three scales on which products lie, as played by tools.devices.store.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any

from tests.support.api import Api, Place, User
from tests.support.elsewhere import Site
from tools.devices.store.gates import ENTRY, EXIT, Gate, Person
from tools.devices.store.line import Line, Uplink
from tools.devices.store.racks import Rack, Shelf

Json = dict[str, Any]
FULL = 40  # units on a shelf
#: No two products, and no few units of them, weigh about the same.
GRAMS = (151, 233, 347, 509, 761)


@dataclass
class Played:
    """A rack that is played, and its line."""

    rack: Rack
    uplink: Uplink

    def tells(self, **how: Any) -> list[Json]:
        """Its heartbeat of now is heard; the events that it shows."""
        answers = self.uplink.send(self.rack.reading(), **how)
        return list(answers[-1]["events"]) if answers else []


@dataclass
class Shop:
    """Who runs the store, and what is in it."""

    site: Site
    api: Api
    place: Place
    operator: User
    reviewer: User
    gates: dict[str, Gate] = field(default_factory=dict)

    @classmethod
    def create(cls, site: Site, api: Api, owner: User) -> Shop:
        operator, reviewer = api.register(), api.register()
        site.manage("verification", "grant", operator.username, "operator")
        site.manage("verification", "grant", reviewer.username, "reviewer")
        place = Place.create(api, owner)
        shop = cls(site, api, place, api.sign_in(operator), api.sign_in(reviewer))
        shop.gates = {tag: shop._gate(tag) for tag in (ENTRY, EXIT)}
        return shop

    # ---- Calls ------------------------------------------------------------------------------

    def call(self, user: User, method: str, path: str, body: Json | None = None) -> Json:
        """What somebody's call answers, which is a success."""
        answer = self.api.call(method, path, json=body, headers=user.bearer)
        assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text}"
        return dict(answer.json()) if answer.content else {}

    def operates(self, method: str, path: str, body: Json | None = None) -> Json:
        return self.call(self.operator, method, path, body)

    def reviews(self, method: str, path: str, body: Json | None = None) -> Json:
        return self.call(self.reviewer, method, path, body)

    def listed(self, path: str) -> list[Json]:
        """All rows of a reviewer's list."""
        rows, following = list[Json](), f"{path}{'&' if '?' in path else '?'}limit=200"
        while following:
            found = self.reviews("GET", following)
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
        user = self.api.register()
        return Person(user.username, lambda: self.code(user))

    def code(self, user: User) -> str:
        return str(self.call(user, "POST", "/edge/entry-tokens/", {})["token"])

    def rack(self, scales: int = len(GRAMS)) -> Played:
        """A new machine, full, which has told its weights."""
        number = f"R-{secrets.token_hex(5)}"
        self.operates("POST", "/edge/machines/", {"machine_id": number, "display_name": "Rack"})
        shelves = {}
        for at, grams in enumerate(GRAMS[:scales], start=1):
            product = self.place.sell(f"{number} {at}", f"{at}.25")
            planned = {"product_id": product, "unit_weight_g": grams, "tolerance_g": 3}
            scale_id = f"{at:03}"
            self.operates("PUT", f"/edge/machines/{number}/scales/{scale_id}/", planned)
            shelves[scale_id] = Shelf(product, grams, FULL)
        key = self.operates("POST", f"/edge/machines/{number}/keys/")["key"]
        played = Played(Rack(number, shelves), Uplink(Line(self.site.url, key), number))
        assert played.tells() == []
        return played

    def retire(self, *racks: Played) -> None:
        for each in racks:
            self.operates("DELETE", f"/edge/machines/{each.rack.machine_id}/")

    def _gate(self, tag: str) -> Gate:
        body = {"tag": tag, "name": f"{tag} {secrets.token_hex(4)}"}
        scanner = self.operates("POST", "/edge/scanners/", body)
        key = self.operates("POST", f"/edge/scanners/{scanner['id']}/keys/")["key"]
        return Gate(tag, Line(self.site.url, key))
