"""HTTP adapter of the codes service."""

from __future__ import annotations

import base64

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from kit.addresses import client_network
from kit.api import failures
from kit.envelopes import answer
from kit.openapi import allows
from kit.pace import Pace
from ninja import Router

from codes import actions, rendering, schemas

router = Router()


# New codes for one address that comes through the gateway; services come past it.
NEW = Pace[str](burst=60, per_second=1)


@router.get("/codes/new/", response={200: schemas.CodeAnswer, **failures(429, 503)})
@allows("everybody")
def new(request: HttpRequest) -> HttpResponse:
    """Issue a new code; for one address 60 at once, then one each second."""
    if settings.RATE_LIMITS and "HTTP_X_REAL_IP" in request.META:
        NEW.take(client_network(request))
    return answer(request, {"value": actions.code_issue().value})


@router.post("/codes/render/qr/", response={200: schemas.DrawingAnswer, **failures(400, 503)})
@allows("everybody")
def render_qr(request: HttpRequest, body: schemas.RenderIn) -> HttpResponse:
    """Draw a value of at most 300 characters as a QR code; `erroneous_value` when it does not fit
    into one.
    """
    drawing = rendering.qr_svg(body.value)
    return answer(request, {"base64": base64.b64encode(drawing).decode()})
