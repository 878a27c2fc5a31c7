"""What the operators' board says at a glance."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from refunds.states import DONE

from vending import states
from vending.models import Feedback, Mail, Notice, Refund, Sale


def board_shown() -> dict[str, Any]:
    """How notices go out, what the sales are in, and how much waits for somebody."""
    return {
        "mail": _way_of_mails(),
        "webhook": bool(settings.OPERATOR_WEBHOOK_URL),
        "currency": settings.VENDING_CURRENCY,
        "dispense_unconfirmed": settings.DISPENSE_UNCONFIRMED,
        "counts": {
            "review": Sale.objects.filter(state=states.REVIEW).count(),
            "refunds_open": Refund.objects.exclude(state=DONE).count(),
            "feedback_new": Feedback.objects.filter(status=states.NEW).count(),
            "mails_failed": Mail.objects.filter(sent_at=None).exclude(error="").count(),
            "webhooks_failed": Notice.objects.filter(sent_at=None).exclude(error="").count(),
        },
    }


def _way_of_mails() -> str:
    """As vending.mailing chooses it."""
    if settings.SMTP_SERVER:
        return "smtp"
    return "folder" if settings.MAIL_DIR else "none"
