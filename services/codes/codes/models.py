"""The codes that were issued."""

from __future__ import annotations

from django.db import models


class Code(models.Model):
    """A random public name for something: 20 bytes as 40 lowercase hex digits. It never changes and
    is good for ever; the row of it is kept for a day.
    """

    value = models.CharField(max_length=40, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="codes_code_created")]

    def __str__(self) -> str:
        return self.value


class ShortCode(models.Model):
    """A short public name that people can read aloud and type, see kit.shortcodes; its row is kept
    for a day too.
    """

    value = models.CharField(max_length=8, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="codes_short_created")]

    def __str__(self) -> str:
        return self.value
