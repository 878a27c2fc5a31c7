"""What operators work with: what has happened, what customers say, what was sent to them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from vending import states
from vending.models.columns import TEXT, one_of
from vending.models.machines import Machine


class LoggedEvent(models.Model):
    """Something that happened to a machine, for its trail. Rows are only ever added."""

    machine = models.ForeignKey(Machine, models.PROTECT, related_name="trail", db_index=False)
    client_id = models.CharField(max_length=TEXT, blank=True)
    type = models.CharField(max_length=40)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["machine", "-id"], name="vending_event_machine")]

    def __str__(self) -> str:
        return self.type


class Feedback(models.Model):
    """What a customer thought of it."""

    machine = models.ForeignKey(Machine, models.PROTECT, related_name="feedback")
    client_id = models.CharField(max_length=TEXT, blank=True)
    transaction_id = models.CharField(max_length=TEXT, blank=True)
    rating = models.SmallIntegerField()  # 1–5
    comment = models.CharField(max_length=500, null=True)  # noqa: DJ001 - null on the wire
    status = one_of(states.FEEDBACK_STATES, default=states.NEW)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["status", "-id"], name="vending_feedback_status")]

    def __str__(self) -> str:
        return f"{self.rating} for {self.machine_id}"


class Mail(models.Model):
    """A mail to the operator. `error` is why the last try failed; empty after one that did not."""

    to = models.TextField()  # addresses by commas
    subject = models.CharField(max_length=200)
    body = models.TextField()
    created_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=500, blank=True)
    attempts = models.IntegerField(default=0, db_default=0)  # of its errand, at that last try

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=Q(sent_at=None), name="vending_mail_unsent")
        ]

    def __str__(self) -> str:
        return self.subject


class Notice(models.Model):
    """An event for the operator's own program, which knows it by its `uid`. `error` as of a mail,
    `attempts` as well.
    """

    uid = models.UUIDField(unique=True)
    type = models.CharField(max_length=40)
    payload = models.JSONField()  # what is posted
    created_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True)
    attempts = models.IntegerField(default=0, db_default=0)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["created_at"], name="vending_notice_age"),
            models.Index(fields=["id"], condition=Q(sent_at=None), name="vending_notice_unsent"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.uid}"
