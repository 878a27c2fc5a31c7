"""Tables that the shared mechanism needs in each service's own database."""

from __future__ import annotations

from django.db import models


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
