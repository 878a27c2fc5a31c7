"""What is taken off a bill after ordering, and bills of tables that change."""

import pytest
from bills import jobs
from bills.models import Adjustment, AdjustmentPart
from bills_world import bill_of, bills, eat, payments, require_sound
from django.db import DatabaseError, connection, transaction
from orders.actions import merging, orders, sessions
from orders.models import Event, Order, OrderSession
from world import LOCATION, OWNER, answer, refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def feast(table):
    return [
        eat(table, "Falafel", "8.50", guest_id=1),
        eat(table, "Tea", "1.00", guest_id=2, quantity=3),
    ]


@pytest.fixture
def off(api, table, owner):
    """Take something off; gives the bill."""

    def send(call, **body):
        return answer(api.send(bills(call, table), {"reason": "late", **body}, token=owner))

    return send


def test_a_percentage_is_taken_off_all_in_proportion(off, feast, table):
    bill = off("discount", percent="10")
    assert (bill["due"], [each["discount"] for each in bill["lines"]]) == (
        "10.35",
        ["0.85", "0.30"],
    )
    (row,) = bill["adjustments"]
    assert (row["kind"], row["amount"], row["percent"], row["reason"], row["user_id"]) == (
        *("discount", "1.15", "10.00", "late"),
        OWNER,
    )
    told = Event.objects.filter(kind="order.changed").count()
    assert (told, [float(each.discount) for each in Order.objects.order_by("id")]) == (
        2,
        [0.85, 0.3],
    )


def test_an_amount_off_one_order(off, feast, table):
    bill = off("discount", amount="0.50", orders=[feast[1]])
    assert [each["amount"] for each in bill["lines"]] == ["8.50", "2.50"]


def test_more_than_it_comes_to_cannot_be_taken_off(api, table, feast, owner):
    for body in ({"amount": "11.51"}, {"amount": "0"}, {"amount": "3.01", "orders": [feast[1]]}):
        response = api.send(bills("discount", table), {"reason": "x", **body}, token=owner)
        assert refusal(response) == (409, "too_much")
    assert not Adjustment.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        *({"amount": "1"}, {"amount": "1", "reason": " "}, {"reason": "x"}),
        {"amount": "1", "percent": "1", "reason": "x"},
        *({"percent": value, "reason": "x"} for value in (0, 101, -1, "x", "1.001", True)),
        {"amount": "1", "reason": "x", "orders": []},
    ],
)
def test_odd_discounts_are_refused(api, table, feast, owner, wrong):
    assert refusal(api.send(bills("discount", table), wrong, token=owner))[0] == 400
    assert not Adjustment.objects.exists()


def test_one_of_three_was_sent_back(off, feast, table):
    bill = off("void", order_id=feast[1], quantity=1)
    assert (bill["due"], bill["lines"][1]["voided"]) == ("10.50", "1.00")
    assert off("void", order_id=feast[1])["due"] == "8.50"


def test_what_is_voided_already_cannot_be_again(api, table, off, feast, owner):
    off("void", order_id=feast[1])
    for body in ({"order_id": feast[1]}, {"order_id": feast[0], "quantity": 2}):
        response = api.send(bills("void", table), {"reason": "x", **body}, token=owner)
        assert refusal(response) == (409, "too_much")


def test_what_was_taken_off_is_put_back_once(api, table, off, feast, owner):
    adjustment = off("discount", percent="10")["adjustments"][0]["id"]
    path = f"{bills('revert', table)}{adjustment}/"
    bill = answer(api.send(path, {"reason": "wrong table"}, token=owner))
    assert (bill["due"], [each["amount"] for each in bill["adjustments"]]) == (
        "11.50",
        ["1.15", "-1.15"],
    )
    assert refusal(api.send(path, {"reason": "x"}, token=owner)) == (409, "adjustment_reverted")
    back = bill["adjustments"][1]["id"]
    path = f"{bills('revert', table)}{back}/"
    assert refusal(api.send(path, {"reason": "x"}, token=owner)) == (404, "adjustment_not_found")


def test_of_a_cancelled_part_its_discount_goes_along(off, feast, table):
    off("discount", percent="10")
    orders.order_cancel_some(
        order_id=feast[1], quantity=1, expected=None, reason="none", user_id=OWNER
    )
    parts = Order.objects.filter(product_id=1, name="Tea").order_by("id")
    assert [(each.quantity, float(each.discount)) for each in parts] == [(2, 0.2), (1, 0.1)]
    assert bill_of(table).due == 850 - 85 + 200 - 20


def test_what_is_cancelled_after_it_was_paid_is_too_much(off, feast, table, take):
    take()
    orders.order_move(order_id=feast[1], to="cancelled", expected=None, reason="", user_id=OWNER)
    assert bill_of(table).left == -300


def test_nothing_is_ever_changed_or_deleted(off, feast):
    off("discount", percent="10")
    for change in (
        lambda: Adjustment.objects.update(reason="no"),
        lambda: AdjustmentPart.objects.update(amount=0),
        lambda: raw("DELETE FROM bills_adjustmentpart"),
    ):
        with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
            change()


def raw(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_bill_goes_along_when_tables_are_merged(api, table, off, feast, take, pay, owner):
    off("void", order_id=feast[1], quantity=1)
    take("items", orders=[feast[0]])
    waiting = pay("amount", amount="0.50", guest="Ann")
    other = "f" * 40
    sessions.session_create(code=other, location_id=LOCATION, name="Table 2")
    eat(other, "Soup", "5.00")
    merging.session_merge(code=table, into=other)
    bill = bill_of(other)
    assert (bill.due, bill.paid, bill.pending, bill.left) == (1550, 850, 50, 650)
    assert [float(each.paid) for each in OrderSession.objects.order_by("id")] == [0, 8.5]
    for code in (table, other):
        require_sound(code)
    assert answer(api.send(payments("cancel", waiting["payment_id"]), {}))["status"] == "cancelled"
    assert bill_of(other).left == 700
    response = api.send(bills("take", table), {"part": "all", "kind": "card"}, token=owner)
    assert refusal(response) == (400, "session_closed")
    assert take(code=other)["amount"] == "7.00"


@pytest.fixture
def closes(api, owner, location):
    answer(api.send(f"/orders/bills/settings/{LOCATION}/", {"close_paid": True}, token=owner))


def state(table):
    return OrderSession.objects.get(code=table).state


def serve(*ids):
    Order.objects.filter(id__in=ids).update(state="served")


def test_a_paid_table_closes_itself(closes, feast, table, take):
    serve(*feast)
    assert not jobs.paid_tables_close()
    take()
    assert jobs.paid_tables_close()
    assert state(table) == "CLOSED"
    assert not jobs.paid_tables_close()


def test_not_before_all_is_served(closes, feast, table, take):
    serve(feast[0])
    take()
    assert not jobs.paid_tables_close()
    orders.order_move(order_id=feast[1], to="cancelled", expected=None, reason="", user_id=OWNER)
    assert jobs.paid_tables_close()


def test_not_while_something_is_left_or_being_paid(closes, feast, table, take, pay):
    serve(*feast)
    take("amount", amount="11.49")
    pay()
    assert not jobs.paid_tables_close()
    assert state(table) == "OPEN"


def test_not_where_the_place_does_not_want_it(feast, table, take):
    serve(*feast)
    take()
    assert not jobs.paid_tables_close()
    assert state(table) == "OPEN"
