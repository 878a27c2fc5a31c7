"""Whole visits to a market, as a client written from the contract makes them: a shopper's with
everything that a phone does, and one at which staff have to do something.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.integration.conftest import Listen
from tests.integration.trolleys.market import TEA, Json, Market
from tests.support.api import User
from tests.support.listener import Listener
from tests.support.waiting import wait_for

WITHIN = 10.0  # seconds
PEARS, BEER = "4006381333955", "4006381333962"


@pytest.fixture(autouse=True)
def pears(bare: Market) -> Iterator[int]:
    """There are pears, and beer which not everybody may buy, until the end of the test."""
    place = bare.place
    made = [
        place.sell("Pears", "4.50", barcode=PEARS, stock=10),
        place.sell("Beer", "1.10", barcode=BEER, stock=10, min_age=16),
    ]
    yield made[0]
    for product_id in made:
        place.products.remove(product_id)
        gone = bare.api.post(f"/products/delete/{product_id}/", place.owner.claim)
        assert gone.status_code == 200, gone.text


@pytest.fixture
def checks(bare: Market) -> Iterator[None]:
    """Everybody is checked, and cash is taken, until the end of the test."""
    path, place = "/api/trolleys/settings", bare.place
    asked: Json = {"user": place.owner, "query": {"location_id": place.location_id}}
    usual = bare.call("GET", path, **asked).json()
    rules = {"spot_check_percent": 100, "spot_check_items": 1, "cash": True}
    assert bare.call("PUT", path, rules, **asked).json() == {**usual, **rules}
    yield
    del usual["location_id"]
    assert bare.call("PUT", path, usual, **asked).status_code == 200


def told(listener: Listener, *kinds: str) -> list[Json]:
    """What has happened by these names so far, oldest first."""
    return [frame.data for frame in listener.events if frame.kind in kinds]


def data(market: Market, method: str, path: str, body: Json) -> Json:
    """The data of a cart call that succeeds."""
    answer = market.call(method, f"/api/cart{path}", body)
    assert answer.status_code in (200, 201), answer.text
    return dict(answer.json()["data"])


def refused(market: Market, path: str, body: Json) -> Json:
    """What a 409 says."""
    answer = market.post(path, body)
    assert answer.status_code == 409, answer.text
    return dict(answer.json())


def test_a_shopper_from_the_scan_to_the_exit(
    bare: Market, pears: int, listen: Listen, john: User
) -> None:
    """The price rises meanwhile, the trolley is changed, the phone dies at the provider's page: a
    webhook pays.
    """
    first, second = bare.trolley(), bare.trolley()
    session = bare.session(first, john)
    whose = {"session_id": session["session_id"]}
    phone = listen(path=f"/ws/trolleys/{session['session_code']}/")
    assert bare.add(whose["session_id"], PEARS)["product"]["id"] == pears
    data(bare, "POST", "/add", {**whose, "product_id": pears, "quantity": 2})
    data(bare, "PATCH", "/update", {**whose, "product_id": pears, "quantity": 2})
    bare.edit(pears, price="4.80")
    wait_for(lambda: len(told(phone, "cart.changed")) == 4, WITHIN, "the phone knows the price")
    assert data(bare, "POST", "/refresh", whose)["subtotal"] == "9.60"

    moved = bare.post("/api/session/move", {**whose, "trolley_id": second}).json()
    assert (moved["previous_trolley_id"], moved["cart_items_count"]) == (first, 2)
    assert (bare.shown(first)["status"], bare.shown(second)["status"]) == ("available", "in_use")

    payment = bare.post("/api/session/checkout", whose).json()
    assert (payment["amount"], payment["status"]) == ("9.60", "created")
    frozen = refused(bare, "/api/cart/add", {**whose, "barcode": TEA})
    assert (frozen["message"], frozen["data"]["payment_id"]) == (
        *("Payment in progress", payment["payment_id"]),
    )
    assert refused(bare, "/api/session/end", whose)["payment_id"] == payment["payment_id"]
    bare.at_provider(payment, "pay_and_close")
    wait_for(lambda: told(phone, "session.ended"), WITHIN, "the session has ended")
    assert bare.post("/api/session/end", whose).json()["items_cleared"] == 1
    its_stream(phone, second)
    its_receipt(bare, told(phone, "session.ended")[0]["receipt_id"], whose)


def its_stream(phone: Listener, trolley_id: str) -> None:
    """Check what the phone was told, without a gap."""
    wait_for(lambda: told(phone, "trolley.lock_changed"), WITHIN, "the trolley is locked")
    assert [frame.seq for frame in phone.events] == list(range(1, len(phone.events) + 1))
    actions = [event["action"] for event in told(phone, "cart.changed")]
    assert actions == ["add", "add", "update", "catalogue", "refresh"]
    kinds = [frame.kind for frame in phone.events if frame.kind != "cart.changed"]
    paid = ["payment.changed"] * 3  # created, paid, with its receipt
    assert kinds == ["session.moved", *paid, "session.ended", "trolley.lock_changed"]
    assert [one["status"] for one in told(phone, "payment.changed")] == ["created", "paid", "paid"]
    assert told(phone, "trolley.lock_changed") == [{"trolley_id": trolley_id, "is_locked": True}]


def its_receipt(market: Market, receipt_id: str, whose: Json) -> None:
    """Check what it says, and that it opens the exit once."""
    receipt = market.call("GET", f"/api/receipts/{receipt_id}", query=whose).json()
    assert (receipt["total"], receipt["provider"], receipt["verified_at"]) == (
        *("9.60", "razorpay", None),
    )
    assert [(line["quantity"], line["unit_price"]) for line in receipt["lines"]] == [(2, "4.80")]
    code = {"code": receipt["exit_code"]}
    owner = market.place.owner
    valid = market.post("/api/receipts/verify", code, user=owner).json()
    assert (valid["result"], valid["items"], valid["verified_by"]) == ("valid", 2, owner.username)
    again = market.post("/api/receipts/verify", code, user=owner)
    assert (again.status_code, again.json()["error"]) == (409, "Receipt was already checked")
    assert again.json()["verified_at"] == valid["verified_at"]


@dataclass
class Staff:
    """Whoever helps a shopper at a trolley."""

    market: Market
    session_id: str

    def does(self, path: str, **body: object) -> Json:
        """The answer to a call that succeeds."""
        answer = self.market.post(path, body, user=self.market.place.owner)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def sees(self) -> list[str]:
        """For what the shopper waits."""
        asked: Json = {"query": {"location_id": self.market.place.location_id}}
        asked["user"] = self.market.place.owner
        answer = self.market.call("GET", "/api/session/waiting", **asked)
        return [entry["kind"] for entry in answer.json() if entry["session_id"] == self.session_id]


@pytest.mark.usefixtures("checks")
def test_staff_are_needed(bare: Market, listen: Listen, john: User) -> None:
    """For beer, a spot check that finds tea which nobody has scanned, help, and cash."""
    place = bare.place
    path = f"/ws/trolley-board/{place.location_id}/"
    board = listen(path=path, token=lambda: str(place.owner.access))
    whose = {"session_id": bare.session(bare.trolley(), john)["session_id"]}
    staff, cash = Staff(bare, **whose), {**whose, "provider": "cash"}
    line = bare.add(whose["session_id"], BEER)
    assert (line["approval"], staff.sees()) == ("waiting", ["age"])
    assert refused(bare, "/api/session/checkout", cash)["issues"][0]["codes"] == ["approval_needed"]
    decided = staff.does("/api/session/approve", line_id=line["id"], approved=True)
    assert decided["approval"] == "approved"
    staff.does("/api/session/help", **whose, wanted=True)
    assert staff.sees() == ["help"]
    staff.does("/api/session/help", **whose, wanted=False)
    its_check(staff, refused(bare, "/api/session/checkout", cash)["check"])

    payment = bare.post("/api/session/checkout", cash).json()
    assert (payment["amount"], payment["checkout"], staff.sees()) == ("5.60", None, ["cash"])
    paid = staff.does(f"/api/payments/{payment['payment_id']}/cash", action="received")
    assert (paid["status"], bool(paid["receipt_id"]), staff.sees()) == ("paid", True, [])
    waits = [event["waiting"] for event in told(board, "waiting.changed")]
    kinds = [entries[0]["kind"] for entries in waits if entries]
    assert (kinds, waits[-1]) == (["age", "help", "check", "check", "cash"], [])


def its_check(staff: Staff, check: Json) -> None:
    """Look into the trolley: there is tea beside the beer."""
    whose = {"session_id": staff.session_id}
    assert (check["state"], check["items"], staff.sees()) == ("waiting", 1, ["check"])
    missed = staff.does("/api/session/check", **whose, barcodes=[TEA])
    assert missed == {"state": "missed", "not_in_cart": [TEA]}
    whole = staff.does("/api/session/check", **whose, barcodes=[TEA, BEER], whole=True)
    assert (whole, staff.sees()) == ({"state": "passed"}, [])
