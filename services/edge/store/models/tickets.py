"""What is reviewed after a visit, what a visit has taken, and what staff are told."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from store import states
from store.models.columns import identity, one_of, store_id
from store.models.gates import UserDetail, Visit
from store.models.shelves import Machine

MOST = 999  # units in a line


class Ticket(models.Model):
    """One machine during one visit, made at the exit. `number` is the seed's TktID.

    What is on it is found by what it is about, so that what comes late is on it too: the machine's
    weight changes that are the visit's or may be, the sessions and clips that overlap its window.

    `at_risk` is what the uncertain events on it may be worth, in minor units: reviewers see the
    dearest first. `reasons` say why, `[{"code","count"}]`, at times with `scales`.
    """

    id = identity()
    store_id = store_id()
    number = models.BigIntegerField(unique=True)
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="tickets", db_index=False)
    user = models.ForeignKey(UserDetail, models.PROTECT, related_name="tickets")
    machine = models.ForeignKey(Machine, models.PROTECT, related_name="tickets")
    start_time = models.DateTimeField()
    end_time = models.DateTimeField()
    status = one_of(states.TICKET_STATES, default=states.TO_BE_REVIEWED)
    auto_completed = models.BooleanField(default=False)
    was_offline = models.BooleanField(default=False)  # the machine, during the visit
    by_hand = models.BooleanField(default=False)  # its lines are a reviewer's, not the sensors'
    reviewer_id = models.BigIntegerField(null=True)  # in verification
    reviewer_name = models.CharField(max_length=150, blank=True, db_default="")  # as of the start
    note = models.CharField(max_length=500, blank=True)
    reasons = models.JSONField(default=list, db_default=[])
    at_risk = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit", "machine"], name="store_one_ticket"),
            models.CheckConstraint(
                condition=Q(end_time__gte=F("start_time")), name="store_ticket_span"
            ),
            models.CheckConstraint(
                condition=~Q(status=states.UNDER_REVIEW) | Q(reviewer_id__isnull=False),
                name="store_ticket_reviewer",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-at_risk", "end_time"], name="store_ticket_queue"),
            models.Index(fields=["machine", "start_time"], name="store_ticket_window"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """TktID, as people say it."""
        return f"TKT-{self.number:06d}"


class TicketLine(models.Model):
    """What was taken from the machine, by the sensors or as a reviewer says."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="lines", db_index=False)
    product_id = models.BigIntegerField()  # in products
    name = models.CharField(max_length=200)
    quantity = models.IntegerField()
    unit_price = models.BigIntegerField()  # minor units

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "product_id", "unit_price"], name="store_line_once"
            ),
            models.CheckConstraint(
                condition=Q(quantity__range=(0, MOST)), name="store_line_quantity"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.name}"


class TicketStep(models.Model):
    """One step of a ticket: who, when, before, after. Rows are only ever added."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="steps")
    step = models.CharField(max_length=40)
    user_id = models.BigIntegerField(null=True)  # null: by itself
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.step


class CartLine(models.Model):
    """What a visit has picked and not put back, by its events; the seed's cart."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="cart", db_index=False)
    product_id = models.BigIntegerField()  # in products
    name = models.CharField(max_length=200)
    quantity = models.IntegerField()
    unit_price = models.BigIntegerField()  # minor units, at the pick

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "product_id", "unit_price"], name="store_cart_once"
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="store_cart_quantity"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.name}"


class Alert(models.Model):
    """Something staff should look at; open until it is over or somebody has seen to it."""

    id = identity()
    store_id = store_id()
    kind = one_of(states.ALERTS)
    machine = models.ForeignKey(Machine, models.PROTECT, null=True, related_name="alerts")
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, related_name="alerts")
    created_at = models.DateTimeField(db_default=Now())
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "machine", "visit"],
                condition=Q(closed_at=None),
                nulls_distinct=False,
                name="store_alert_open_once",
            )
        ]
        indexes = [models.Index(fields=["-created_at", "id"], name="store_alert_newest")]

    def __str__(self) -> str:
        return self.kind
