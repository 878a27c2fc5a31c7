"""Sessions of a table: who sits there, what they ask for, and the panel that shows all of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from kit.money import MoneyField
from live.models import StreamRow

from orders import states
from orders.models.choices import choices
from orders.models.tables import Table


class OrderSession(StreamRow):
    """The guests at a table from seating to closing. `paid` is what counts of its bill as paid, and
    `pending` what somebody is paying just now: the sums of the service's bills, kept with them.
    """

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    location_id = models.BigIntegerField()
    state = models.CharField(
        max_length=6, choices=choices(states.SESSION_STATES), default=states.OPEN
    )
    created_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True)
    order_count = models.IntegerField(default=0)
    # The last one; 1 is that of all orders from before there were batches.
    batch = models.IntegerField(db_default=1)
    # SHA-256 of the folded name (kit.alike): equal for names that look alike. Empty where the
    # version before has opened the session.
    folded_hash = models.CharField(max_length=64, blank=True, db_default="")
    phone_count = models.IntegerField(db_default=0)  # those that have joined
    table = models.ForeignKey(Table, models.PROTECT, null=True, related_name="sessions")
    # Four digits that a phone has to show before it changes anything; none where nobody is asked.
    word = models.CharField(max_length=4, blank=True, db_default="")
    paid = MoneyField(db_default=0)
    pending = MoneyField(db_default=0)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["table"], condition=Q(state=states.OPEN), name="orders_open_session_table"
            ),
            models.UniqueConstraint(
                fields=["location_id", "name"],
                condition=Q(state=states.OPEN),
                name="orders_open_session_name",
            ),
            models.UniqueConstraint(
                fields=["location_id", "folded_hash"],
                condition=Q(state=states.OPEN) & ~Q(folded_hash=""),
                name="orders_open_session_alike",
            ),
        ]
        indexes = [
            models.Index(fields=["location_id", "state", "id"], name="orders_session_find"),
            models.Index(
                fields=["location_id", "closed_at"],
                condition=Q(state=states.CLOSED),
                name="orders_session_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.state})"


class Panel(StreamRow):
    """The stream of all sessions of a location, for its staff."""

    location_id = models.BigIntegerField(primary_key=True)

    def __str__(self) -> str:
        return f"location {self.location_id}"


class Phone(models.Model):
    """A phone that has joined a session. It alone has its key; we have the SHA-256 of it.

    `number` is the `guest_id` of what it puts into the cart, counted from 1 in its session.
    """

    session = models.ForeignKey(OrderSession, models.CASCADE, related_name="phones", db_index=False)
    number = models.IntegerField()
    key_hash = models.BinaryField(max_length=32)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "key_hash"], name="orders_phone_key"),
            models.UniqueConstraint(fields=["session", "number"], name="orders_phone_number"),
        ]

    def __str__(self) -> str:
        return f"phone {self.number} at {self.session_id}"


class Call(models.Model):
    """A table asks for a waiter or for the bill, until somebody answers. With the bill goes how it
    is going to be paid, as far as the guests have said.
    """

    session = models.ForeignKey(OrderSession, models.PROTECT, related_name="calls")
    kind = models.CharField(max_length=6, choices=choices(states.CALLS))
    created_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.BigIntegerField(null=True)  # a user
    pay = models.CharField(max_length=4, blank=True, choices=choices(states.PAYS), db_default="")
    split = models.CharField(
        max_length=10, blank=True, choices=choices(states.SPLITS), db_default=""
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "kind"],
                condition=Q(answered_at=None),
                name="orders_open_call",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} at {self.session_id}"
