"""HTTP adapter of the visits, in the `problem` envelope."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from kit.api import failures
from kit.auth import signed_in
from kit.envelopes import answer
from kit.errors import NotFound
from kit.fields import Id
from ninja import Router, Schema
from pydantic import Field

from visits import actions
from visits.models import Visit

router = Router()


class NewVisit(Schema):
    locker: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,50}$")]


@router.post("/visits/", auth=signed_in, response={201: dict, **failures(400, 401)})
def create(request: Any, visit: NewVisit) -> HttpResponse:
    """The caller is at a locker."""
    written = actions.visit_create(locker=visit.locker, user_id=request.auth.user_id)
    return answer(request, _json(written), 201)


@router.get("/visits/{visit_id}/", response={200: dict, **failures(404)})
def read(request: HttpRequest, visit_id: Id) -> HttpResponse:
    """A visit."""
    visit = Visit.objects.filter(pk=visit_id).first()
    if visit is None:
        raise NotFound("visit_not_found")
    return answer(request, _json(visit))


def _json(visit: Visit) -> dict[str, Any]:
    return {"id": visit.pk, "visitor": visit.visitor, "greetings": visit.greetings}
