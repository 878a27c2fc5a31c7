"""What operators get of their board and of the webhooks that were sent."""

from __future__ import annotations

from typing import Any, Literal

from ninja import Schema


class CountsOut(Schema):
    """How much waits for somebody."""

    review: int
    refunds_open: int
    feedback_new: int
    mails_failed: int
    webhooks_failed: int


class BoardOut(Schema):
    mail: Literal["smtp", "folder", "none"]
    """Where mails go: `folder` are files, `none` is nowhere."""
    webhook: bool
    """Whether a program of the operator's is told."""
    currency: str
    dispense_unconfirmed: Literal["refund", "review"]
    counts: CountsOut


class NoticeOut(Schema):
    id: int
    type: str
    payload: dict[str, Any]
    created_at: str
    sent_at: str | None
    """Null while it waits."""
    attempts: int
    """Tries up to the last one that has ended, since somebody asked for them last."""
    error: str | None
    """Why the last try failed."""


class NoticesOut(Schema):
    count: int
    next: str | None
    previous: str | None
    results: list[NoticeOut]
