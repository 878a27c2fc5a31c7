"""HTTP adapter of the locations service."""

from __future__ import annotations

from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from kit.api import failures
from kit.auth import Credentials, service_caller, signed_in
from kit.envelopes import answer, ready
from kit.errors import Forbidden, NotFound, incorrect_credentials, malformed
from kit.fields import Id, path_id
from kit.idempotency import once
from kit.openapi import allows
from kit.tokens import Caller
from ninja import Query, Router

from locations import actions, directory, schemas, selectors
from locations.geo import Circle

router = Router()
WRITE = failures(400, 403, 404, 503)


@Credentials
def editor(request: HttpRequest) -> Caller:
    """Credentials for changing a location: an unknown location wins over everything else."""
    if not selectors.location_exists(path_id(request, "location_id")):
        raise NotFound("location_not_found")
    return signed_in(request)


@router.post(
    "/locations/create/",
    auth=signed_in,
    response={200: schemas.LocationAnswer, **failures(400, 403, 422, 503)},
)
@allows("signed_in")
def create(request: Any, body: schemas.WriteIn) -> HttpResponse:
    """Add a location of the caller's. Where only administrators open places, others are told
    `places_closed`.
    """
    owner: Caller = request.auth
    if settings.PLACES == "admin" and not owner.has("admin"):
        raise Forbidden("places_closed")
    if body.names_another_than(owner):
        raise malformed("location.user_id: not the caller's")

    def write() -> bytes:
        fields = body.location.sent()
        created = actions.location_create(
            owner_id=owner.user_id, fields=fields, unlimited=owner.has("admin")
        )
        return orjson.dumps(selectors.location_object(created))

    return ready(request, *once(request, f"locations/create {owner.user_id}", write=write))


@router.post(
    "/locations/edit/{location_id}/",
    auth=editor,
    response={200: schemas.LocationAnswer, **WRITE, **failures(409)},
)
@allows("owner")
def edit(request: Any, location_id: Id, body: schemas.EditIn) -> HttpResponse:
    """Change what is sent of a location; `[]` and null empty a field. Nothing is changed when a
    field of `expected` is another one by now.
    """
    caller: Caller = request.auth
    if body.names_another_than(caller) and not caller.has("admin"):
        raise malformed("location.user_id: not the caller's")
    edited = actions.location_edit(
        location_id=location_id,
        user_id=caller.user_id,
        is_admin=caller.has("admin"),
        fields=body.location.sent(),
        owner_id=body.location.user_id,
        expected=body.expected,
    )
    return answer(request, selectors.location_object(edited))


@router.get(
    "/locations/get/{location_id}/",
    response={200: schemas.LocationAnswer, **failures(404, 503)},
)
@allows("everybody")
def get(request: HttpRequest, location_id: Id) -> HttpResponse:
    """One location."""
    return answer(request, selectors.location_get(location_id))


@router.get("/locations/find/", response={200: schemas.FoundAnswer, **failures(400, 503)})
@allows("everybody")
def find(request: HttpRequest, query: Query[schemas.FindIn]) -> HttpResponse:
    """Locations to which all that is given applies: `name` as a part of the name, `category` and
    `tag` as a whole, whatever their case. At most 100, by id; more from `offset` on.
    """
    return answer(request, selectors.location_find(**dict(query)))


@router.get(
    "/locations/mine/",
    auth=signed_in,
    response={200: schemas.MineAnswer, **failures(400, 403, 503)},
)
@allows("signed_in")
def mine(request: Any, query: Query[schemas.PageIn]) -> HttpResponse:
    """Locations that the caller owns or works at, each with the caller's role; all of them for an
    administrator. At most 100, by id; more from `offset` on.
    """
    caller: Caller = request.auth
    whose = None if caller.has("admin") else caller.user_id
    return answer(request, selectors.location_mine(whose, offset=query.offset))


@router.get("/locations/nearby/", response={200: schemas.NearbyAnswer, **failures(400, 503)})
@allows("everybody")
def nearby(request: HttpRequest, query: Query[schemas.NearbyIn]) -> HttpResponse:
    """Locations within `radius` metres of a point in degrees, nearest first. At most 100; more from
    `offset` on.
    """
    circle = Circle(query.latitude, query.longitude, query.radius)
    return answer(request, selectors.location_nearby(circle, offset=query.offset))


@router.post(
    "/locations/staff/add/{location_id}/",
    auth=editor,
    response={200: schemas.StaffAnswer, **WRITE, **failures(429)},
)
@allows("owner")
def add_staff(request: Any, location_id: Id, body: schemas.HireIn) -> HttpResponse:
    """Let a user work at a location: in the kitchen, as a waiter or as a manager. Who works there
    already keeps their role. Owner only. Names that nobody has are limited to 20 in an hour.
    """
    actions.staff_hire(
        location_id=location_id,
        user_id=request.auth.user_id,
        is_admin=request.auth.has("admin"),
        username=body.username,
        role=body.role,
    )
    return _staff(request, location_id)


@router.post(
    "/locations/staff/role/{location_id}/",
    auth=editor,
    response={200: schemas.StaffAnswer, **WRITE, **failures(409)},
)
@allows("owner")
def change_role(request: Any, location_id: Id, body: schemas.RoleIn) -> HttpResponse:
    """Give somebody who works at a location another role. Owner only. Again: the same."""
    actions.staff_change(
        location_id=location_id,
        user_id=request.auth.user_id,
        is_admin=request.auth.has("admin"),
        staff_id=body.staff_id,
        role=body.role,
        expected=body.expected,
    )
    return _staff(request, location_id)


@router.post(
    "/locations/staff/remove/{location_id}/",
    auth=editor,
    response={200: schemas.StaffAnswer, **WRITE},
)
@allows("owner")
def remove_staff(request: Any, location_id: Id, body: schemas.StaffIn) -> HttpResponse:
    """End a user's work at a location. Owner only."""
    actions.staff_remove(
        location_id=location_id,
        user_id=request.auth.user_id,
        is_admin=request.auth.has("admin"),
        staff_id=body.staff_id,
    )
    return _staff(request, location_id)


@router.post(
    "/locations/staff/password/{location_id}/",
    auth=editor,
    response={200: schemas.SecretAnswer, **WRITE},
)
@allows("owner")
def hand_over(request: Any, location_id: Id, body: schemas.StaffIn) -> HttpResponse:
    """A new password for somebody who works here, to hand over; their sessions end. Only for
    accounts that the owner made for their staff and that are nobody else's.
    """
    secret = actions.staff_password(
        location_id=location_id,
        user_id=request.auth.user_id,
        is_admin=request.auth.has("admin"),
        staff_id=body.staff_id,
    )
    response = answer(request, secret)
    response["Cache-Control"] = "no-store"
    return response


@router.post(
    "/locations/staff/list/{location_id}/",
    auth=editor,
    response={200: schemas.StaffAnswer, **WRITE},
)
@allows("staff")
def list_staff(request: Any, location_id: Id) -> HttpResponse:
    """Who works at a location in which role, for its owner and for those who do."""
    return answer(request, _listed(_people_for(request.auth, location_id)))


@router.get(
    "/locations/staff/find/{location_id}/",
    auth=editor,
    response={200: schemas.PersonsAnswer, **failures(403, 404, 503)},
)
@allows("staff")
def find_staff(request: Any, location_id: Id) -> HttpResponse:
    """The owner of a location, then who works there, with their names, for these people."""
    people = _people_for(request.auth, location_id)
    response = answer(request, directory.persons(people))
    response["Cache-Control"] = "no-store"
    return response


def _people_for(caller: Caller, location_id: int) -> dict[str, Any]:
    people = selectors.location_people(location_id)
    if caller.user_id not in {people["user_id"], *people["staff"]} and not caller.has("admin"):
        raise incorrect_credentials()
    return people


def _staff(request: HttpRequest, location_id: int) -> HttpResponse:
    return answer(request, _listed(selectors.location_people(location_id)))


def _listed(people: dict[str, Any]) -> dict[str, Any]:
    return {"staff": people["staff"], "roles": people["roles"]}


@router.get(
    "/internal/locations/{location_id}/",
    auth=service_caller,
    response={200: schemas.PeopleAnswer, **failures(403, 404, 503)},
)
@allows("service")
def people(request: HttpRequest, location_id: Id) -> HttpResponse:
    """Who runs a location in which role, for the other services' checks."""
    return answer(request, selectors.location_people(location_id))
