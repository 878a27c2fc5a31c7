"""Cameras, scanners, machines with their scales, and what these have weighed."""

from __future__ import annotations

import secrets
import string
from typing import TYPE_CHECKING

from devices.models import Device
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from store import states
from store.models.columns import HARDWARE, NUMBER, SCALE, identity, one_of, store_id, words
from store.models.places import MachineSession

if TYPE_CHECKING:
    from datetime import datetime

SHORT = string.ascii_uppercase + string.digits
HEAVIEST = 10_000_000  # grams on a scale, either way: more is no reading


def handle() -> str:
    """The name of a camera or scanner that nobody has named."""
    return "".join(secrets.choice(SHORT) for _ in range(4))


class Hardware(models.Model):
    """What cameras and scanners have in common. A removed one stays for what refers to it."""

    id = identity()
    store_id = store_id()
    name = models.CharField(max_length=HARDWARE, default=handle)
    model_number = words()
    company = words()
    operation_status = one_of(states.ON_OFF, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(auto_now=True)
    removed_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True, editable=False
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class Machine(models.Model):
    """A rack or fridge with scales; `machine_id` is its number outside, a text, and that of its
    device. A retired one gets no further tickets.

    What a heartbeat changes stands in this row, so that it costs one row however long the store is
    open: `scales` is `{scale: [baseline_g, weight_g, at, steady_since]}`, times in milliseconds
    since 1970; `recent` are hashes of the last heartbeats by which a repeated one is known, the
    lowest bit says that it was late; `newest_at` and `newest_seq` say which reading is the
    latest.
    """

    machine_id = models.CharField(max_length=NUMBER, primary_key=True)
    store_id = store_id()
    display_name = models.CharField(max_length=HARDWARE)
    device = models.OneToOneField(Device, models.PROTECT, related_name="shelf")
    status = one_of(states.MACHINE_STATES, default=states.OFFLINE)
    last_seen = models.DateTimeField(null=True)
    scales = models.JSONField(default=dict)
    recent = ArrayField(models.BigIntegerField(), default=list)
    newest_at = models.DateTimeField(null=True)
    newest_seq = models.BigIntegerField(null=True)
    faulty = ArrayField(
        models.CharField(max_length=SCALE), default=list
    )  # scales that show nonsense
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(auto_now=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            # Neither column changes with a heartbeat, so that its update touches no index.
            models.Index(
                fields=["status"], condition=Q(retired_at=None), name="store_machine_status"
            )
        ]

    def __str__(self) -> str:
        return self.machine_id


class Camera(Hardware):
    """A camera and the machines it sees; one at a gate sees all of them."""

    tag = one_of(states.CAMERA_TAGS, blank=True)
    machines = models.ManyToManyField(Machine, related_name="cameras", blank=True)
    stream_url = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name"], condition=Q(removed_at=None), name="store_camera_name"
            )
        ]


class Scanner(Hardware):
    """A reader of QR codes at a gate, with keys of its own."""

    tag = one_of(states.GATES)
    device = models.OneToOneField(Device, models.PROTECT, related_name="scanner")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name"], condition=Q(removed_at=None), name="store_scanner_name"
            )
        ]


class Scale(models.Model):
    """The planogram: what lies on a scale, what a unit of it weighs, by how much a change may miss
    a whole number of units. Weights are grams.
    """

    machine = models.ForeignKey(Machine, models.CASCADE, related_name="plan", db_index=False)
    scale_id = models.CharField(max_length=SCALE)
    product_id = models.BigIntegerField()  # in products
    unit_weight_g = models.IntegerField()
    tolerance_g = models.IntegerField()
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["machine", "scale_id"], name="store_scale_once"),
            models.CheckConstraint(
                condition=Q(unit_weight_g__range=(1, HEAVIEST)), name="store_scale_unit"
            ),
            models.CheckConstraint(
                condition=Q(tolerance_g__range=(0, HEAVIEST)), name="store_scale_tolerance"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scale_id} of {self.machine_id}"


class WeightChange(models.Model):
    """That a scale shows less (PICKED) or more (PLACED) than before, by `weight_change_g` grams.

    It belongs to one visit at most: to that of the only person inside at `event_time`; a contested
    one to whom of its `candidates` a reviewer gives it. Those of a stock movement were inside.
    `quantity` is null for what fits no number of units. `heartbeat` is the hash of the reading
    that shows it, `weight_g` what the scale weighed after it (null: from before that was kept).
    `split_from` is the event that a reviewer took this part of.
    """

    id = identity()
    store_id = store_id()
    machine = models.ForeignKey(
        Machine, models.PROTECT, related_name="weight_changes", db_index=False
    )
    scale_id = models.CharField(max_length=SCALE)
    weight_change_g = models.IntegerField()
    status = one_of(states.DIRECTIONS)
    event_time = models.DateTimeField()
    received_at = models.DateTimeField(db_default=Now())
    session = models.ForeignKey(MachineSession, models.PROTECT, related_name="weight_changes")
    visit = models.ForeignKey(
        "store.Visit", models.PROTECT, null=True, related_name="weight_changes", db_index=False
    )
    candidates = models.ManyToManyField("store.Visit", related_name="contested")
    product_id = models.BigIntegerField(null=True)
    quantity = models.IntegerField(null=True)
    unit_price = models.BigIntegerField(null=True)  # minor units, at that moment
    attribution = one_of(states.ATTRIBUTIONS)
    flags = ArrayField(one_of(states.FLAGS), default=list)
    heartbeat = models.BigIntegerField()
    weight_g = models.IntegerField(null=True)
    split_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(weight_change_g__range=(1, 2 * HEAVIEST)), name="store_change_grams"
            ),
            models.CheckConstraint(
                condition=Q(quantity=None) | Q(quantity__gt=0, product_id__isnull=False),
                name="store_change_quantity",
            ),
            models.CheckConstraint(
                condition=Q(attribution=states.ATTRIBUTED, visit__isnull=False)
                | Q(attribution=states.CONTESTED_EVENT)
                | Q(
                    attribution__in=(states.UNACCOUNTED, states.STOCK_MOVEMENT),
                    visit__isnull=True,
                ),
                name="store_change_whose",
            ),
            models.UniqueConstraint(
                fields=["machine", "scale_id", "heartbeat"],
                condition=Q(split_from=None),
                name="store_change_once",
            ),
        ]
        indexes = [
            models.Index(fields=["machine", "event_time"], name="store_change_machine"),
            models.Index(
                fields=["visit", "event_time"],
                condition=Q(visit__isnull=False),
                name="store_change_visit",
            ),
            models.Index(fields=["-received_at", "id"], name="store_change_newest"),
            # What nobody can account for, by days.
            models.Index(
                fields=["event_time"],
                condition=Q(attribution=states.UNACCOUNTED),
                name="store_change_unaccounted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.status} {self.weight_change_g} g"
