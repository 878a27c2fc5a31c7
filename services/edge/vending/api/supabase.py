"""HTTP adapter of what the original's front end reads and writes by Supabase's REST.

`apikey` and `Authorization` may hold anything: there is nothing here that is not open to all.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from kit.api import failures
from kit.envelopes import answer
from kit.errors import NotFound
from kit.openapi import allows
from ninja import Router

from vending.actions.feedback import feedback_add
from vending.limits import address_of
from vending.schemas.machines import MachineOut
from vending.schemas.refused import FaultOut
from vending.schemas.supabase import FeedbackRowOut, OpinionIn, RefusedOut, opinions_read
from vending.selectors.machines import machine_rows
from vending.supabase_refusals import machine_unknown, permission_denied
from vending.wire.desk import feedback_object

router = Router()
VERBS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
EQUALS = "eq."
ROWS: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": OpinionIn.model_json_schema()}},
    }
}


@router.get("/rest/v1/machines/", response={200: list[MachineOut], **failures(503)})
@allows("everybody")
def machines(request: HttpRequest) -> HttpResponse:
    """All machines by their names, or the one of `machine_id=eq.<id>`. Other parameters are
    ignored.
    """
    asked = request.GET.get("machine_id", "")
    named = asked.removeprefix(EQUALS) if asked.startswith(EQUALS) else None
    return answer(request, machine_rows(named))


@router.post(
    "/rest/v1/feedback/",
    response={
        201: list[FeedbackRowOut],
        400: RefusedOut,
        409: RefusedOut,
        429: FaultOut,
        **failures(503),
    },
    openapi_extra=ROWS,
)
@allows("everybody")
def feedback(request: HttpRequest) -> HttpResponse:
    """Keep a feedback, or an array of at most 10: all of them or none. The answer is empty unless
    the header Prefer asks for the rows by `return=representation`.
    """
    opinions = opinions_read(request.body)
    try:
        rows = feedback_add(opinions, address=address_of(request))
    except NotFound:
        raise machine_unknown() from None
    if "return=representation" in request.headers.get("Prefer", ""):
        return answer(request, [feedback_object(row) for row in rows], 201)
    return HttpResponse(status=201)


@router.api_operation(VERBS[1:], "/rest/v1/machines/", include_in_schema=False)
@router.api_operation(["GET", *VERBS[2:]], "/rest/v1/feedback/", include_in_schema=False)
@router.api_operation(VERBS, "/rest/v1/", include_in_schema=False)
def denied(request: HttpRequest) -> HttpResponse:
    """Any other verb."""
    raise permission_denied()


@router.api_operation(VERBS, "/rest/v1/{path:table}/", include_in_schema=False)
def denied_table(request: HttpRequest, table: str) -> HttpResponse:
    """Any other table."""
    raise permission_denied()
