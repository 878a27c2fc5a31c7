"""Lockers and their streams."""

from __future__ import annotations

from devices.models import Device
from django.db import models
from live.models import RecordedEvent, StreamRow


class Locker(StreamRow):
    """A box with a lock that is a device; both have one name."""

    name = models.CharField(max_length=50, unique=True)
    device = models.OneToOneField(Device, models.PROTECT)
    online = models.BooleanField(default=False)
    state = models.CharField(max_length=10, default="closed")

    def __str__(self) -> str:
        return self.name


class LockerEvent(RecordedEvent):
    """What has happened to a locker."""

    locker = models.ForeignKey(Locker, models.CASCADE, related_name="events")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["locker", "seq"], name="lockers_event_unique")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.seq}"
