"""What the fleet writes down."""

from django.db import models


class Note(models.Model):
    """What a hook was told, or a frame has done; written in the same transaction."""

    external_id = models.CharField(max_length=50)
    text = models.CharField(max_length=100)

    def __str__(self):
        return f"{self.external_id}: {self.text}"
