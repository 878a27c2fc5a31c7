"""A hold ends by the clock of the database, whether or not a worker runs."""

import pytest
from books import book, pass_time, sold
from products.actions.holds import holds_expire
from products.models import Hold, HoldLine, Product

pytestmark = pytest.mark.django_db


def reason(response):
    return response.json().get("reason")


@pytest.fixture
def overdue(ledger, cake, tap_water):
    """All cake is held, by a cart whose time is over."""
    ledger("hold", key="late", lines={cake.id: 3, tap_water.id: 2}, seconds=60)
    pass_time(60)


@pytest.mark.usefixtures("overdue")
def test_everybody_sees_the_units_at_once(api, service, cake, django_assert_num_queries):
    assert api.ask(f"/products/get/{cake.id}/").json()["response"]["available"] == 3
    with django_assert_num_queries(1):
        batch = api.send("/internal/products/batch/", {"ids": [cake.id]}, token=service)
    assert batch.json()["response"][0]["available"] == 3
    assert book(cake) == (3, 3)


@pytest.mark.usefixtures("overdue")
@pytest.mark.parametrize("how", [{"seconds": 60}, {"commit": True}])
def test_others_take_them(ledger, cake, how):
    assert ledger("hold", key="k", lines={cake.id: 3}, **how).status_code == 200
    assert book(cake) == ((3, 3) if "seconds" in how else (0, 0))
    assert reason(ledger("commit", key="late")) == "stock_gone"
    assert Hold.objects.get(key="late").state == "gone"
    assert HoldLine.objects.count() == (1 if "seconds" in how else 0)


@pytest.mark.usefixtures("overdue")
def test_a_refused_hold_takes_them_off_all_the_same(ledger, cake):
    assert reason(ledger("hold", key="k", lines={cake.id: 4}, seconds=5)) == "insufficient_stock"
    assert book(cake) == (3, 0)


@pytest.mark.usefixtures("overdue")
@pytest.mark.parametrize("swept", [False, True])
def test_a_late_commit_sells_what_is_still_there(ledger, cake, tap_water, swept):
    if swept:
        assert holds_expire() is False
        assert (book(cake), HoldLine.objects.count()) == ((3, 0), 0)
    assert ledger("commit", key="late").status_code == 200
    assert (book(cake), book(tap_water)) == ((0, 0), (None, 0))
    assert (sold(cake), sold(tap_water)) == ([(-3, 0, 0)], [(-2, 0, None)])


@pytest.mark.usefixtures("overdue")
@pytest.mark.parametrize("swept", [False, True])
def test_a_late_commit_of_units_that_another_holds(ledger, cake, swept):
    Product.objects.filter(id=cake.id).update(stock=5)
    if swept:
        holds_expire()
    ledger("hold", key="k", lines={cake.id: 3}, seconds=60)
    for _ in range(2):
        assert reason(ledger("commit", key="late")) == "stock_gone"
    assert (book(cake), sold(cake)) == ((5, 3), [])
    assert reason(ledger("hold", key="late", lines={cake.id: 1}, seconds=5)) != "hold_expired"
    assert ledger("release", key="late").status_code == 200
    assert ledger("commit", key="k").status_code == 200
    assert book(cake) == (2, 0)


def test_a_stock_taking_finds_fewer_than_are_held(api, owner, ledger, cake):
    ledger("hold", key="a", lines={cake.id: 2}, seconds=60)
    edit = {"product": {"stock": 1}}
    shown = api.send(f"/products/edit/{cake.id}/", edit, token=owner).json()["response"]
    assert (shown["stock"], shown["available"], book(cake)) == (1, 0, (1, 2))
    for _ in range(2):
        assert reason(ledger("commit", key="a")) == "stock_gone"
    assert (book(cake), sold(cake)) == ((1, 0), [])
    assert reason(ledger("hold", key="a", lines={cake.id: 2}, seconds=5)) == "hold_released"


def test_of_two_holds_that_are_too_many_the_first_is_sold(ledger, cake):
    ledger("hold", key="a", lines={cake.id: 2}, seconds=60)
    ledger("hold", key="b", lines={cake.id: 1}, seconds=60)
    Product.objects.filter(id=cake.id).update(stock=2)
    assert ledger("commit", key="a").status_code == 200
    assert reason(ledger("commit", key="b")) == "stock_gone"
    assert book(cake) == (0, 0)


def test_what_nobody_counted_when_it_was_held_is_sold(ledger, tap_water):
    ledger("hold", key="a", lines={tap_water.id: 5}, seconds=60)
    ledger("hold", key="b", lines={tap_water.id: 5}, seconds=60)
    Product.objects.filter(id=tap_water.id).update(stock=7)
    assert ledger("commit", key="a").status_code == 200
    assert ledger("commit", key="b").status_code == 200
    assert (book(tap_water), sold(tap_water)) == ((0, 0), [(-5, 0, 2), (-2, 3, 0)])


def test_what_nobody_counts_any_more_is_sold(ledger, cake):
    ledger("hold", key="a", lines={cake.id: 2}, seconds=60)
    Product.objects.filter(id=cake.id).update(stock=None)
    assert ledger("commit", key="a").status_code == 200
    assert (book(cake), sold(cake)) == ((None, 0), [(-2, 0, None)])


@pytest.mark.usefixtures("overdue")
def test_deleted_meanwhile_is_gone(api, owner, ledger, cake, tap_water, refused):
    ledger("hold", key="open", lines={tap_water.id: 1}, seconds=60)
    response = api.send(f"/products/delete/{tap_water.id}/", {}, token=owner)
    refused(response, 409, "product_reserved")
    assert api.send(f"/products/delete/{cake.id}/", {}, token=owner).status_code == 200
    assert reason(ledger("commit", key="late")) == "stock_gone"
    assert sold(tap_water) == []
    ledger("release", key="open")
    assert api.send(f"/products/delete/{tap_water.id}/", {}, token=owner).status_code == 200


def test_an_edit_takes_overdue_holds_off(api, owner, overdue, cake):
    edit = {"product": {"price": 4}}
    shown = api.send(f"/products/edit/{cake.id}/", edit, token=owner).json()["response"]
    assert (shown["available"], book(cake)) == (3, (3, 0))
