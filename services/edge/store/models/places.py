"""The store itself, its modes and its clock of sessions."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from live.models import RecordedEvent, StreamRow

from store import states
from store.models.columns import identity, one_of, store_id


class Store(StreamRow):
    """The store, which its board follows. Who has locked this row alone says who is inside."""

    name = models.CharField(max_length=10, primary_key=True, default=states.THE_STORE)
    mode = one_of(states.MODES, default=states.INITIAL_MODE)
    mode_since = models.DateTimeField(db_default=Now())
    last_ticket = models.BigIntegerField(default=0)  # the number of the newest

    def __str__(self) -> str:
        return self.name


class StoreEvent(RecordedEvent):
    """What has happened in the store, as its board gets it."""

    # The constraint is an index that begins with the store.
    store = models.ForeignKey(Store, models.CASCADE, related_name="events", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["store", "seq"], name="store_board_event_seq")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.seq}"


class StoreModeChange(models.Model):
    """Who has changed the mode, when, to which. Rows are only ever added."""

    id = identity()
    store_id = store_id()
    status = one_of(states.MODES)
    user_id = models.BigIntegerField(null=True)  # in verification; null: by the Django admin
    created_at = models.DateTimeField(db_default=Now(), db_index=True)

    def __str__(self) -> str:
        return self.status


class MachineSession(models.Model):
    """A stretch of a few minutes in one mode; store-wide. It ends where the next one begins: no two
    begin at the same moment, so whoever needs one gets or makes it (store.actions.sessions).
    """

    id = identity()
    store_id = store_id()
    status = one_of(states.MODES)
    started_at = models.DateTimeField(unique=True)
    ended_at = models.DateTimeField()  # moved forward by a change of the mode

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__gt=F("started_at")), name="store_session_span"
            )
        ]

    def __str__(self) -> str:
        return f"{self.status} from {self.started_at}"
