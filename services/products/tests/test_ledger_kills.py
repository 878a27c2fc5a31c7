"""Who calls the ledger dies at any moment between hold and commit, and asks again with its key."""

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from books import check_books, sold
from django.db import InterfaceError, OperationalError, connection, connections
from kit.errors import ApiError
from products.actions import holds
from products.actions.holds import Line
from products.models import Hold, HoldLine, Movement, Product
from testing.races import at_once
from testing.scale import scaled

pytestmark = pytest.mark.django_db(transaction=True)
CARTS = scaled(2000, least=200)
ANSWERED_WITHIN = 60.0  # seconds, however often a cart's connection is cut
KILL = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle' LIMIT 1
"""


def insist(call, **arguments):
    """What the ledger answers in the end: None, or why it refuses."""
    deadline = time.monotonic() + ANSWERED_WITHIN
    while True:
        try:
            call(service="trolleys", **arguments)
            return None
        except ApiError as refused:
            return refused.reason
        except (OperationalError, InterfaceError):
            connection.close()
            assert time.monotonic() < deadline, "never answered"


def shop(key, lines, paid):
    """A cart from its hold to its end; how it ended."""
    refused = insist(holds.hold_take, key=key, lines=lines, seconds=600)
    if refused:
        return refused
    if paid:
        return insist(holds.hold_commit, key=key, reference=key, who="") or "paid"
    return insist(holds.hold_release, key=key) or "released"


def cut_connections(shut):
    """Ends whatever session of the database is at work, again and again; how many it met. A machine
    that has much else to do would never answer if there were no last one.
    """
    met = 0
    try:
        while met < 2 * CARTS and not shut.wait(0.003):
            with connection.cursor() as cursor:
                cursor.execute(KILL)
                met += cursor.rowcount
    finally:
        connections.close_all()
    return met


@pytest.mark.timeout(300)
def test_carts_whose_connections_are_cut_are_sold_once_or_not_at_all(cake, espresso):
    Product.objects.filter(id=cake.id).update(stock=CARTS // 4)
    Product.objects.filter(id=espresso.id).update(stock=2 * CARTS)
    ids = sorted((cake.id, espresso.id))
    shut, keys = threading.Event(), [f"cart {number}" for number in range(CARTS)]
    with ThreadPoolExecutor(1) as pool:
        killer = pool.submit(cut_connections, shut)
        try:
            lines = [Line(each, 1) for each in ids]
            ends = at_once(lambda number: shop(keys[number], lines, number % 3), CARTS, threads=8)
        finally:
            shut.set()
    assert killer.result(20) >= CARTS // 20
    told = Counter(ends)
    assert set(told) <= {"paid", "released", "insufficient_stock"}
    paid = {key for key, end in zip(keys, ends, strict=True) if end == "paid"}
    assert 0 < len(paid) <= CARTS // 4
    for product, had in ((cake, CARTS // 4), (espresso, 2 * CARTS)):
        assert {key for key, _ in _sales(product)} == paid
        assert len(sold(product)) == len(paid)
        assert Product.objects.get(id=product.id).stock == had - len(paid)
    committed = Hold.objects.filter(state=Hold.State.COMMITTED)
    assert set(committed.values_list("key", flat=True)) == paid
    assert not HoldLine.objects.exists()
    check_books()


def _sales(product):
    found = Movement.objects.filter(product_id=product.id, kind="sale")
    return found.values_list("reference", "change")
