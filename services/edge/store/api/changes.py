"""HTTP adapter of weight changes and alerts."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from kit.api import failures
from kit.envelopes import answer
from kit.fields import uuid_of
from kit.openapi import allows
from kit.paging import each, page
from ninja import Query, Router

from store import access, refusals
from store.actions.alerts import alert_close
from store.api.writing import written
from store.schemas import shelves as schemas
from store.selectors.alerts import alerts_find
from store.selectors.changes import change_rows, changes_find
from store.wire.alerts import alert_object

router = Router()


@router.get(
    "/edge/weight-changes/",
    auth=access.staff,
    response={200: schemas.ChangesOut, **failures(400, 401, 403, 503)},
)
@allows("reviewer")
def changes(request: Any, asked: Query[schemas.ChangesIn]) -> HttpResponse:
    """Weight changes, newest first; `visit_id` asks for what is attributed to that visit."""
    found = changes_find(machine_id=asked.machine_id, visit_id=asked.visit_id, status=asked.status)
    return answer(request, page(request, asked, found, change_rows))


@router.get(
    "/edge/alerts/",
    auth=access.staff,
    response={200: schemas.StoreAlertsOut, **failures(400, 401, 403, 503)},
)
@allows("reviewer")
def alerts(request: Any, asked: Query[schemas.StoreAlertsIn]) -> HttpResponse:
    """What staff should look at, newest first."""
    return answer(request, page(request, asked, alerts_find(open=asked.open), each(alert_object)))


@router.post(
    "/edge/alerts/{alert_id}/close/",
    auth=access.staff,
    response={200: schemas.StoreAlertOut, **failures(401, 403, 404, 409, 503)},
)
@allows("reviewer")
def close_alert(request: Any, alert_id: str) -> HttpResponse:
    """Say that somebody has looked at it. An alert about a state closes with that state only."""
    id = uuid_of(alert_id, refusals.alert_not_found)
    return written(request, f"alert {id}", lambda: alert_object(alert_close(alert_id=id)))
