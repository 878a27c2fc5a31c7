"""The statements that each call on a cart runs, prepared: building them with the ORM would cost
more than running them (tools/bench).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import Model
from kit.prepared import Prepared, Row, Value

from trolleys import life, states
from trolleys.models import Cart, CartLine, Payment, Session

M = TypeVar("M", bound=Model)


def _columns(model: type[Model], table: str) -> str:
    return ", ".join(f"{table}.{field.column}" for field in model._meta.concrete_fields)


def _select(model: type[Model], where: str) -> str:
    table = model._meta.db_table
    return f"SELECT {_columns(model, table)} FROM {table} WHERE {where}"  # noqa: S608 - our names


def _models(model: type[M], rows: Iterable[Row]) -> list[M]:
    """Instances of a model none of whose columns Django converts, as it does JSON."""
    names = [field.attname for field in model._meta.concrete_fields]
    return [model.from_db("default", names, row) for row in rows]


_OF = {"session": "session_id = %(session)s::bigint", "user": "user_id = %(user)s::bigint"}
_READ = {whose: Prepared(f"cart_of_{whose}", _select(Cart, of)) for whose, of in _OF.items()}
_LOCK = {
    whose: Prepared(f"cart_lock_{whose}", f"{_select(Cart, of)} FOR NO KEY UPDATE")
    for whose, of in _OF.items()
}
_LINES = Prepared("cart_lines", f"{_select(CartLine, 'cart_id = %(cart)s::bigint')} ORDER BY id")
_FREEZES = ", ".join(f"'{status}'" for status in states.PAYMENT_FREEZES)  # as its index has it
_FREEZING = Prepared(
    "cart_freezing",
    f"""
SELECT id FROM trolleys_payment
WHERE cart_id = %(cart)s::bigint AND settled_at IS NULL AND status IN ({_FREEZES})
""",  # noqa: S608 - words of our own
)
_PEEK_USER = Prepared(
    "cart_peek_user",
    """
SELECT line.product_id FROM trolleys_cartline line JOIN trolleys_cart cart ON cart.id = line.cart_id
WHERE cart.user_id = %(user)s::bigint
""",
)
_PEEK_SESSION = Prepared(
    "cart_peek_session",
    f"""
SELECT session.location_id, line.product_id FROM trolleys_session session
JOIN trolleys_cart cart ON cart.session_id = session.id
LEFT JOIN trolleys_cartline line ON line.cart_id = cart.id
WHERE session.session_id = %(session)s::uuid AND {life.ALIVE_SQL}
""",  # noqa: S608 - a fragment of our own
)


def user_cart(user_id: int, *, lock: bool = False) -> Cart | None:
    """The cart of a user; None where there is none yet."""
    return _cart("user", user_id, lock)


def session_cart(session: Session, *, lock: bool = False) -> Cart:
    """The cart of a session, with `cart.session`."""
    cart = _cart("session", session.pk, lock)
    if cart is None:
        raise LookupError(f"session {session.pk} has no cart")
    cart.session = session
    return cart


def _cart(whose: str, of: Value, lock: bool) -> Cart | None:
    found = _models(Cart, (_LOCK if lock else _READ)[whose].rows({whose: of}))
    return found[0] if found else None


def line_rows(cart_id: int) -> list[CartLine]:
    """The lines of a cart, oldest first."""
    return _models(CartLine, _LINES.rows({"cart": cart_id}))


def freezing_row(cart_id: int) -> Payment | None:
    """The payment of a cart that is open, or paid and not settled yet."""
    row = _FREEZING.row({"cart": cart_id})
    return None if row is None else Payment.objects.get(pk=row[0])


def peek_user(user_id: int) -> list[int]:
    """The products in a user's cart."""
    return [product_id for (product_id,) in _PEEK_USER.rows({"user": user_id})]


def peek_session(session_id: uuid.UUID) -> list[tuple[int, Any]]:
    """The location of a living session beside each product in its cart, None in an empty one."""
    return [(row[0], row[1]) for row in _PEEK_SESSION.rows({"session": str(session_id)})]
