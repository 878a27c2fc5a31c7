"""Events of sessions and of places."""

from __future__ import annotations

from django.db import models
from live.models import RecordedEvent

from orders.models.sessions import OrderSession


class Event(RecordedEvent):
    """Number `seq` of its session, and number `panel_seq` of its location's panel. What happens to
    a place and at no session has neither a session nor a number in one.
    """

    # The constraint of (session, seq) is an index that begins with the session.
    session = models.ForeignKey(
        OrderSession, models.CASCADE, null=True, related_name="events", db_index=False
    )
    seq = models.BigIntegerField(db_default=0)
    location_id = models.BigIntegerField()
    panel_seq = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "seq"], name="orders_event_session_seq"),
            models.UniqueConstraint(
                fields=["location_id", "panel_seq"], name="orders_event_panel_seq"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.seq}"
