"""How operators see events, feedback, mails and webhooks."""

from __future__ import annotations

from typing import Any

from kit.clock import iso

from vending.models import Feedback, LoggedEvent, Mail, Notice


def event_object(event: LoggedEvent) -> dict[str, Any]:
    """An event of a machine; `client_id` is null where no customer had a part in it."""
    return {
        "id": event.pk,
        "machine_id": event.machine.machine_id,
        "client_id": event.client_id or None,
        "type": event.type,
        "payload": event.payload,
        "created_at": iso(event.created_at),
    }


def feedback_object(feedback: Feedback) -> dict[str, Any]:
    """A feedback as the original's table has it."""
    return {
        "feedback_id": feedback.pk,
        "machine_id": feedback.machine.machine_id,
        "rating": feedback.rating,
        "comment": feedback.comment,
        "timestamp": iso(feedback.created_at),
        "status": feedback.status,
    }


def mail_object(mail: Mail) -> dict[str, Any]:
    """A mail; `sent_at` is null while it waits, `error` null unless the last try failed."""
    return {
        "id": mail.pk,
        "to": mail.to,
        "subject": mail.subject,
        "body": mail.body,
        "created_at": iso(mail.created_at),
        "sent_at": iso(mail.sent_at),
        "error": mail.error or None,
    }


def notice_object(notice: Notice) -> dict[str, Any]:
    """An event for the operator's own program; `sent_at` and `error` as of a mail."""
    return {
        "id": notice.pk,
        "type": notice.type,
        "payload": notice.payload,
        "created_at": iso(notice.created_at),
        "sent_at": iso(notice.sent_at),
        "attempts": notice.attempts,
        "error": notice.error or None,
    }
