"""HTTP adapter of machines that weigh, in our shape and in those of the original's."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from kit.api import failures
from kit.body import read_json
from kit.clock import iso
from kit.envelopes import answer
from kit.openapi import allows
from ninja import Router

from store import access, device_access, refusals
from store.actions.heartbeats import heartbeat_refuse, heartbeat_take
from store.schemas import shelves as schemas
from store.selectors.changes import change_rows
from store.selectors.machines import machine_find
from store.weighing.readings import Odd, heartbeat_read
from store.wire.machines import status_object

router = Router()


@router.post(
    "/edge/machines/{machine_id}/heartbeats/",
    auth=device_access.machine_in_path,
    response={200: schemas.HeartbeatOut, **failures(400, 401, 403, 404, 503)},
)
@allows("device")
def heartbeat(request: Any, machine_id: str, body: schemas.HeartbeatIn) -> HttpResponse:
    """What all scales of a machine weigh now. `late` says that it was older than what is known and
    changed nothing; a repeated one is answered like the first.
    """
    return _taken(request, request.auth)


@router.post(
    "/api/machines/heartbeat/",
    auth=device_access.machine_in_body,
    response={200: schemas.HeartbeatOut, **failures(400, 401, 403, 404, 503)},
)
@allows("device")
def heartbeat_of_old(request: Any, body: schemas.HeartbeatIn) -> HttpResponse:
    """The same as machines in the field send it: flat, as objects, or in an envelope."""
    return _taken(request, request.auth)


def _taken(request: HttpRequest, machine_id: str) -> HttpResponse:
    try:
        read = heartbeat_read(read_json(request))
        if read.machine_id not in (None, machine_id):
            raise Odd("machineId is another machine's")
    except Odd as odd:
        heartbeat_refuse(machine_id=machine_id, odd=odd)
        raise refusals.odd_heartbeat(str(odd)) from None
    taken = heartbeat_take(machine_id=machine_id, heartbeat=read)
    events = change_rows(taken.changes)
    return answer(request, {"status": "success", "late": taken.late, "events": events})


@router.get(
    "/edge/machines/{machine_id}/status/",
    auth=access.operator,
    response={200: schemas.StatusOut, **failures(401, 403, 404, 503)},
)
@allows("operator")
def status(request: Any, machine_id: str) -> HttpResponse:
    """Whether a machine is there, and what its scales weigh."""
    return answer(request, status_object(machine_find(machine_id)))


@router.get(
    "/api/machines/{machine_id}/status/",
    auth=access.operator,
    response={200: schemas.PlainStatusOut, **failures(401, 403, 404, 503)},
)
@allows("operator")
def status_of_old(request: Any, machine_id: str) -> HttpResponse:
    """Whether a machine is there, for clients of the original's kind."""
    machine = machine_find(machine_id)
    shown = {
        "status": "success",
        "machine_id": machine.pk,
        "state": machine.status,
        "last_seen": iso(machine.last_seen),
    }
    return answer(request, shown)


@router.post(
    "/api/machines/lock/",
    auth=access.operator,
    response={200: schemas.SuccessOut, **failures(401, 403, 503)},
)
@allows("operator")
def lock(request: Any) -> HttpResponse:
    """Locks nothing, as with the original: there is no lock on these machines."""
    return answer(request, {"status": "success"})
