"""Tables that the shared mechanism needs in each service's own database."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class IdempotentAnswer(models.Model):
    """What was answered to a write that carried an `Idempotency-Key`; see kit.idempotency."""

    scope = models.CharField(max_length=200)
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    answer = models.BinaryField(null=True)  # the payload, without any envelope
    status = models.SmallIntegerField(db_default=200)  # HTTP
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "key"], name="kit_idempotent_scope_key")
        ]
        indexes = [models.Index(fields=["created_at"], name="kit_idempotent_created")]

    def __str__(self) -> str:
        return f"{self.scope} {self.key}"


class Errand(models.Model):
    """Something that is to happen in another service; see kit.errands.

    `key` tells errands of one name apart and goes along to the other service. `due_at` is when it
    is tried next; while it is tried, when another worker takes it to be lost. `attempts` counts the
    tries and so tells one from the next.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        DEAD = "dead"

    name = models.CharField(max_length=100)
    key = models.CharField(max_length=200)
    payload = models.JSONField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(db_default=Now())
    error = models.CharField(max_length=500, default="")  # of the last try
    request_id = models.CharField(max_length=64, default="")  # of the request that wrote it
    created_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "key"], name="kit_errand_name_key")]
        indexes = [
            models.Index(
                fields=["state", "due_at"],
                name="kit_errand_open",
                condition=models.Q(state__in=["waiting", "dead"]),
            ),
            models.Index(
                fields=["ended_at"], name="kit_errand_ended", condition=models.Q(state="done")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.key}"


class FailureCount(models.Model):
    """Failures of one kind and one cause since the first one of its window; see kit.throttle."""

    key = models.CharField(max_length=64, primary_key=True)  # fingerprint: no names, no addresses
    count = models.PositiveIntegerField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="kit_failure_expiry")]

    def __str__(self) -> str:
        return f"{self.count} failures"
