"""Cash: the shopper waits, staff take the money."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from paying import CHECKOUT, PAYMENTS, proof, work
from testing.races import at_once
from trolleys.models import (
    BoardEvent,
    Payment,
    PlaceSettings,
    Receipt,
    Received,
    Refund,
    Session,
    StaffDecision,
)
from world import CLERK, MARKET

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cash(check_out, full):
    """John pays 9.00 in cash, at a market that takes it."""
    PlaceSettings.objects.create(location_id=MARKET, cash=True)
    return check_out(full, provider="cash")


@pytest.fixture
def say(api, cash, clerk):
    """What the clerk says of the cash; gives the response."""

    def send(action, token=clerk):
        path = f"{PAYMENTS}/{cash['payment_id']}/cash"
        return api.send(path, {"action": action}, token=token)

    return send


def test_a_place_that_takes_no_cash(api, full, provider_process, shelves):
    for settings in ({}, {"location_id": MARKET, "cash": False}):
        if settings:
            PlaceSettings.objects.create(**settings)
        asked = {"session_id": str(full.session_id), "provider": "cash"}
        refused = api.send(CHECKOUT, asked)
        assert (refused.status_code, refused.json()["error"]) == (400, "Cash is not taken here")
    assert not Payment.objects.exists()
    assert not shelves.holds


def test_a_trolley_says_whether_its_place_takes_cash(api, trolley):
    one = f"/api/trolleys/{trolley.trolley_id}"
    PlaceSettings.objects.create(location_id=MARKET + 1, cash=True)
    assert api.ask(one).json()["cash"] is False
    PlaceSettings.objects.create(location_id=MARKET, cash=True)
    assert api.ask(one).json()["cash"] is True
    assert [each["cash"] for each in api.ask("/api/trolleys").json()["results"]] == [True]


def test_a_payment_in_cash_has_no_order(cash, shelves):
    assert (cash["status"], cash["provider"]) == ("created", "cash")
    assert (cash["provider_order_id"], cash["checkout"]) == (None, None)
    assert shelves.held() == {cash["payment_id"]}


def test_no_provider_is_needed(api, full, shelves, settings):
    settings.PAYMENTS = {}
    PlaceSettings.objects.create(location_id=MARKET, cash=True)
    asked = {"session_id": str(full.session_id), "provider": "cash"}
    assert api.send(CHECKOUT, asked).status_code == 201


def test_staff_receive_it_once(say, full, shelves, cash):
    first = say("received")
    receipt = Receipt.objects.get()
    assert first.status_code == 200
    assert first.json() == {
        "payment_id": cash["payment_id"],
        "status": "paid",
        "receipt_id": str(receipt.receipt_id),
    }
    assert say("received").json() == first.json()
    full.refresh_from_db()
    assert (full.state, shelves.stock(10), len(shelves.sold)) == ("ended", 48, 1)
    decision = StaffDecision.objects.get()
    assert (decision.kind, decision.user_id, decision.details["action"]) == (
        *("cash", CLERK),
        "received",
    )
    assert Received.objects.count() == 1


def test_two_tills_at_once(say, shelves):
    assert {response.status_code for response in at_once(lambda _: say("received"), 8)} == {200}
    assert Received.objects.count() == Receipt.objects.count() == len(shelves.sold) == 1
    assert StaffDecision.objects.count() == 1


def test_what_is_due_is_given_back_once(say, shelves, provider_process):
    shelves.goods[10]["stock"] = 0
    assert say("received").json()["status"] == "refund_due"
    provider_process.fault("down", 100)
    work()
    assert Refund.objects.get().state == "due", "no provider is asked"
    for _ in range(2):
        done = say("refunded")
        assert (done.status_code, done.json()["status"]) == (200, "refunded")
    assert Refund.objects.get().state == "done"
    assert StaffDecision.objects.count() == 2


def test_nothing_to_give_back(say):
    say("received")
    refused = say("refunded")
    assert (refused.status_code, refused.json()["error"]) == (409, "No refund is due")
    assert Payment.objects.get().status == "paid"


def test_cash_that_comes_too_late_goes_back(say, cash):
    Payment.objects.update(expires_at=timezone.now())
    work()
    assert Payment.objects.get().status == "expired"
    assert say("received").json()["status"] == "refund_due"
    assert say("refunded").json()["status"] == "refunded"


def test_the_shopper_may_give_it_up_and_not_prove_it(api, cash, full, shelves):
    path, session = f"{PAYMENTS}/{cash['payment_id']}", {"session_id": str(full.session_id)}
    bought = proof(f"cash_{cash['payment_id']}", "pay_1")
    assert api.send(f"{path}/verify", {**session, **bought}).status_code == 400
    assert api.send(f"{path}/cancel", session).json()["status"] == "cancelled"
    assert not shelves.held()


def test_who_may_say_it(api, say, cash, jane, john, operator, token):
    assert say("received", token="").status_code == 401
    for who in (jane, john):
        assert say("received", token=who).status_code == 403
    assert Payment.objects.get().status == "created"
    assert say("received", token=operator).status_code == 200
    assert say("received", token=token(1)).status_code == 200
    unknown = api.send(f"{PAYMENTS}/nonsense/cash", {"action": "received"}, token=operator)
    assert (unknown.status_code, unknown.json()["error"]) == (404, "Payment not found")


def test_a_payment_by_the_provider_is_no_cash(api, payment, clerk):
    path = f"{PAYMENTS}/{payment['payment_id']}/cash"
    for action in ("received", "refunded"):
        refused = api.send(path, {"action": action}, token=clerk)
        assert (refused.status_code, refused.json()["error"]) == (409, "Not a cash payment")
    assert api.send(path, {"action": "taken"}, token=clerk).status_code == 400
    assert Payment.objects.get().status == "created"


def waits():
    """What the board was told of who waits, in order."""
    told = BoardEvent.objects.filter(kind="waiting.changed").order_by("seq")
    return [[each["kind"] for each in json.loads(event.data)["waiting"]] for event in told]


def test_the_board_hears_who_waits_with_cash(cash, say):
    assert waits() == [["cash"]]
    say("received")
    assert waits() == [["cash"], []]


def test_the_board_hears_that_nobody_waits_any_more(cash, full, api):
    path = f"{PAYMENTS}/{cash['payment_id']}/cancel"
    api.send(path, {"session_id": str(full.session_id)})
    assert waits() == [["cash"], []]


def test_help_that_is_waited_for_outlasts_a_payment(payment, full, api):
    since = timezone.now()
    Session.objects.update(help_since=since)
    path = f"{PAYMENTS}/{payment['payment_id']}/cancel"
    api.send(path, {"session_id": str(full.session_id)})
    full.refresh_from_db()
    assert full.busy_until == since + timedelta(minutes=15)
