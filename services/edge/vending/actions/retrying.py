"""Operators who do not wait for the next try of a mail or a webhook."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.functions import Now
from kit.errands import errand_add
from kit.models import Errand

from vending.models import Mail, Notice
from vending.refusals_desk import already_sent, mail_not_found, webhook_not_found

WAITING = Errand.State.WAITING


@transaction.atomic
def mail_retry(*, mail_id: int) -> Mail:
    """Have a mail sent that was not, at once; one that is being sent is left alone. Raises 404
    `Mail not found`, 409 `Already sent`.
    """
    mail = Mail.objects.filter(pk=mail_id).first()
    if mail is None:
        raise mail_not_found()
    _retry(mail, "mail.send", {"mail": mail.pk}, key=str(mail.pk))
    return mail


@transaction.atomic
def notice_retry(*, notice_id: int) -> Notice:
    """The same for an event that the operator's own program has not taken. Raises 404 `Webhook not
    found`, 409 `Already sent`.
    """
    notice = Notice.objects.filter(pk=notice_id).first()
    if notice is None:
        raise webhook_not_found()
    _retry(notice, "operators.tell", notice.payload, key=str(notice.uid))
    return notice


def _retry(row: Mail | Notice, name: str, payload: dict[str, Any], *, key: str) -> None:
    """Bring its errand forward, which is locked before the row, as where it ends. What is tried
    again waits: it has not failed for now.
    """
    if row.sent_at is not None:
        raise already_sent()
    errand_add(name, payload, key=key)  # it was removed a week after its end
    errand = Errand.objects.select_for_update().get(name=name, key=key)
    if errand.state != WAITING:
        errand.state, errand.attempts, errand.ended_at = WAITING, 0, None
    elif errand.attempts not in (0, row.attempts):
        return  # the try after the one that has failed is under way: never two at a time
    errand.due_at = Now()
    errand.save(update_fields=["state", "attempts", "ended_at", "due_at"])
    waiting = type(row)._default_manager.filter(pk=row.pk, sent_at=None)
    waiting.update(error="", attempts=errand.attempts)
    row.refresh_from_db()
