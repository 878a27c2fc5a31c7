"""What changes carts: check, change, record. Each in the transaction of its caller, who has asked
products before (`catalogue.products_seen`): nobody waits for another service here.

The cart's lock decides between several at once; it is taken by cart_lock. `lines` are those of
lines_to_change.
"""

from __future__ import annotations

import uuid
from typing import Any

import orjson
from kit.clock import Clock
from kit.prepared import Prepared
from peers.products import Product

from trolleys import catalogue, hot, refusals, states
from trolleys.actions.audits import Author, audit_add, audit_row
from trolleys.actions.cart_locks import cart_place
from trolleys.actions.cart_telling import cart_event, cart_tell, told_of, waits_tell
from trolleys.events import session_recorder
from trolleys.models import Cart, CartLine
from trolleys.models.carts import LINES, MOST
from trolleys.selectors.carts import beside_known
from trolleys.standing import approval, available_to
from trolleys.wire.values import money

# One statement for what each change of a line writes: the line, the cart's time, the audit row.
PUT = Prepared(
    "cart_put",
    f"""
WITH now AS (SELECT clock_timestamp() AS at),
cart AS (UPDATE trolleys_cart SET updated_at = now.at FROM now WHERE id = %(cart_id)s::bigint),
audit AS (INSERT INTO trolleys_cartaudit (cart_id, user_id, user_name, action, product_id,
              product_name, changes, timestamp, ip_address)
          SELECT %(cart_id)s, %(by_id)s::bigint, %(by_name)s::text, %(action)s::text,
              %(product_id)s::bigint, %(name)s::text, %(changes)s::jsonb, now.at, %(ip)s::inet
          FROM now)
INSERT INTO trolleys_cartline AS line (cart_id, product_id, quantity, price_at_addition, name, slug,
    image, barcode, seller_id, min_age, approval, waiting_since, told, created_at, updated_at)
SELECT %(cart_id)s, %(product_id)s, %(quantity)s::int, %(price)s::numeric, %(name)s,
    %(slug)s::text, %(image)s::text, %(barcode)s::text, %(seller_id)s::bigint, %(min_age)s::int,
    %(approval)s::text, CASE WHEN %(approval)s = 'waiting' THEN now.at END, %(told)s::text,
    now.at, now.at FROM now
ON CONFLICT (cart_id, product_id) DO UPDATE
SET quantity = excluded.quantity, told = excluded.told, updated_at = excluded.updated_at
RETURNING {hot.columns(CartLine, "line")}
""",  # noqa: S608 - names of our own models
)


def line_add(
    *, cart: Cart, lines: list[CartLine], product: Product, quantity: int, by: Author
) -> tuple[CartLine, bool]:
    """Put units of a product into a locked cart: a new line at today's price, or more of the line
    that is there; whether it is new.

    Raises 404 `Product not found or unavailable`, and the 400s of the seller's own product, of more
    than 99, of more than there are, and of a full cart.
    """
    catalogue.require_sold(product, cart_place(cart))
    if Author.holder(cart).user_id == product.seller_id:
        raise refusals.own_product()
    old = next((each for each in lines if each.product_id == product.id), None)
    wanted = quantity + (0 if old is None else old.quantity)
    require_quantity(product, wanted)
    if old is None and len(lines) >= LINES:
        raise refusals.cart_full()
    line = line_new(cart, product, wanted) if old is None else old
    line.quantity = wanted
    if old is None:
        changes: dict[str, Any] = {"quantity": quantity, "price": money(product.price)}
        lines.append(line)
    else:
        changes = {"old_quantity": wanted - quantity, "new_quantity": wanted}
    action = states.ADD if old is None else states.UPDATE
    return _put(cart, lines, line, by=by, audited=(action, changes), event="add"), old is None


def line_set(
    *,
    cart: Cart,
    lines: list[CartLine],
    product_id: int,
    product: Product | None,
    quantity: int,
    by: Author,
) -> CartLine:
    """Let a line of a locked cart have exactly this quantity, 0 to 99; 0 keeps it for later. The
    same again changes nothing. `product` is that of now, None for one that was deleted.

    Raises 404 for what is not in it, and as line_add does.
    """
    line = _line_of(lines, product_id)
    if quantity:
        require_quantity(catalogue.require_sold(product, cart_place(cart)), quantity)
    if line.quantity == quantity:
        return line
    changes = {"old_quantity": line.quantity, "new_quantity": quantity}
    line.quantity = quantity
    return _put(cart, lines, line, by=by, audited=(states.UPDATE, changes), event="update")


def line_remove(*, cart: Cart, lines: list[CartLine], product_id: int, by: Author) -> None:
    """Take a line out of a locked cart. Raises 404 `Item not found in cart`."""
    line = _line_of(lines, product_id)
    beside = beside_known(cart, lines)
    CartLine.objects.filter(pk=line.pk).delete()
    audit_add(cart, [audit_row(cart, states.REMOVE, {"quantity": line.quantity}, by=by, line=line)])
    lines.remove(line)
    cart_tell(cart, "remove", line, lines, beside)
    waits_tell(cart, line)


def cart_empty(*, cart: Cart, lines: list[CartLine], by: Author) -> int:
    """Clear a locked cart for its owner; how many lines there were."""
    removed = cart_clear(cart, by=by)
    if removed:
        cart_tell(cart, "clear", None, [], beside_known(cart, []))
        waits_tell(cart, *lines)
    return removed


def cart_clear(cart: Cart, *, by: Author, payment_id: uuid.UUID | None = None) -> int:
    """Delete all lines of a locked cart, whether or not it is frozen; how many. `payment_id` is
    that of the payment that bought them. Listeners learn it from what their caller tells.
    """
    removed, _ = CartLine.objects.filter(cart_id=cart.pk).delete()
    if removed:
        changes: dict[str, Any] = {"items_removed": removed}
        if payment_id is not None:
            changes["payment_id"] = str(payment_id)
        audit_add(cart, [audit_row(cart, states.CLEAR, changes, by=by)])
    return removed


def cart_refresh(*, cart: Cart, lines: list[CartLine], by: Author) -> int:
    """Take today's price into every line of a locked cart whose product has another one; how many.
    Each is an audit row and an event.
    """
    beside = beside_known(cart, lines)
    changed, rows, events = [], [], []
    for line in lines:
        price = beside.standing(line).price
        if price == line.price_at_addition:
            continue
        changes = {"old_price": money(line.price_at_addition), "new_price": money(price)}
        line.price_at_addition = price
        changed.append(line)
        rows.append(audit_row(cart, states.UPDATE, changes, by=by, line=line))
        if cart.session is not None:
            events.append(cart_event(cart, "refresh", line, lines, beside))
    lines_update(changed, "price_at_addition")
    audit_add(cart, rows)
    session_recorder.announce(events)
    return len(rows)


def require_quantity(product: Product, quantity: int, /) -> None:
    """Raises 400 for more than 99 units, then for more than this cart could have."""
    if quantity > MOST:
        raise refusals.too_many()
    available = available_to(product, 0)
    if available is not None and quantity > available:
        raise refusals.too_few(available)


def lines_update(lines: list[CartLine], column: str, /) -> None:
    """Write one column of changed lines, all at once."""
    if lines:
        CartLine.objects.bulk_update(lines, [column])
        CartLine.objects.filter(pk__in=[line.pk for line in lines]).update(updated_at=Clock())


def line_new(cart: Cart, product: Product, quantity: int, /) -> CartLine:
    """A line of this product at today's price, which is still to be stored."""
    line = CartLine(
        cart_id=cart.pk,
        product_id=product.id,
        quantity=quantity,
        price_at_addition=product.price,
        name=product.name,
        slug=product.slug,
        image=product.image,
        barcode=product.barcode,
        seller_id=product.seller_id,
        min_age=product.min_age,
    )
    line.approval = approval(line, product.min_age, cart.approved_age)
    return line


def _line_of(lines: list[CartLine], product_id: int) -> CartLine:
    for line in lines:
        if line.product_id == product_id:
            return line
    raise refusals.item_not_found()


def _put(
    cart: Cart,
    lines: list[CartLine],
    line: CartLine,
    *,
    by: Author,
    audited: tuple[str, dict[str, Any]],
    event: str,
) -> CartLine:
    """Write a line with its audit row, and tell of it; `lines` are all of the cart, as changed."""
    beside = beside_known(cart, lines)
    values = {
        **{name: getattr(line, name) for name in ("cart_id", "product_id", "quantity", "name")},
        **{name: getattr(line, name) for name in ("slug", "image", "barcode", "seller_id")},
        **{name: getattr(line, name) for name in ("min_age", "approval")},
        "price": str(line.price_at_addition),
        "told": told_of(line, beside),
        "action": audited[0],
        "changes": orjson.dumps(audited[1]).decode(),
        "by_id": by.user_id,
        "by_name": by.name,
        "ip": by.ip,
    }
    [written] = hot.instances(CartLine, PUT.rows(values))
    lines[lines.index(line) if line.pk else -1] = written
    cart_tell(cart, event, written, lines, beside)
    waits_tell(cart, written)
    return written
