"""Lamps, which a house's board shows too, and visitors, whom no board shows."""

import uuid

from django.db import models
from live.models import RecordedEvent, StreamRow


class House(StreamRow):
    name = models.CharField(max_length=20)


class Lamp(StreamRow):
    code = models.CharField(max_length=20, unique=True)
    house = models.ForeignKey(House, models.CASCADE)
    switched = models.IntegerField(default=0)


class LampEvent(RecordedEvent):
    lamp = models.ForeignKey(Lamp, models.CASCADE, db_index=False)
    house = models.ForeignKey(House, models.CASCADE, db_index=False)
    house_seq = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lamp", "seq"], name="lamps_lamp_seq"),
            models.UniqueConstraint(fields=["house", "house_seq"], name="lamps_house_seq"),
        ]


class Visitor(StreamRow):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    gone = models.BooleanField(default=False)


class VisitorEvent(RecordedEvent):
    visitor = models.ForeignKey(Visitor, models.CASCADE, db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visitor", "seq"], name="lamps_visitor_seq")]
