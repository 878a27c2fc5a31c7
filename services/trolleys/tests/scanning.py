"""Scanning trolleys over HTTP, for tests."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from trolleys.models import BoardEvent, Cart, CartLine, Session
from world import TROLLEY

SCAN = "/api/session/qr-scan"
IN_USE = (
    "This trolley is currently assigned to another user (john_doe). "
    "Please use a different trolley or wait until the current session is completed."
)


def body_of(answer, status):
    assert answer.status_code == status, answer.content
    return answer.json()


def scan(api, token="", status=201, key="", **body):
    headers = {"Idempotency-Key": key} if key else {}
    answer = api.send(SCAN, {"trolley_id": TROLLEY, **body}, token=token, headers=headers)
    return body_of(answer, status)


def nothing_assigned():
    return not Session.objects.exists() and not BoardEvent.objects.exists()


def run_out(session_id, seconds=1.0):
    """As if the session had run out so many seconds ago, and no worker had seen it."""
    past = timezone.now() - timedelta(seconds=seconds)
    assert Session.objects.filter(session_id=session_id).update(alive_until=past)


def lives_from(session, since):
    """Whether it lives as long as after a sign of life that came between `since` and now."""
    session.refresh_from_db()
    return since <= session.alive_until - settings.SESSION_LIFE <= timezone.now()


def line_add(session_id, **more):
    cart = Cart.objects.get(session__session_id=session_id)
    values = {"product_id": 10, "quantity": 2, "price_at_addition": "4.50", "name": "Tea"}
    return CartLine.objects.create(cart=cart, seller_id=1, **{**values, **more})
