"""A cart becomes what staff have scanned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from trolleys import refusals, states
from trolleys.actions.audits import Author, audit_add, audit_row
from trolleys.actions.cart_telling import cart_tell
from trolleys.actions.carts import line_new, lines_update
from trolleys.models import Cart, CartLine
from trolleys.models.carts import LINES, MOST
from trolleys.scanned import Meaning, Products
from trolleys.selectors.carts import beside_known, cart_lines
from trolleys.wire.values import money


def cart_recount(*, cart: Cart, barcodes: Sequence[str], products: Products, by: Author) -> None:
    """Let a locked cart be what was scanned, frozen or not: new lines at today's price, approved
    where an age is asked for; lines of 0 stay. Each change has its audit row, listeners hear of all
    at once.

    Raises 404 for a barcode that means nothing, 400 for more than 99 units or 100 lines.
    """
    lines = cart_lines(cart)
    counts = _counted(Meaning(lines, products), barcodes)
    added = _lines_new(cart, lines, counts, products)
    other = [line for line in lines if counts[line.product_id] != line.quantity]
    gone = [line for line in other if not counts[line.product_id]]
    now = [line for line in lines if line not in gone] + added
    if len(now) > LINES:
        raise refusals.cart_full()
    rows = [audit_row(cart, *_change(line, counts), by=by, line=line) for line in added + other]
    for line in other:
        line.quantity = counts[line.product_id]
    CartLine.objects.bulk_create(added)
    CartLine.objects.filter(pk__in=[line.pk for line in gone]).delete()
    lines_update([line for line in other if line not in gone], "quantity")
    audit_add(cart, rows)
    cart_tell(cart, "recount", None, now, beside_known(cart, now))


def _counted(meaning: Meaning, barcodes: Sequence[str]) -> Counter[int]:
    """Units by product."""
    counts: Counter[int] = Counter()
    for barcode in barcodes:
        product_id = meaning.of(barcode)
        if product_id is None:
            raise refusals.product_not_found()
        counts[product_id] += 1
    if any(quantity > MOST for quantity in counts.values()):
        raise refusals.too_many()
    return counts


def _lines_new(
    cart: Cart, lines: Sequence[CartLine], counts: Counter[int], products: Products
) -> list[CartLine]:
    """Lines of what was scanned and was not in the cart, which are still to be stored."""
    known = {line.product_id for line in lines}
    fresh = {each.id: each for each in products.values() if each is not None}
    added = [
        line_new(cart, fresh[product_id], quantity)
        for product_id, quantity in counts.items()
        if product_id not in known
    ]
    for line in added:
        if line.min_age is not None:
            line.approval = states.APPROVED
    return added


def _change(line: CartLine, counts: Counter[int]) -> tuple[str, dict[str, Any]]:
    """What the audit says of a line, which has its old quantity still; a new one is not stored."""
    quantity = counts[line.product_id]
    if line.pk is None:
        return states.ADD, {"quantity": quantity, "price": money(line.price_at_addition)}
    if quantity == 0:
        return states.REMOVE, {"quantity": line.quantity}
    return states.UPDATE, {"old_quantity": line.quantity, "new_quantity": quantity}
