"""The cart of a visit follows the changes that are its own."""

from __future__ import annotations

from store.actions.telling import cart_tell
from store.models import CartLine, Visit
from store.selectors.carts import visit_lines
from store.selectors.goods import names_of


def cart_refresh(visit: Visit) -> None:
    """Have the cart of a locked visit say what its changes say."""
    lines = visit_lines(visit)
    names = names_of(line.product_id for line in lines)
    units: dict[tuple[int, int], int] = {}
    for line in lines:
        key = (line.product_id, line.unit_price)
        units[key] = units.get(key, 0) + line.quantity
    visit.cart.all().delete()
    CartLine.objects.bulk_create(
        CartLine(
            visit=visit,
            product_id=product_id,
            name=names[product_id],
            quantity=quantity,
            unit_price=unit_price,
        )
        for (product_id, unit_price), quantity in units.items()
    )
    cart_tell(visit)
