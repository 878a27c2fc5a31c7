"""Options: what may be chosen with a product, and what was, at its price and from stock."""

import pytest
from chosen import CARTON, COW, CREAM, LARGE, OAT, SYRUP, latte, names
from kit.errands import errand_deliver
from orders import catalogue
from orders.actions import orders
from orders.models import CartLine, Order
from world import ADD, CREATE, HOLD, MOVE, PLACE, SEND, answer, espresso, refusal, shown, wanted

pytestmark = pytest.mark.django_db


def stored(option_id, group_name, name, price, product_id=None):
    plain = {"id": option_id, "group": group_name, "name": name, "price": price}
    return {**plain, "product_id": product_id}


def test_what_was_chosen_is_ordered_at_its_price(api, table, lattes):
    chosen = wanted(table, options=[SYRUP, OAT, LARGE], quantity=2)
    order = answer(api.send(CREATE, chosen, headers={"Prefer": "return=minimal"}))
    assert order["price"] == "5.00"
    assert order["options"] == [
        stored(OAT, "Milk", "Oat milk", "0.50", CARTON),
        stored(LARGE, "Size", "Large", "1.20"),
        stored(SYRUP, "Extras", "Syrup", "0.30"),
    ]
    assert answer(api.send(CREATE, wanted(table)))["orders"][0] == order


def test_who_says_nothing_gets_the_defaults(api, table, lattes):
    [order] = answer(api.send(CREATE, wanted(table)))["orders"]
    assert (order["price"], names(order)) == ("3.00", ["Cow's milk"])


def test_what_makes_it_cheaper_never_makes_it_less_than_free(api, table, lattes):
    lattes(price="0.10")
    [order] = answer(api.send(CREATE, wanted(table, options=[COW, CREAM])))["orders"]
    assert order["price"] == "0.00"


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ([], "choice_needed"),
        ([COW, OAT], "choice_needed"),
        ([LARGE], "choice_needed"),
        ([COW, 99], "option_unavailable"),
        ([0], "malformed_json"),
        ("12", "malformed_json"),
        ([COW] * 101, "malformed_json"),
    ],
)
@pytest.mark.parametrize("path", [CREATE, ADD])
def test_what_cannot_be_chosen_is_refused(api, table, lattes, path, options, reason):
    response = api.send(path, wanted(table, options=options))
    assert refusal(response) == (400, reason)
    if reason == "choice_needed":
        milk = {"option_group_id": 1, "name": "Milk", "least": 1, "most": 1}
        assert response.json()["details"] == [milk]
    assert not Order.objects.exists()
    assert not CartLine.objects.exists()


def test_a_default_that_is_sold_out_leaves_the_choice_to_the_guest(api, table, lattes):
    lattes(cow={"is_active": False})
    assert refusal(api.send(CREATE, wanted(table))) == (400, "choice_needed")
    refused = api.send(CREATE, wanted(table, options=[COW]))
    assert refusal(refused) == (400, "option_unavailable")
    assert refused.json()["details"] == [{"option_id": COW}]
    assert api.send(CREATE, wanted(table, options=[OAT])).status_code == 200


def test_what_has_no_options_takes_none(api, table, sell):
    sell(1337, espresso())
    assert refusal(api.send(CREATE, wanted(table, options=[OAT]))) == (400, "option_unavailable")
    assert api.send(CREATE, wanted(table, options=[])).status_code == 200


@pytest.mark.parametrize("path", [CREATE, ADD])
def test_what_stands_on_no_menu_is_only_taken_by_options(api, table, sell, path):
    sell(1337, espresso(is_listed=False, price="0.00"))
    assert refusal(api.send(path, wanted(table))) == (400, "product_unavailable")
    assert not Order.objects.exists()
    assert not CartLine.objects.exists()


def test_what_is_taken_off_the_menu_meanwhile_is_not_sent(api, table, sell):
    sell(1337, espresso())
    line = answer(api.send(ADD, wanted(table)))
    sell(1337, espresso(is_listed=False, price="9.00"))
    catalogue._seen.clear()
    assert refusal(api.send(SEND, {"session_code": table})) == (400, "product_unavailable")
    assert shown(api, table) == [line]


def test_what_was_just_added_is_asked_for_before_it_is_refused(api, table, sell, ledger):
    sell(1337, espresso())
    assert api.send(CREATE, wanted(table)).status_code == 200  # our copy has no options now
    sell(1337, latte())
    seen = wanted(table, options=[OAT], name="Latte", price="3.50")
    [_, order] = answer(api.send(CREATE, seen))["orders"]
    assert (order["price"], names(order)) == ("3.50", ["Oat milk"])


class TestSeen:
    """What was chosen is part of what was seen."""

    def test_dearer_is_told_with_what_was_chosen(self, api, table, lattes):
        lattes(oat={"price": "0.80"})
        seen = wanted(table, options=[OAT], name="Latte", price="3.50")
        response = api.send(CREATE, seen)
        assert refusal(response) == (409, "product_changed")
        changed = {"product_id": 1337, "name": "Latte", "price": "3.80", "options": [OAT]}
        assert response.json()["details"] == [changed]
        assert api.send(CREATE, {**seen, "price": "3.80"}).status_code == 200

    def test_cheaper_is_taken_at_the_lower_price(self, api, table, lattes):
        seen = wanted(table, options=[OAT], name="Latte", price="3.90")
        [order] = answer(api.send(CREATE, seen))["orders"]
        assert order["price"] == "3.50"


class TestCart:
    def test_a_line_has_what_was_chosen_until_it_is_ordered(self, api, table, lattes):
        line = answer(api.send(ADD, wanted(table, options=[OAT], price="3.50", name="Latte")))
        assert (line["price"], names(line)) == ("3.50", ["Oat milk"])
        assert shown(api, table) == [line]
        [order] = answer(api.send(SEND, {"session_code": table}))["orders"]
        assert (order["price"], order["options"]) == ("3.50", line["options"])

    def test_two_ways_of_one_product_are_compared_each_by_itself(self, api, table, lattes):
        for options, price in (([OAT], "3.50"), ([COW], "3.00")):
            answer(api.send(ADD, wanted(table, options=options, price=price, name="Latte")))
        lattes(oat={"price": "0.80"})
        response = api.send(SEND, {"session_code": table})
        assert refusal(response) == (409, "product_changed")
        changed = {"product_id": 1337, "name": "Latte", "price": "3.80", "options": [OAT]}
        assert response.json()["details"] == [changed]
        assert [each["price"] for each in shown(api, table)] == ["3.80", "3.00"]
        orders = answer(api.send(SEND, {"session_code": table}))["orders"]
        assert [each["price"] for each in orders] == ["3.80", "3.00"]

    def test_what_the_sender_saw_counts(self, api, table, lattes):
        answer(api.send(ADD, wanted(table, options=[OAT], price="3.50", name="Latte")))
        lattes(oat={"price": "0.80"})
        saw = {"product_id": 1337, "options": [OAT], "price": "3.80", "name": "Latte"}
        [order] = answer(api.send(SEND, {"session_code": table, "seen": [saw]}))["orders"]
        assert order["price"] == "3.80"

    def test_what_is_gone_meanwhile_leaves_the_cart_as_it_is(self, api, table, lattes):
        line = answer(api.send(ADD, wanted(table, options=[OAT])))
        lattes(oat={"is_active": False})
        assert refusal(api.send(SEND, {"session_code": table})) == (400, "option_unavailable")
        assert shown(api, table) == [line]
        assert not Order.objects.exists()


class TestStock:
    """The last oat milk is sold once: its units go through the ledger with those of the product."""

    def test_an_option_takes_its_units(self, api, table, lattes, ledger):
        assert api.send(CREATE, wanted(table, options=[OAT], quantity=3)).status_code == 200
        [asked] = ledger.asked(HOLD)
        assert asked["lines"] == [{"product_id": CARTON, "quantity": 3}]
        assert api.send(CREATE, wanted(table, options=[COW])).status_code == 200
        assert len(ledger.asked(HOLD)) == 1

    def test_together_with_those_of_its_product(self, api, table, lattes, ledger, owner):
        lattes(stock=5, available=5)
        lines = [
            {"product_id": 1337, "options": [OAT], "quantity": 2},
            {"product_id": 1337, "options": [COW]},
        ]
        body = {"session_code": table, "lines": lines}
        assert api.send(PLACE, body, token=owner).status_code == 200
        [asked] = ledger.asked(HOLD)
        assert asked["lines"] == [
            {"product_id": CARTON, "quantity": 2},
            {"product_id": 1337, "quantity": 3},
        ]

    def test_short_is_sold_out_and_nothing_is_ordered(self, api, table, lattes, ledger):
        details = ledger.short(CARTON)
        response = api.send(CREATE, wanted(table, options=[OAT]))
        assert refusal(response) == (409, "sold_out")
        assert response.json()["details"] == details
        assert not Order.objects.exists()

    def test_cancelling_gives_them_back(self, api, table, lattes, ledger, owner):
        lattes(stock=5, available=5)
        answer(api.send(CREATE, wanted(table, options=[OAT], quantity=3)))
        order = Order.objects.get()
        orders.order_cancel_some(
            order_id=order.id, quantity=1, expected="new", reason="spilt", user_id=1
        )
        assert errand_deliver()
        [moved] = ledger.asked(MOVE)
        assert moved["lines"] == [
            {"product_id": CARTON, "change": 1},
            {"product_id": 1337, "change": 1},
        ]


def test_what_was_chosen_is_taken_while_products_is_down(api, table, lattes, products):
    answer(api.send(CREATE, wanted(table, options=[COW, LARGE])))
    catalogue._seen.clear()
    products.broken = True
    [_, order] = answer(api.send(CREATE, wanted(table, options=[COW, SYRUP])))["orders"]
    assert (order["price"], names(order)) == ("3.30", ["Cow's milk", "Syrup"])
