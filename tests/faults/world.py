"""People of every role around one location, and what each operation needs to be called."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tests.faults.guests import Guest
from tests.support.api import Api, Place, User, answer
from tests.support.stack import Stack
from tools.access import Operation
from tools.stack import place as places

Json = dict[str, Any]
Call = tuple[str, Json | None]  # a path and a body


def fresh_addresses() -> Iterator[str]:
    """This machine's own addresses 127.1.0.1, 127.1.0.2, …: nobody meets another one's limits."""
    numbers = itertools.product(range(1, 255), range(255), range(1, 255))
    return (f"127.{high}.{middle}.{low}" for high, middle, low in numbers)


@dataclass
class World:
    """One location with a product; `headers` say who somebody is, by the roles of tools.access."""

    stack: Stack
    api: Api
    place: Place
    headers: dict[str, dict[str, str]] = field(default_factory=dict)
    _addresses: Iterator[str] = field(default_factory=fresh_addresses)

    @classmethod
    def create(cls, stack: Stack, api: Api, owner: User) -> World:
        world = cls(stack, api, Place.create(api, owner))
        world.place.sell("Espresso")
        colleague, elsewhere = world.user(), Place.create(api, world.user())
        world.employ(colleague)
        admin = {"Authorization": stack.admin().authorization}
        world.headers = {
            "nobody": {},
            "customer": world.user().bearer,
            "staff": colleague.bearer,
            "staff elsewhere": elsewhere.owner.bearer,
            "owner": owner.bearer,
            "admin": admin,
            "service": {"Authorization": f"Bearer {world.service_token()}"},
        }
        return world

    # ---- What there is ----------------------------------------------------------------------

    def user(self) -> User:
        """Somebody new, who registers from an address of their own."""
        api = Api(self.stack.url, source=next(self._addresses))
        try:
            return api.register()
        finally:
            api.close()

    def employ(self, user: User) -> None:
        path = f"/locations/staff/add/{self.place.location_id}/"
        body = {"staff_id": user.user_id, "username": user.username}
        answer(self.api.post(path, body, headers=self.place.owner.bearer))

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
    def somebody(self) -> User:
        """An account that nobody here has to do with."""
        return self.user()

    # ---- Calling ----------------------------------------------------------------------------

    def ask(self, operation: Operation, role: str) -> tuple[int, Json]:
        """Call an operation as this role with all that it needs, from an address of its own."""
        path, body = CALLS[operation.name](self)
        port = self.stack.port
        if operation.path.startswith("/internal/"):
            port = int(self.stack.address(operation.service).rpartition(":")[2])
        guest = Guest(port, next(self._addresses))
        return guest.ask(operation.method, path, body, **self.headers[role])


def _line(path: str, **more: Any) -> Callable[[World], Call]:
    def call(world: World) -> Call:
        line = world.line()
        return path.format(**line), {"session_code": line["session_code"], **more}

    return call


def _account(path: str, *fields: str, fresh: bool = True, **more: Any) -> Callable[[World], Call]:
    """A call that shows something of an account; a `fresh` one where the call uses it up."""

    def call(world: World) -> Call:
        user = world.user() if fresh else world.somebody
        return path, {**{name: getattr(user, name) for name in fields}, **more}

    return call


def _at_location(path: str, body: Callable[[World], Json | None] = lambda _: {}) -> Any:
    return lambda world: (path.format(world.place.location_id), body(world))


def _at_product(path: str, body: Callable[[World], Json | None] = lambda _: {}) -> Any:
    return lambda world: (path.format(world.place.sell(world.name)), body(world))


def _recruit(path: str, *, works: bool) -> Callable[[World], Call]:
    def call(world: World) -> Call:
        user = world.somebody
        if works:
            world.employ(user)
        body = {"staff_id": user.user_id, "username": user.username}
        return path.format(world.place.location_id), body

    return call


def _at_table(path: str, body: Callable[[World], Json | None] = lambda _: {}) -> Any:
    return lambda world: (path.format(world.table()), body(world))


def _ordering(path: str, *, single: bool = True) -> Callable[[World], Call]:
    def call(world: World) -> Call:
        line = {"product_id": world.product}
        body = line if single else {"lines": [line]}
        return path, {"session_code": world.table(), **body}

    return call


def _refusing(world: World) -> Call:
    order = world.order()
    code, number = order["code"]["session_code"], order["batch"]
    return "/orders/refuse/", {"session_code": code, "batch": number, "reason": "nobody there"}


def _registering(world: World) -> Call:
    person = {"email": "a@example.org", "first_name": "Ada", "last_name": "Example"}
    account = {"username": world.name.replace(" ", "-"), "password": secrets.token_hex(8)}
    return "/verification/register/", {**account, **person}


CALLS: dict[str, Callable[[World], Call]] = {
    "GET /codes/new/": lambda _: ("/codes/new/", None),
    "POST /codes/render/qr/": lambda _: ("/codes/render/qr/", {"value": "https://example.org/"}),
    "GET /internal/locations/{location_id}/": _at_location(
        "/internal/locations/{}/", lambda _: None
    ),
    "POST /locations/create/": lambda world: (
        "/locations/create/",
        {"location": {"name": world.name, "address": "Quay 8"}},
    ),
    "POST /locations/edit/{location_id}/": _at_location(
        "/locations/edit/{}/", lambda _: {"location": {"description": "Open"}}
    ),
    "GET /locations/find/": lambda _: ("/locations/find/", None),
    "GET /locations/get/{location_id}/": _at_location("/locations/get/{}/", lambda _: None),
    "GET /locations/mine/": lambda _: ("/locations/mine/", None),
    "GET /locations/nearby/": lambda _: ("/locations/nearby/?latitude=1&longitude=1", None),
    "POST /locations/staff/add/{location_id}/": _recruit("/locations/staff/add/{}/", works=False),
    "GET /locations/staff/find/{location_id}/": _at_location(
        "/locations/staff/find/{}/", lambda _: None
    ),
    "POST /locations/staff/list/{location_id}/": _at_location("/locations/staff/list/{}/"),
    "POST /locations/staff/remove/{location_id}/": _recruit(
        "/locations/staff/remove/{}/", works=True
    ),
    "POST /orders/calls/answer/{call_id}/": lambda world: (
        f"/orders/calls/answer/{world.call()}/",
        {},
    ),
    "POST /orders/calls/make/": lambda world: (
        "/orders/calls/make/",
        {"session_code": world.table(), "kind": "bill"},
    ),
    "POST /orders/cart/add/": _ordering("/orders/cart/add/"),
    "POST /orders/cart/change/{line_id}/": _line("/orders/cart/change/{id}/", quantity=2),
    "POST /orders/cart/remove/{line_id}/": _line("/orders/cart/remove/{id}/"),
    "POST /orders/cart/send/": _line("/orders/cart/send/"),
    "POST /orders/create/": _ordering("/orders/create/"),
    "POST /orders/move/{order_id}/": lambda world: (
        f"/orders/move/{world.order()['id']}/",
        {"state": "accepted"},
    ),
    "GET /orders/panel/live/{location_id}/": _at_location("/orders/panel/live/{}/", lambda _: None),
    "POST /orders/place/": _ordering("/orders/place/", single=False),
    "POST /orders/refuse/": _refusing,
    "POST /orders/sessions/close/{session_code}/": _at_table("/orders/sessions/close/{}/"),
    "POST /orders/sessions/create/": lambda world: (
        "/orders/sessions/create/",
        {"location_id": world.place.location_id, "name": world.name},
    ),
    "GET /orders/sessions/find/": _at_location(
        "/orders/sessions/find/?location_id={}", lambda _: None
    ),
    "GET /orders/sessions/get/{session_code}/": _at_table(
        "/orders/sessions/get/{}/", lambda _: None
    ),
    "POST /orders/sessions/join/{session_code}/": _at_table("/orders/sessions/join/{}/"),
    "GET /orders/sessions/live/{session_code}/": _at_table(
        "/orders/sessions/live/{}/", lambda _: None
    ),
    "POST /internal/products/batch/": lambda world: (
        "/internal/products/batch/",
        {"ids": [world.product]},
    ),
    "GET /internal/products/{product_id}/": lambda world: (
        f"/internal/products/{world.product}/?location_id={world.place.location_id}",
        None,
    ),
    "POST /products/arrange/{location_id}/": _at_location(
        "/products/arrange/{}/", lambda world: {"product_ids": world.place.products}
    ),
    "GET /products/barcode/{barcode}/": lambda _: ("/products/barcode/4006381333931/", None),
    "POST /products/create/": lambda world: (
        "/products/create/",
        {"product": {"location_id": world.place.location_id, "name": world.name, "price": "1"}},
    ),
    "POST /products/delete/{product_id}/": _at_product("/products/delete/{}/"),
    "POST /products/edit/{product_id}/": _at_product(
        "/products/edit/{}/", lambda _: {"product": {"description": "Hot"}}
    ),
    "GET /products/find/": lambda _: ("/products/find/", None),
    "GET /products/get/{product_id}/": _at_product("/products/get/{}/", lambda _: None),
    "POST /products/stock/{product_id}/": lambda world: (
        f"/products/stock/{world.counted}/",
        {"change": 1},
    ),
    "POST /internal/service-token/": lambda world: ("/internal/service-token/", world.secret),
    "POST /internal/users/": lambda world: (
        "/internal/users/",
        {"ids": [world.place.owner.user_id]},
    ),
    "POST /internal/verify/": lambda world: ("/internal/verify/", world.place.owner.claim),
    "GET /verification/.well-known/jwks.json/": lambda _: (
        "/verification/.well-known/jwks.json/",
        None,
    ),
    "POST /verification/login/": _account(
        "/verification/login/", "username", "password", fresh=False
    ),
    "POST /verification/logout/": _account("/verification/logout/", "session_key", "user_id"),
    "GET /verification/me/": lambda _: ("/verification/me/", None),
    "POST /verification/password/": _account(
        "/verification/password/", "username", "password", new_password="another-word-1"
    ),
    "POST /verification/refresh/": _account("/verification/refresh/", "refresh"),
    "POST /verification/register/": _registering,
    "GET /verification/users/find/": lambda world: (
        f"/verification/users/find/?user_id={world.somebody.user_id}",
        None,
    ),
    "POST /verification/verify/": _account(
        "/verification/verify/", "session_key", "user_id", fresh=False
    ),
}
"""For each operation what makes a call of it that nothing but missing rights can refuse."""
