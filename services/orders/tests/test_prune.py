"""What is forgotten, and what never is."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from kit.models import IdempotentAnswer
from orders.actions import sessions
from orders.models import Event, Order, OrderSession

pytestmark = pytest.mark.django_db


def test_events_of_sessions_closed_a_week_ago_go_and_orders_stay(table, order, capsys):
    order()
    sessions.session_create(code="1" * 40, location_id=1, name="open")
    sessions.session_close(code=table)
    OrderSession.objects.filter(code=table).update(closed_at=timezone.now() - timedelta(days=8))
    IdempotentAnswer.objects.create(scope="s", key="k", fingerprint="f")
    IdempotentAnswer.objects.update(created_at=timezone.now() - timedelta(hours=25))
    call_command("prune")
    assert capsys.readouterr().out == "3 events, 1 idempotency keys\n"
    assert [event.session.name for event in Event.objects.all()] == ["open"]
    assert Order.objects.count() == 1
