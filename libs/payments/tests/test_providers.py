"""Callers need not know which provider they have."""

import pytest
from payments import Cash, Declined, Forged, Payment, PaymentError, Provider, Refund, Unknown
from payments.events import Ignored


def checkout(provider: Provider) -> dict[str, object]:
    """What a service does when somebody wants to pay."""
    order = provider.create_order(amount_minor=6002, currency="EUR", receipt="0190")
    to_pay = provider.checkout(order)
    return {"provider": provider.name, "order_id": order.id, "checkout": to_pay and to_pay.url}


def settle(provider: Provider, payment: Payment) -> Refund:
    """What it does with money that has arrived, and that goes back."""
    assert payment.has_money
    return provider.refund(
        payment_id=payment.id, amount_minor=payment.amount_minor, key=f"key-{payment.id}"
    )


def test_the_same_caller_with_razorpay(razorpay, provider_process):
    seen = checkout(razorpay)
    assert seen["provider"] == "razorpay"
    provider_process.act(seen["order_id"], "pay")
    [payment] = razorpay.fetch_order_payments(seen["order_id"])
    assert settle(razorpay, payment).status == "processed"


def test_the_same_caller_with_cash():
    cash = Cash(currency="EUR")
    assert checkout(cash) == {"provider": "cash", "order_id": None, "checkout": None}
    payment = cash.received(receipt="0190", amount_minor=6002)
    assert payment == cash.received(receipt="0190", amount_minor=6002)
    refund = settle(cash, payment)
    assert refund.status == "pending"
    assert settle(cash, payment) == refund
    back = cash.given_back(refund)
    assert (back.id, back.amount_minor, back.status) == (refund.id, 6002, "processed")


def test_nobody_but_staff_confirms_cash():
    cash: Provider = Cash(currency="EUR")
    with pytest.raises(Forged):
        cash.verify(order_id="o", payment_id="p", signature="0" * 64)
    assert cash.parse_webhook(body=b"{}", headers={}) == Ignored("", "cash")
    for fetch in (cash.fetch_order, cash.fetch_order_payments, cash.fetch_payment):
        with pytest.raises(Unknown):
            fetch("order_1")


def test_a_till_takes_its_own_currency_and_no_promises():
    cash = Cash(currency="EUR")
    for other in ({"currency": "INR"}, {"currency": "EUR", "capture": False}):
        with pytest.raises(Declined):
            cash.create_order(amount_minor=1, receipt="r", **other)
    with pytest.raises(Declined):
        cash.capture_payment(payment_id="p", amount_minor=1, currency="EUR")


def test_all_errors_are_one_tree(razorpay):
    for error in (Declined, Forged, Unknown):
        assert issubclass(error, PaymentError)
    with pytest.raises(PaymentError):
        razorpay.fetch_order("order_nothing")
