"""A cart becomes what staff have scanned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from trolleys import refusals, states
from trolleys.actions.cart_locks import Author
from trolleys.actions.cart_telling import cart_tell
from trolleys.actions.carts import audit_add, line_new
from trolleys.clients import Product
from trolleys.life import Clock
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
    known = {line.product_id for line in lines}
    fresh = {each.id: each for each in products.values() if each is not None and each.id in counts}
    added = [
        _line_add(cart, fresh[product_id], quantity, by)
        for product_id, quantity in counts.items()
        if product_id not in known
    ]
    kept = [line for line in lines if _line_recount(cart, line, counts[line.product_id], by)]
    if len(kept) + len(added) > LINES:
        raise refusals.cart_full()
    cart_tell(cart, "recount", None, kept + added, beside_known(cart, kept + added))


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


def _line_add(cart: Cart, product: Product, quantity: int, by: Author) -> CartLine:
    line = line_new(cart, product, quantity)
    if product.min_age is not None:
        line.approval = states.APPROVED
    line.save()
    changes = {"quantity": quantity, "price": money(line.price_at_addition)}
    audit_add(cart, states.ADD, changes, by=by, line=line)
    return line


def _line_recount(cart: Cart, line: CartLine, quantity: int, by: Author) -> bool:
    """Set a line's quantity, or take it out; whether it stays."""
    if quantity == line.quantity:
        return True
    if quantity == 0:
        CartLine.objects.filter(pk=line.pk).delete()
        audit_add(cart, states.REMOVE, {"quantity": line.quantity}, by=by, line=line)
        return False
    changes: dict[str, Any] = {"old_quantity": line.quantity, "new_quantity": quantity}
    line.quantity = quantity
    CartLine.objects.filter(pk=line.pk).update(quantity=quantity, updated_at=Clock())
    audit_add(cart, states.UPDATE, changes, by=by, line=line)
    return True
