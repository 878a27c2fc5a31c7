"""Each call against the sandbox process, over real HTTP."""

import pytest
from payments import Checkout, Declined, Misconfigured, Order, Razorpay, Unavailable, Unknown
from testing.races import at_once

AMOUNT = 6002
REFUND = {"amount_minor": 1000, "key": "0190-refund-1"}


def paid(provider_process, razorpay, order, action="pay"):
    """A payment of the order, as the payer's browser proves it."""
    status, proof = provider_process.act(order.id, action)
    assert status == 200
    fields = {name.removeprefix("razorpay_"): value for name, value in proof.items()}
    razorpay.verify(**fields)
    return razorpay.fetch_payment(fields["payment_id"])


def test_an_order(razorpay, order):
    assert order == Order(order.id, AMOUNT, "EUR", "created")
    assert razorpay.fetch_order(order.id) == order
    assert razorpay.fetch_order_payments(order.id) == ()
    url = f"http://localhost:8080/sandbox/pay/{order.id}"
    assert razorpay.checkout(order) == Checkout("rzp_test_sandbox", order.id, AMOUNT, url)


def test_the_providers_own_object_comes_along_with_the_notes_that_were_sent(razorpay):
    notes = {"transaction_id": "t-1", "machine_id": "M001"}
    order = razorpay.create_order(amount_minor=200, currency="INR", receipt="r-2", notes=notes)
    told = {"id": order.id, "entity": "order", "amount": 200, "currency": "INR", "receipt": "r-2"}
    assert {name: order.raw[name] for name in told} == told
    assert order.raw["notes"] == notes
    assert razorpay.fetch_order(order.id).raw == order.raw


def test_an_order_without_notes_has_none(order):
    assert not order.raw["notes"]


def test_razorpay_itself_has_no_hosted_page_of_ours():
    settings = {"RAZORPAY_KEY_ID": "rzp_live_1", "RAZORPAY_SECRET_KEY": "s"}
    razorpay = Razorpay.of(settings, public_url="http://localhost:8080")
    assert razorpay.checkout(Order("order_1", 1, "EUR", "created")).url is None


@pytest.mark.parametrize("currency", ["EUR", "INR", "JPY", "KWD"])
def test_amounts_are_of_the_minor_unit_whatever_the_currency(razorpay, currency):
    order = razorpay.create_order(amount_minor=1375, currency=currency, receipt="r")
    assert (order.amount_minor, order.currency) == (1375, currency)


def test_a_payment(provider_process, razorpay, order):
    payment = paid(provider_process, razorpay, order)
    assert (payment.order_id, payment.amount_minor, payment.status) == (
        order.id,
        AMOUNT,
        "captured",
    )
    assert payment.has_money
    assert razorpay.fetch_order(order.id).status == "paid"
    assert razorpay.fetch_order_payments(order.id) == (payment,)


def test_a_declined_payment_leaves_the_order_open(provider_process, razorpay, order):
    assert provider_process.act(order.id, "decline")[0] == 402
    [failed] = razorpay.fetch_order_payments(order.id)
    assert (failed.status, failed.has_money) == ("failed", False)
    assert razorpay.fetch_order(order.id).status == "attempted"
    assert paid(provider_process, razorpay, order).has_money


def test_two_payments_of_one_order(provider_process, razorpay, order):
    first = paid(provider_process, razorpay, order, "pay_twice")
    payments = razorpay.fetch_order_payments(order.id)
    assert [payment.has_money for payment in payments] == [True, True]
    assert payments[0] == first


def test_one_of_many_who_pay_at_once_pays(provider_process, razorpay, order):
    answers = at_once(lambda _: provider_process.act(order.id, "pay")[0], 8)
    assert sorted(answers) == [200, *[409] * 7]
    assert len(razorpay.fetch_order_payments(order.id)) == 1


def test_a_deposit_is_captured_once_however_often_it_is_asked(provider_process, razorpay):
    order = razorpay.create_order(amount_minor=500, currency="EUR", receipt="d", capture=False)
    payment = paid(provider_process, razorpay, order)
    assert (payment.status, payment.has_money) == ("authorized", False)
    due = {"payment_id": payment.id, "amount_minor": 500, "currency": "EUR"}
    with pytest.raises(Declined):
        razorpay.capture_payment(**{**due, "amount_minor": 499})
    captured = razorpay.capture_payment(**due)
    assert (captured.status, captured.amount_minor) == ("captured", 500)
    assert razorpay.capture_payment(**due) == captured
    with pytest.raises(Declined):
        razorpay.capture_payment(**{**due, "currency": "INR"})


def test_a_refund_is_made_once_for_its_key(provider_process, razorpay, order):
    payment = paid(provider_process, razorpay, order)
    refunds = at_once(lambda _: razorpay.refund(payment_id=payment.id, **REFUND), 8)
    assert len(set(refunds)) == 1
    assert (refunds[0].amount_minor, refunds[0].status) == (1000, "processed")
    assert razorpay.fetch_payment(payment.id).refunded_minor == 1000
    with pytest.raises(Declined):
        razorpay.refund(payment_id=payment.id, amount_minor=999, key=REFUND["key"])


def test_all_refunds_together_never_exceed_the_payment(provider_process, razorpay, order):
    payment = paid(provider_process, razorpay, order)

    def give_back(number):
        try:
            return razorpay.refund(payment_id=payment.id, amount_minor=2000, key=f"k{number}")
        except Declined:
            return None

    assert len([refund for refund in at_once(give_back, 8) if refund]) == 3
    razorpay.refund(payment_id=payment.id, amount_minor=2, key="rest")
    rest = razorpay.fetch_payment(payment.id)
    assert (rest.refunded_minor, rest.status, rest.has_money) == (AMOUNT, "refunded", True)


def test_a_refund_of_a_payment_that_the_sandbox_has_never_seen_is_taken(razorpay):
    refund = razorpay.refund(payment_id="pay_ElsewhereMade0", amount_minor=7, key="unseen-1")
    again = razorpay.refund(payment_id="pay_ElsewhereMade0", amount_minor=7, key="unseen-1")
    assert refund == again


@pytest.mark.parametrize("identifier", ["order_nothing", "", "../orders", "a/b", "ä", "x" * 65])
def test_what_nobody_knows_is_unknown(razorpay, identifier):
    for fetch in (razorpay.fetch_order, razorpay.fetch_order_payments, razorpay.fetch_payment):
        with pytest.raises(Unknown):
            fetch(identifier)


@pytest.mark.parametrize(
    "order",
    [
        {"amount_minor": 0, "currency": "EUR", "receipt": "r"},
        {"amount_minor": 1, "currency": "EURO", "receipt": "r"},
        {"amount_minor": 1, "currency": "EUR", "receipt": "r" * 41},
    ],
)
def test_an_order_that_cannot_be_made_is_declined(razorpay, order):
    with pytest.raises(Declined) as declined:
        razorpay.create_order(**order)
    assert declined.value.code == "BAD_REQUEST_ERROR"


@pytest.mark.parametrize("name", ["RAZORPAY_KEY_ID", "RAZORPAY_SECRET_KEY"])
@pytest.mark.parametrize("value", ["", "wrong", "schlüssel"])
def test_a_missing_or_wrong_key_is_our_own_fault(provider_process, order, name, value):
    settings = {**provider_process.settings, name: value}
    ours = Razorpay.of(settings, public_url="")
    with pytest.raises(Misconfigured):
        ours.fetch_order(order.id)
    with pytest.raises(Misconfigured):
        ours.create_order(amount_minor=1, currency="EUR", receipt="r")


def test_nothing_that_it_says_of_itself_is_a_secret(provider_process, razorpay):
    for text in (repr(razorpay), str(razorpay), repr(razorpay._api)):
        assert provider_process.settings["RAZORPAY_SECRET_KEY"] not in text


def test_what_was_paid_is_there_after_kill_9(provider_process, razorpay, order):
    payment = paid(provider_process, razorpay, order)
    provider_process.kill()
    with pytest.raises(Unavailable):
        razorpay.fetch_payment(payment.id)
    provider_process.start()
    assert razorpay.fetch_payment(payment.id) == payment
    assert razorpay.fetch_order(order.id).status == "paid"
