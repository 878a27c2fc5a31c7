"""How much is in a cart: what pages ask most, in one statement with its sign of life."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import connection

from trolleys import life
from trolleys.actions.cart_locks import cart_seen
from trolleys.owners import Owner
from trolleys.wire.values import money

SUMS = """
SELECT cart.id, coalesce(sum(line.quantity), 0)::int,
       coalesce(sum(line.quantity * line.price_at_addition), 0)
FROM trolleys_cart cart LEFT JOIN trolleys_cartline line ON line.cart_id = cart.id
"""
OF_USER = f"{SUMS} WHERE cart.user_id = %(user_id)s GROUP BY cart.id"
OF_SESSION = f"""
WITH signed AS (UPDATE trolleys_session AS session SET {life.SIGN_SQL}
                WHERE session_id = %(session_id)s AND {life.ALIVE_SQL} RETURNING session.id)
{SUMS} JOIN signed ON signed.id = cart.session_id GROUP BY cart.id
"""  # noqa: S608 - fragments of our own


def cart_summary(owner: Owner) -> dict[str, Any]:
    """`{"id","total_items","subtotal"}`, without asking anybody. Raises 404 `Session not found` and
    the 400s of sessions that are over.
    """
    session: dict[str, Any] = {"session_id": owner.session_id, "life": settings.SESSION_LIFE}
    with connection.cursor() as cursor:
        if owner.session_id is None:
            cursor.execute(OF_USER, {"user_id": owner.user_id})
        else:
            cursor.execute(OF_SESSION, session)
        row = cursor.fetchone()
    cart_id, units, total = row or (cart_seen(owner).pk, 0, Decimal(0))
    return {"id": cart_id, "total_items": units, "subtotal": money(total)}
