"""What a service's models take from here to become streams, see live.recorder."""

from __future__ import annotations

import secrets

from django.db import models


def new_epoch() -> str:
    """The name of a count that begins."""
    return secrets.token_hex(4)


class StreamRow(models.Model):
    """A row that is followed live. `seq` counts its events; `epoch` names the count, so that a
    number from before a restored backup is not taken for one of today.
    """

    seq = models.BigIntegerField(default=0)
    epoch = models.CharField(max_length=12, default=new_epoch)

    class Meta:
        abstract = True


class RecordedEvent(models.Model):
    """An event as listeners get it. A subclass adds a foreign key to the row whose stream it is in,
    the unique constraint of that key and `seq`, and the same for a board when there is one.
    """

    seq = models.BigIntegerField()
    kind = models.CharField(max_length=30)
    data = models.TextField()  # JSON, as it is sent
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
