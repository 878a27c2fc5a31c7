"""Devices, their keys and their commands, in the database of the service that has them.

Whoever locks several of these rows and rows of the service locks in this order: device, command,
then the service's own.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class Device(models.Model):
    """A machine. `external_id` is its name outside, unique within its kind (devices.kinds).

    `fence` counts its registrations: only the socket that made the last one acts for the device.
    `online` is what was last written; a process that was killed leaves it true until the worker
    finds that `last_seen_at` is too old.
    """

    kind = models.CharField(max_length=40)
    external_id = models.CharField(max_length=50)
    fence = models.BigIntegerField(default=0)
    online = models.BooleanField(default=False)
    last_seen_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "external_id"], name="devices_device_unique")
        ]
        indexes = [
            models.Index(
                fields=["kind", "last_seen_at"], condition=Q(online=True), name="devices_online"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.external_id}"


class DeviceKey(models.Model):
    """A key of a device, as a hash; see devices.keys. `salt` is empty for a random key."""

    device = models.ForeignKey(Device, models.CASCADE, related_name="keys")
    digest = models.CharField(max_length=64, db_index=True)
    salt = models.CharField(max_length=32, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"key {self.pk} of device {self.device_id}"


class Command(models.Model):
    """Something that a device is to do. It ends when the device answers, or at `expires_at`.

    `uid` is its name on the wire. `answer_within` is in seconds: once it was sent, `expires_at` is
    that much later. `fence` is that of the registration to which it was sent last, 0 when it was
    handed out by HTTP.
    """

    class Policy(models.TextChoices):
        ONCE = "once"  # written to the device at most once: it may have acted without an answer
        UNTIL_ANSWERED = "until_answered"  # sent again after each reconnection: the device knows
        # the ids that it has done

    class Outcome(models.TextChoices):
        ANSWERED = "answered"
        UNSENT = "unsent"  # it expired before the device could get it
        UNANSWERED = "unanswered"  # it was sent, and expired
        REPLACED = "replaced"  # a newer one has made it void

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    device = models.ForeignKey(Device, models.PROTECT, related_name="commands")
    payload = models.JSONField()
    policy = models.CharField(max_length=14, choices=Policy)
    answer_within = models.FloatField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    fence = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    result = models.JSONField(null=True)  # what the device answered

    class Meta:
        indexes = [
            models.Index(
                fields=["device", "id"], condition=Q(ended_at=None), name="devices_command_open"
            ),
            models.Index(
                fields=["expires_at"], condition=Q(ended_at=None), name="devices_command_expiry"
            ),
            models.Index(
                fields=["ended_at"], condition=Q(ended_at__isnull=False), name="devices_command_old"
            ),
        ]

    def __str__(self) -> str:
        return f"command {self.uid}"


class AnsweredFrame(models.Model):
    """What a device was answered to a frame with an id of its own; see devices.repeats."""

    device = models.ForeignKey(Device, models.CASCADE, related_name="frames")
    frame_id = models.CharField(max_length=64)
    result = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["device", "frame_id"], name="devices_frame_unique")
        ]

    def __str__(self) -> str:
        return f"frame {self.frame_id} of device {self.device_id}"
