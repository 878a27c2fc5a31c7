"""HTTP adapter of customers at a machine."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from kit.api import failures
from kit.clock import iso
from kit.envelopes import answer, ready
from kit.openapi import allows
from live.fallback import current
from ninja import Query, Router

from vending.actions.customer_locks import lock_release, lock_take
from vending.actions.feedback import Opinion, feedback_add
from vending.customer_refusals import client_and_code_required, client_required, trigger_elsewhere
from vending.limits import address_of
from vending.schemas import customers as schemas
from vending.schemas.machines import MachineOut, PublicStatusOut
from vending.schemas.queries import ClientQuery, ClientSinceQuery
from vending.schemas.refused import BusyOut, DetailOut, FaultOut
from vending.selectors.machines import machine_find, machine_rows, status_shown
from vending.streams import machine_source

router = Router()


@router.get("/health/", response={200: schemas.HealthOut})
@allows("everybody")
def health(request: HttpRequest) -> HttpResponse:
    """Machines ask for it when they start."""
    return answer(request, {"status": "ok"})


@router.get("/api/machines/", response={200: list[MachineOut], **failures(503)})
@allows("everybody")
def machines(request: HttpRequest) -> HttpResponse:
    """All machines, by their names."""
    return answer(request, machine_rows())


@router.get(
    "/api/machine/{machine_id}/public-status/",
    response={200: PublicStatusOut, **failures(400, 404, 503)},
)
@allows("everybody")
def public_status(request: HttpRequest, machine_id: str, asked: Query[ClientQuery]) -> HttpResponse:
    """A machine as this client sees it, its own latest transaction there with it."""
    return answer(request, status_shown(machine_find(machine_id), asked.client_id))


@router.get(
    "/api/machine/{machine_id}/live/",
    response={200: schemas.MachineNowOut, **failures(400, 404, 503)},
)
@allows("everybody")
def machine_now(
    request: HttpRequest, machine_id: str, asked: Query[ClientSinceQuery]
) -> HttpResponse:
    """The snapshot of a machine's stream for this client; `data` is null when `since` and `epoch`
    name its end.
    """
    machine = machine_find(machine_id)
    source = machine_source(asked.client_id)
    return ready(request, current(source, machine.machine_id, asked.since, asked.epoch))


@router.post(
    "/api/lock-by-code/",
    response={
        200: schemas.LockedOut,
        409: BusyOut | DetailOut,
        429: FaultOut,
        **failures(400, 503),
    },
)
@allows("everybody")
def lock_by_code(request: HttpRequest, body: schemas.LockIn) -> HttpResponse:
    """Lock the machine whose display shows this code. A client that has it already gets the same
    answer again.
    """
    if not (body.client_id and body.code):
        raise client_and_code_required()
    lock = lock_take(
        client_id=body.client_id, code=body.code, name=body.name, address=address_of(request)
    )
    machine_id, until = lock.machine.machine_id, iso(lock.expires_at)
    return answer(request, {"machine_id": machine_id, "status": "locked", "expires_at": until})


@router.post(
    "/api/machine/{machine_id}/unlock/",
    response={200: schemas.UnlockedOut, **failures(400, 403, 404, 409, 503)},
)
@allows("everybody")
def unlock(request: HttpRequest, machine_id: str, body: schemas.ClientIn) -> HttpResponse:
    """Unlock a machine; only the client that has locked it may."""
    if not body.client_id:
        raise client_required()
    lock_release(machine_id=machine_id, client_id=body.client_id)
    return answer(request, {"status": "unlocked", "new_display_code": None})


@router.post("/api/machine/{machine_id}/dispense/", response={400: FaultOut})
@allows("everybody")
def dispense(request: HttpRequest, machine_id: str) -> HttpResponse:
    """The original's first route of dispenses; it has never dispensed anything."""
    raise trigger_elsewhere()


@router.post(
    "/api/machine/{machine_id}/feedback/",
    response={201: schemas.FeedbackAddedOut, 429: FaultOut, **failures(400, 404, 503)},
)
@allows("everybody")
def feedback(request: HttpRequest, machine_id: str, body: schemas.FeedbackIn) -> HttpResponse:
    """Say what a machine was like."""
    if not body.client_id:
        raise client_required()
    opinion = Opinion(machine_id, body.rating, body.comment, body.client_id, body.transaction_id)
    [row] = feedback_add([opinion], address=address_of(request))
    return answer(request, {"feedback_id": row.pk}, 201)
