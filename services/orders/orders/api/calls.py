"""Calls for a waiter or the bill over HTTP."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from kit.api import failures
from kit.envelopes import ready
from kit.fields import Id
from kit.idempotency import once
from kit.openapi import allows
from ninja import Router

from orders import access, paces, selectors
from orders.actions import calls
from orders.schemas.sessions import CallAnswer, CallIn

router = Router()


answerer = access.staff_of("call_id", selectors.call_location)


@router.post(
    "/orders/calls/make/", response={200: CallAnswer, **failures(400, 403, 404, 422, 429, 503)}
)
@allows("everybody")
def make_call(request: HttpRequest, body: CallIn) -> HttpResponse:
    """Call for a waiter or for the bill, and say how it is going to be paid. While such a call is
    open, it is answered again, with what is said of paying now. A repeat with the same key gets the
    call that was made, as it is by now.
    """
    return access.at_session(access.known_code(body.session_code), partial(_call, request, body))


def _call(request: HttpRequest, body: CallIn, code: str) -> HttpResponse:
    selectors.session_location(code)  # an unknown one has no pace
    paces.require(request, paces.CHANGES, code)
    access.require_joined(request, code)

    def write() -> bytes:
        call = calls.call_make(code=code, kind=body.kind, pay=body.pay, split=body.split)
        return str(call).encode()

    call_id, _ = once(request, f"call {code}", write=write)
    return ready(request, selectors.call_json(int(call_id)))


@router.post(
    "/orders/calls/answer/{call_id}/",
    auth=answerer,
    response={200: CallAnswer, **failures(400, 403, 404, 503)},
)
@allows("waiter")
def answer_call(request: Any, call_id: Id) -> HttpResponse:
    """Say that somebody is on the way; for the location's staff. Again: the same."""
    return ready(request, calls.call_answer(call_id=call_id, user_id=request.auth.user_id))
