"""Who wants the same units at the same time, on real PostgreSQL."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from books import book, check_books, pass_time, sold
from conftest import HERE, OWNER
from django.db import transaction
from kit.errors import ApiError
from locks import in_thread, wait_for_waiting
from products.actions import holds, stock
from products.actions.holds import Line
from products.actions.products import product_create, product_delete, product_edit
from products.models import Hold, HoldLine, Product
from testing.races import at_once
from testing.scale import scaled

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = {"reference": "", "who": ""}
RACES = scaled(10)
TIMES = scaled(200)


def reason(call):
    """Why a call was refused; None when it was not."""
    try:
        call()
    except ApiError as refused:
        return refused.reason
    return None


def take(key, *lines, seconds=60):
    return reason(
        lambda: holds.hold_take(
            service="orders", key=str(key), lines=sorted(lines, key=by_id), seconds=seconds
        )
    )


def sell(key, *lines):
    ordered = sorted(lines, key=by_id)
    return reason(lambda: holds.hold_sell(service="orders", key=str(key), lines=ordered, **WORDS))


def commit(key):
    return reason(lambda: holds.hold_commit(service="orders", key=str(key), **WORDS))


def release(key):
    return reason(lambda: holds.hold_release(service="orders", key=str(key)))


def by_id(line):
    return line.product_id


@pytest.fixture
def last(cake):
    Product.objects.filter(id=cake.id).update(stock=1)
    return Line(cake.id, 1)


def both_at_once(*both):
    return at_once(lambda which: both[which](), 2)


def in_race(way, line, race, number):
    return way(f"{race} {number}", line)


@pytest.mark.parametrize("way", [take, sell])
def test_two_hundred_for_the_last_unit(cake, last, way):
    for race in range(RACES):
        Product.objects.filter(id=cake.id).update(stock=1, reserved=0)
        HoldLine.objects.all().delete()
        outcomes = Counter(at_once(partial(in_race, way, last, race), 200))
        assert outcomes == {None: 1, "insufficient_stock": 199}
        assert book(cake) == ((1, 1) if way is take else (0, 0))
        sales = 0 if way is take else race + 1
        assert (Hold.objects.count(), len(sold(cake))) == (race + 1, sales)


def test_crossed_carts_never_wait_for_each_other(espresso, cake, tap_water):
    Product.objects.filter(stock__isnull=False).update(stock=300)
    ahead = [Line(espresso.id, 1), Line(cake.id, 1), Line(tap_water.id, 1)]
    moves = [stock.Change(cake.id, -1), stock.Change(espresso.id, -1)]

    def shop(number):
        lines = ahead if number % 2 else ahead[::-1]
        if number % 4 == 0:
            moved = {"service": "edge", "key": str(number), "kind": "sale", **WORDS}
            stock.stock_move(**moved, lines=moves[:: (-1) ** (number // 4)])
            return None
        if number % 4 == 1:
            return sell(number, *lines)
        return take(number, *lines) or (commit(number) if number % 4 == 2 else release(number))

    assert Counter(at_once(shop, 120)) == {None: 120}
    assert (book(espresso), book(cake)) == ((210, 0), (210, 0))
    assert not HoldLine.objects.exists()


@pytest.mark.parametrize("way", [take, sell])
def test_fifty_times_the_same_key_at_once(cake, tap_water, way):
    lines = Line(cake.id, 2), Line(tap_water.id, 1)
    assert Counter(at_once(lambda _: way("k", *lines), 50)) == {None: 50}
    assert book(cake) == ((3, 2) if way is take else (1, 0))
    assert Counter(at_once(lambda _: commit("k"), 50)) == {None: 50}
    assert (book(cake), sold(cake), len(sold(tap_water))) == ((1, 0), [(-2, 0, 1)], 1)


def test_a_key_is_committed_or_released_and_never_both(cake):
    for number in range(TIMES):
        key, line = f"k{number}", Line(cake.id, 1)
        take(key, line)
        both = [partial(commit, key), partial(release, key)]
        outcomes = both_at_once(*both)
        assert outcomes in ([None, "hold_committed"], ["hold_released", None])
        if outcomes[0] is None:
            product_edit(product_id=cake.id, at_location=HERE, fields={"stock": 3})
    check_books()
    assert book(cake) == (3, 0)


def test_a_release_and_its_hold_at_once_leave_nothing_held(cake):
    for number in range(TIMES):
        key = f"k{number}"
        both = [partial(take, key, Line(cake.id, 1)), partial(release, key)]
        held, released = both_at_once(*both)
        assert (held in (None, "hold_released"), released) == (True, None)
        assert book(cake) == (3, 0)


def test_overdue_units_are_given_out_once(cake):
    take("late", Line(cake.id, 3))
    pass_time(60)

    def want(number):
        if number % 3 == 0:
            return holds.holds_expire() or None
        return take(number, Line(cake.id, 1)) if number % 3 == 1 else commit("late")

    outcomes = Counter(at_once(want, 48))
    check_books()
    if commit("late") is None:
        assert (book(cake), outcomes["insufficient_stock"]) == ((0, 0), 16)
    else:
        assert book(cake)[1] >= 1


def test_a_product_is_deleted_or_held(cake, tap_water):
    for product in (cake, tap_water):
        for number in range(10):
            fields = {"location_id": HERE, "name": f"New {number}", "price": 1}
            new = product_create(seller_id=OWNER, fields={**fields, "stock": product.stock})
            delete = partial(product_delete, product_id=new.id, at_location=HERE)
            both = [partial(take, f"h{new.id}", Line(new.id, 1)), partial(reason, delete)]
            outcomes = both_at_once(*both)
            assert outcomes in ([None, "product_reserved"], ["product_not_found", None])
            release(f"h{new.id}")
            Product.objects.filter(id=new.id).delete()


@pytest.mark.parametrize("way", [take, sell])
def test_who_waits_sees_what_was_taken_meanwhile(cake, way):
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            assert way("first", Line(cake.id, 2)) is None
            second = pool.submit(in_thread, way, "second", Line(cake.id, 2))
            wait_for_waiting(1)
        assert second.result(20) == "insufficient_stock"
    assert book(cake) == ((3, 2) if way is take else (1, 0))


def move(key, *lines):
    changes = [stock.Change(line.product_id, -line.quantity) for line in lines]
    return reason(
        lambda: stock.stock_move(service="edge", key=key, kind="sale", lines=changes, **WORDS)
    )


def test_every_way_takes_its_locks_in_the_same_order(espresso, cake):
    """All want both products while the second is locked: whoever had the first one last would wait
    for ever.
    """
    both = Line(cake.id, 1), Line(espresso.id, 1)
    Product.objects.update(stock=20)
    assert (take("held", *both), take("back", *both)) == (None, None)
    ways = [
        *((take, "a", *both), (sell, "b", *both), (move, "c", *both)),
        *((commit, "held"), (release, "back")),
    ]
    with ThreadPoolExecutor(len(ways)) as pool:
        with transaction.atomic():
            Product.objects.select_for_update().get(id=max(cake.id, espresso.id))
            futures = []
            for number, (way, *arguments) in enumerate(ways, 1):
                futures.append(pool.submit(in_thread, way, *arguments))
                wait_for_waiting(number)
        assert [future.result(20) for future in futures] == [None] * len(ways)
    assert (book(cake), book(espresso)) == ((17, 1), (17, 1))
