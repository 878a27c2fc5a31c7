"""A location with an owner and a waiter, and a table of it."""

import secrets

import pytest
from orders import catalogue, clients, selectors
from orders.actions import orders, sessions
from world import LOCATION, LOCATION_PATH, OWNER, WAITER, line


@pytest.fixture(autouse=True)
def _empty_caches():
    """What a process keeps must not outlive a test's database."""
    catalogue._seen.clear()
    selectors._locations.clear()
    for peer in (clients._locations, clients._codes, clients._products):
        peer.cache_clear()  # one that timed out is left alone for a second


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
    from sockets import close_all

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


@pytest.fixture
def order(table):
    """Place orders without going through HTTP."""

    def place(product_id=1, quantity=1):
        wanted = line(product_id=product_id, quantity=quantity)
        return orders.order_create(code=table, line=wanted)

    return place
