"""Tables of a place, which stay when guests come and go, and how the place works."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from orders import states
from orders.models.choices import choices
from orders.models.pauses import Pause


def all_steps() -> list[str]:
    """The steps of a place that has not chosen any."""
    return list(states.STEPS)


class Table(models.Model):
    """A table of a place: its code is printed once and leads to whoever sits there.

    `x` and `y` are its place on a plan, in steps of a grid of the panel's; both are null for one
    without. `folded_hash` is the SHA-256 of the folded name (kit.alike). One that was removed
    stays, as its sessions do, and its code leads nowhere.
    """

    location_id = models.BigIntegerField()
    name = models.CharField(max_length=200)
    folded_hash = models.CharField(max_length=64)
    code = models.CharField(max_length=8, unique=True)
    seats = models.SmallIntegerField(null=True)
    x = models.SmallIntegerField(null=True)
    y = models.SmallIntegerField(null=True)
    is_active = models.BooleanField(default=True)
    removed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["location_id", "folded_hash"],
                condition=Q(removed_at=None),
                name="orders_table_name",
            ),
            models.CheckConstraint(
                condition=Q(x=None, y=None) | Q(x__isnull=False, y__isnull=False),
                name="orders_table_position",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TableCall(models.Model):
    """Guests at a table without a session ask for staff, until somebody answers or opens it."""

    table = models.ForeignKey(Table, models.PROTECT, related_name="calls")
    created_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.BigIntegerField(null=True)  # a user; null where guests opened the table

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["table"], condition=Q(answered_at=None), name="orders_open_table_call"
            )
        ]

    def __str__(self) -> str:
        return f"call at {self.table_id}"


class PlaceSettings(models.Model):
    """How a place works, where it has said so; see `states.STEPS`.

    `steps` are those an order goes through after `new`, `open_by` is who opens a table, `ask_word`
    whether its guests are asked for the word of the sitting, `languages` those of its guests.
    `timezone` is the IANA name of where it is; empty for the service's.

    `hours` are those in which guests order, as hours.timetable_of reads them, and null for always;
    `kitchen` are those of some `categories`. `menus` are served at some times, as hours.menu_times
    reads them. `pause` is the last one that nobody has ended, and may be over by the clock.
    `tell_wait` is whether guests read how long they are going to wait.
    """

    location_id = models.BigIntegerField(primary_key=True)
    steps = ArrayField(models.CharField(max_length=9), default=all_steps)
    open_by = models.CharField(
        max_length=5, choices=choices(states.OPENERS), default=states.BY_STAFF
    )
    ask_word = models.BooleanField(default=False)
    languages = ArrayField(models.CharField(max_length=12), default=list)
    timezone = models.CharField(max_length=64, blank=True, default="", db_default="")
    hours = models.JSONField(null=True)
    kitchen = models.JSONField(null=True)
    menus = models.JSONField(default=list, db_default=[])
    pause = models.ForeignKey(Pause, models.SET_NULL, null=True, related_name="+", db_index=False)
    tell_wait = models.BooleanField(default=True, db_default=True)

    def __str__(self) -> str:
        return f"location {self.location_id}"
