"""Orders that are orders of another session by now."""

from __future__ import annotations

from collections.abc import Sequence

from orders.events import recorder
from orders.models import Order, OrderSession
from orders.sql import ORDER

# One statement however many there are: each is one more event of the session that has them now.
TELL = recorder.statement(
    "orders_tell",
    f"""
own AS (UPDATE orders_ordersession SET seq = seq + %(count)s::int
        WHERE id = %(session_id)s::bigint RETURNING *),
payload AS (SELECT row_number() OVER (ORDER BY one.id) AS n, row_to_json(one)::text AS data
            FROM (SELECT {ORDER} FROM orders_order placed, own session
                  WHERE placed.id = ANY (%(order_ids)s::bigint[])) one)
""",  # noqa: S608 - fragments of our own
    count="%(count)s::int",
)


def orders_tell(session: OrderSession, *, orders: Sequence[Order]) -> None:
    """Tell that these are orders of the session now, oldest first."""
    if not orders:
        return
    changes = recorder.run(
        TELL,
        kind="order.created",
        session_id=session.id,
        order_ids=[each.id for each in orders],
        count=len(orders),
    )
    session.seq = changes[-1].seq
    recorder.announce(changes)
