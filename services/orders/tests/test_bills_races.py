"""Twenty phones at once: nobody pays what another pays, and no more than the bill is taken."""

import pytest
from bills.models import Payment, Receipt
from bills_world import bill_of, bills, eat, pay_id, payments, proof, require_sound
from orders.actions import merging, orders, sessions
from orders.models import OrderSession
from testing.client import ApiClient
from testing.races import at_once
from world import LOCATION, OWNER

pytestmark = pytest.mark.django_db(transaction=True)
PHONES = 20


def reason(response):
    return response.json().get("reason", "paid")


def sent(body, table):
    return ApiClient().send(bills("pay", table), body)


def test_twenty_phones_pay_all_of_it(table, provider):
    eat(table, price="10.00")
    answers = at_once(lambda _: reason(sent({"part": "all"}, table)), PHONES)
    assert sorted(answers) == ["nothing_to_pay"] * (PHONES - 1) + ["paid"]
    assert (bill_of(table).left, Payment.objects.count()) == (0, 1)
    require_sound(table)


def test_twenty_phones_pay_a_share_of_twelve(table, provider):
    eat(table, price="10.00")
    at_once(lambda _: sent({"part": "share", "shares_of": 12}, table), PHONES)
    amounts = list(Payment.objects.values_list("amount", flat=True))
    assert (len(amounts), sum(amounts), max(amounts) - min(amounts)) == (12, 1000, 1)


def test_twenty_phones_pay_three_each(table, provider):
    eat(table, price="10.00")
    body = {"part": "amount", "amount": "3.00"}
    answers = at_once(lambda _: reason(sent(body, table)), PHONES)
    assert sorted(answers) == ["paid"] * 3 + ["too_much"] * (PHONES - 3)
    assert bill_of(table).left == 100


def test_two_want_the_same_item(table, provider):
    items = [eat(table, price="4.00") for _ in range(10)]
    answers = at_once(
        lambda at: reason(sent({"part": "items", "orders": [items[at // 2]]}, table)), PHONES
    )
    assert sorted(answers) == ["already_paid"] * 10 + ["paid"] * 10
    assert bill_of(table).left == 0


def test_phones_and_the_waiter_together(table, provider, owner, location):
    eat(table, price="10.00")

    def one(at):
        if at % 2:
            return sent({"part": "amount", "amount": "1.00"}, table)
        body = {"part": "amount", "amount": "1.00", "kind": "cash"}
        return ApiClient().send(bills("take", table), body, token=owner)

    answers = [reason(each) for each in at_once(one, PHONES)]
    assert answers.count("paid") == 10
    assert bill_of(table).left == 0
    require_sound(table)


def test_receipts_have_one_number_each(table, owner, location):
    codes = [table, *(f"{at:040x}" for at in range(3))]
    for at, code in enumerate(codes[1:]):
        sessions.session_create(code=code, location_id=LOCATION, name=f"Table {at + 9}")
    for code in codes:
        eat(code, price="10.00")
    body = {"part": "amount", "amount": "1.00", "kind": "card"}
    at_once(lambda at: ApiClient().send(bills("take", codes[at % 4]), body, token=owner), PHONES)
    numbers = Receipt.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, PHONES + 1))


def test_proof_and_webhook_at_once_credit_once(table, provider, hear):
    eat(table, price="10.00")
    payment = sent({"part": "all"}, table).json()["response"]
    bought = proof(payment["provider_order_id"], pay_id())
    path = payments("verify", payment["payment_id"])
    answers = at_once(lambda _: ApiClient().send(path, bought).status_code, PHONES)
    assert answers == [200] * PHONES
    assert (Receipt.objects.count(), bill_of(table).paid) == (1, 1000)


def test_cancelling_and_paying_at_once(table, provider):
    eat(table, price="10.00")
    payment = sent({"part": "all"}, table).json()["response"]
    bought = proof(payment["provider_order_id"], pay_id())

    def one(at):
        call, body = ("verify", bought) if at % 2 else ("cancel", {})
        return ApiClient().send(payments(call, payment["payment_id"]), body).status_code

    at_once(one, PHONES)
    row = Payment.objects.get()
    assert (row.status, bill_of(table).paid) in {("paid", 1000), ("refund_due", 0)}
    require_sound(table)


def test_merging_while_everybody_pays(table, provider, owner, location):
    other = "e" * 40
    sessions.session_create(code=other, location_id=LOCATION, name="Table 2")
    for code in (table, other):
        eat(code, price="10.00")

    def one(at):
        if at == 7:
            return merging.session_merge(code=table, into=other)
        if at % 3 == 0:
            return orders.order_move(
                order_id=first, to="cancelled", expected=None, reason="", user_id=OWNER
            )
        return sent({"part": "amount", "amount": "1.00"}, (table, other)[at % 2])

    first = eat(table, price="1.00")
    at_once(one, PHONES)
    assert Payment.objects.exclude(session__code=other).count() == 0
    assert OrderSession.objects.get(code=table).pending == 0
    for code in (table, other):
        require_sound(code)
    bill = bill_of(other)
    assert bill.due == bill.paid + bill.pending + bill.left == 2000
