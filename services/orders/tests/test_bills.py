"""Bills over HTTP: what is on them, who pays which part, and what is left."""

import json

import pytest
from bills.models import Payment, PaymentItem, Receipt
from bills_world import bill_of, bills, dish, eat, payments, require_sound
from orders.models import Event, OrderSession
from world import LOCATION, STRANGER, answer, line, refusal

pytestmark = pytest.mark.django_db
STAR = {"name": "Café Ünal", "vat_rates": ["19.00", "7.00"], "tips": [10]}
REST = {"address": "", "tax_number": "", "footer": "", "pays_online": True, "close_paid": False}
REST |= {"takes_online": False, "asks_unpaid": True, "day_begins": 4, "receipts": 0}


@pytest.fixture
def feast(table):
    """Two guests with a dish each, and something of the table's."""
    return [
        eat(table, "Falafel", "8.50", guest_id=1),
        eat(table, "Halloumi", "9.00", guest_id=2, vat_rate="7.00"),
        eat(table, "Water", "2.50", quantity=2),
    ]


def get(api, code, **more):
    return answer(api.ask(bills("get", code), **more))


def test_what_is_on_a_bill(api, table, feast):
    bill = get(api, table)
    assert {each: bill[each] for each in ("due", "paid", "pending", "left")} == {
        "due": "22.50",
        "paid": "0.00",
        "pending": "0.00",
        "left": "22.50",
    }
    assert [(each["name"], each["amount"], each["guest_id"]) for each in bill["lines"]] == [
        ("Falafel", "8.50", 1),
        ("Halloumi", "9.00", 2),
        ("Water", "5.00", None),
    ]
    assert bill["rates"] == [
        {"vat_rate": "0.00", "gross": "13.50", "net": "13.50", "vat": "0.00"},
        {"vat_rate": "7.00", "gross": "9.00", "net": "8.41", "vat": "0.59"},
    ]


def test_the_place_has_a_standard_rate(api, table, feast, owner):
    set_book(api, owner, vat_rates=["19"])
    assert [(each["vat_rate"], each["vat"]) for each in get(api, table)["rates"]] == [
        ("19.00", "2.16"),
        ("7.00", "0.59"),
    ]


def set_book(api, token, **fields):
    return answer(api.send(f"/orders/bills/settings/{LOCATION}/", fields, token=token))


def test_a_place_says_how_it_takes_money(api, location, owner):
    assert set_book(api, owner, **STAR) == STAR | REST
    assert answer(api.ask(f"/orders/bills/settings/{LOCATION}/"))["tips"] == [10]
    assert set_book(api, owner, footer="Thanks")["name"] == "Café Ünal"


@pytest.mark.parametrize(
    "wrong",
    [
        *({"vat_rates": value} for value in ([], ["100"], ["-1"], ["7", "7.00"], ["1.234"], "7")),
        *({"tips": value} for value in ([0], [101], [5, 5], ["5"], [1, 2, 3, 4, 5, 6])),
        *({"name": "x" * 201}, {"pays_online": 1}, {"close_paid": None}, {"footer": "x" * 501}),
    ],
)
def test_odd_settings_are_refused(api, location, owner, wrong):
    response = api.send(f"/orders/bills/settings/{LOCATION}/", wrong, token=owner)
    assert refusal(response)[0] == 400
    assert answer(api.ask(f"/orders/bills/settings/{LOCATION}/"))["vat_rates"] == ["0.00"]


def test_a_waiter_takes_cash_for_all_of_it(api, table, feast, take):
    payment = take(given="30", tip="2.50", expected="22.50")
    assert (payment["status"], payment["amount"], payment["tip"]) == ("paid", "22.50", "2.50")
    assert (payment["given"], payment["change"], payment["total"]) == ("30.00", "5.00", "25.00")
    assert [each["number"] for each in payment["receipts"]] == [1]
    assert get(api, table)["left"] == "0.00"
    session = OrderSession.objects.get()
    told = Event.objects.filter(kind="bill.changed").latest("id")
    assert (str(session.paid), session.pending) == ("22.50", 0)
    assert json.loads(told.data) == {"session": table, "paid": "22.50", "pending": "0.00"}
    require_sound(table)


def test_too_little_cash_is_no_payment(api, table, feast, owner):
    body = {"part": "all", "kind": "cash", "given": "24.99", "tip": "2.50"}
    response = api.send(bills("take", table), body, token=owner)
    assert refusal(response) == (400, "too_little_given")
    assert response.json()["details"] == {"due": "25.00"}
    assert not Payment.objects.exists()


def test_each_pays_their_own(api, table, feast, take):
    first = take("items", orders=[feast[0]], kind="card")
    assert first["amount"] == "8.50"
    assert [each["left"] for each in get(api, table)["lines"]] == ["0.00", "9.00", "5.00"]
    take("items", orders=feast[1:])
    assert bill_of(table).left == 0
    assert PaymentItem.objects.count() == 3
    require_sound(table)


def test_an_item_is_paid_once(api, table, feast, take, owner):
    take("items", orders=[feast[0]])
    body = {"part": "items", "kind": "card", "orders": feast[:2]}
    response = api.send(bills("take", table), body, token=owner)
    assert refusal(response) == (409, "already_paid")
    assert response.json()["details"] == [{"order_id": feast[0]}]
    assert Payment.objects.count() == 1


def test_three_share_it(api, table, feast, take):
    take("share", shares_of=3)
    assert get(api, table)["shared"] == [{"of": 3, "count": 1, "amount": "7.50"}]
    assert [take("share", shares_of=3)["amount"] for _ in range(2)] == ["7.50", "7.50"]
    eat(table, "Tea", "0.01")
    assert take()["amount"] == "0.01"
    require_sound(table)


def test_one_pays_two_of_three_shares(table, feast, take):
    eat(table, "Mint", "0.02")
    assert take("share", shares=2, shares_of=3)["amount"] == "15.01"
    assert take("share", shares_of=3)["amount"] == "7.51"


def test_any_amount_up_to_what_is_left(api, table, feast, take, owner):
    assert take("amount", amount="20.00")["amount"] == "20.00"
    body = {"part": "amount", "amount": "2.51", "kind": "card"}
    response = api.send(bills("take", table), body, token=owner)
    assert refusal(response) == (409, "too_much")
    assert response.json()["details"] == {"left": "2.50"}
    assert take("amount", amount=2.5)["amount"] == "2.50"


def test_nothing_is_left_to_pay(api, table, feast, take, owner):
    take()
    for part in ({"part": "all"}, {"part": "share", "shares_of": 2}):
        response = api.send(bills("take", table), {**part, "kind": "card"}, token=owner)
        assert refusal(response) == (409, "nothing_to_pay")


def test_what_was_seen_is_what_is_paid(api, table, feast, owner):
    body = {"part": "all", "kind": "card", "expected": "22.50"}
    eat(table, "Tea", "3.00")
    response = api.send(bills("take", table), body, token=owner)
    assert refusal(response) == (409, "bill_changed")
    assert response.json()["details"] == {"amount": "25.50", "left": "25.50"}
    assert not Payment.objects.exists()


def test_a_repeat_takes_nothing_more(table, feast, take):
    again = {"Idempotency-Key": "k"}
    assert take("share", shares_of=2, headers=again) == take("share", shares_of=2, headers=again)
    assert Payment.objects.count() == Receipt.objects.count() == 1


def test_orders_of_another_table_are_not_on_it(api, table, feast, owner, location):
    body = {"part": "items", "kind": "card", "orders": [feast[0] + 99]}
    assert refusal(api.send(bills("take", table), body, token=owner)) == (404, "order_not_found")


@pytest.mark.parametrize(
    "wrong",
    [
        *({"part": "some"}, {"part": "items"}, {"part": "items", "orders": []}, {"part": "share"}),
        *({"part": "share", "shares_of": 1}, {"part": "share", "shares_of": 51}),
        {"part": "share", "shares": 3, "shares_of": 2},
        *({"part": "amount", "amount": value} for value in (None, 0, -1, "x", True, 1e9, "1.001")),
        *({"part": "all", "tip": value} for value in (-1, "x", "0.001")),
        *({"part": "all", "amount": 3}, {"part": "all", "orders": [1]}, {"part": None}, {}),
        {"part": "all", "kind": "card", "given": 50},
        {"part": "all", "kind": "online"},
    ],
)
def test_odd_parts_are_refused(api, table, feast, owner, wrong):
    response = api.send(bills("take", table), {"kind": "cash", **wrong}, token=owner)
    assert refusal(response)[0] == 400
    assert not Payment.objects.exists()


def test_only_staff_take_money(api, table, feast, signer):
    body = {"part": "all", "kind": "cash"}
    for token in (None, signer.access(STRANGER)):
        response = api.send(bills("take", table), body, token=token)
        assert refusal(response) == (403, "incorrect_credentials")


def test_staff_see_each_payment_whole_and_guests_what_is_paid(api, table, feast, take, owner):
    payment = take("items", orders=[feast[0]], tip="1")
    assert get(api, table, token=owner)["payments"] == [payment]
    (seen,) = get(api, table)["payments"]
    assert seen["amount"] == "8.50"
    assert not {"payment_id", "tip", "staff_id"} & {*seen}


def test_a_closed_bill_is_for_who_took_part(api, table, feast, owner, settings):
    settings.AUTH_MODE = "strict"
    api.send(f"/orders/sessions/close/{table}/", {}, token=owner)
    assert refusal(api.ask(bills("get", table))) == (403, "incorrect_credentials")
    assert get(api, table, token=owner)["due"] == "22.50"


def test_a_table_that_was_closed_is_still_paid(api, table, feast, owner, take):
    api.send(f"/orders/sessions/close/{table}/", {}, token=owner)
    assert take()["amount"] == "22.50"


def test_an_unknown_bill(api, location):
    assert refusal(api.ask(bills("get", "0" * 40))) == (404, "session_not_found")
    assert refusal(api.ask(bills("get", "x"))) == (404, "session_not_found")


def test_staff_give_cash_back(api, table, feast, take, owner):
    payment = take(tip="2.50", given="25")
    path = payments("refund", payment["payment_id"])
    back = answer(api.send(path, {"amount": "9.00", "reason": "cold"}, token=owner))
    assert (back["status"], [each["state"] for each in back["refunds"]]) == ("paid", ["done"])
    assert bill_of(table).left == 900
    all_of_it = answer(api.send(path, {"reason": "all"}, token=owner))
    assert (all_of_it["status"], bill_of(table).left) == ("refunded", 2250)
    assert [(each["amount"], each["tip"]) for each in all_of_it["refunds"]] == [
        ("9.00", "0.00"),
        ("13.50", "2.50"),
    ]
    assert refusal(api.send(path, {"reason": "again"}, token=owner)) == (409, "payment_not_paid")
    require_sound(table)


def test_no_more_goes_back_than_was_paid(api, table, feast, take, owner):
    path = payments("refund", take()["payment_id"])
    for body in ({"amount": "22.51"}, {"amount": "1", "tip": "0.01"}, {"amount": "0"}):
        response = api.send(path, {"reason": "x", **body}, token=owner)
        assert refusal(response) == (409, "too_much")


def test_what_costs_nothing_is_no_debt(table):
    eat(table, "Water", "0.00")
    assert bill_of(table).left == 0


def test_a_place_without_products_has_an_empty_bill(api, table, order):
    order()
    assert get(api, table)["due"] == "0.00"


def test_options_are_in_the_price(table):
    assert dish("Coffee", "3.00").with_options(None).price == "3.00"
    assert line(product=dish("Coffee", "3.00")).columns()["vat_rate"] is None
