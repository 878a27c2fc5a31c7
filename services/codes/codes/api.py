"""HTTP adapter of the codes service."""

from __future__ import annotations

import base64

from django.http import HttpRequest, HttpResponse
from kit.api import failures
from kit.envelopes import answer
from kit.openapi import allows
from ninja import Router

from codes import actions, rendering, schemas

router = Router()


@router.get("/codes/new/", response={200: schemas.CodeAnswer, **failures(429, 503)})
@allows("everybody")
def new(request: HttpRequest) -> HttpResponse:
    """Issue a new code; through the gateway 60 at once for one address, then one each second."""
    return answer(request, {"value": actions.code_issue().value})


@router.post("/codes/short/", response={200: schemas.ShortCodeAnswer, **failures(429, 503)})
@allows("everybody")
def new_short(request: HttpRequest) -> HttpResponse:
    """Issue a new short code, for people to read aloud and type; at the same pace."""
    return answer(request, {"value": actions.short_code_issue()})


@router.post("/codes/render/qr/", response={200: schemas.DrawingAnswer, **failures(400, 503)})
@allows("everybody")
def render_qr(request: HttpRequest, body: schemas.RenderIn) -> HttpResponse:
    """Draw a value of at most 300 characters as a QR code; `erroneous_value` when it does not fit
    into one.
    """
    drawing = rendering.qr_svg(body.value)
    return answer(request, {"base64": base64.b64encode(drawing).decode()})
