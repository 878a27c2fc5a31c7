"""What the tables themselves refuse."""

import pytest
from django.db import IntegrityError, transaction
from trolleys import life
from trolleys.models import Cart, CartLine, Session
from world import JOHN


def refused(constraint, make):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        make()
    assert f'"{constraint}"' in str(error.value)


def test_a_trolley_has_one_open_session(session, make_session):
    refused("trolleys_one_open_session", lambda: make_session(user_id=JOHN))
    Session.objects.update(state="ended")
    assert make_session().pk != session.pk


def test_a_cart_has_one_owner(session):
    refused("trolleys_cart_one_owner", Cart.objects.create)
    Cart.objects.filter(session=session).delete()
    refused("trolleys_cart_one_owner", lambda: Cart.objects.create(session=session, user_id=JOHN))


def test_a_product_has_one_line_of_at_most_99(session):
    line = {"cart": session.cart, "product_id": 10, "price_at_addition": 1, "seller_id": 1}
    CartLine.objects.create(**line, quantity=99)
    refused("trolleys_line_product", lambda: CartLine.objects.create(**line, quantity=1))
    line["product_id"] = 11
    refused("trolleys_line_quantity", lambda: CartLine.objects.create(**line, quantity=100))


def test_a_session_lives_by_the_clock(session):
    assert Session.objects.filter(life.alive()).get() == session
    Session.objects.update(alive_until="2026-01-01T00:00:00Z")
    assert not Session.objects.filter(life.alive()).exists()
    assert Session.objects.filter(life.overdue()).get() == session
    Session.objects.update(**life.sign())
    assert Session.objects.filter(life.alive()).get() == session
