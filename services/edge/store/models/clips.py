"""Clips of the cameras."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from store import states
from store.models.columns import identity, one_of, store_id
from store.models.shelves import Camera, Machine

PATH = 500  # characters of a path


class Video(models.Model):
    """A clip of one camera: footage from `start_time` to `end_time`.

    `machines` are those that the camera saw when the clip was registered (none: at a gate, all of
    them). The local file goes only after `verified_at`, when what was uploaded was read back, and
    after its retention time.
    """

    id = identity()
    store_id = store_id()
    camera = models.ForeignKey(Camera, models.PROTECT, related_name="videos")
    machines = models.ManyToManyField(Machine, related_name="videos", blank=True)
    sees_all = models.BooleanField(default=False)
    start_time = models.DateTimeField()
    end_time = models.DateTimeField()
    path_local = models.CharField(max_length=PATH, unique=True)
    path_cloud = models.CharField(max_length=PATH, blank=True)
    digest = models.CharField(max_length=64, blank=True)  # SHA-256 of what was uploaded
    size = models.BigIntegerField(null=True)  # bytes
    state = one_of(states.CLIP_STATES, default=states.WAITING)
    attempts = models.IntegerField(default=0)
    try_at = models.DateTimeField(null=True)  # null: nothing to upload
    error = models.CharField(max_length=500, blank=True)
    verified_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)  # of the local file
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(end_time__gt=F("start_time")), name="store_video_span"
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None) | Q(verified_at__isnull=False),
                name="store_video_kept_until_verified",
            ),
        ]
        indexes = [
            models.Index(fields=["end_time", "start_time"], name="store_video_span"),
            models.Index(
                fields=["try_at"], condition=Q(try_at__isnull=False), name="store_video_due"
            ),
        ]

    def __str__(self) -> str:
        return self.path_local
