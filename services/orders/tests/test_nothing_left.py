"""A refused call stores nothing, and what is stored of products stays within bounds."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from orders import catalogue
from orders.actions import phones, sessions
from orders.actions import products as actions
from orders.models import KnownProduct, Order, OrderSession, Phone
from world import (
    ADD,
    CREATE,
    LOCATION,
    LOCATION_PATH,
    OWNER,
    PLACE,
    UNLISTED,
    WAITER,
    espresso,
    refusal,
    wanted,
)

pytestmark = pytest.mark.django_db

OPEN = "/orders/sessions/create/"


def bodies(table, product_id):
    """Each way to name a product."""
    line = {"product_id": product_id}
    return (
        (CREATE, wanted(table, **line)),
        (PLACE, {"session_code": table, "lines": [line]}),
        (ADD, wanted(table, **line)),
    )


def test_orders_of_a_closed_table_store_nothing(api, table, sell, products):
    sell(5, keeps=False)
    sessions.session_close(code=table)
    for path, body in bodies(table, 5):
        assert refusal(api.send(path, body)) == (400, "session_closed")
    assert not KnownProduct.objects.exists()
    assert not [each for each in products.received if "/products/" in each.path]


def test_orders_of_a_full_table_store_nothing(api, table, sell, order, settings):
    settings.MAX_ORDERS_PER_SESSION = 1
    sell(5, keeps=False)
    order()
    for path, body in bodies(table, 5)[:2]:
        assert refusal(api.send(path, body)) == (400, "session_full")
    assert not KnownProduct.objects.exists()


def test_numbers_of_a_place_without_products_are_remembered_up_to_a_thousand(db, monkeypatch):
    assert actions.MAX_UNLISTED == 1000
    monkeypatch.setattr(actions, "MAX_UNLISTED", 2)
    for product_id in range(1, 5):
        for location_id in (LOCATION, 17):
            actions.product_remember(
                location_id=location_id, product_id=product_id, product=UNLISTED
            )
    assert KnownProduct.objects.count() == 4


def test_what_is_in_use_is_remembered_anew_each_day(api, table, sell):
    sell(1337, espresso())
    api.send(CREATE, wanted(table))
    KnownProduct.objects.update(remembered_at=timezone.now() - timedelta(days=20))
    for days_ago in (20, 0):
        catalogue._seen.clear()
        api.send(CREATE, wanted(table))
        age = timezone.now() - KnownProduct.objects.get().remembered_at
        assert age.days == days_ago
        catalogue._stored.clear()  # a day has passed
    assert Order.objects.count() == 3


def test_what_is_renewed_beside_the_orders_is_remembered_too(api, table, sell):
    """Nothing waits for the renewal, so it leaves the remembering to the next order."""
    sell(1337, espresso())
    api.send(CREATE, wanted(table))
    KnownProduct.objects.update(remembered_at=timezone.now() - timedelta(days=20))
    catalogue._stored.clear()
    catalogue._renew((LOCATION, 1337), catalogue._seen.get((LOCATION, 1337))[1])
    api.send(CREATE, wanted(table))
    assert (timezone.now() - KnownProduct.objects.get().remembered_at).days == 0


def test_what_nobody_uses_any_more_is_forgotten(table, capsys):
    for product_id in (1, 2):
        actions.product_remember(location_id=LOCATION, product_id=product_id, product=UNLISTED)
    old = timezone.now() - timedelta(days=31)
    KnownProduct.objects.filter(product_id=1).update(remembered_at=old)
    phones.phone_join(code=table, key="")
    call_command("prune")
    assert Phone.objects.count() == 1  # the table is open
    sessions.session_close(code=table)
    OrderSession.objects.update(closed_at=timezone.now() - timedelta(days=8))
    call_command("prune")
    first, second = capsys.readouterr().out.splitlines()
    assert "0 phones, 1 products" in first
    assert "1 phones, 0 products" in second
    assert KnownProduct.objects.get().product_id == 2


def test_who_was_dismissed_gets_no_stored_answer(api, location, locations, code, signer):
    """The answer holds the table's code."""
    waiter, headers = signer.access(WAITER), {"Idempotency-Key": "tap"}
    body = {"location_id": LOCATION, "name": "Table 1"}
    assert api.send(OPEN, body, token=waiter, headers=headers).status_code == 200
    place = {"id": LOCATION, "name": "Café", "user_id": OWNER, "staff": []}
    locations.on("GET", LOCATION_PATH, {"success": True, "response": place})
    response = api.send(OPEN, body, token=waiter, headers=headers)
    assert refusal(response) == (403, "incorrect_credentials")
