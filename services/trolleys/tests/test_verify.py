"""What a payer's browser brings back, and all that follows before it is answered."""

import pytest
from django.db.models import F
from kit import cache
from kit.models import Errand
from paying import CHECKOUT, PAYMENTS, RECEIPTS, pay_id, proof, work
from trolleys.models import Cart, CartAudit, Payment, Receipt, Received, Session, SessionEvent
from world import COMMIT, JOHN, NAMES

pytestmark = pytest.mark.django_db(transaction=True)


def kinds(session):
    """What was told of a session, in order."""
    events = SessionEvent.objects.filter(session=session).order_by("seq")
    return list(events.values_list("kind", flat=True))


def test_verify_settles_before_it_answers(verify, full, payment, shelves, trolley):
    response = verify()
    receipt = Receipt.objects.get()
    assert response.status_code == 200
    assert response.json() == {
        "payment_id": payment["payment_id"],
        "status": "paid",
        "receipt_id": str(receipt.receipt_id),
    }
    assert (shelves.stock(10), shelves.sold) == (48, [payment["payment_id"]])
    full.refresh_from_db()
    assert (full.state, full.ended_by) == ("ended", "payment")
    assert not full.cart.lines.exists()
    audit = CartAudit.objects.get()
    assert (audit.action, audit.changes) == (
        "CLEAR",
        {"items_removed": 1, "payment_id": payment["payment_id"]},
    )
    assert receipt.trolley_id == trolley.trolley_id
    assert kinds(full)[-4:] == [
        *("payment.changed", "payment.changed"),
        *("session.ended", "trolley.lock_changed"),
    ]


def test_what_end_answers_after_paying_is_stored(verify, full, trolley):
    verify()
    full.refresh_from_db()
    assert full.end_answer == {
        "session_id": str(full.session_id),
        "trolley_id": trolley.trolley_id,
        "items_cleared": 1,
        "trolley_unassigned": True,
        "message": "Session ended successfully and trolley unassigned",
    }


def test_verify_again_is_the_same_answer(verify, shelves):
    first = verify()
    for _ in range(3):
        again = verify()
        assert (again.status_code, again.json()) == (200, first.json())
    assert Receipt.objects.count() == Received.objects.count() == len(shelves.sold) == 1


NO_PROOFS: tuple[dict, ...] = (
    *({"razorpay_signature": odd} for odd in ("", None, 5, True, [], {}, "ä", "0" * 64)),
    *({"razorpay_order_id": odd} for odd in ("", None, 5, [], "order_other", "ä")),
    *({"razorpay_payment_id": odd} for odd in ("", None, 5, {}, "pay_other", "pay|x", "ä")),
)


def test_what_proves_nothing_changes_nothing(verify, full):
    for changes in NO_PROOFS:
        refused = verify(**changes)
        assert (refused.status_code, refused.json()["error"]) == (400, "Verification failed")
    assert Payment.objects.get().status == "created"
    assert not Received.objects.exists()
    full.refresh_from_db()
    assert full.state == "active"
    assert verify().json()["status"] == "paid", "a good one may follow"


def test_a_signature_in_capitals_or_by_another_secret(verify, payment):
    order_id = payment["provider_order_id"]
    good = proof(order_id, "pay_1")["razorpay_signature"]
    for signature in (good.upper(), proof(order_id, "pay_1", b"x")["razorpay_signature"]):
        assert verify(razorpay_signature=signature).status_code == 400
    assert not Received.objects.exists()


def test_a_proof_for_another_order(verify, make_session, make_trolley, fill, check_out):
    other = make_session(on=make_trolley("TROLLEY_02"))
    fill(other.cart)
    elsewhere = check_out(other)["provider_order_id"]
    assert verify(**proof(elsewhere, "pay_1")).status_code == 400
    assert not Received.objects.exists()


def test_money_that_has_paid_another_order(
    verify, api, make_session, make_trolley, fill, check_out
):
    verify(pay="pay_1")
    other = make_session(on=make_trolley("TROLLEY_02"))
    fill(other.cart)
    second = check_out(other)
    body = {
        "session_id": str(other.session_id),
        **proof(second["provider_order_id"], "pay_1"),
    }
    refused = api.send(f"{PAYMENTS}/{second['payment_id']}/verify", body)
    assert (refused.status_code, refused.json()["error"]) == (409, "Payment already used")
    assert Payment.objects.get(payment_id=second["payment_id"]).status == "created"
    assert Received.objects.count() == 1


def test_verify_while_products_is_down(verify, full, payment, products, shelves, api):
    products.on("POST", COMMIT, b"", status=500)
    response = verify()
    assert (response.status_code, response.json()["status"]) == (200, "paid")
    assert response.json()["receipt_id"] is None
    full.refresh_from_db()
    assert full.state == "active"
    assert full.cart.lines.exists()
    refused = api.send(CHECKOUT, {"session_id": str(full.session_id)})
    assert refused.json()["error"] == "Payment in progress", "paid, and not settled yet"
    del products.rules["POST", COMMIT]
    Errand.objects.update(due_at=F("created_at"))
    work()
    full.refresh_from_db()
    assert (full.state, shelves.stock(10)) == ("ended", 48)
    assert verify().json()["receipt_id"] == str(Receipt.objects.get().receipt_id)


def test_the_provider_is_not_asked_by_verify(verify, provider_process):
    provider_process.fault("down", 100)
    assert verify().json()["status"] == "paid"


def test_without_a_key_nothing_can_be_proven(verify, settings, payment):
    settings.PAYMENTS = {}
    cache.clear_all()
    refused = verify()
    assert (refused.status_code, refused.json()["error"]) == (503, "Payments are not configured")
    assert Payment.objects.get().status == "created"


@pytest.mark.parametrize(
    ("state", "ended_by", "afterwards"),
    [("expired", "expiry", ("ended", "payment")), ("ended", "staff", ("ended", "staff"))],
)
def test_a_session_that_was_over_meanwhile_gets_its_receipt(
    verify, full, state, ended_by, afterwards
):
    Session.objects.update(state=state, ended_by=ended_by)
    assert verify().json()["receipt_id"]
    full.refresh_from_db()
    assert (full.state, full.ended_by) == afterwards
    assert not full.cart.lines.exists()


def test_a_users_cart_is_emptied_with_the_receipt(api, john, provider_process, shelves, fill):
    cart = Cart.objects.create(user_id=JOHN, user_name=NAMES[JOHN])
    fill(cart, quantity=2)
    payment = api.send("/api/cart/checkout/", {}, token=john).json()["data"]
    bought = proof(payment["provider_order_id"], pay_id())
    done = api.send(f"{PAYMENTS}/{payment['payment_id']}/verify/", bought, token=john).json()
    receipt = api.ask(f"{RECEIPTS}/{done['receipt_id']}", token=john).json()
    assert (receipt["session_id"], receipt["trolley_id"]) == (None, None)
    assert not cart.lines.exists()


# Stock that is gone


def test_stock_that_is_gone(verify, full, shelves, check_out):
    shelves.goods[10]["stock"] = 1  # somebody counted
    response = verify()
    assert (response.status_code, response.json()["status"]) == (200, "refund_due")
    payment = Payment.objects.get()
    refund = payment.refunds.get()
    assert (refund.reason, refund.state, str(refund.amount)) == ("stock_gone", "due", "9.00")
    full.refresh_from_db()
    assert (full.state, full.busy_until) == ("active", None)
    assert full.cart.lines.exists()
    assert (shelves.stock(10), shelves.sold) == (1, [])
    assert not Receipt.objects.exists()
    assert verify().json()["status"] == "refund_due"
    full.cart.lines.update(quantity=1)
    assert check_out(full)["status"] == "created", "the cart is thawed"


@pytest.mark.parametrize(
    ("status", "reason"), [(404, "hold_not_found"), (409, "hold_released"), (409, "stock_gone")]
)
def test_a_hold_that_cannot_be_sold_is_refunded(verify, products, status, reason):
    products.on("POST", COMMIT, {"success": False, "reason": reason}, status=status)
    assert verify().json()["status"] == "refund_due"


@pytest.mark.parametrize(
    ("status", "body"), [(404, b"{}"), (409, b'{"reason": 5}'), (200, b"[]"), (200, b"x")]
)
def test_nonsense_about_a_hold_refunds_nothing(verify, products, status, body):
    products.on("POST", COMMIT, body, status=status)
    assert verify().json()["status"] == "paid"
    assert Payment.objects.get().settled_at is None


def test_a_hold_that_has_lapsed_is_sold_when_its_units_are_there(verify, shelves):
    shelves.lapse()
    assert verify().json()["receipt_id"]
    assert shelves.stock(10) == 48


def test_the_seeds_payment_and_deassignment(verify, api, full, jane, spare_codes):
    """Scenario 4 of smart-trolley: paid, `end` is called, the trolley is the next one's."""
    verify()
    ended = api.send("/api/session/end", {"session_id": str(full.session_id)})
    assert ended.status_code == 200
    assert ended.json() == {
        "session_id": str(full.session_id),
        "trolley_id": "TROLLEY_01",
        "items_cleared": 1,
        "trolley_unassigned": True,
        "message": "Session ended successfully and trolley unassigned",
    }
    scanned = api.send("/api/session/qr-scan", {"trolley_id": "TROLLEY_01"}, token=jane)
    assert (scanned.status_code, scanned.json()["assigned_to"]) == (201, "jane_smith")
    read = api.ask(f"/api/session/{full.session_id}").json()
    assert (read["state"], read["ended_by"]) == ("ended", "payment")
    assert read["receipt_id"] == str(Receipt.objects.get().receipt_id)
