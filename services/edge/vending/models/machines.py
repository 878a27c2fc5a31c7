"""Machines, the fleet that they are, and who has locked one."""

from __future__ import annotations

from devices.models import Device
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from live.models import RecordedEvent, StreamRow

from vending import states
from vending.models.columns import client, one_of

FLEET = "fleet"  # the name of the one fleet
UNIT_PRICE = 100  # minor units, of a machine whose operator has said nothing
MOST_STOCK = 1_000_000  # units


class Fleet(StreamRow):
    """The stream of all machines, for operators; there is one."""

    name = models.CharField(max_length=10, primary_key=True, default=FLEET)

    def __str__(self) -> str:
        return self.name


class FleetEvent(RecordedEvent):
    """What has happened in the fleet, as operators get it."""

    # The constraint is an index that begins with the fleet.
    fleet = models.ForeignKey(Fleet, models.CASCADE, related_name="events", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fleet", "seq"], name="vending_fleet_event_seq")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.seq}"


class Machine(StreamRow):
    """A vending machine; `machine_id` is its name on the wire and that of its device.

    Availability (`in_service`, stock), connectivity (its device) and what is going on (its lock,
    its sales) stand apart; the original's one word for all of them is derived
    (vending.wire.machines). `display_code` is what its display shows for whoever stands there: no
    two machines have the same one, nor an expired one of another.
    """

    machine_id = models.CharField(max_length=50, unique=True)
    device = models.OneToOneField(Device, models.PROTECT, related_name="machine")
    name = models.CharField(max_length=200, blank=True)
    location = models.CharField(max_length=200, blank=True)
    current_stock = models.IntegerField(default=0)  # units inside
    unit_price = models.BigIntegerField(default=UNIT_PRICE)  # minor units, for new orders
    in_service = models.BooleanField(default=True)
    said_active = models.BooleanField(default=False)  # by the device, since its last lock
    display_code = models.CharField(max_length=6, null=True, unique=True)  # noqa: DJ001 - one, or none
    display_code_expires_at = models.DateTimeField(null=True)
    last_refill_at = models.DateTimeField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)  # degrees north, of WGS 84 …
    longitude = models.FloatField(null=True, blank=True)  # … and east; both or neither
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(current_stock__range=(0, MOST_STOCK)), name="vending_stock_range"
            ),
            models.CheckConstraint(condition=Q(unit_price__gt=0), name="vending_price_positive"),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__isnull=False, longitude__isnull=False)
                & Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="vending_machine_place",
            ),
        ]

    def __str__(self) -> str:
        return self.machine_id


class MachineEvent(RecordedEvent):
    """What has happened to a machine. Its data is neutral, since each listener sees it as the
    client that it is (vending.streams).
    """

    # The constraint is an index that begins with the machine.
    machine = models.ForeignKey(Machine, models.CASCADE, related_name="events", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["machine", "seq"], name="vending_machine_event_seq")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.seq}"


class Lock(models.Model):
    """Who has a machine. A LOCKED one is over by the clock, whether or not the row is still there;
    a CONSUMED one ends with its dispense.
    """

    machine = models.OneToOneField(Machine, models.CASCADE, related_name="lock", primary_key=True)
    client_id = client()
    name = models.CharField(max_length=16, blank=True)
    code_hash = models.CharField(max_length=64)  # of the access code, see vending.codes
    status = one_of(states.LOCK_STATES, default=states.LOCKED)
    locked_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["expires_at"],
                condition=Q(status=states.LOCKED),
                name="vending_lock_expiry",
            )
        ]

    def __str__(self) -> str:
        return f"{self.machine_id} ({self.status})"
