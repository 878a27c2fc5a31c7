"""Menus of places in use: read behind the orders, changed by the feed, never older than two
seconds.
"""

import threading
import time
from decimal import Decimal
from types import SimpleNamespace

import pytest
from orders import catalogue, clients, places
from orders.models import KnownProduct, Order
from orders.places import keeper
from peers import changes
from world import ADD, CREATE, LOCATION, answer, cake, espresso, refusal, wanted

pytestmark = pytest.mark.django_db
FEED = "/internal/products/changes/"


@pytest.fixture
def menu(products, location):
    """What products sells at the place, and what it says has changed since the cursor c1."""

    def sells(*found):
        page = [{"product": {"location_id": LOCATION, **each}} for each in found]
        path = f"/products/find/?location_id={LOCATION}&offset=0"
        products.on("GET", path, {"success": True, "response": page})
        changed()

    def changed(*found, cursor="c1", more=False, then="c1"):
        entries = [{"location_id": LOCATION, **each} for each in found]
        told = {"cursor": then, "more": more, "products": entries}
        products.on("GET", f"{FEED}?since={cursor}", {"success": True, "response": told})

    begun = {"cursor": "c1", "more": False, "products": []}
    products.on("GET", FEED, {"success": True, "response": begun})
    return SimpleNamespace(sells=sells, changed=changed)


@pytest.fixture
def kept(api, table, sell, menu):
    """Espresso was ordered here, so the whole menu is kept; cake was not."""
    menu.sells(espresso(), cake())
    sell(1, espresso())
    assert api.send(CREATE, wanted(table, product_id=1)).status_code == 200
    keeper.follower.round()
    return menu


def remembered():
    catalogue._renewals.submit(lambda: None).result(5)


def singles(products):
    return sum(
        f"location_id={LOCATION}" in one.path and "/internal/" in one.path
        for one in products.received
    )


def test_no_order_of_the_menu_waits_for_products(api, table, kept, products, ledger, monkeypatch):
    catalogue._seen.clear()
    asked = singles(products)
    for product_id in (1, 2):
        assert api.send(CREATE, wanted(table, product_id=product_id)).status_code == 200
    assert singles(products) == asked
    order = Order.objects.latest("id")
    assert (order.name, order.price, order.counted) == ("Cake", Decimal("3.50"), True)


@pytest.mark.django_db(transaction=True)
def test_what_was_never_asked_for_is_remembered_for_outages(api, table, kept, products):
    kept.changed(espresso(id=3, name="Tea"))
    keeper.follower.round()
    api.send(CREATE, wanted(table, product_id=3))
    remembered()
    keeper.forget()
    products.broken = True
    assert api.send(CREATE, wanted(table, product_id=3)).status_code == 200
    assert KnownProduct.objects.filter(name="Tea").exists()


def test_a_change_holds_after_the_next_question(api, table, kept):
    kept.changed(espresso(price="2.60"), {"id": 2, "deleted": True}, then="c2")
    kept.changed(cursor="c2", then="c2")
    keeper.follower.round()
    api.send(CREATE, wanted(table, product_id=1))
    assert Order.objects.latest("id").price == Decimal("2.60")
    assert keeper.product(LOCATION, 2) is None
    assert keeper.follower.cursor == "c2"


def test_changes_come_in_several_answers(kept):
    kept.changed(espresso(price="2.60"), more=True, then="c2")
    kept.changed(espresso(price="2.70"), cursor="c2", then="c3")
    keeper.follower.round()
    assert keeper.product(LOCATION, 1).price == "2.70"


def test_a_change_of_category_holds_for_the_next_order(api, table, kept):
    kept.changed(espresso(categories=[{"name": "Bar"}, {"name": "Coffee"}]))
    keeper.follower.round()
    api.send(CREATE, wanted(table, product_id=1))
    assert Order.objects.latest("id").category == "Bar"


def test_a_menu_is_read_whole_once(kept, products, monkeypatch):
    path, now = f"/products/find/?location_id={LOCATION}&offset=0", time.monotonic()
    asked = products.asked("GET", path)
    monkeypatch.setattr(places.time, "monotonic", lambda: now + 300)
    keeper.follower.round()
    assert products.asked("GET", path) == asked
    assert keeper.product(LOCATION, 1).price == "2.40"


@pytest.fixture
def long_menu(menu, products, monkeypatch):
    """A menu of three pages, two products each; tells what a page begins with from now on."""
    monkeypatch.setattr(clients, "PAGE", 2)

    def page(offset, *ids):
        found = [{"product": {"location_id": LOCATION, **espresso(id=each)}} for each in ids]
        path = f"/products/find/?location_id={LOCATION}&offset={offset}"
        products.on("GET", path, {"success": True, "response": found})

    menu.changed()
    page(0, 1, 2), page(1, 2, 3), page(2, 3)
    keeper.use(LOCATION)
    return page


def test_a_menu_comes_in_pages(long_menu):
    keeper.follower.round()
    assert set(keeper.menus[LOCATION].products) == {1, 2, 3}


def test_no_product_is_passed_over_when_one_is_deleted_meanwhile(long_menu):
    long_menu(1, 3)
    keeper.follower.round()
    assert keeper.menus[LOCATION].products is None
    long_menu(0, 2, 3), long_menu(1, 3)
    keeper.follower.round()
    assert set(keeper.menus[LOCATION].products) == {2, 3}


def test_a_product_that_moves_away_is_not_ours(api, table, kept, sell):
    kept.changed(espresso(location_id=LOCATION + 1))
    keeper.follower.round()
    sell(1, None)
    catalogue._seen.clear()
    response = api.send(CREATE, wanted(table, product_id=1))
    assert refusal(response) == (404, "product_not_found")


def test_a_product_that_is_switched_off(api, table, kept):
    kept.changed(espresso(is_active=False))
    keeper.follower.round()
    response = api.send(CREATE, wanted(table, product_id=1))
    assert refusal(response) == (400, "product_unavailable")


def test_nothing_is_older_than_two_seconds(api, table, kept, products, sell, monkeypatch):
    now = places.time.monotonic()
    monkeypatch.setattr(places.time, "monotonic", lambda: now + 2.01)
    assert keeper.product(LOCATION, 1) is None
    sell(1, espresso(price="2.60"))
    api.send(CREATE, wanted(table, product_id=1))
    assert Order.objects.latest("id").price == Decimal("2.60")


@pytest.mark.parametrize("nonsense", [b"<html>", b"{}", {"success": True, "response": {}}])
def test_products_down_or_answering_nonsense_leaves_what_is_known(kept, products, nonsense):
    products.on("GET", f"{FEED}?since=c1", nonsense)
    fresh = keeper.follower.fresh_until
    keeper.follower.round()
    assert keeper.follower.fresh_until == fresh
    assert keeper.follower.cursor == "c1"


def test_a_cursor_that_is_not_known_any_more_begins_anew(kept, products):
    refused = {"success": False, "reason": "erroneous_value"}
    products.on("GET", f"{FEED}?since=c1", refused, status=400)
    keeper.follower.round()
    assert keeper.product(LOCATION, 1) is None
    kept.sells(espresso(price="9.00"))
    keeper.follower.round()
    assert keeper.product(LOCATION, 1).price == "9.00"


def test_what_the_ledger_says_is_left_counts_at_once(api, table, kept, ledger, sell):
    ledger.short(2)
    assert refusal(api.send(CREATE, wanted(table, product_id=2))) == (409, "sold_out")
    assert keeper.product(LOCATION, 2).available == 0
    sell(2, cake(left=0))
    assert refusal(api.send(ADD, wanted(table, product_id=2))) == (409, "sold_out")


def test_pages_ask_for_what_is_left(api, table, kept):
    path = f"/orders/sessions/left/{table}/"
    assert answer(api.ask(path)) == {"left": {"2": 1}}
    kept.changed(cake(left=0))
    keeper.follower.round()
    assert answer(api.ask(path)) == {"left": {"2": 0}}
    assert api.ask(f"/orders/sessions/left/{'0' * 40}/").status_code == 404


def test_what_is_left_is_not_known_before_the_menu_was_read(api, table, menu, monkeypatch):
    path = f"/orders/sessions/left/{table}/"
    menu.sells(cake())
    for _ in range(2):
        assert answer(api.ask(path)) == {"left": None}
    keeper.follower.round()
    assert answer(api.ask(path)) == {"left": {"2": 1}}
    now = places.time.monotonic()
    monkeypatch.setattr(places.time, "monotonic", lambda: now + 2.01)
    assert answer(api.ask(path)) == {"left": None}


def test_a_place_that_nobody_uses_is_dropped(kept, monkeypatch):
    now = places.time.monotonic()
    monkeypatch.setattr(places.time, "monotonic", lambda: now + places.IN_USE + 1)
    assert keeper._any_in_use() is False
    assert not keeper.menus


def test_places_that_do_not_fit_in_are_not_kept(api, table, kept, monkeypatch, products):
    monkeypatch.setattr(places, "MOST", 1)
    path, now = f"/products/find/?location_id={LOCATION}&offset=0", time.monotonic()
    keeper.forget()
    keeper.use(LOCATION)
    asked = products.asked("GET", path)
    for _ in range(3):
        keeper.follower.round()
    assert products.asked("GET", path) == asked + 1
    assert keeper.product(LOCATION, 1) is None
    assert api.send(CREATE, wanted(table, product_id=1)).status_code == 200
    monkeypatch.setattr(places, "MOST", 2)
    monkeypatch.setattr(places.time, "monotonic", lambda: now + places.AGAIN + 1)
    keeper.follower.round()
    assert keeper.product(LOCATION, 1) is not None


def test_one_thread_asks_and_ends_when_no_place_is_left(kept, monkeypatch, products):
    monkeypatch.undo()
    monkeypatch.setattr(changes, "EVERY", 0.01)
    keeper.forget()
    before = products.asked("GET", f"{FEED}?since=c1")
    for _ in range(3):
        keeper.use(LOCATION)
    thread = keeper.follower.thread
    assert thread is not None
    deadline = time.monotonic() + 10
    while products.asked("GET", f"{FEED}?since=c1") < before + 3 and time.monotonic() < deadline:
        threading.Event().wait(0.01)
    keeper.forget()
    thread.join(10)
    assert not thread.is_alive()
    assert products.asked("GET", f"{FEED}?since=c1") >= before + 3
