"""Shopping sessions: who has which trolley, and whether still."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from live.models import RecordedEvent, StreamRow

from trolleys import states
from trolleys.models.columns import one_of, place, username
from trolleys.models.trolleys import Trolley


class Session(StreamRow):
    """Somebody's use of a trolley, from the scan of its code to the exit.

    `heard_at` is its last sign of life. While a payment is open or staff are waited for,
    `busy_until` is the end of that. It lives until `alive_until`, which is SESSION_LIFE after the
    later of the two; `trolleys.life` says whether it does. `state` is what was written down, which
    may be later than the clock: an active session that has run out is expired for every reader.
    """

    session_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=40, unique=True)  # of the service codes; its stream's name
    trolley = models.ForeignKey(Trolley, models.PROTECT, related_name="sessions", db_index=False)
    location_id = place()  # the trolley's, whose board shows it
    user_id = models.BigIntegerField(null=True)
    user_name = username()
    state = one_of(states.SESSION_STATES, default=states.ACTIVE)
    started_at = models.DateTimeField(db_default=Now())
    assigned_at = models.DateTimeField(db_default=Now())  # to the trolley that it is on
    heard_at = models.DateTimeField(db_default=Now())
    busy_until = models.DateTimeField(null=True)
    alive_until = models.DateTimeField()
    warned_of = models.DateTimeField(null=True)  # the `alive_until` of which the phone was warned
    ended_at = models.DateTimeField(null=True)
    ended_by = one_of(states.ENDERS, blank=True)
    end_answer = models.JSONField(null=True)  # what `end` answers for good
    check_state = one_of(states.CHECKS, default=states.NO_CHECK)
    check_drawn = models.BooleanField(null=True)  # whether it was picked; null before the draw
    check_items = models.SmallIntegerField(null=True)  # units to be scanned
    check_since = models.DateTimeField(null=True)
    help_since = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["trolley"],
                condition=Q(state=states.ACTIVE),
                name="trolleys_one_open_session",
            )
        ]
        indexes = [
            models.Index(fields=["trolley", "-id"], name="trolleys_session_trolley"),
            models.Index(fields=["user_id", "-id"], name="trolleys_session_user"),
            models.Index(fields=["location_id", "started_at"], name="trolleys_session_audit"),
            models.Index(
                fields=["alive_until"],
                condition=Q(state=states.ACTIVE),
                name="trolleys_session_expiry",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} ({self.state})"


class SessionEvent(RecordedEvent):
    """What has happened in a session."""

    # The constraint is an index that begins with the session.
    session = models.ForeignKey(Session, models.CASCADE, related_name="events", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "seq"], name="trolleys_session_event_seq")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.seq}"


class SpareCode(models.Model):
    """A code for a session to come, so that trolleys can be scanned while codes is down."""

    code = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        return self.code


class StaffDecision(models.Model):
    """What a member of staff has decided about a cart: an age, a spot check, a call for help, cash.
    Rows are only ever added.
    """

    kind = models.CharField(max_length=20)
    session = models.ForeignKey(Session, models.PROTECT, null=True, related_name="decisions")
    cart_id = models.BigIntegerField(null=True)
    user_id = models.BigIntegerField()  # who decided
    user_name = username()
    details = models.JSONField(default=dict)
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.kind} by {self.user_name}"
