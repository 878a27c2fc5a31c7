"""What the provider says by itself, several times and in any order, and what others say in its
name.
"""

import itertools

import pytest
from paying import (
    PAYMENTS,
    SECRET_KEY,
    money_event,
    proof,
    refund_event,
    untouched,
    work,
)
from testing.races import at_once
from trolleys.models import Payment, Receipt, Received, Refund

pytestmark = pytest.mark.django_db(transaction=True)
OK, IGNORED = (200, {"status": "ok"}), (200, {"status": "ignored"})


@pytest.mark.parametrize("name", ["payment.captured", "order.paid"])
def test_money_is_credited_and_the_worker_settles(hear, order, full, shelves, name):
    assert hear(money_event(order, "pay_1", name=name)) == OK
    assert Payment.objects.get().status == "paid"
    work()
    full.refresh_from_db()
    assert (full.state, full.ended_by, shelves.stock(10)) == ("ended", "payment", 48)
    assert Receipt.objects.count() == 1


def test_the_same_event_again(hear, order, shelves):
    for _ in range(4):
        assert hear(money_event(order, "pay_1")) == OK
        work()
    assert Received.objects.count() == Receipt.objects.count() == len(shelves.sold) == 1


WAYS = ("verify", "payment.captured", "order.paid", "payment.captured")


@pytest.mark.parametrize("ways", sorted({*itertools.permutations(WAYS)}), ids=" then ".join)
def test_whichever_comes_first_credits_once(hear, api, payment, full, order, shelves, ways):
    for way in ways:
        if way == "verify":
            body = {"session_id": str(full.session_id), **proof(order, "pay_1")}
            path = f"{PAYMENTS}/{payment['payment_id']}/verify"
            assert api.send(path, body).json()["status"] == "paid"
        else:
            assert hear(money_event(order, "pay_1", name=way)) == OK
    work()
    assert Received.objects.count() == Receipt.objects.count() == len(shelves.sold) == 1
    assert not Refund.objects.exists()


def test_all_of_them_at_once_credit_once(hear, api, payment, full, order, shelves):
    path = f"{PAYMENTS}/{payment['payment_id']}/verify"
    body = {"session_id": str(full.session_id), **proof(order, "pay_1")}

    def come(number):
        if number % 4 == 0:
            return api.send(path, body).status_code
        return hear(money_event(order, "pay_1", name=WAYS[1 + number % 2]))[0]

    assert at_once(come, 16) == [200] * 16
    work()
    assert Received.objects.count() == Receipt.objects.count() == len(shelves.sold) == 1
    assert not Refund.objects.exists()


def test_a_second_payment_of_an_order_goes_back_whole(hear, order):
    hear(money_event(order, "pay_1"))
    work()
    assert hear(money_event(order, "pay_2")) == OK
    assert hear(money_event(order, "pay_2")) == OK
    payment, refund = Payment.objects.get(), Refund.objects.get()
    assert (payment.status, refund.reason, refund.provider_payment_id) == (
        *("paid", "surplus"),
        "pay_2",
    )
    work()
    refund.refresh_from_db()
    assert refund.state == "done"
    assert Payment.objects.get().status == "paid"


def test_pay_twice_on_the_hosted_page(hear, api, payment, full, order, provider_process):
    bought = provider_process.act(order, "pay_twice")[1]
    _, found = provider_process.ask(
        "GET", f"/v1/orders/{order}/payments", headers=basic(provider_process)
    )
    second = next(one["id"] for one in found["items"] if one["id"] != bought["razorpay_payment_id"])
    body = {"session_id": str(full.session_id), **bought}
    api.send(f"{PAYMENTS}/{payment['payment_id']}/verify", body)
    assert hear(money_event(order, second)) == OK
    work()
    read = api.ask(f"{PAYMENTS}/{payment['payment_id']}?session_id={full.session_id}").json()
    [refund] = read["refunds"]
    assert (read["status"], refund["state"], refund["amount"]) == ("paid", "done", "9.00")
    assert refund["provider_refund_id"].startswith("rfnd_")


def basic(provider_process):
    import base64

    key = provider_process.settings["RAZORPAY_KEY_ID"].encode() + b":" + SECRET_KEY
    return {"Authorization": f"Basic {base64.b64encode(key).decode()}"}


@pytest.mark.parametrize(("amount", "currency"), [(899, "EUR"), (901, "EUR"), (900, "USD")])
def test_a_wrong_amount_goes_back_and_is_shown_to_staff(hear, api, order, clerk, amount, currency):
    assert hear(money_event(order, "pay_1", amount, currency)) == OK
    payment, refund = Payment.objects.get(), Refund.objects.get()
    assert (payment.status, payment.paid_at, refund.reason) == ("created", None, "wrong_amount")
    assert int(refund.amount * 100) == amount
    listed = api.ask(f"{PAYMENTS}?location_id=31&refund=due", token=clerk).json()
    assert listed["results"][0]["refunds"][0]["reason"] == "wrong_amount"
    assert hear(money_event(order, "pay_2")) == OK
    assert Payment.objects.get().status == "paid", "the right one may follow"


@pytest.mark.parametrize("status", ["failed", "cancelled", "expired"])
def test_money_that_comes_too_late_goes_back(hear, order, full, status, shelves):
    Payment.objects.update(status=status)
    assert hear(money_event(order, "pay_1")) == OK
    payment, refund = Payment.objects.get(), Refund.objects.get()
    assert (payment.status, refund.reason, str(refund.amount)) == (
        *("refund_due", "late_payment"),
        "9.00",
    )
    assert hear(money_event(order, "pay_1")) == OK
    work()
    payment.refresh_from_db()
    assert (payment.status, Refund.objects.get().state) == ("refunded", "done")
    assert not shelves.sold
    full.refresh_from_db()
    assert full.state == "active"
    assert hear(money_event(order, "pay_2")) == OK, "and more of it"
    payment.refresh_from_db()
    assert (payment.status, payment.refunds.count()) == ("refund_due", 2)


def test_a_failed_payment_releases_and_thaws(hear, order, full, shelves, check_out):
    assert hear(money_event(order, "pay_1", name="payment.failed")) == OK
    assert Payment.objects.get().status == "failed"
    assert not shelves.held()
    assert not Received.objects.exists()
    full.refresh_from_db()
    assert full.busy_until is None
    assert check_out(full)["status"] == "created", "another try is another checkout"


def test_failed_after_it_was_paid(hear, order):
    hear(money_event(order, "pay_1"))
    assert hear(money_event(order, "pay_2", name="payment.failed")) == OK
    assert Payment.objects.get().status == "paid"


def test_other_events_are_ignored(hear, order):
    for name in ("payment.authorized", "payment.dispute.created", "", "order.x"):
        assert hear(money_event(order, "pay_1", name=name)) == IGNORED, name
    assert untouched()


def test_orders_of_others_are_ignored(hear, order):
    for body in (
        money_event("order_other", "pay_1"),
        money_event(None, "pay_1"),
        refund_event("rfnd_1", "pay_other"),
    ):
        assert hear(body) == IGNORED
    assert untouched()


def test_money_of_another_order_is_ignored(
    hear, order, make_session, make_trolley, fill, check_out
):
    hear(money_event(order, "pay_1"))
    other = make_session(on=make_trolley("TROLLEY_02"))
    fill(other.cart)
    second = check_out(other)
    assert hear(money_event(second["provider_order_id"], "pay_1", 450)) == IGNORED
    assert Payment.objects.get(payment_id=second["payment_id"]).status == "created"
