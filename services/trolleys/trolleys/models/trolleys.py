"""Trolleys, the boards of their places, and what a place has decided."""

from __future__ import annotations

from devices.models import Device
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from live.models import RecordedEvent, StreamRow

from trolleys.models.columns import place, username

PAGE_TEXT = 200  # characters, at most
NO_NAMES = ("usage", "live", "settings")  # of trolleys: they are parts of paths of ours


class Board(StreamRow):
    """The stream of all trolleys of a location, for its staff; 0 is that of trolleys without
    one.
    """

    location_id = models.BigIntegerField(primary_key=True)

    def __str__(self) -> str:
        return f"location {self.location_id}"


class BoardEvent(RecordedEvent):
    """What has happened on a board."""

    # The constraint is an index that begins with the board.
    board = models.ForeignKey(Board, models.CASCADE, related_name="events", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["board", "seq"], name="trolleys_board_event_seq")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.seq}"


class PlaceSettings(models.Model):
    """What a location has decided about its trolleys; without a row it is these defaults."""

    location_id = models.BigIntegerField(primary_key=True)
    spot_check_percent = models.SmallIntegerField(default=0)  # of its sessions, 0–100
    spot_check_items = models.SmallIntegerField(default=3)  # units that staff scan, 1–20
    cash = models.BooleanField(default=False)  # whether staff take cash
    # What the pages of its trolleys say to shoppers; "" for nothing.
    page_text = models.CharField(max_length=PAGE_TEXT, default="", db_default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(spot_check_percent__range=(0, 100)), name="trolleys_check_percent"
            ),
            models.CheckConstraint(
                condition=Q(spot_check_items__range=(1, 20)), name="trolleys_check_items"
            ),
        ]

    def __str__(self) -> str:
        return f"settings of location {self.location_id}"


class Trolley(models.Model):
    """A trolley; `trolley_id` is the name in its QR code and that of its device.

    Whether it is in use says its open session (trolleys.models.sessions). The hash in its code is
    made of `code_renewed_at`, which is `created_at` until staff renew the code. A reservation is
    over by the clock.
    """

    trolley_id = models.CharField(max_length=50, unique=True)
    device = models.OneToOneField(Device, models.PROTECT, related_name="trolley")
    location_id = place()
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now())
    code_renewed_at = models.DateTimeField(db_default=Now())
    reserved_by = models.BigIntegerField(null=True, blank=True)  # a user
    reserved_name = username()
    reserved_until = models.DateTimeField(null=True, blank=True)
    # The last sign of life of the sessions that were on it; null for never.
    heard_at = models.DateTimeField(null=True, blank=True)
    # What the device has said of its lock; null for never.
    reported_locked = models.BooleanField(null=True)

    class Meta:
        indexes = [models.Index(fields=["location_id", "trolley_id"], name="trolleys_trolley_find")]

    def __str__(self) -> str:
        return self.trolley_id
