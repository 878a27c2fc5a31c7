"""Routes of the stock ledger: what services hold, sell and move; what people count."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from kit.api import failures
from kit.auth import service_caller
from kit.envelopes import answer, ready
from kit.fields import Id, Offset
from kit.idempotency import once
from kit.openapi import allows
from ninja import Router

from products import access, feed, selectors
from products.access import bearer_editor, editor
from products.actions import holds
from products.actions import stock as stock_actions
from products.schemas import ledger as schemas
from products.schemas.products import ProductAnswer

router = Router()


def _service(request: Any) -> str:
    """The name of the calling service: its keys are its own."""
    return str(request.auth.username.removeprefix("service:"))


@router.post(
    "/internal/stock/hold/",
    auth=service_caller,
    response={200: schemas.HoldAnswer, **failures(400, 403, 404, 409, 422, 503)},
)
@allows("service")
def hold(request: HttpRequest, body: schemas.HoldIn) -> HttpResponse:
    """Keep units of products for a time, or sell them at once (`commit`): all lines or none."""
    service, lines = _service(request), body.in_order()
    if body.commit:
        words = {"reference": body.reference, "who": body.who}
        return answer(request, holds.hold_sell(service=service, key=body.key, lines=lines, **words))
    seconds = body.seconds or 0
    held = holds.hold_take(service=service, key=body.key, lines=lines, seconds=seconds)
    return answer(request, held)


@router.post(
    "/internal/stock/commit/",
    auth=service_caller,
    response={200: schemas.KeyAnswer, **failures(400, 403, 404, 409, 503)},
)
@allows("service")
def commit(request: HttpRequest, body: schemas.CommitIn) -> HttpResponse:
    """Sell what a key holds."""
    words = {"reference": body.reference, "who": body.who}
    return answer(request, holds.hold_commit(service=_service(request), key=body.key, **words))


@router.post(
    "/internal/stock/release/",
    auth=service_caller,
    response={200: schemas.KeyAnswer, **failures(400, 403, 409, 503)},
)
@allows("service")
def release(request: HttpRequest, body: schemas.ReleaseIn) -> HttpResponse:
    """Give back what a key holds, or shall hold: an unknown key is remembered."""
    return answer(request, holds.hold_release(service=_service(request), key=body.key))


@router.post(
    "/internal/stock/move/",
    auth=service_caller,
    response={200: schemas.MoveAnswer, **failures(400, 403, 404, 422, 503)},
)
@allows("service")
def move(request: HttpRequest, body: schemas.MoveIn) -> HttpResponse:
    """Write down what has been sold, refilled, lost or given back elsewhere already."""
    moved = stock_actions.stock_move(
        service=_service(request),
        key=body.key,
        kind=body.kind,
        reference=body.reference,
        who=body.who,
        lines=body.changes(),
    )
    return ready(request, moved)


@router.post(
    "/products/stock/{product_id}/",
    auth=editor,
    response={200: ProductAnswer, **failures(400, 403, 404, 422, 503)},
)
@allows("manager")
def stock(request: Any, product_id: Id, body: schemas.StockIn) -> HttpResponse:
    """Add units to a product's stock (a delivery), or take them (a loss), whatever is sold
    meanwhile.
    """

    at_location = access.require_product(request.auth, product_id)

    def write() -> bytes:
        product = stock_actions.stock_change(
            product_id=product_id,
            at_location=at_location,
            change=body.change,
            reference=body.reference,
            who=request.auth.username,
        )
        return orjson.dumps(selectors.product_shown(product))

    scope = f"products/stock {product_id} {request.auth.user_id}"
    return ready(request, *once(request, scope, write=write))


@router.get(
    "/products/movements/{product_id}/",
    auth=bearer_editor,
    response={200: schemas.MovementsAnswer, **failures(400, 403, 404, 503)},
)
@allows("manager")
def movements(request: Any, product_id: Id, offset: Offset = 0) -> HttpResponse:
    """What has changed a product's stock, newest first, 100 at a time."""
    access.require_product(request.auth, product_id)
    return answer(request, selectors.movements_find(product_id, offset=offset))


@router.get(
    "/internal/products/changes/",
    auth=service_caller,
    response={200: schemas.ChangesAnswer, **failures(400, 403, 503)},
)
@allows("service")
def changes(request: HttpRequest, since: schemas.Since = None) -> HttpResponse:
    """Products that have changed after a cursor, as the batch shows them; without one just the
    cursor of now. The same change comes several times for ten seconds.
    """
    holds.holds_expire()  # what is over by the clock is a change too, though no worker runs
    return answer(request, feed.products_changed(since))
