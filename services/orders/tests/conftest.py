"""A location with an owner and a waiter, and a table of it."""

import secrets

import pytest
from bills_world import hear, pay, prove, provider, sandbox_process, take  # noqa: F401 - fixtures
from chosen import latte
from kitchen import new_printer
from orders import catalogue, offers
from orders.actions import orders, sessions
from orders.models import Event
from orders.places import keeper
from world import (
    ADD,
    HOLD,
    LOCATION,
    LOCATION_PATH,
    MOVE,
    OWNER,
    RELEASE,
    WAITER,
    Ledger,
    answer,
    espresso,
    line,
    wanted,
)

from tools.devices.printer.device import Printer as Device


@pytest.fixture
def location(locations):
    answer = {"id": LOCATION, "name": "Café", "user_id": OWNER, "staff": [WAITER]}
    locations.on("GET", LOCATION_PATH, {"success": True, "response": answer})
    return LOCATION


@pytest.fixture
def code(codes):
    """What the codes service gives out next."""
    value = secrets.token_hex(20)
    codes.on("GET", "/codes/new/", {"success": True, "response": {"value": value}})
    return value


@pytest.fixture
async def sockets_closed():
    """What a test has opened ends with it."""
    from testing.sockets import close_all

    yield
    await close_all()


@pytest.fixture
def owner(signer):
    return signer.access(OWNER)


@pytest.fixture
def table(db, location):
    """The code of an open session."""
    value = secrets.token_hex(20)
    sessions.session_create(code=value, location_id=LOCATION, name="Table 1")
    return value


@pytest.fixture
def sell(products, location):
    """Make products answer for a product of the location."""

    def answer(product_id, product=None, *, keeps=True, **options):
        products.on(
            "GET",
            f"/internal/products/{product_id}/?location_id={LOCATION}",
            {"success": True, "response": {"keeps_products": keeps, "product": product}},
            **options,
        )

    return answer


@pytest.fixture(autouse=True)
def _menus_wait(monkeypatch):
    """Menus are read when a test says so, and not beside it."""
    monkeypatch.setattr(keeper.follower, "ensure", lambda: None)


@pytest.fixture(autouse=True)
def _offers_wait(monkeypatch):
    """What a place has set is read by whoever asks, and not beside it."""
    monkeypatch.setattr(offers, "_renew_soon", lambda location_id: None)


@pytest.fixture
def ledger(products):
    """Products' ledger: takes what it is asked for, until a test says otherwise."""
    books = Ledger(products)
    books.answers(HOLD)
    books.answers(MOVE)
    books.answers(RELEASE, 409, reason="hold_committed")
    return books


@pytest.fixture
def lattes(sell, ledger):
    """What orders knows of the latte from now on; without more as it is at first."""

    def sells(**changes):
        sell(1337, latte(**changes))
        catalogue._seen.clear()
        catalogue._stored.clear()

    sells()
    return sells


@pytest.fixture
def add(api, table, sell):
    """Put lines of a product that is sold into the table's cart; gives their JSON."""
    sell(1337, espresso())

    def put(guest="Ann", **changes):
        return answer(api.send(ADD, wanted(table, guest=guest, **changes)))

    return put


@pytest.fixture
def heard():
    """The kinds of all events so far, those of opening aside, in the order of the panel."""

    def kinds():
        told = Event.objects.filter(seq__gt=0).order_by("panel_seq")
        return list(told.values_list("kind", flat=True))

    return kinds


@pytest.fixture
def order(table):
    """Place orders without going through HTTP."""

    def place(product_id=1, quantity=1):
        asked = line(product_id=product_id, quantity=quantity)
        return orders.order_create(code=table, line=asked)

    return place


@pytest.fixture
def device():
    """A printer that is on."""
    with Device() as printer:
        yield printer


@pytest.fixture
def printer(device, table):
    """The same as the place knows it, which has an open session."""
    return new_printer(device.port)
