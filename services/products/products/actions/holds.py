"""Holds: units that a service puts aside under a key, and sells or gives back later.

A paid cart and every order of a counted product come through here, so taking and committing are one
prepared statement each. Locks are taken in one order: the row of the key if it exists, then the
products by id. Whoever holds a product's lock may take its overdue lines away, so a hold ends by
the clock, whether or not the worker runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now
from kit.errors import ApiError, BadRequest, Conflict, NotFound, Unavailable, Unprocessable
from kit.prepared import Prepared
from kit.pruning import rows_remove

from products.models import Hold, HoldLine, Product
from products.selectors import utc
from products.sql import COMMIT, EXPIRE, SELL, TAKE

State = Hold.State
Values = dict[str, str | int]
TRIES = 3
MEMORY = timedelta(days=30)  # how long a key may be repeated, at least
FORGET = 1000  # keys in one round
OVERDUE = """
DELETE FROM products_holdline WHERE product_id = %s AND expires_at <= clock_timestamp()
RETURNING units
"""
SWEEP = 500  # products whose overdue holds one round takes away


@dataclass(frozen=True, slots=True)
class Line:
    """So many units of a product."""

    product_id: int
    quantity: int


class Outcome(NamedTuple):
    """What became of a line: `available` is null where nobody counts, `expires_at` where nothing
    was taken.
    """

    product_id: int
    known: bool
    active: bool
    available: int | None
    quantity: int
    expires_at: datetime | None


def hold_take(*, service: str, key: str, lines: Sequence[Line], seconds: int) -> dict[str, Any]:
    """Keep units of each line for so long, all or none; `{"key","state","expires_at","lines"}`.

    The same key and lines again while it is held: the same answer. Raises 404 `product_not_found`,
    400 `product_unavailable`, 409 `insufficient_stock` with details; 422 `idempotency_key_reused`
    for other lines; 409 `hold_committed`, `hold_released`, `hold_expired` for a key that is over.
    """
    values: Values = {"service": service, "key": key, "state": State.HELD, "seconds": seconds}
    expires_at = _taken(TAKE, {**values, "reference": "", "who": ""}, lines)
    if expires_at is None:
        hold = _repeated(service, key, lines)
        if hold.state == State.COMMITTED:
            raise Conflict("hold_committed")
        expires_at = hold.expires_at
    return {
        "key": key,
        "state": State.HELD.value,
        "expires_at": utc(expires_at),
        "lines": _shown(lines),
    }


def hold_sell(
    *, service: str, key: str, lines: Sequence[Line], reference: str, who: str
) -> dict[str, Any]:
    """Hold and commit in one: `{"key","state","lines"}`. Raises as hold_take; a key that holds
    these lines already is committed.
    """
    words = {"reference": reference, "who": who}
    values: Values = {"service": service, "key": key, "state": State.COMMITTED, "seconds": 0}
    new = _taken(SELL, {**values, **words}, lines) is not None
    if not new and _repeated(service, key, lines).state == State.HELD:
        hold_commit(service=service, key=key, **words)
    return {"key": key, "state": State.COMMITTED.value, "lines": _shown(lines)}


def hold_commit(*, service: str, key: str, reference: str, who: str) -> dict[str, Any]:
    """Sell what is held: `{"key","state"}`, and again the same. An overdue hold is sold when all
    its units are still there.

    Raises 404 `hold_not_found`, 409 `hold_released`, and 409 `stock_gone` when units are missing:
    then nothing is sold, and the rest of the hold is given back.
    """
    values: Values = {"service": service, "key": key, "reference": reference, "who": who}
    row = COMMIT.row(values)
    if row is None:
        raise NotFound("hold_not_found")
    state, fits = row
    if state == State.RELEASED:
        raise Conflict("hold_released")
    if state == State.GONE or fits is False:
        raise Conflict("stock_gone")
    return {"key": key, "state": State.COMMITTED.value}


@transaction.atomic
def hold_release(*, service: str, key: str) -> dict[str, Any]:
    """Give back what a key holds: `{"key","state"}`, and again the same. A key that is unknown is
    remembered, so that a hold that comes late is refused. Raises 409 `hold_committed`.
    """
    remembered = [Hold(service=service, key=key, state=State.RELEASED)]
    Hold.objects.bulk_create(remembered, ignore_conflicts=True)
    hold = Hold.objects.select_for_update().get(service=service, key=key)
    if hold.state == State.COMMITTED:
        raise Conflict("hold_committed")
    if hold.state == State.HELD:
        _give_back(hold)
        Hold.objects.filter(id=hold.id).update(state=State.RELEASED)
    return {"key": key, "state": State.RELEASED.value}


def holds_expire() -> bool:
    """Take away what overdue holds keep; whether there may be more. Products that somebody else
    has locked are left for the next time.
    """
    row = EXPIRE.row({"sweep": SWEEP})
    return row is not None and int(row[0]) == SWEEP


def holds_forget() -> bool:
    """Forget keys of a month ago; whether there are more of them."""
    kept = HoldLine.objects.filter(hold=OuterRef("pk"))
    old = Hold.objects.filter(~Exists(kept), created_at__lt=Now() - MEMORY)
    return rows_remove(old, FORGET) == FORGET


def product_expire(product: Product) -> None:
    """Take away what overdue holds keep of a product that the transaction has locked."""
    with connection.cursor() as cursor:
        cursor.execute(OVERDUE, [product.pk])
        units = sum(row[0] for row in cursor.fetchall())
    if units:
        product.reserved -= units
        product.save(update_fields=["reserved"])


def _give_back(hold: Hold) -> None:
    """Take the lines of a hold away; its products are locked first, by id."""
    ids = hold.product_ids
    list(Product.objects.filter(id__in=ids).order_by("id").select_for_update(no_key=True))
    for line in HoldLine.objects.filter(hold=hold, units__gt=0):
        Product.objects.filter(id=line.product_id).update(reserved=F("reserved") - line.units)
    HoldLine.objects.filter(hold=hold).delete()


def _taken(statement: Prepared, values: Values, lines: Sequence[Line]) -> datetime | None:
    """Run TAKE or SELL and return when the hold ends; None when the key was there before."""
    columns = {
        "product_ids": [line.product_id for line in lines],
        "quantities": [line.quantity for line in lines],
    }
    for _ in range(TRIES):
        outcomes = [Outcome._make(row) for row in statement.rows({**values, **columns})]
        if outcomes[0].expires_at is not None:
            return outcomes[0].expires_at
        if Hold.objects.filter(service=values["service"], key=values["key"]).exists():
            return None
        if refusal := _refusal(outcomes):
            raise refusal
    raise Unavailable("service_unavailable")  # the key came and went, each time


def _refusal(outcomes: Sequence[Outcome]) -> ApiError | None:
    """Why these lines cannot be held; None when they could."""
    unknown = [{"product_id": each.product_id} for each in outcomes if not each.known]
    if unknown:
        return NotFound("product_not_found", details=unknown)
    inactive = [{"product_id": each.product_id} for each in outcomes if not each.active]
    if inactive:
        return BadRequest("product_unavailable", details=inactive)
    short = [
        {"product_id": each.product_id, "available": each.available}
        for each in outcomes
        if each.available is not None and each.available < each.quantity
    ]
    return Conflict("insufficient_stock", details=short) if short else None


def _repeated(service: str, key: str, lines: Sequence[Line]) -> Hold:
    """The hold of a key that came again, held or committed; raises for other lines, and for one
    that is over.
    """
    overdue = Q(state=State.HELD, expires_at__lte=Now())
    hold = Hold.objects.annotate(overdue=overdue).get(service=service, key=key)
    if hold.product_ids and list(zip(hold.product_ids, hold.quantities, strict=True)) != [
        (line.product_id, line.quantity) for line in lines
    ]:
        raise Unprocessable("idempotency_key_reused")
    if hold.state in (State.RELEASED, State.GONE):
        raise Conflict("hold_released")
    if hold.overdue:
        raise Conflict("hold_expired")
    return hold


def _shown(lines: Sequence[Line]) -> list[dict[str, int]]:
    return [{"product_id": line.product_id, "quantity": line.quantity} for line in lines]
