"""Sessions of a table, what is ordered and asked for there, and the events of it.

New columns carry their default in the database (`db_default`): processes of the version before go
on inserting without them.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from kit.money import MoneyField
from live.models import RecordedEvent, StreamRow

from orders import states


def _choices(values: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(value, value) for value in values]


class OrderSession(StreamRow):
    """The guests at a table from seating to closing."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    location_id = models.BigIntegerField()
    state = models.CharField(
        max_length=6, choices=_choices(states.SESSION_STATES), default=states.OPEN
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

    class Meta:
        constraints = [
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


class Order(models.Model):
    """One line that was ordered. Name, price and category are those at the time of ordering.

    What is sent together has one `batch`. `staff_id` is the user who ordered for a guest,
    `changed_at` the time of the last move.
    """

    session = models.ForeignKey(OrderSession, models.PROTECT, related_name="orders")
    product_id = models.BigIntegerField()
    name = models.CharField(max_length=200, blank=True)
    price = MoneyField(null=True)
    quantity = models.SmallIntegerField(default=1)
    note = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=9, choices=_choices(states.STATES), default=states.NEW)
    reason = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    guest = models.CharField(max_length=40, blank=True, db_default="")
    category = models.CharField(max_length=100, blank=True, db_default="")
    batch = models.IntegerField(db_default=1)
    staff_id = models.BigIntegerField(null=True)
    counted = models.BooleanField(db_default=False)  # whether its units came out of the ledger
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="orders_order_quantity")
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.name or self.product_id}"


class OrderChange(models.Model):
    """Who moved an order from state to state, and when. Rows are only ever added."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="changes")
    was = models.CharField(max_length=9)
    became = models.CharField(max_length=9)
    reason = models.CharField(max_length=200, blank=True)
    user_id = models.BigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.was} → {self.became}"


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


class CartLine(models.Model):
    """What a guest has chosen and nobody at the table has sent yet. Name and price are what the
    guest was shown.

    `guest_id` is the number of the phone that put it there, `changed_by` the nickname of another
    one that changed its quantity last ("?" for one without a nickname).
    """

    session = models.ForeignKey(OrderSession, models.PROTECT, related_name="cart")
    product_id = models.BigIntegerField()
    name = models.CharField(max_length=200, blank=True)
    price = MoneyField(null=True)
    quantity = models.SmallIntegerField()
    note = models.CharField(max_length=500, blank=True)
    guest = models.CharField(max_length=40, blank=True)
    guest_id = models.IntegerField(null=True)
    changed_by = models.CharField(max_length=40, blank=True, db_default="")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="orders_cart_line_quantity")
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.name or self.product_id}"


class Call(models.Model):
    """A table asks for a waiter or for the bill, until somebody answers."""

    session = models.ForeignKey(OrderSession, models.PROTECT, related_name="calls")
    kind = models.CharField(max_length=6, choices=_choices(states.CALLS))
    created_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.BigIntegerField(null=True)  # a user

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


class Event(RecordedEvent):
    """Number `seq` of its session, and number `panel_seq` of its location's panel."""

    # The constraint of (session, seq) is an index that begins with the session.
    session = models.ForeignKey(OrderSession, models.CASCADE, related_name="events", db_index=False)
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


class KnownProduct(models.Model):
    """What products last answered about a product, so that orders are taken while it is down.

    `listed` is false for a product id at a location that keeps no products: any id is taken there.
    What is in use is remembered anew once a day.
    """

    location_id = models.BigIntegerField()
    product_id = models.BigIntegerField()
    listed = models.BooleanField()
    name = models.CharField(max_length=200, blank=True)
    price = MoneyField(null=True)
    is_active = models.BooleanField(default=True)
    counted = models.BooleanField(db_default=False)
    category = models.CharField(max_length=100, blank=True, db_default="")
    remembered_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["location_id", "product_id"], name="orders_known_product"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Taking(models.Model):
    """Units of counted products that somebody is about to order, or has taken already without
    having ordered them yet.

    The row is committed before products is asked, and goes in the transaction of the orders: one
    that stays tells of units that came to no order. `key` is the key of the hold at products,
    `lines` are `[[product id, quantity]]` by id. `claim` is the hash of the request's
    `Idempotency-Key`, by which a repeat finds it, and `uses` how many requests have.
    """

    key = models.CharField(max_length=32, unique=True)
    claim = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - null is "none"
    lines = models.JSONField()
    uses = models.IntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="orders_taking_created")]

    def __str__(self) -> str:
        return self.key
