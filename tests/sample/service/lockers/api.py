"""HTTP adapter of the lockers, in the `reason` envelope."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from kit.api import failures
from kit.auth import signed_in
from kit.envelopes import answer, ready
from live.fallback import Since, current
from ninja import Router, Schema
from pydantic import Field

from lockers import actions, streams

router = Router()


class NewLocker(Schema):
    name: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,50}$")]


class Opening(Schema):
    within: Annotated[float, Field(gt=0, le=60)] = 30.0


@router.post("/sample/lockers/", auth=signed_in, response={200: dict, **failures(400, 403, 409)})
def create(request: HttpRequest, locker: NewLocker) -> HttpResponse:
    """A new locker; the key of its lock is shown once."""
    return answer(request, {"name": locker.name, "key": actions.locker_create(name=locker.name)})


@router.post("/sample/lockers/{name}/open/", response={200: dict, **failures(400, 404, 409)})
def open_locker(request: HttpRequest, name: str, opening: Opening) -> HttpResponse:
    """Have it open itself; what comes of it is told on its stream."""
    return ready(request, actions.locker_open(name=name, within=opening.within))


@router.get("/sample/lockers/{name}/live/", response={200: dict, **failures(400, 404)})
def live(request: HttpRequest, name: str, since: Since = None, epoch: str = "") -> Any:
    """The snapshot of its stream."""
    return ready(request, current(streams.LockerSource(), name, since, epoch))
