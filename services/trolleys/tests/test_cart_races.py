"""Carts that several change at once, truly beside each other on PostgreSQL."""

from collections import Counter

import pytest
from testing.client import ApiClient
from testing.races import at_once
from trolleys.models import Cart, CartAudit, CartLine, SessionEvent
from world import goods

pytestmark = pytest.mark.django_db(transaction=True)

CART = "/api/cart/"


@pytest.fixture(params=["session", "user"])
def whose(request, session, john):
    """A session's cart, and a user's: body and options of each call."""
    if request.param == "session":
        return {"session_id": str(session.session_id)}, {}
    return {}, {"token": john}


def adds(whose, times, **body):
    """The statuses of so many adds at once."""
    known, options = whose
    answers = at_once(
        lambda _: ApiClient().send(f"{CART}add/", {**known, **body}, **options).status_code, times
    )
    return Counter(answers)


def test_20_adds_of_one_product_are_one_line_of_20(whose, shop):
    shop(goods())
    assert adds(whose, 20, product_id=10) == {201: 1, 200: 19}
    line = CartLine.objects.get()
    assert line.quantity == 20
    rows = list(CartAudit.objects.order_by("id"))
    steps = [(each.changes["old_quantity"], each.changes["new_quantity"]) for each in rows[1:]]
    assert steps == [(number, number + 1) for number in range(1, 20)]
    assert [each.timestamp for each in rows] == sorted(each.timestamp for each in rows)
    if line.cart.session_id is not None:
        seqs = SessionEvent.objects.order_by("id").values_list("seq", flat=True)
        assert list(seqs) == list(range(1, 21))


def test_adds_at_once_never_pass_99(whose, shop):
    shop(goods(stock=500))
    assert adds(whose, 16, product_id=10, quantity=15) == {201: 1, 200: 5, 400: 10}
    assert CartLine.objects.get().quantity == 90


def test_adds_at_once_never_pass_the_stock(whose, shop):
    shop(goods(stock=7))
    assert adds(whose, 16, product_id=10, quantity=2) == {201: 1, 200: 2, 400: 13}
    assert CartLine.objects.get().quantity == 6


def test_a_users_first_calls_at_once_make_one_cart(john, shop):
    shop(goods())
    statuses = at_once(lambda _: ApiClient().ask(CART, token=john).status_code, 12)
    assert set(statuses) == {200}
    assert Cart.objects.filter(user_id__isnull=False).count() == 1


def test_adding_removing_and_clearing_at_once_leaves_a_true_history(whose, shop):
    shop(goods())
    known, options = whose
    calls = [("POST", "add"), ("DELETE", "remove"), ("DELETE", "clear"), ("POST", "add")]

    def work(number):
        method, name = calls[number % 4]
        body = {**known, "product_id": 10}
        return ApiClient().call(method, f"{CART}{name}/", body, **options).status_code

    assert set(at_once(work, 24)) <= {200, 201, 404}
    quantity = 0
    for row in CartAudit.objects.order_by("id"):
        if row.action == "ADD":
            assert quantity == 0
            quantity = row.changes["quantity"]
        elif row.action == "UPDATE":
            assert row.changes["old_quantity"] == quantity
            quantity = row.changes["new_quantity"]
        else:
            assert quantity > 0
            quantity = 0
    assert sum(CartLine.objects.values_list("quantity", flat=True)) == quantity


def test_the_same_key_at_once_is_one_write(whose, shop):
    shop(goods())
    known, options = whose
    key = {"Idempotency-Key": "once"}
    statuses = at_once(
        lambda _: (
            ApiClient()
            .send(f"{CART}add/", {**known, "product_id": 10}, headers=key, **options)
            .status_code
        ),
        12,
    )
    assert statuses == [201] * 12
    assert CartLine.objects.get().quantity == 1
