"""Orders and calls that are another session's by now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import wraps
from typing import ParamSpec, TypeVar

from django.core.exceptions import ObjectDoesNotExist

from orders.events import recorder
from orders.models import Order, OrderSession
from orders.sql import ORDER

MOVES = 5  # of one thing, while a single write waits for it
P = ParamSpec("P")
T = TypeVar("T")


def wherever_it_is(act: Callable[P, T]) -> Callable[P, T]:
    """A write of an order or a call, done again where the thing has become another session's while
    its own was waited for.
    """

    @wraps(act)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        for _ in range(MOVES):
            with suppress(ObjectDoesNotExist):
                return act(*args, **kwargs)
        return act(*args, **kwargs)

    return run


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


def orders_tell(
    session: OrderSession, *, orders: Sequence[Order], kind: str = "order.created"
) -> None:
    """Tell that these are orders of the session now, or what has become of them, oldest first."""
    if not orders:
        return
    changes = recorder.run(
        TELL,
        kind=kind,
        session_id=session.id,
        order_ids=[each.id for each in orders],
        count=len(orders),
    )
    session.seq = changes[-1].seq
    recorder.announce(changes)
