"""Changes of what is on hand that are no sale of a hold, each with its movement."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Any

import orjson
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from kit.errors import (
    BadRequest,
    NotFound,
    Unprocessable,
    incorrect_credentials,
    malformed,
)
from kit.inserts import row_insert
from kit.pruning import rows_remove

from products import lookup
from products.actions.holds import FORGET, MEMORY, product_expire
from products.models import Movement, Product, StockMove

STOCK_MAX = 2**31 - 1
OWN = "products"  # the service of movements that people make here
Kind = Movement.Kind


@dataclass(frozen=True, slots=True)
class Change:
    """Units that come to a product, or leave it (below zero)."""

    product_id: int
    change: int


def stock_change(
    *, product_id: int, at_location: int, change: int, reference: str = "", who: str = ""
) -> Product:
    """Add units (a delivery) or take them (a loss) in one conditional UPDATE: whoever comes at the
    same time, stock is never negative and no change is lost.

    Raises 400 `stock_not_tracked` or `insufficient_stock`, and nothing has changed then.
    """
    with transaction.atomic():
        enough = (max(0, -change), STOCK_MAX - max(0, change))
        counted = Product.objects.filter(
            id=product_id, location_id=at_location, stock__range=enough
        ).update(stock=F("stock") + change)
        product = product_locked(product_id=product_id, at_location=at_location)
        if not counted:
            raise _not_counted(product, change)
        Movement.objects.create(
            product_id=product_id,
            kind=Kind.DELIVERY if change > 0 else Kind.LOSS,
            change=change,
            stock=product.stock,
            reference=reference,
            who=who,
            service=OWN,
        )
        transaction.on_commit(lookup.forget)
    return product


def stock_taken(*, product: Product, before: int | None, who: str) -> None:
    """Write down that somebody counted a product, which the transaction has locked and changed, or
    ceased to count it; nothing where it is not counted, as before.
    """
    if (before, product.stock) != (None, None):
        Movement.objects.create(
            product_id=product.id,
            kind=Kind.STOCK_TAKING,
            change=(product.stock or 0) - (before or 0),
            stock=product.stock,
            who=who,
            service=OWN,
        )


@transaction.atomic
def stock_move(
    *, service: str, key: str, kind: str, reference: str, who: str, lines: Sequence[Change]
) -> bytes:
    """Write movements that have happened already; JSON `{"key","lines"}`. What is not there cannot
    leave: the rest is the line's shortfall. The same key again: the same answer.

    Raises 404 `product_not_found` with details, and 422 `idempotency_key_reused` for another body.
    """
    body = [kind, reference, who, [astuple(line) for line in lines]]
    fingerprint = hashlib.sha256(orjson.dumps(body)).hexdigest()
    move = StockMove(service=service, key=key, fingerprint=fingerprint)
    if not row_insert(move):
        move = StockMove.objects.get(service=service, key=key)
        if move.fingerprint != fingerprint:
            raise Unprocessable("idempotency_key_reused")
        return bytes(move.answer)
    products = _all_locked({line.product_id for line in lines})
    movements = [_moved(products[line.product_id], line.change) for line in lines]
    for movement in movements:
        movement.kind, movement.reference, movement.who = kind, reference, who
        movement.service = service
    Product.objects.bulk_update(products.values(), ["stock"])
    Movement.objects.bulk_create(movements)
    answer = orjson.dumps({"key": key, "lines": [_shown(each) for each in movements]})
    StockMove.objects.filter(id=move.id).update(answer=answer)
    transaction.on_commit(lookup.forget)
    return answer


def moves_forget() -> bool:
    """Forget the answers of a month ago; whether there are more of them."""
    old = StockMove.objects.filter(created_at__lt=Now() - MEMORY)
    return rows_remove(old, FORGET) == FORGET


def product_locked(*, product_id: int, at_location: int, whole: bool = False) -> Product:
    """A product with its row locked and overdue holds taken off; `whole` keeps off new holds of
    what nobody counts too. Raises 404, and 403 when it is sold elsewhere by now.
    """
    try:
        product = Product.objects.select_for_update(no_key=not whole).get(id=product_id)
    except Product.DoesNotExist:
        raise NotFound("product_not_found") from None
    if product.location_id != at_location:
        raise incorrect_credentials()
    if whole or product.reserved:
        product_expire(product)
    return product


def _all_locked(ids: set[int]) -> dict[int, Product]:
    """These products by id, locked in the order of their ids."""
    locked = Product.objects.filter(id__in=ids).order_by("id").select_for_update(no_key=True)
    products = {product.id: product for product in locked}
    if unknown := sorted(ids - products.keys()):
        raise NotFound("product_not_found", details=[{"product_id": each} for each in unknown])
    return products


def _moved(product: Product, change: int) -> Movement:
    """Change a product's stock as far as it goes: not below none, not above what is stored. Where
    nobody counts everything goes.
    """
    applied = change
    if product.stock is not None:
        after = min(max(product.stock + change, 0), STOCK_MAX)
        applied = after - product.stock
        product.stock = after
    return Movement(
        product_id=product.id, change=applied, shortfall=abs(change - applied), stock=product.stock
    )


def _shown(movement: Movement) -> dict[str, Any]:
    return {
        "product_id": movement.product_id,
        "applied": movement.change,
        "shortfall": movement.shortfall,
        "stock": movement.stock,
    }


def _not_counted(product: Product, change: int) -> BadRequest:
    if product.stock is None:
        return BadRequest("stock_not_tracked")
    return BadRequest("insufficient_stock") if change < 0 else malformed("stock is too large")
