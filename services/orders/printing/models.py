"""Printers of a place, what they are to print, and which orders they have printed."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from orders.models.choices import choices

from printing import states


class Printer(models.Model):
    """A printer of a kitchen or a bar. `categories` are those of its station, "" those of orders
    without one; none at all means everything. `folded_hash` is as that of a table.

    `seen` is the number in the panel's stream up to which its tickets are made. `due_at` is when it
    is talked to next; while a worker does, `leased_until` is in the future, and `lease` tells that
    time from the next. `answers` is whether it has ever told its status. Since `troubled_at` it
    has printed nothing, for the reason `trouble`.
    """

    location_id = models.BigIntegerField()
    name = models.CharField(max_length=60)
    folded_hash = models.CharField(max_length=64)
    host = models.CharField(max_length=253)
    port = models.IntegerField()
    categories = ArrayField(models.CharField(max_length=100), default=list)
    columns = models.SmallIntegerField()
    language = models.CharField(max_length=2, choices=choices(states.LANGUAGES))
    code_page = models.CharField(max_length=6, choices=choices(states.CODE_PAGES))
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now())
    seen = models.BigIntegerField(default=0)
    due_at = models.DateTimeField(db_default=Now())
    leased_until = models.DateTimeField(null=True)
    lease = models.IntegerField(default=0)
    failures = models.IntegerField(default=0)
    answers = models.BooleanField(default=False)
    trouble = models.CharField(max_length=11, blank=True, choices=choices(states.TROUBLES))
    troubled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["location_id", "folded_hash"], name="printing_printer_name"
            ),
            models.CheckConstraint(
                condition=Q(trouble="", troubled_at=None)
                | ~Q(trouble="") & Q(troubled_at__isnull=False),
                name="printing_printer_trouble",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Ticket(models.Model):
    """A piece of paper, printed in the order of their ids. `content` is what it says, as
    `printing.content` describes it, of the moment at which it was made.

    `seq` is the number of its first event in the panel's stream; none for a test or a copy of
    another ticket. `attempts` counts how often its first byte was about to be sent: what is to be
    printed with one before may have been printed already.
    """

    printer = models.ForeignKey(Printer, models.CASCADE, related_name="tickets", db_index=False)
    kind = models.CharField(max_length=9, choices=choices(states.KINDS))
    seq = models.BigIntegerField(null=True)
    content = models.JSONField()
    copy_of = models.ForeignKey("self", models.CASCADE, null=True, related_name="copies")
    attempts = models.IntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now())
    printed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["printer", "seq"], name="printing_ticket_seq")
        ]
        indexes = [
            models.Index(
                fields=["printer", "id"], condition=Q(printed_at=None), name="printing_waiting"
            ),
            models.Index(fields=["printer", "-id"], name="printing_last"),
            models.Index(
                fields=["printed_at"],
                condition=Q(printed_at__isnull=False),
                name="printing_printed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class PrintedOrder(models.Model):
    """An order that has a ticket at a printer: it gets no second one, and who cooks it is told what
    becomes of it. `place` is the name of the table that the last ticket of it says.
    """

    printer = models.ForeignKey(Printer, models.CASCADE, related_name="orders", db_index=False)
    order = models.ForeignKey("orders.Order", models.CASCADE, related_name="printed")
    place = models.CharField(max_length=200)
    cancelled = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["printer", "order"], name="printing_printed_order")
        ]

    def __str__(self) -> str:
        return f"{self.order_id} at {self.printer_id}"
