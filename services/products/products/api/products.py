"""Routes of the catalogue."""

from __future__ import annotations

from functools import partial
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from kit.api import Done, failures
from kit.auth import service_caller, signed_in
from kit.envelopes import answer, done, ready
from kit.fields import Id
from kit.idempotency import once
from kit.openapi import allows
from kit.tokens import Caller
from ninja import Query, Router
from peers.locations import Role

from products import access, selectors
from products.access import editor
from products.actions import products as actions
from products.schemas import products as schemas

router = Router()


@router.post(
    "/products/create/",
    auth=signed_in,
    response={200: schemas.ProductAnswer, **failures(400, 403, 404, 422, 503)},
)
@allows("manager")
def create(request: Any, body: schemas.CreateIn) -> HttpResponse:
    """Add a product to a location that the caller owns or works at."""

    location = access.require_manager(request.auth, body.product.location_id)

    def write() -> bytes:
        product = actions.product_create(
            seller_id=location.owner_id,
            fields=body.product.sent(),
            said=body.product.category_words(),
            unlimited=request.auth.has("admin"),
            who=request.auth.username,
        )
        return orjson.dumps(selectors.product_shown(product))

    return ready(request, *once(request, f"products/create {request.auth.user_id}", write=write))


@router.post(
    "/products/edit/{product_id}/",
    auth=editor,
    response={200: schemas.ProductAnswer, **failures(400, 403, 404, 409, 422, 503)},
)
@allows("manager")
def edit(request: Any, product_id: Id, body: schemas.EditIn) -> HttpResponse:
    """Change what is sent of a product; `[]` and null empty a field that may be empty. Nothing is
    changed when a field of `expected` is another one by now.
    """
    at_location = access.require_product(request.auth, product_id)
    target = body.product.sent().get("location_id")
    seller_id = access.require_move(request.auth, at_location, target)
    at = {"product_id": product_id, "at_location": at_location}
    write = partial(_edited, request.auth, body, seller_id=seller_id, **at)
    scope = f"products/edit {product_id} {request.auth.user_id}"
    return ready(request, *once(request, scope, write=write))


def _edited(
    caller: Caller,
    body: schemas.EditIn,
    *,
    product_id: int,
    at_location: int,
    seller_id: int | None,
) -> bytes:
    """Changes a product; the object that answers show."""
    product = actions.product_edit(
        product_id=product_id,
        at_location=at_location,
        fields=body.product.sent(),
        said=body.product.category_words(),
        seller_id=seller_id,
        expected=body.expected,
        unlimited=caller.has("admin"),
        who=caller.username,
    )
    return orjson.dumps(selectors.product_shown(product))


@router.post(
    "/products/sold_out/{product_id}/",
    auth=editor,
    response={200: schemas.ProductAnswer, **failures(400, 403, 404, 503)},
)
@allows("staff")
def sold_out(request: Any, product_id: Id, body: schemas.SoldOutIn) -> HttpResponse:
    """Say that a product is sold out, or that there is some again: all staff may. It is its
    `is_active` that changes, and nothing else. Again: the same.
    """
    at_location = access.require_product(request.auth, product_id, Role.KITCHEN)
    product = actions.product_mark(
        product_id=product_id, at_location=at_location, is_active=not body.sold_out
    )
    return answer(request, selectors.product_shown(product))


@router.post(
    "/products/delete/{product_id}/",
    auth=editor,
    response={200: Done, **failures(400, 403, 404, 409, 503)},
)
@allows("manager")
def delete(request: Any, product_id: Id) -> HttpResponse:
    """Remove a product for good, unless a hold of it is open; what is sold out for a while is
    switched off with `is_active`.
    """
    at_location = access.require_product(request.auth, product_id)
    actions.product_delete(product_id=product_id, at_location=at_location)
    return done(request)


@router.post(
    "/products/arrange/{location_id}/",
    auth=signed_in,
    response={200: schemas.ArrangedAnswer, **failures(400, 403, 404, 409, 503)},
)
@allows("manager")
def arrange(request: Any, location_id: Id, body: schemas.ArrangeIn) -> HttpResponse:
    """The order of a location's menu. Ids that are not of a product there say nothing. With the
    order that was seen in `expected`: 409 `menu_changed` when somebody else was faster.
    """
    access.require_manager(request.auth, location_id)
    ordered = actions.menu_arrange(
        location_id=location_id, product_ids=body.product_ids, expected=body.expected
    )
    return answer(request, {"product_ids": ordered})


@router.get(
    "/products/get/{product_id}/",
    response={200: schemas.ProductAnswer, **failures(404, 503)},
)
@allows("everybody")
def get(request: HttpRequest, product_id: Id) -> HttpResponse:
    """One product."""
    return answer(request, selectors.product_get(product_id))


@router.get("/products/find/", response={200: schemas.FoundAnswer, **failures(400, 503)})
@allows("everybody")
def find(request: HttpRequest, query: Query[schemas.FindIn]) -> HttpResponse:
    """Products to which all that is given applies: `name` has words that are all in the name,
    however either is written; `category`, `tag` and `additive` as a whole, whatever their case. At
    most 1000, by id; more from `offset` on.
    """
    return answer(request, selectors.product_find(**dict(query)))


@router.post(
    "/internal/products/batch/",
    auth=service_caller,
    response={200: schemas.BatchAnswer, **failures(400, 403, 503)},
)
@allows("service")
def batch(request: HttpRequest, body: schemas.BatchIn) -> HttpResponse:
    """Those of at most 200 products that exist, for a whole cart at once."""
    return answer(request, selectors.product_batch(body.ids))


@router.get(
    "/internal/products/{product_id}/",
    auth=service_caller,
    response={200: schemas.AtLocationAnswer, **failures(400, 403, 404, 503)},
)
@allows("service")
def at_location(request: HttpRequest, product_id: Id, location_id: Id) -> HttpResponse:
    """Whether a location sells this product, and any at all: asked before each order."""
    return answer(request, selectors.product_at(product_id, location_id))
