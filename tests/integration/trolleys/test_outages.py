"""A peer of trolleys is stopped, or hangs: the answers that its README documents, nothing half
done, and all works again by itself.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass

import pytest
import requests
from testing.scale import WHOLE, scale

from tests.integration.trolleys.market import TEA, Json, Market
from tests.integration.trolleys.reckoning import Reckoning
from tests.integration.trolleys.shopping import Shopper, pay
from tests.support.api import Api, User
from tests.support.stack import RECOVERED_WITHIN, Stack
from tests.support.waiting import wait_for
from tools.stack.plan import sandbox_port

pytestmark = [pytest.mark.timeout(150), pytest.mark.embedded("stops and freezes processes")]

FAULTS = ["lost_answer", "down", "nonsense", "slow"][: 4 if scale() == WHOLE else 1]
STOCK = 50
STOCKED = 20.0  # seconds in which the worker has fetched codes again
NOTICED = 10.0  # seconds in which a cart shows that products is missing; copies count for two
Without = Callable[[str], AbstractContextManager[None]]


def ways(usual: str) -> pytest.MarkDecorator:
    """How a peer is missing: in `make test` in one way only."""
    return pytest.mark.parametrize(
        "without", ["down", "hanging"] if scale() == WHOLE else [usual], indirect=True
    )


@pytest.fixture
def without(request: pytest.FixtureRequest, stack: Stack) -> Without:
    """Has a service answer nothing for a block."""
    outage = stack.hanging if request.param == "hanging" else stack.without
    return lambda service: outage(f"{service}-http")


@dataclass
class Counter:
    """What the market sells in a test: one product, counted, that nobody else buys."""

    market: Market
    product_id: int

    def fill(self, trolley_id: str = "") -> Shopper:
        """A guest on a trolley, by default a new one, with one unit in the cart."""
        shopper = Shopper.on_trolley(self.market, trolley_id or self.market.trolley())
        shopper.add(self.product_id)
        return shopper

    def open(self, trolley_id: str = "") -> tuple[Shopper, Json]:
        """Such a guest and a payment that waits for its money."""
        shopper = self.fill(trolley_id)
        status, payment = shopper.check_out()
        assert status == 201, payment
        return shopper, payment

    def lines(self, shopper: Shopper) -> Json:
        """The whole answer to a read of the cart."""
        answer = self.market.call("GET", "/api/cart", query={"session_id": shopper.session_id})
        assert answer.status_code == 200, answer.text
        return dict(answer.json())


@pytest.fixture
def counter(stack: Stack, bare: Market) -> Iterator[Counter]:
    """After the test a whole visit works again, and all books agree."""
    product = bare.place.sell(f"Goods {secrets.token_hex(4)}", "4.50", stock=STOCK)
    found = Counter(bare, product)
    yield found
    assert pay(*found.open()) == "paid"
    books = Reckoning(stack, product, STOCK)
    books.time_passes()
    books.rest()
    books.agree()


def told(answer: requests.Response) -> tuple[int, str]:
    """Status and text of a refusal, in whichever envelope."""
    body = answer.json()
    return answer.status_code, body["message"] if "success" in body else body["error"]


def recovered(works: Callable[[], bool]) -> None:
    """Wait until something works again: who has hung is left alone for a second."""
    wait_for(works, RECOVERED_WITHIN, "it works again")


@ways("hanging")
def test_verification(
    api: Api, bare: Market, counter: Counter, customers: list[User], without: Without
) -> None:
    stranger, known = api.register(), customers[0]
    bare.session(bare.trolley(), known)  # the name is asked for, and remembered
    trolleys = [bare.trolley() for _ in range(3)]
    with without("verification"):
        refused = bare.scan(trolleys[0], stranger)
        assert told(refused) == (503, "Verification service unavailable")
        assert bare.shown(trolleys[0])["status"] == "available"
        assert bare.session(trolleys[1], known)["assigned_to"] == known.username
        proven = bare.post("/api/session/qr-scan", {"trolley_id": trolleys[2]}, user=stranger)
        assert (proven.status_code, proven.json()["assigned_to"]) == (201, stranger.username)
        assert pay(*counter.open(trolleys[0])) == "paid"
    recovered(lambda: bare.scan(trolleys[0], stranger).status_code == 201)
    assert bare.shown(trolleys[0])["assigned_to"] == stranger.user_id


@ways("hanging")
def test_locations(bare: Market, counter: Counter, without: Without) -> None:
    waiting, query = "/api/session/waiting", {"location_id": bare.place.location_id}
    trolley_id = bare.trolley()
    with without("locations"):
        refused = bare.call("GET", waiting, query=query, user=bare.place.owner)
        assert told(refused) == (503, "Locations service unavailable")
        assert bare.call("GET", waiting, query=query, user=bare.operator).status_code == 200
        assert pay(*counter.open(trolley_id)) == "paid"
    recovered(lambda: bare.call("GET", waiting, query=query, user=bare.place.owner).ok)


@ways("down")
def test_codes(stack: Stack, bare: Market, counter: Counter, without: Without) -> None:
    """A scan works for as long as there are codes in stock."""
    trolleys = [bare.trolley() for _ in range(3)]
    few = "DELETE FROM trolleys_sparecode WHERE id NOT IN"
    few += " (SELECT id FROM trolleys_sparecode ORDER BY id LIMIT 2)"
    with without("codes"):
        stack.sql("trolleys", few)
        assert {len(bare.session(each)["session_code"]) for each in trolleys[:2]} == {40}
        assert told(bare.scan(trolleys[2])) == (503, "Codes service unavailable")
        assert bare.shown(trolleys[2])["status"] == "available"
    recovered(lambda: bare.scan(trolleys[2]).status_code == 201)
    stock = "SELECT count(*) > 50 FROM trolleys_sparecode"
    wait_for(lambda: stack.sql("trolleys", stock) == [(True,)], STOCKED, "codes are in stock")


@ways("down")
def test_products(stack: Stack, bare: Market, counter: Counter, without: Without) -> None:
    """Carts are read, and a payment that is open may be paid or given up."""
    reader, (payer, payment), (doubter, other) = counter.fill(), counter.open(), counter.open()
    trolley_id = bare.trolley()
    with without("products"):
        wait_for(lambda: counter.lines(reader)["warnings"], NOTICED, "copies are too old")
        before = counter.lines(reader)
        assert before["warnings"] == ["Prices and stock cannot be checked right now"]
        [line] = before["data"]["items"]
        assert (line["stock_status"], line["current_price"]) == ("unknown", "4.50")
        session = {"session_id": reader.session_id}
        for path, body in (
            ("/api/cart/add", {"product_id": counter.product_id}),
            ("/api/cart/add", {"barcode": TEA}),
            ("/api/cart/refresh", {}),
            ("/api/session/checkout", {}),
        ):
            refused = told(bare.post(path, {**session, **body}))
            assert refused == (503, "Products service unavailable"), path
        assert counter.lines(reader) == before
        verified = payer.verify(payment, payer.act(payment, "pay"))
        assert (verified["status"], verified["receipt_id"]) == ("paid", None)
        assert doubter.cancel(other) == 200
        bare.session(trolley_id)
    paid = f"/api/payments/{payment['payment_id']}"
    query = {"session_id": payer.session_id}
    wait_for(
        lambda: bare.call("GET", paid, query=query).json()["receipt_id"],
        RECOVERED_WITHIN,
        "it is settled",
    )


@pytest.mark.parametrize("fault", FAULTS)
def test_the_provider(stack: Stack, counter: Counter, fault: str) -> None:
    """Nobody can pay, and the cart is free again; what is open can be paid."""
    shopper, (payer, payment) = counter.fill(), counter.open()
    url = f"http://127.0.0.1:{sandbox_port(stack.port)}/v1/faults"
    assert requests.put(url, json={"fault": fault, "calls": 1}, timeout=20).status_code == 200
    status, refused = shopper.ask("/api/session/checkout", {})
    assert (status, refused["error"]) == (503, "Payment provider unavailable")
    assert pay(payer, payment) == "paid"
    shopper.add(counter.product_id)
    status, again = shopper.check_out()
    assert (status, again["amount"]) == (201, "9.00")
    assert pay(shopper, again) == "paid"
