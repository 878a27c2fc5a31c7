"""Who may come in, who has, and every scan."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from live.models import RecordedEvent, StreamRow

from store import states
from store.models.columns import identity, one_of, store_id
from store.models.places import MachineSession
from store.models.shelves import Scanner

MASKED = 20  # characters of a phone number of which all but three are masked


class UserDetail(models.Model):
    """Somebody who has been here, as the token said at the first entry."""

    user_id = models.BigIntegerField(primary_key=True)  # in verification
    store_id = store_id()
    role = one_of(states.ROLES)
    phone_number = models.CharField(max_length=MASKED, blank=True)  # masked
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"user {self.user_id}"


class EntryToken(models.Model):
    """An entry code that was shown to somebody; its id is in the signed text. It opens one gate,
    once.
    """

    id = identity()
    user_id = models.BigIntegerField()
    role = one_of(states.ROLES)
    phone_number = models.CharField(max_length=MASKED, blank=True)  # masked
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.pk)


class Visit(StreamRow):
    """From the scan at the entry to that at the exit. A person has one open visit at most."""

    id = identity()
    store_id = store_id()
    user = models.ForeignKey(UserDetail, models.PROTECT, related_name="visits", db_index=False)
    role = one_of(states.ROLES)
    entered_at = models.DateTimeField()
    exited_at = models.DateTimeField(null=True)
    closed_by = models.BigIntegerField(null=True)  # an operator who let somebody out without a scan
    close_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(exited_at=None), name="store_one_open_visit"
            ),
            models.CheckConstraint(
                condition=Q(exited_at=None) | Q(exited_at__gte=F("entered_at")),
                name="store_visit_span",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-entered_at"], name="store_visit_user"),
            models.Index(fields=["-entered_at", "id"], name="store_visit_newest"),
            models.Index(
                fields=["entered_at"], condition=Q(exited_at=None), name="store_visit_open"
            ),
            # Who was inside at a moment: those who have left since.
            models.Index(fields=["exited_at"], name="store_visit_exited"),
        ]

    @property
    def billable(self) -> bool:
        """Whether what is taken is paid for: customers pay, staff put goods in order."""
        return self.role == states.CUSTOMER

    def __str__(self) -> str:
        return str(self.pk)


class VisitEvent(RecordedEvent):
    """What has happened to a visit, as its visitor gets it."""

    # The constraint is an index that begins with the visit.
    visit = models.ForeignKey(Visit, models.CASCADE, related_name="events", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit", "seq"], name="store_visit_event_seq")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.seq}"


class UserSession(models.Model):
    """A scan at a gate that let somebody through. Rows are only ever added."""

    id = identity()
    store_id = store_id()
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="scans")
    user = models.ForeignKey(UserDetail, models.PROTECT, related_name="scans", db_index=False)
    session = models.ForeignKey(MachineSession, models.PROTECT, related_name="scans")
    scanner = models.ForeignKey(Scanner, models.PROTECT, null=True, related_name="scans")
    status = one_of(states.SCANS)
    role = one_of(states.ROLES)
    phone_number = models.CharField(max_length=MASKED, blank=True)  # masked
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "status"], name="store_scan_once")]
        indexes = [
            models.Index(fields=["user", "-created_at"], name="store_scan_user"),
            models.Index(fields=["-created_at", "id"], name="store_scan_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.status} {self.visit_id}"
