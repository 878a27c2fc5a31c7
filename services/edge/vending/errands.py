"""What edge has done elsewhere once its own write has committed: mails and webhooks."""

from __future__ import annotations

from functools import partial
from smtplib import SMTPException

from django.db.models import QuerySet
from django.db.models.functions import Now
from kit.errands import Effect, handler
from kit.errors import Unavailable
from kit.models import Errand

from vending import mailing, webhooks
from vending.models import Mail, Notice


@handler("mail.send")
def mail_send(errand: Errand) -> Effect | None:
    """Send a mail, and note when, or why not."""
    mail = Mail.objects.get(pk=errand.payload["mail"])
    if mail.sent_at is not None:
        return None
    waiting = Mail.objects.filter(pk=mail.pk, sent_at=None)
    try:
        mailing.mail_deliver(mail)
    except mailing.Unconfigured as missing:
        _note(waiting, errand, mailing.trouble(missing))  # operators read it at /edge/mails/
        return None
    except (OSError, SMTPException, ValueError) as failure:
        _note(waiting, errand, mailing.trouble(failure))
        raise Unavailable("mail_not_sent", mailing.trouble(failure)) from None
    return _sent(waiting, errand)


@handler("operators.tell")
def operators_tell(errand: Errand) -> Effect | None:
    """Post an event to the operator's own program, and note when, or why not. One that was queued
    by the release before has no notice.
    """
    notices = Notice.objects.filter(uid=errand.payload["id"])
    if notices.filter(sent_at__isnull=False).exists():
        return None
    waiting = notices.filter(sent_at=None)
    try:
        webhooks.event_post(errand.payload)
    except Unavailable as failure:
        _note(waiting, errand, failure.message)
        raise
    return _sent(waiting, errand)


def _note(waiting: QuerySet[Mail] | QuerySet[Notice], errand: Errand, trouble: str) -> None:
    """Say why this try has failed."""
    waiting.update(error=trouble, attempts=errand.attempts)


def _sent(waiting: QuerySet[Mail] | QuerySet[Notice], errand: Errand) -> Effect:
    """What notes that this try has not."""
    return partial(waiting.update, sent_at=Now(), error="", attempts=errand.attempts)
