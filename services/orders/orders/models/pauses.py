"""Times in which guests of a place could not order."""

from __future__ import annotations

from django.db import models


class Pause(models.Model):
    """Staff have paused the orders of a place until a moment, or until somebody went on before.
    Rows are never deleted.
    """

    location_id = models.BigIntegerField()
    until = models.DateTimeField()
    words = models.CharField(max_length=200, blank=True)  # what guests read
    user_id = models.BigIntegerField()
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # null for one that ended by the clock
    ended_by = models.BigIntegerField(null=True)  # a user

    def __str__(self) -> str:
        return f"location {self.location_id} until {self.until}"
