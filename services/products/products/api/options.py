"""Routes of options: what may be chosen with products."""

from __future__ import annotations

from functools import partial
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from kit.api import Done, failures
from kit.auth import Credentials, signed_in
from kit.envelopes import answer, done, ready
from kit.errors import malformed
from kit.fields import Id, path_id
from kit.idempotency import once
from kit.openapi import allows
from kit.tokens import Caller
from ninja import Query, Router
from peers.locations import Role, require_staff

from products import access, options
from products.actions import options as actions
from products.schemas import options as schemas
from products.schemas.products import SoldOutIn

router = Router()


@Credentials
def group_editor(request: HttpRequest) -> Caller:
    """Credentials for changing a group: an unknown one is 404 for everybody."""
    options.group_location(path_id(request, "group_id"))
    return signed_in(request)


@Credentials
def option_editor(request: HttpRequest) -> Caller:
    """The same for one option."""
    options.option_location(path_id(request, "option_id"))
    return signed_in(request)


@router.post(
    "/products/options/create/",
    auth=signed_in,
    response={200: schemas.GroupAnswer, **failures(400, 403, 404, 422, 503)},
)
@allows("manager")
def options_create(request: Any, body: schemas.GroupCreateIn) -> HttpResponse:
    """A new group of options, which products of its location may have."""
    fields = body.group.sent()
    location_id = access.require_manager(request.auth, fields.pop("location_id")).id
    write = partial(_created, location_id, fields)
    return ready(request, *once(request, f"options/create {request.auth.user_id}", write=write))


def _created(location_id: int, fields: dict[str, Any]) -> bytes:
    if any(not each.get("name") or each.get("id") for each in fields["options"]):
        raise malformed("options: each new one has a name and no id")
    return orjson.dumps(actions.group_create(location_id=location_id, fields=fields))


@router.post(
    "/products/options/edit/{group_id}/",
    auth=group_editor,
    response={200: schemas.GroupAnswer, **failures(400, 403, 404, 409, 422, 503)},
)
@allows("manager")
def options_edit(request: Any, group_id: Id, body: schemas.GroupEditIn) -> HttpResponse:
    """Change what is sent of a group. `options` are all of them, in their order: those with their
    `id` stay, those without are new, and those that are not named are gone. All products that have
    the group show it at once.
    """
    at_location = require_staff(request.auth, options.group_location(group_id), Role.MANAGER).id
    write = partial(_edited, group_id, at_location, body)
    scope = f"options/edit {group_id} {request.auth.user_id}"
    return ready(request, *once(request, scope, write=write))


def _edited(group_id: int, at_location: int, body: schemas.GroupEditIn) -> bytes:
    fields = body.group.sent()
    if any(not each.get("name") and not each.get("id") for each in fields.get("options", [])):
        raise malformed("options: each new one has a name")
    return orjson.dumps(
        actions.group_edit(
            group_id=group_id, at_location=at_location, fields=fields, expected=body.expected
        )
    )


@router.post(
    "/products/options/delete/{group_id}/",
    auth=group_editor,
    response={200: Done, **failures(400, 403, 404, 409, 503)},
)
@allows("manager")
def options_delete(request: Any, group_id: Id) -> HttpResponse:
    """Remove a group for good, unless a product has it."""
    at_location = require_staff(request.auth, options.group_location(group_id), Role.MANAGER).id
    actions.group_delete(group_id=group_id, at_location=at_location)
    return done(request)


@router.post(
    "/products/options/sold_out/{option_id}/",
    auth=option_editor,
    response={200: schemas.GroupAnswer, **failures(400, 403, 404, 503)},
)
@allows("staff")
def options_sold_out(request: Any, option_id: Id, body: SoldOutIn) -> HttpResponse:
    """Say that an option is sold out, with whatever it is chosen, or that there is some again: all
    staff may. Again: the same.
    """
    at_location = require_staff(request.auth, options.option_location(option_id), Role.KITCHEN).id
    group = actions.option_mark(
        option_id=option_id, at_location=at_location, is_active=not body.sold_out
    )
    return answer(request, group)


@router.get("/products/options/find/", response={200: schemas.GroupsAnswer, **failures(400, 503)})
@allows("everybody")
def options_find(request: HttpRequest, query: Query[schemas.GroupFindIn]) -> HttpResponse:
    """All groups of a location, by id; none without a location."""
    found = [] if query.location_id is None else options.group_find(query.location_id)
    return answer(request, found)
