"""What is forgotten, and what never is."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from kit.models import IdempotentAnswer
from orders.actions import calls, cart, sessions
from orders.models import Call, CartLine, Event, Order, OrderSession
from world import line

pytestmark = pytest.mark.django_db


def test_events_of_sessions_closed_a_week_ago_go_and_orders_stay(table, order, capsys):
    order()
    sessions.session_create(code="1" * 40, location_id=1, name="open")
    sessions.session_close(code=table)
    OrderSession.objects.filter(code=table).update(closed_at=timezone.now() - timedelta(days=8))
    IdempotentAnswer.objects.create(scope="s", key="k", fingerprint="f")
    IdempotentAnswer.objects.update(created_at=timezone.now() - timedelta(hours=25))
    call_command("prune")
    assert capsys.readouterr().out == (
        "3 events, 0 cart lines, 0 phones, 0 products, 1 idempotency keys\n"
    )
    assert [event.session.name for event in Event.objects.all()] == ["open"]
    assert Order.objects.count() == 1


def test_carts_that_were_never_sent_go_with_the_events(table, capsys):
    sessions.session_create(code="1" * 40, location_id=1, name="open")
    sessions.session_create(code="2" * 40, location_id=1, name="closed today")
    for code in (table, "1" * 40, "2" * 40):
        cart.line_add(code=code, line=line())
    calls.call_make(code=table, kind="bill")
    for code in (table, "2" * 40):
        sessions.session_close(code=code)
    OrderSession.objects.filter(code=table).update(closed_at=timezone.now() - timedelta(days=8))
    call_command("prune")
    assert "1 cart lines" in capsys.readouterr().out
    left = CartLine.objects.order_by("id").values_list("session__name", flat=True)
    assert list(left) == ["open", "closed today"]
    assert Call.objects.count() == 1
