"""What the actions of carts do for those who call them in a transaction of their own."""

import uuid

import pytest
from django.db import transaction
from kit.tokens import Caller
from trolleys import catalogue, selectors
from trolleys.actions.audits import Author
from trolleys.actions.cart_locks import cart_lock, lines_to_change
from trolleys.actions.carts import cart_clear, cart_refresh, line_add
from trolleys.models import CartAudit, CartLine, Session, SessionEvent
from trolleys.owners import Owner
from trolleys.selectors.carts import cart_issues, cart_lines
from world import JOHN, MARKET, goods

pytestmark = pytest.mark.django_db


def test_a_product_is_put_into_a_sessions_cart(session, shop):
    shop(goods())
    product = catalogue.product_by_barcode("4006381333931", MARKET)
    with transaction.atomic():
        cart = cart_lock(Owner(session_id=session.session_id))
        lines = lines_to_change(cart)
        by = Author.holder(cart)
        line, is_new = line_add(cart=cart, lines=lines, product=product, quantity=2, by=by)
    assert lines == [line]
    assert (is_new, line.quantity, CartLine.objects.get().pk) == (True, 2, line.pk)
    assert cart_issues(cart, cart_lines(cart), catalogue.products_get([10]), {}) == []
    assert selectors.sessions.session_object(session)["subtotal"] == "9.00"
    assert SessionEvent.objects.get().kind == "cart.changed"
    assert CartAudit.objects.get().user_name == "john_doe"


def test_a_cart_that_was_bought_is_cleared_without_an_event(session, shop):
    shop(goods())
    payment_id = uuid.uuid4()
    with transaction.atomic():
        cart = cart_lock(Owner(session_id=session.session_id))
        product = catalogue.products_get([10])[10]
        lines = lines_to_change(cart)
        line_add(cart=cart, lines=lines, product=product, quantity=2, by=Author())
        assert cart_clear(cart, by=Author(), payment_id=payment_id) == 1
        assert cart_clear(cart, by=Author()) == 0
    changes = {"items_removed": 1, "payment_id": str(payment_id)}
    assert CartAudit.objects.latest("id").changes == changes
    assert [event.kind for event in SessionEvent.objects.all()] == ["cart.changed"]
    assert Session.objects.get().seq == 1


def test_a_refresh_counts_the_lines_of_any_cart(session, shop):
    sold = [goods(number, barcode=None) for number in (10, 11, 12)]
    dearer = [{**one, "price": "5.00"} for one in sold[:2]]
    for owner in (Owner(session_id=session.session_id), Owner(user=Caller(JOHN, "john_doe"))):
        shop(*sold)
        with transaction.atomic():
            cart = cart_lock(owner)
            lines, by = lines_to_change(cart), Author.holder(cart)
            for product in catalogue.products_get([10, 11, 12]).values():
                line_add(cart=cart, lines=lines, product=product, quantity=1, by=by)
        shop(*dearer, sold[2])
        catalogue.products_get([10, 11, 12])
        before = CartAudit.objects.count()
        with transaction.atomic():
            cart = cart_lock(owner)
            lines = lines_to_change(cart)
            assert cart_refresh(cart=cart, lines=lines, by=Author.holder(cart)) == 2
        rows = CartAudit.objects.order_by("id")[before:]
        assert [(row.product_id, row.changes["new_price"]) for row in rows] == [
            (10, "5.00"),
            (11, "5.00"),
        ]
        assert [row.timestamp for row in rows] == sorted(row.timestamp for row in rows)
