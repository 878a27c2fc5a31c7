"""HTTP adapter of the operators' board: what waits, webhooks that were sent, another try."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from kit.api import failures
from kit.envelopes import answer
from kit.fields import path_number
from kit.openapi import allows
from kit.paging import PageIn, page
from ninja import Query, Router

from vending import access, refusals_desk
from vending.actions.retrying import mail_retry, notice_retry
from vending.schemas import board as schemas
from vending.schemas.ledger import MailOut
from vending.selectors import desk as selectors
from vending.selectors.board import board_shown

router = Router()


@router.get(
    "/edge/desk/",
    auth=access.operator,
    response={200: schemas.BoardOut, **failures(401, 403, 503)},
)
@allows("operator")
def board(request: Any) -> HttpResponse:
    """How notices go out, and how much waits for somebody."""
    return answer(request, board_shown())


@router.get(
    "/edge/webhooks/",
    auth=access.operator,
    response={200: schemas.NoticesOut, **failures(400, 401, 403, 503)},
)
@allows("operator")
def webhooks(request: Any, asked: Query[PageIn]) -> HttpResponse:
    """Events for the operator's own program, newest first, and which were taken. They are kept for
    90 days.
    """
    return answer(request, page(request, asked, selectors.notices_find(), selectors.notice_rows))


@router.post(
    "/edge/webhooks/{webhook_id}/retry/",
    auth=access.operator,
    response={200: schemas.NoticeOut, **failures(401, 403, 404, 409, 503)},
)
@allows("operator")
def retry_webhook(request: Any, webhook_id: str) -> HttpResponse:
    """Send an event again at once that was not taken."""
    notice = notice_retry(notice_id=path_number(webhook_id, refusals_desk.webhook_not_found))
    return answer(request, selectors.notice_rows([notice])[0])


@router.post(
    "/edge/mails/{mail_id}/retry/",
    auth=access.operator,
    response={200: MailOut, **failures(401, 403, 404, 409, 503)},
)
@allows("operator")
def retry_mail(request: Any, mail_id: str) -> HttpResponse:
    """Send a mail again at once that was not sent."""
    mail = mail_retry(mail_id=path_number(mail_id, refusals_desk.mail_not_found))
    return answer(request, selectors.mail_rows([mail])[0])
