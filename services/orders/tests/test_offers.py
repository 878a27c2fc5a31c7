"""What guests are refused: a closed place, a pause, a closed kitchen, a menu at another time."""

from datetime import timedelta

import pytest
from kit.errands import errand_deliver
from opening import MONDAY, NEVER, at, daily, iso, menu
from orders import offers
from orders.actions import pauses, places
from orders.models import CartLine, Event, Order
from world import (
    CREATE,
    HOLD,
    LOCATION,
    OWNER,
    PLACE,
    RELEASE,
    SEND,
    STRANGER,
    WAITER,
    answer,
    cake,
    espresso,
    refusal,
    wanted,
)

pytestmark = pytest.mark.django_db

OFFER = f"/orders/offer/{LOCATION}/"


@pytest.fixture
def clock(monkeypatch):
    """Sets the time by which places open and close; it stands still."""

    def set_to(moment):
        monkeypatch.setattr(offers, "now", lambda: moment)

    set_to(MONDAY)
    return set_to


@pytest.fixture
def rules(location, clock):
    """Change what the place has set, and have this process know."""

    def change(**fields):
        places.place_set(location_id=LOCATION, fields=fields)
        offers.offer_anew(LOCATION)

    return change


@pytest.fixture
def dishes(sell):
    """Sell an espresso (1), a soup (2) and porridge (3), each in a category of its own."""
    for id, name, category in (
        (1, "Espresso", "Drinks"),
        (2, "Soup", "Warm food"),
        (3, "Porridge", "Breakfast"),
    ):
        sell(id, espresso(id=id, name=name, categories=[{"name": category}]))


def batch(table, *ids):
    return {"session_code": table, "lines": [{"product_id": id} for id in ids]}


def details(response, reason):
    assert refusal(response) == (409, reason)
    return response.json()["details"]


def nothing_ordered():
    return not Order.objects.exists() and not Event.objects.filter(kind="order.created").exists()


@pytest.fixture(params=["create", "place", "send"])
def order(request, api, table, dishes):
    """Order an espresso by each call that does; with or without credentials."""
    if request.param == "send":
        answer(api.send("/orders/cart/add/", wanted(table, product_id=1)))
    path, body = {
        "create": (CREATE, wanted(table, product_id=1)),
        "place": (PLACE, batch(table, 1)),
        "send": (SEND, {"session_code": table}),
    }[request.param]
    return lambda **options: api.send(path, body, **options)


def test_a_place_that_has_set_nothing_is_always_open(api, location, clock):
    assert answer(api.ask(OFFER)) == {
        "now": iso(MONDAY),
        "timezone": "UTC",
        "pause": None,
        "place": {"is_on": True, "changes": None},
        "kitchen": {"is_on": True, "changes": None, "categories": []},
        "menus": [],
        "wait": None,
    }


def test_before_it_opens_nothing_is_ordered(order, rules, clock):
    rules(hours=daily("13:00", "18:00"))
    assert details(order(), "place_closed") == {"until": iso(at(13))}
    assert nothing_ordered()
    clock(at(13))
    answer(order())
    assert Order.objects.count() == 1


def test_after_it_has_closed_nothing_is_ordered(order, rules, clock):
    rules(hours=daily("09:00", "12:00"))
    assert details(order(), "place_closed") == {"until": iso(at(9) + timedelta(days=1))}
    clock(MONDAY - timedelta(microseconds=1))
    answer(order())


def test_a_place_that_never_opens_says_no_time(order, rules):
    rules(hours={"week": NEVER, "days": []})
    assert details(order(), "place_closed") == {"until": None}


def test_hours_are_those_of_the_places_zone(order, rules):
    rules(hours=daily("09:00", "13:00"), timezone="Europe/Berlin")  # 12:00 UTC is 13:00 there
    assert details(order(), "place_closed") == {"until": iso(at(8) + timedelta(days=1))}


def test_while_orders_are_paused_nothing_is_ordered(order, rules, clock):
    pauses.pause_begin(location_id=LOCATION, minutes=15, words="Full house", user_id=WAITER)
    offers.offer_anew(LOCATION)
    assert details(order(), "orders_paused") == {"until": iso(at(12, 15)), "words": "Full house"}
    assert nothing_ordered()
    clock(at(12, 15))
    answer(order())


@pytest.mark.parametrize("user", [OWNER, WAITER])
def test_staff_order_for_guests_all_the_same(order, rules, signer, user):
    rules(hours={"week": NEVER, "days": []})
    pauses.pause_begin(location_id=LOCATION, minutes=15, words="", user_id=WAITER)
    answer(order(token=signer.access(user)))
    assert Order.objects.count() == 1


def test_whoever_is_no_staff_is_a_guest(api, table, dishes, rules, signer):
    rules(hours={"week": NEVER, "days": []})
    body = wanted(table, product_id=1)
    response = api.send(CREATE, body, token=signer.access(STRANGER))
    assert refusal(response) == (409, "place_closed")
    assert nothing_ordered()


def test_a_closed_kitchen_makes_nothing_and_drinks_go_on(api, table, dishes, rules):
    rules(kitchen=daily("17:00", "22:00", categories=["WARM  FOOD"]))
    response = api.send(PLACE, batch(table, 1, 2, 2, 3))
    soup = {"product_id": 2, "name": "Soup", "until": iso(at(17))}
    assert details(response, "kitchen_closed") == [soup]
    assert nothing_ordered()
    answer(api.send(PLACE, batch(table, 1, 3)))


def test_a_menu_at_another_time(api, table, dishes, rules, clock):
    rules(menus=[menu("Breakfast", ["breakfast"], "07:00", "11:00")])
    response = api.send(PLACE, batch(table, 1, 3))
    porridge = {"product_id": 3, "name": "Porridge", "until": iso(at(7) + timedelta(days=1))}
    assert details(response, "not_on_the_menu") == [porridge]
    assert nothing_ordered()
    answer(api.send(PLACE, batch(table, 1, 2)))
    clock(at(10, 59))
    answer(api.send(PLACE, batch(table, 3)))


def test_a_category_is_offered_while_any_of_its_menus_is(api, table, dishes, rules):
    early = menu("Early", ["Breakfast"], "07:00", "11:00")
    rules(menus=[early, menu("Lazy days", ["Breakfast"], "10:00", "14:00", weekdays=[1])])
    answer(api.send(PLACE, batch(table, 3)))


def test_a_product_is_offered_in_any_of_its_categories(api, table, sell, rules):
    both = [{"name": "Breakfast"}, {"name": "All day"}]
    sell(3, espresso(id=3, categories=both))
    rules(menus=[menu("Breakfast", ["Breakfast"], "07:00", "11:00")])
    answer(api.send(PLACE, batch(table, 3)))


def test_a_product_without_categories_is_always_offered(api, table, sell, rules):
    sell(3, espresso(id=3))
    kitchen = {"week": NEVER, "days": [], "categories": ["Warm food"]}
    rules(menus=[menu("Breakfast", ["Breakfast"], "07:00", "11:00")], kitchen=kitchen)
    answer(api.send(PLACE, batch(table, 3)))


def test_a_refused_cart_is_kept(api, table, dishes, rules):
    answer(api.send("/orders/cart/add/", wanted(table, product_id=3)))
    answer(api.send("/orders/cart/add/", wanted(table, product_id=1)))
    rules(menus=[menu("Breakfast", ["Breakfast"], "07:00", "11:00")])
    before = list(CartLine.objects.values())
    details(api.send(SEND, {"session_code": table}), "not_on_the_menu")
    assert list(CartLine.objects.values()) == before
    assert nothing_ordered()


def test_no_units_are_taken_for_what_is_refused(api, table, sell, ledger, rules):
    sell(2, cake(left=3))
    rules(hours={"week": NEVER, "days": []})
    details(api.send(PLACE, batch(table, 2)), "place_closed")
    assert ledger.asked(HOLD) == []


def test_a_pause_that_begins_while_units_are_taken_gives_them_back(
    api, table, sell, ledger, rules, monkeypatch
):
    sell(2, cake(left=3))
    rules()
    take = offers.require_offered

    def then_paused(location_id, products):
        take(location_id, products)
        pauses.pause_begin(location_id=LOCATION, minutes=15, words="", user_id=WAITER)
        offers.offer_anew(LOCATION)

    monkeypatch.setattr(offers, "require_offered", then_paused)
    details(api.send(PLACE, batch(table, 2)), "orders_paused")
    assert nothing_ordered()
    assert len(ledger.asked(HOLD)) == 1
    while errand_deliver():
        pass
    assert len(ledger.asked(RELEASE)) == 1


def test_what_is_kept_of_a_place_costs_an_order_no_question(
    api, table, dishes, rules, django_assert_num_queries
):
    rules(hours=daily("09:00", "18:00"), menus=[menu("Breakfast", ["Breakfast"], "07:00", "13:00")])
    headers = {"Prefer": "return=minimal"}
    answer(api.send(CREATE, wanted(table, product_id=3), headers=headers))
    with django_assert_num_queries(1):
        answer(api.send(CREATE, wanted(table, product_id=3), headers=headers))


def test_another_process_knows_of_a_pause_before_two_seconds_are_over(
    api, table, dishes, rules, monkeypatch
):
    rules()
    kept = offers.time.monotonic()
    pauses.pause_begin(location_id=LOCATION, minutes=15, words="", user_id=WAITER)
    answer(api.send(CREATE, wanted(table, product_id=1)))  # it was told to another process
    monkeypatch.setattr(offers.time, "monotonic", lambda: kept + 1.99)
    details(api.send(CREATE, wanted(table, product_id=1)), "orders_paused")


def test_what_is_in_use_is_read_anew_before_it_is_too_old(location, rules, monkeypatch):
    renewed = []
    rules()
    monkeypatch.setattr(offers, "_renew_soon", renewed.append)
    kept = offers.time.monotonic()
    offers.offer_of(LOCATION)
    assert renewed == []
    monkeypatch.setattr(offers.time, "monotonic", lambda: kept + 0.6)
    offers.offer_of(LOCATION)
    assert renewed == [LOCATION]


def test_how_a_place_stands_is_worked_out_once_until_it_changes(rules, clock):
    rules(hours=daily("09:00", "18:00"))
    offer = offers.offer_of(LOCATION)
    standing = offer.at(MONDAY)
    assert offer.at(at(17, 59)) is standing
    assert offer.at(at(18)).place == (False, at(9) + timedelta(days=1))
    rules()
    assert offers.offer_of(LOCATION) is offer  # nothing was changed


def test_guests_see_what_is_offered_and_when_that_changes(api, rules):
    breakfast = menu("Breakfast", ["Breakfast"], "07:00", "11:00")
    rules(
        hours=daily("09:00", "18:00"),
        kitchen=daily("17:00", "22:00", categories=["Warm food"]),
        menus=[breakfast],
    )
    shown = answer(api.ask(OFFER))
    assert shown["place"] == {"is_on": True, "changes": iso(at(18))}
    assert shown["kitchen"] == {
        "is_on": False,
        "changes": iso(at(17)),
        "categories": ["Warm food"],
    }
    tomorrow = iso(at(7) + timedelta(days=1))
    assert shown["menus"] == [{**breakfast, "is_on": False, "changes": tomorrow}]
