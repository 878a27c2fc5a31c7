"""HTTP adapter of operators: signing in, machines, keys, feedback, alerts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from kit.addresses import client_address
from kit.api import failures
from kit.clock import iso
from kit.envelopes import answer, done
from kit.fields import path_number
from kit.openapi import allows
from kit.paging import page
from ninja import Query, Router

from vending import access, limits, refusals_desk
from vending.actions import desk, notices, sign_in
from vending.alerts_access import alerting
from vending.schemas import desk as schemas
from vending.schemas.refused import FaultOut
from vending.selectors import desk as selectors
from vending.selectors.machines import machine_shown

router = Router()


@router.post(
    "/api/admin/login/",
    response={200: schemas.LoginOut, **failures(400, 401, 403, 503), 429: FaultOut},
)
@allows("everybody")
def login(request: HttpRequest, body: schemas.LoginIn) -> HttpResponse:
    """Sign in for an admin token, by the shared password or an operator's account."""
    token = sign_in.operator_sign_in(
        username=body.username,
        password=body.password,
        address=limits.address_of(request),
        real_ip=client_address(request) or "",
    )
    response = answer(request, {"token": token})
    response["Cache-Control"] = "no-store"
    return response


@router.get(
    "/api/admin/verify/",
    auth=access.admin,
    response={200: schemas.SignedInOut, **failures(401, 403)},
)
@allows("operator")
def verify(request: Any) -> HttpResponse:
    """Whether an admin token still holds."""
    return answer(request, {"status": "valid", "user_id": request.auth.username})


@router.post(
    "/api/machine/{machine_id}/update-stock/",
    auth=access.operator,
    response={200: schemas.StockOut, **failures(400, 401, 403, 404, 409, 503)},
)
@allows("operator")
def update_stock(request: Any, machine_id: str, body: schemas.StockIn) -> HttpResponse:
    """Say how many units are inside now; with `expected` only where so many are there still."""
    machine = desk.stock_set(
        machine_id=machine_id,
        stock=body.units(),
        expected=body.seen(),
        by=request.auth.username,
    )
    return answer(request, {"status": "success", "current_stock": machine.current_stock})


@router.patch(
    "/api/machine/{machine_id}/",
    auth=access.operator,
    response={200: schemas.MachineRowOut, **failures(400, 401, 403, 404, 503)},
)
@allows("operator")
def change(request: Any, machine_id: str, body: schemas.MachineChangeIn) -> HttpResponse:
    """Name a machine, say where it stands, what a unit costs, whether it is in service."""
    machine = desk.machine_change(
        machine_id=machine_id, fields=body.columns(), by=request.auth.username
    )
    return answer(request, machine_shown(machine))


@router.post(
    "/api/machine/{machine_id}/keys/",
    auth=access.operator,
    response={201: schemas.KeyOut, **failures(401, 403, 404, 503)},
)
@allows("operator")
def add_key(request: Any, machine_id: str) -> HttpResponse:
    """A further key for a machine, shown this once; older ones stay valid."""
    key, text = desk.machine_key_add(machine_id=machine_id, by=request.auth.username)
    return answer(request, {"id": key.pk, "key": text, "created_at": iso(key.created_at)}, 201)


@router.delete(
    "/api/machine/{machine_id}/keys/{key_id}/",
    auth=access.operator,
    response={204: None, **failures(401, 403, 404, 503)},
)
@allows("operator")
def remove_key(request: Any, machine_id: str, key_id: str) -> HttpResponse:
    """End a key of a machine; the socket that registered with it is closed."""
    number = path_number(key_id, refusals_desk.key_not_found)
    desk.machine_key_remove(machine_id=machine_id, key_id=number, by=request.auth.username)
    return done(request)


@router.get(
    "/api/feedback/",
    auth=access.operator,
    response={200: schemas.FeedbackListOut, **failures(400, 401, 403, 503)},
)
@allows("operator")
def feedback(request: Any, asked: Query[schemas.FeedbackListIn]) -> HttpResponse:
    """What customers say, newest first."""
    found = selectors.feedback_find(machine_id=asked.machine_id, status=asked.status)
    return answer(request, page(request, asked, found, selectors.feedback_rows))


@router.patch(
    "/api/feedback/{feedback_id}/",
    auth=access.operator,
    response={200: schemas.FeedbackOut, **failures(400, 401, 403, 404, 503)},
)
@allows("operator")
def change_feedback(request: Any, feedback_id: str, body: schemas.FeedbackChangeIn) -> HttpResponse:
    """Say how far a feedback is looked after."""
    number = path_number(feedback_id, refusals_desk.feedback_not_found)
    changed = desk.feedback_change(feedback_id=number, status=body.status)
    return answer(request, selectors.feedback_rows([changed])[0])


@router.post(
    "/low-stock-alert/",
    auth=alerting,
    response={200: schemas.AlertOut, **failures(400, 401, 403, 404, 503)},
)
@allows("operator")
def low_stock_alert(request: Any, body: schemas.AlertIn) -> HttpResponse:
    """Tell operators that a machine runs low. The mail is queued when this is answered."""
    notices.low_stock_alert(machine_id=body.machineID, remaining=body.Remaining)
    return answer(request, {"message": "Email sent"})
