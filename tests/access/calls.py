"""What each operation needs to be called with, so that only missing rights can refuse it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from tests.access import (
    bill_calls,
    printer_calls,
    product_calls,
    store_calls,
    table_calls,
    trolley_calls,
    vending_calls,
    vending_money_calls,
)
from tests.access.world import Json, World
from tests.support.guests import Guest
from tools.access import ROLES, Operation

Call = tuple[str, Json | None]  # a path and a body


def ask(world: World, operation: Operation, role: str) -> tuple[int, Json]:
    """Call an operation as this role with all that it needs, from an address of its own."""
    return ask_as(world, operation, world.headers[role])


def ask_as(world: World, operation: Operation, headers: dict[str, str]) -> tuple[int, Json]:
    """The same with these credentials."""
    return _send(world, operation, CALLS[operation.name](world), headers)


def ask_all(world: World, operation: Operation) -> dict[str, tuple[int, Json]]:
    """As each role. Those that are to be refused share what the call needs: a refusal changes
    nothing of it, and whoever is let in against the table is told by the status.
    """
    found = {}
    kept = CALLS[operation.name](world)
    for role in ROLES:
        if not operation.admits(role):
            found[role] = _send(world, operation, kept, world.headers[role])
    return found | {role: ask(world, operation, role) for role in ROLES if role not in found}


def _send(
    world: World, operation: Operation, call: Call, headers: dict[str, str]
) -> tuple[int, Json]:
    path, body = call
    port = world.stack.port
    if operation.path.startswith("/internal/"):
        port = int(world.stack.address(operation.service).rpartition(":")[2])
    guest = Guest(port, next(world.addresses))
    return guest.ask(operation.method, path, body, **headers)


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


def _recruit(path: str, *, works: bool) -> Callable[[World], Call]:
    def call(world: World) -> Call:
        user = world.somebody
        if works:
            world.employ(user)
        body = {"staff_id": user.user_id, "username": user.username, "role": "kitchen"}
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
    "POST /locations/staff/role/{location_id}/": _recruit("/locations/staff/role/{}/", works=True),
    "POST /locations/staff/password/{location_id}/": lambda world: (
        f"/locations/staff/password/{world.place.location_id}/",
        {"staff_id": world.managed()},
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
    "GET /orders/sessions/left/{session_code}/": _at_table(
        "/orders/sessions/left/{}/", lambda _: None
    ),
    "GET /orders/sessions/live/{session_code}/": _at_table(
        "/orders/sessions/live/{}/", lambda _: None
    ),
    "POST /internal/stock/commit/": lambda world: (
        "/internal/stock/commit/",
        {"key": world.hold()},
    ),
    "POST /internal/stock/hold/": lambda world: (
        "/internal/stock/hold/",
        {"key": world.name, "seconds": 1, "lines": [{"product_id": world.product, "quantity": 1}]},
    ),
    "POST /internal/stock/move/": lambda world: (
        "/internal/stock/move/",
        {
            "key": world.name,
            "kind": "delivery",
            "lines": [{"product_id": world.counted, "change": 1}],
        },
    ),
    "POST /internal/stock/release/": lambda world: (
        "/internal/stock/release/",
        {"key": world.name},
    ),
    "POST /internal/service-token/": lambda world: ("/internal/service-token/", world.secret),
    "POST /internal/users/": lambda world: (
        "/internal/users/",
        {"ids": [world.place.owner.user_id]},
    ),
    "POST /internal/users/password/": lambda world: (
        "/internal/users/password/",
        {"user_id": world.managed(), "owner_id": 1, "by": 1},
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
    "GET /verification/password/forgot/": lambda _: ("/verification/password/forgot/", None),
    "POST /verification/password/forgot/": lambda world: (
        "/verification/password/forgot/",
        {"whom": world.name},
    ),
    "POST /verification/password/reset/": lambda _: (
        "/verification/password/reset/",
        {"link": "x", "new_password": "another-word-1"},
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
OF_OTHERS = (
    *(product_calls, trolley_calls, vending_calls, vending_money_calls, store_calls),
    *(table_calls, bill_calls, printer_calls),
)
for module in OF_OTHERS:
    CALLS |= module.CALLS

ANSWERS: dict[str, int] = {
    **bill_calls.ANSWERS,
    "GET /products/barcode/{barcode}/": 404,  # nothing there has this code
    "POST /products/picture/{location_id}/": 400,  # no picture
    "GET /products/pictures/{location_id}/{name}/": 404,  # no file is called so
    "POST /internal/users/password/": 403,  # of services, locations alone may
    "POST /verification/password/reset/": 400,  # no link is like this one
    **trolley_calls.ANSWERS,
    **vending_calls.ANSWERS,
    **store_calls.ANSWERS,
    **vending_money_calls.ANSWERS,
}
"""What those are answered who may call, where it is no success."""
