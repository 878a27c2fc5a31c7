"""People of every role around one location, and what they have to do with."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tests.support.api import Api, Place, User, answer
from tests.support.guests import Guest, fresh_addresses
from tests.support.stack import Stack
from tools.access import STAFF
from tools.stack import place as places

Json = dict[str, Any]


@dataclass
class World:
    """One location with a product; `headers` say who somebody is, by the roles of tools.access."""

    stack: Stack
    api: Api
    place: Place
    headers: dict[str, dict[str, str]] = field(default_factory=dict)
    staff: dict[str, User] = field(default_factory=dict)
    addresses: Iterator[str] = field(default_factory=fresh_addresses)

    @classmethod
    def create(cls, stack: Stack, api: Api, owner: User) -> World:
        world = cls(stack, api, Place.create(api, owner))
        world.place.sell("Espresso")
        elsewhere = Place.create(api, world.user())
        world.staff = {role: world.user() for role in STAFF}
        for role, user in world.staff.items():
            world.employ(user, role)
        admin = {"Authorization": stack.admin().authorization}
        world.headers = {
            "nobody": {},
            "customer": world.user().bearer,
            **{role: user.bearer for role, user in world.staff.items()},
            "staff elsewhere": elsewhere.owner.bearer,
            "owner": owner.bearer,
            "admin": admin,
            "operator": world.operator().bearer,
            "service": {"Authorization": f"Bearer {world.service_token()}"},
        }
        return world

    # ---- What there is ----------------------------------------------------------------------

    def user(self) -> User:
        """Somebody new, who registers from an address of their own."""
        api = Api(self.stack.url, source=next(self.addresses))
        try:
            return api.register()
        finally:
            api.close()

    def operator(self) -> User:
        """Somebody who looks after devices."""
        user = self.user()
        self.stack.manage("verification", "grant", user.username, "operator")
        return self.api.sign_in(user)

    def employ(self, user: User, role: str = "waiter", place: Place | None = None) -> None:
        path = f"/locations/staff/add/{(place or self.place).location_id}/"
        body = {"staff_id": user.user_id, "username": user.username, "role": role}
        answer(self.api.post(path, body, headers=self.place.owner.bearer))

    @cached_property
    def idle_place(self) -> Place:
        """Another place of the same people, where no guest orders."""
        place = Place.create(self.api, self.place.owner)
        for role, user in self.staff.items():
            self.employ(user, role, place)
        return place

    def managed(self) -> int:
        """Somebody who works here by an account that the owner made."""
        source = Api(self.stack.url, source=next(self.addresses))
        name = self.name.replace(" ", "-")
        person = {"email": "a@example.org", "first_name": "Ada", "last_name": "Example"}
        account = {"username": name, "password": secrets.token_hex(8), "managed": True}
        owner = self.place.owner.bearer
        made = answer(source.post("/verification/register/", account | person, headers=owner))
        source.close()
        path = f"/locations/staff/add/{self.place.location_id}/"
        answer(self.api.post(path, {"username": name, "role": "waiter"}, headers=owner))
        return int(made["session_data"]["user_id"])

    @cached_property
    def secret(self) -> Json:
        """What the service orders shows for its token."""
        secret = places.read_secrets(self.stack.home)["orders.service"]
        return {"service": "orders", "secret": secret}

    def service_token(self) -> str:
        guest = Guest(int(self.stack.address("verification").rpartition(":")[2]))
        status, body = guest.ask("POST", "/internal/service-token/", self.secret)
        assert status == 200, body
        return str(body["response"]["access"])

    @property
    def name(self) -> str:
        return f"New {secrets.token_hex(6)}"

    @property
    def product(self) -> int:
        return self.place.products[0]

    def table(self) -> str:
        return self.place.open()

    @cached_property
    def opened_by_guests(self) -> Json:
        """The settings of the place, whose guests open its tables."""
        path = f"/orders/settings/{self.place.location_id}/"
        return self.made(path, {"open_by": "guest"}, **self.place.owner.bearer)

    def own_table(self) -> Json:
        """A new table of the place, which guests may open."""
        assert self.opened_by_guests
        body = {"location_id": self.place.location_id, "name": self.name}
        return dict(
            self.made("/orders/tables/create/", body, **self.place.owner.bearer)["response"]
        )

    def line(self) -> Json:
        body = {"session_code": self.table(), "product_id": self.product}
        line = answer(self.api.post("/orders/cart/add/", body))
        return {"id": line["id"], "session_code": body["session_code"]}

    def order(self) -> Json:
        body = {"session_code": self.table(), "lines": [{"product_id": self.product}]}
        return {**answer(self.api.post("/orders/place/", body))["orders"][0], "code": body}

    def call(self) -> int:
        body = {"session_code": self.table(), "kind": "waiter"}
        return int(answer(self.api.post("/orders/calls/make/", body))["id"])

    @cached_property
    def counted(self) -> int:
        """A product whose stock is counted."""
        product = {"location_id": self.place.location_id, "name": self.name, "price": "1"}
        body = {"product": {**product, "stock": 5}}
        made = answer(self.api.post("/products/create/", body, headers=self.place.owner.bearer))
        return int(made["id"])

    @cached_property
    def restricted(self) -> int:
        """A product that staff have to approve."""
        return self.place.sell(self.name, min_age=18)

    def hold(self) -> str:
        """The key under which orders holds a product."""
        key, lines = self.name, [{"product_id": self.product, "quantity": 1}]
        guest = Guest(int(self.stack.address("products").rpartition(":")[2]))
        body = {"key": key, "lines": lines, "seconds": 60}
        status, held = guest.ask("POST", "/internal/stock/hold/", body, **self.headers["service"])
        assert status == 200, held
        return key

    def made(self, path: str, body: Json, **headers: str) -> Json:
        """The answer of something that is made at a service whose answers are bare objects."""
        response = self.api.post(path, body, headers=headers)
        assert response.ok, f"{path}: {response.text}"
        return dict(response.json())

    # ---- Trolleys ---------------------------------------------------------------------------

    def trolley(self) -> str:
        """A free trolley of the location."""
        trolley_id = self.name.replace(" ", "_")
        body = {"trolley_id": trolley_id, "location_id": self.place.location_id}
        self.made("/api/trolleys/", body, **self.headers["admin"])
        return trolley_id

    def session(self, trolley_id: str = "") -> str:
        """The id of a guest's session, on a new trolley unless one is named."""
        body = {"trolley_id": trolley_id or self.trolley()}
        return str(self.made("/api/session/qr-scan/", body)["session_id"])

    def filled(self) -> str:
        """A session with something in its cart."""
        session = self.session()
        self.made("/api/cart/add/", {"session_id": session, "product_id": self.product})
        return session

    def payment(self, **how: str) -> tuple[str, str]:
        """A session and the id of its open payment."""
        session = self.filled()
        if how:
            path = f"/api/trolleys/settings/?location_id={self.place.location_id}"
            self.api.call("PUT", path, json={"cash": True}, headers=self.place.owner.bearer)
        opened = self.made("/api/session/checkout/", {"session_id": session, **how})
        return session, str(opened["payment_id"])

    def proof(self) -> tuple[str, str, Json]:
        """The same, paid, with what the provider's page gives the payer as a proof."""
        session, payment = self.payment()
        path = f"/api/payments/{payment}/?session_id={session}"
        order = self.api.get(path).json()["provider_order_id"]
        return session, payment, self.made(f"/sandbox/pay/{order}", {"action": "pay"})

    def receipt(self) -> tuple[str, str, str]:
        """A session, the id of its receipt, and the code that is shown at the exit."""
        session, payment, proof = self.proof()
        body = {"session_id": session, **proof}
        receipt = str(self.made(f"/api/payments/{payment}/verify/", body)["receipt_id"])
        shown = self.api.get(f"/api/receipts/{receipt}/?session_id={session}").json()
        return session, receipt, str(shown["exit_code"])

    @cached_property
    def somebody(self) -> User:
        """An account that nobody here has to do with."""
        return self.user()
