"""One part is stopped, or hangs: the answers that the READMEs document, and recovery by itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
import requests
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from suite import registry
from suite.registry import SERVICES
from tests.integration.conftest import Listen
from tests.support.api import Api, Place, answer, refusal
from tests.support.stack import RECOVERED_WITHIN, Stack
from tests.support.waiting import wait_for

pytestmark = pytest.mark.embedded("stops and freezes processes")

UNAVAILABLE = {service.name: (503, service.unavailable) for service in SERVICES}
NO_VERIFICATION, NO_LOCATIONS = UNAVAILABLE["verification"], UNAVAILABLE["locations"]
NO_CODES, NO_PRODUCTS = UNAVAILABLE["codes"], UNAVAILABLE["products"]
NO_ORDERS, NO_DATABASE = UNAVAILABLE["orders"], (503, "service_unavailable")
CATCH_UP = 5.0  # seconds until listeners have what Redis did not tell them
REMEMBERED = 2.0  # seconds for which orders trusts its last answer about a product
TIMEOUT = 2.0  # seconds that a service waits for another
EVERYTHING = [process for service in SERVICES for process in service.process_names]
LIVE = [process for service in SERVICES if service.live for process in service.process_names]
Back = Callable[[], object]
IN_A_ROW = 12  # more than a service has threads, each with a connection of its own


@pytest.fixture
def cafe(place: Place) -> Place:
    """A place with two products, whose owner's token every service has checked before."""
    place.sell("Espresso")
    place.sell("Tea")
    bearer = place.owner.bearer
    edit = {"location": {"description": "Cake"}}
    answer(place.api.post(f"/locations/edit/{place.location_id}/", edit, headers=bearer))
    edit = {"product": {"description": "Hot"}}
    answer(place.api.post(f"/products/edit/{place.products[0]}/", edit, headers=bearer))
    answer(place.try_open("Warm", bearer=True))
    return place


def evening(api: Api, place: Place) -> Callable[[], bool]:
    """Whether a whole evening works: a dish for the menu, a table, an order, the end."""

    def works() -> bool:
        owner = place.owner
        name = f"T {time.monotonic_ns()}"
        product = {"location_id": place.location_id, "name": name, "price": "1.00"}
        made = api.post("/products/create/", {**owner.claim, "product": product})
        opened = place.try_open(name)
        if not (made.ok and opened.ok):
            return False
        code, product_id = answer(opened)["code"], answer(made)["id"]
        closing = f"/orders/sessions/close/{code}/"
        return api.order(code, product_id).ok and api.post(closing, owner.claim).ok

    return works


@pytest.fixture
def recovered(api: Api, cafe: Place) -> Back:
    """Call it when the part is back: all works again, not just sometimes. A call that was on its
    way may still time out then, and what it asked is left alone for a second more.
    """

    works = evening(api, cafe)
    many = partial(wait_for, lambda: all(works() for _ in range(IN_A_ROW)), RECOVERED_WITHIN)
    return partial(many, "it works again")


def new_location(api: Api, place: Place, **options: Any) -> requests.Response:
    body = {"location": {"name": f"L {time.monotonic_ns()}", "address": "Here"}}
    return api.post("/locations/create/", {**options.pop("claim", {}), **body}, **options)


def test_verification_is_down(
    stack: Stack, api: Api, cafe: Place, recovered: Back, listen: Listen
) -> None:
    owner, table = cafe.owner, cafe.open()
    guest = listen(table)
    assert new_location(api, cafe, headers=owner.bearer).ok
    product = {"location_id": cafe.location_id, "name": "Cake", "price": "3.00"}
    with stack.without("verification-http"):
        stack.names_as_not_ready("verification-http")
        login = {"username": owner.username, "password": owner.password}
        assert refusal(api.post("/verification/login/", login)) == NO_VERIFICATION
        # Session keys cannot be checked, nothing changes …
        assert refusal(new_location(api, cafe, claim=owner.claim)) == NO_VERIFICATION
        made = api.post("/products/create/", {**owner.claim, "product": product})
        assert refusal(made) == NO_VERIFICATION
        assert refusal(cafe.try_open("T 1")) == NO_VERIFICATION
        closing = api.post(f"/orders/sessions/close/{table}/", owner.claim)
        assert refusal(closing) == NO_VERIFICATION
        # … tokens can, and guests do not notice.
        assert new_location(api, cafe, headers=owner.bearer).ok
        assert cafe.try_open("T 1", bearer=True).ok
        assert api.post("/products/create/", {"product": product}, headers=owner.bearer).ok
        assert api.order(table, cafe.products[0]).ok
        guest.reach(1)
        assert api.session(table)["state"] == "OPEN"
    recovered()
    assert guest.cuts == []


def test_locations_is_down(stack: Stack, api: Api, cafe: Place, recovered: Back) -> None:
    owner, table = cafe.owner, cafe.open()
    order = answer(api.order(table, cafe.products[0]))
    product = {"location_id": cafe.location_id, "name": "Cake", "price": "3.00"}
    with stack.without("locations-http"):
        stack.names_as_not_ready("locations-http")
        assert refusal(api.get(f"/locations/get/{cafe.location_id}/")) == NO_LOCATIONS
        assert refusal(cafe.try_open("T 1")) == NO_LOCATIONS
        made = api.post("/products/create/", {**owner.claim, "product": product})
        assert refusal(made) == NO_LOCATIONS
        find = f"/orders/sessions/find/?location_id={cafe.location_id}"
        assert refusal(api.get(find, headers=owner.bearer)) == NO_LOCATIONS
        move = {**owner.claim, "state": "accepted"}
        assert refusal(api.post(f"/orders/move/{order['id']}/", move)) == NO_LOCATIONS
        closing = api.post(f"/orders/sessions/close/{table}/", owner.claim)
        assert refusal(closing) == NO_LOCATIONS
        # Menus are read, orders are taken; without credentials (AUTH_MODE=open) a table is closed.
        menu = answer(api.get(f"/products/find/?location_id={cafe.location_id}"))
        assert {entry["product"]["id"] for entry in menu} == set(cafe.products)
        assert api.order(table, cafe.products[1]).ok
        assert [each["state"] for each in api.session(table)["orders"]] == ["new", "new"]
        assert answer(api.post(f"/orders/sessions/close/{table}/"))["state"] == "CLOSED"
    recovered()


def test_codes_is_down(stack: Stack, api: Api, cafe: Place, recovered: Back) -> None:
    table = cafe.open("Table 1")
    with stack.without("codes-http"):
        stack.names_as_not_ready("codes-http")
        assert refusal(api.get("/codes/new/")) == NO_CODES
        assert refusal(cafe.try_open("Table 2")) == NO_CODES
        assert refusal(cafe.try_open("Table 1")) == (400, "duplicate_session")  # known before
        assert api.order(table, cafe.products[0]).ok
        assert answer(api.post(f"/orders/sessions/close/{table}/", cafe.owner.claim))
    recovered()


def test_products_is_down(stack: Stack, api: Api, cafe: Place, owner: Any, recovered: Back) -> None:
    known, unknown = cafe.products
    table, anything = cafe.open(), Place.create(api, owner).open()
    before = answer(api.order(table, known))
    assert api.order(anything, 1337).ok
    with stack.without("products-http"):
        stack.names_as_not_ready("products-http")
        assert refusal(api.get(f"/products/get/{known}/")) == NO_PRODUCTS
        deadline = time.monotonic() + REMEMBERED + 1
        while time.monotonic() < deadline:  # with what the process remembers, then with the record
            again = answer(api.order(table, known))
            assert (again["name"], again["price"]) == (before["name"], before["price"])
        assert api.order(anything, 1337).ok
        assert refusal(api.order(table, unknown)) == NO_PRODUCTS
        assert refusal(api.order(anything, 1338)) == NO_PRODUCTS
        assert cafe.try_open("T 1").ok
    recovered()
    assert answer(api.order(table, unknown))["name"] == "Tea"


def test_orders_http_is_down(
    stack: Stack, api: Api, cafe: Place, recovered: Back, listen: Listen
) -> None:
    table = cafe.open()
    guest = listen(table)
    with stack.without("orders-http"):
        stack.names_as_not_ready("orders-http")
        gone = api.order(table, cafe.products[0])
        assert refusal(gone) == NO_ORDERS
        assert gone.headers["Retry-After"] == "1"
        assert refusal(api.get(f"/orders/sessions/get/{table}/")) == NO_ORDERS
        assert listen(table).seq == 0  # the sockets live on
        assert api.get(f"/products/get/{cafe.products[0]}/").ok
    recovered()
    answer(api.order(table, cafe.products[0]))
    guest.reach(1)
    assert (guest.seqs, guest.cuts) == ([1], [])


def test_orders_ws_is_down(
    stack: Stack, api: Api, cafe: Place, recovered: Back, listen: Listen
) -> None:
    table = cafe.open()
    guest = listen(table)
    with stack.without("orders-ws"):
        stack.names_as_not_ready("orders-ws")
        guest.wait(lambda: guest.cuts, "it is told")
        with (
            pytest.raises(InvalidStatus) as refused,
            connect(f"ws://127.0.0.1:{stack.port}/ws/orders/{table}/", proxy=None),
        ):
            pass
        assert refused.value.response.status_code == 503
        for _ in range(3):
            assert api.order(table, cafe.products[0]).ok
    guest.reach(3)
    assert (guest.seqs, guest.cuts, len(guest.snapshots)) == ([1, 2, 3], [1012], 1)
    recovered()


@pytest.mark.parametrize("hangs", [False, True], ids=["down", "hanging"])
def test_without_redis_listeners_learn_from_the_database(
    stack: Stack,
    api: Api,
    cafe: Place,
    recovered: Back,
    listen: Listen,
    hangs: bool,
) -> None:
    table = cafe.open()
    guest = listen(table)
    with stack.hanging("redis") if hangs else stack.without("redis"):
        stack.names_as_not_ready(*LIVE)
        for n in (1, 4):
            while len(api.session(table)["orders"]) < n:
                started = time.monotonic()
                assert api.order(table, cafe.products[0]).ok
                assert time.monotonic() - started < 2
            guest.reach(n, CATCH_UP)
        late = listen(table)
        assert (late.seq, len(late.orders)) == (4, 4)
    recovered()

    def told_at_once() -> bool:
        placed = time.monotonic()
        number = guest.seq + 1
        answer(api.order(table, cafe.products[0]))
        guest.reach(number, CATCH_UP)
        return time.monotonic() - placed < 0.3

    wait_for(lambda: all(told_at_once() for _ in range(3)), RECOVERED_WITHIN, "told at once again")
    assert guest.seqs == list(range(1, guest.seq + 1))
    assert (guest.cuts, late.cuts, len(guest.snapshots)) == ([], [], 1)


def test_the_database_is_down(
    stack: Stack, api: Api, cafe: Place, recovered: Back, listen: Listen
) -> None:
    owner, table = cafe.owner, cafe.open()
    guest = listen(table)
    answer(api.order(table, cafe.products[0]))
    guest.reach(1)
    with stack.without("postgres"):
        stack.names_as_not_ready(*EVERYTHING)
        login = {"username": owner.username, "password": owner.password}
        for refused in (
            api.post("/verification/login/", login),
            api.get(f"/locations/get/{cafe.location_id}/"),
            api.get("/codes/new/"),
            api.get(f"/products/get/{cafe.products[0]}/"),
            api.get(f"/orders/sessions/get/{table}/"),
            api.order(table, cafe.products[0]),
        ):
            assert refusal(refused) == NO_DATABASE
        assert refusal(cafe.try_open("T 1")) == NO_VERIFICATION
        assert refusal(cafe.try_open("T 1", bearer=True)) == NO_LOCATIONS
        assert api.post("/codes/render/qr/", {"value": table}).ok
        assert (guest.connected, guest.cuts) == (True, [])
    recovered()
    answer(api.order(table, cafe.products[0]))
    guest.reach(2)
    assert (guest.seqs, guest.cuts) == ([1, 2], [])


@pytest.mark.parametrize("name", registry.service("orders").peers)
def test_a_service_that_hangs_is_given_up_on(
    stack: Stack, api: Api, cafe: Place, recovered: Back, name: str
) -> None:
    table = cafe.open()
    answer(api.order(table, cafe.products[0]))
    other = Place.create(api, cafe.owner)  # nobody ordered there: orders does not keep its menu
    elsewhere, product = other.open(), other.sell("Juice")

    def ask() -> requests.Response:
        return api.order(elsewhere, product) if name == "products" else cafe.try_open("T 1")

    with stack.hanging(f"{name}-http"):
        first = time.monotonic()
        assert refusal(ask()) == UNAVAILABLE[name]
        second = time.monotonic()
        assert TIMEOUT <= second - first < TIMEOUT + 1.5
        assert refusal(ask()) == UNAVAILABLE[name]  # left alone for a moment: nobody waits again
        assert time.monotonic() - second < TIMEOUT - 0.5
        assert api.order(table, cafe.products[0]).ok
        assert api.session(table)["state"] == "OPEN"
    recovered()
    assert cafe.try_open("T 1").ok
