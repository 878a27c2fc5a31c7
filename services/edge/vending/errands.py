"""What edge has done elsewhere once its own write has committed: mails and webhooks."""

from __future__ import annotations

from functools import partial
from smtplib import SMTPException

from django.db.models.functions import Now
from kit.errands import Effect, handler
from kit.errors import Unavailable
from kit.models import Errand

from vending import mailing, webhooks
from vending.models import Mail


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
        waiting.update(error=mailing.trouble(missing))  # operators read it at /edge/mails/
        return None
    except (OSError, SMTPException, ValueError) as failure:
        waiting.update(error=mailing.trouble(failure))
        raise Unavailable("mail_not_sent", mailing.trouble(failure)) from None
    return partial(waiting.update, sent_at=Now(), error="")


@handler("operators.tell")
def operators_tell(errand: Errand) -> None:
    """Post an event to the operator's own program."""
    webhooks.event_post(errand.payload)
