"""The statements that each scan and each call on a cart runs, prepared: building them with the ORM
would cost more than running them (tools/bench).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any, TypeVar

from devices.models import Device
from django.db.models import Model
from django.db.models.base import ModelState
from kit.prepared import Prepared, Row, Value

from trolleys import life, states
from trolleys.models import Cart, CartLine, Payment, Session, Trolley

M = TypeVar("M", bound=Model)


def columns(model: type[Model], table: str) -> str:
    """The columns of a model in a statement that calls its table so, for `instances`."""
    return ", ".join(f"{table}.{field.column}" for field in model._meta.concrete_fields)


def instances(model: type[M], rows: Iterable[Row]) -> list[M]:
    """Instances of a model none of whose columns Django converts, as it does JSON: those have to be
    null. As `from_db` makes them, without looking at each field: a cart has up to a hundred lines.
    """
    names = [field.attname for field in model._meta.concrete_fields]
    return [_instance(model, names, row) for row in rows]


def _instance(model: type[M], names: list[str], row: Row) -> M:
    made = model.__new__(model)
    made._state = ModelState()
    made._state.adding, made._state.db = False, "default"
    made.__dict__.update(zip(names, row, strict=True))
    return made


def _select(model: type[Model], where: str) -> str:
    table = model._meta.db_table
    return f"SELECT {columns(model, table)} FROM {table} WHERE {where}"  # noqa: S608 - our names


_OF = {"session": "session_id = %(session)s::bigint", "user": "user_id = %(user)s::bigint"}
_READ = {whose: Prepared(f"cart_of_{whose}", _select(Cart, of)) for whose, of in _OF.items()}
_LOCK = {
    whose: Prepared(f"cart_lock_{whose}", f"{_select(Cart, of)} FOR NO KEY UPDATE")
    for whose, of in _OF.items()
}
_FREEZES = ", ".join(f"'{status}'" for status in states.PAYMENT_FREEZES)  # as its index has it
_FREEZING = f"""
SELECT id FROM trolleys_payment
WHERE cart_id = %(cart)s::bigint AND settled_at IS NULL AND status IN ({_FREEZES})
"""  # noqa: S608 - words of our own
_PAYMENT = Prepared("cart_freezing", _FREEZING)
_LINES = Prepared("cart_lines", f"{_select(CartLine, 'cart_id = %(cart)s::bigint')} ORDER BY id")
_CONTENTS = Prepared(
    "cart_contents",
    f"""
SELECT ({_FREEZING}), {columns(CartLine, "line")}
FROM (SELECT) AS cart LEFT JOIN trolleys_cartline line ON line.cart_id = %(cart)s ORDER BY line.id
""",  # noqa: S608 - names of our own models
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
_SIGNED = f"""
UPDATE trolleys_session AS session SET {life.SIGN_SQL}
WHERE session_id = %(session)s::uuid AND {life.ALIVE_SQL} RETURNING
"""  # noqa: S608 - fragments of our own
_SIGN = Prepared("session_sign", f"{_SIGNED} {columns(Session, 'session')}")
_SEEN = {
    lock: Prepared(
        f"session_cart_{'locked' if lock else 'seen'}",
        f"""
WITH signed AS ({_SIGNED} session.*)
SELECT {columns(Cart, "cart")}, {columns(Session, "signed")}
FROM signed JOIN trolleys_cart cart ON cart.session_id = signed.id {lock}
""",  # noqa: S608 - names of our own models
    )
    for lock in ("", "FOR NO KEY UPDATE OF cart")
}
_SUMS = """
SELECT cart.id, coalesce(sum(line.quantity), 0)::int,
       coalesce(sum(line.quantity * line.price_at_addition), 0)
FROM trolleys_cart cart LEFT JOIN trolleys_cartline line ON line.cart_id = cart.id
"""
_SUMS_USER = Prepared(
    "cart_sums_user", f"{_SUMS} WHERE cart.user_id = %(user)s::bigint GROUP BY cart.id"
)
_SUMS_SESSION = Prepared(
    "cart_sums_session",
    f"""
WITH signed AS ({_SIGNED} session.id)
{_SUMS} JOIN signed ON signed.id = cart.session_id GROUP BY cart.id
""",
)
_LOCK_TROLLEY = Prepared(
    "trolley_lock",
    f"""
SELECT {columns(Trolley, "trolley")}, {columns(Device, "device")}
FROM trolleys_trolley trolley JOIN devices_device device ON device.id = trolley.device_id
WHERE trolley.trolley_id = %(name)s::text FOR NO KEY UPDATE OF trolley
""",  # noqa: S608 - names of our own models
)
_LOCK_OPEN_SESSION = Prepared(
    "session_open_lock",
    _select(Session, "trolley_id = %(trolley)s::bigint AND state = 'active' FOR NO KEY UPDATE"),
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
    found = instances(Cart, (_LOCK if lock else _READ)[whose].rows({whose: of}))
    return found[0] if found else None


def session_cart_signed(session_id: uuid.UUID, *, lock: bool) -> Cart | None:
    """The cart of a session, with `cart.session`, for which this is a sign of life; None, and
    nothing happens, where it does not live. The session's row is locked before the cart's.
    """
    asked = _SEEN["FOR NO KEY UPDATE OF cart" if lock else ""]
    row = asked.row({"session": str(session_id), "life": life.lifetime()})
    if row is None:
        return None
    width = len(Cart._meta.concrete_fields)
    [cart], [cart.session] = instances(Cart, [row[:width]]), instances(Session, [row[width:]])
    return cart


def line_rows(cart_id: int) -> list[CartLine]:
    """The lines of a cart, oldest first."""
    return instances(CartLine, _LINES.rows({"cart": cart_id}))


def freezing_row(cart_id: int) -> Payment | None:
    """The payment of a cart that is open, or paid and not settled yet."""
    row = _PAYMENT.row({"cart": cart_id})
    return None if row is None else Payment.objects.get(pk=row[0])


def contents(cart_id: int) -> tuple[list[CartLine], Payment | None]:
    """`line_rows` and `freezing_row` in one statement."""
    rows = _CONTENTS.rows({"cart": cart_id})
    lines = [] if rows[0][1] is None else instances(CartLine, [row[1:] for row in rows])
    return lines, None if rows[0][0] is None else Payment.objects.get(pk=rows[0][0])


def peek_user(user_id: int) -> list[int]:
    """The products in a user's cart."""
    return [product_id for (product_id,) in _PEEK_USER.rows({"user": user_id})]


def peek_session(session_id: uuid.UUID) -> list[tuple[int, Any]]:
    """The location of a living session beside each product in its cart, None in an empty one."""
    return [(row[0], row[1]) for row in _PEEK_SESSION.rows({"session": str(session_id)})]


def sums_user(user_id: int) -> Row | None:
    """The id of a user's cart, its units and its subtotal; None where there is none."""
    return _SUMS_USER.row({"user": user_id})


def sums_session(session_id: uuid.UUID) -> Row | None:
    """The same of a session, of which this is a sign of life; None where it does not live."""
    return _SUMS_SESSION.row({"session": str(session_id), "life": life.lifetime()})


def session_row_signed(session_id: uuid.UUID) -> Session | None:
    """A sign of life of a session; None, and nothing happens, where it does not live."""
    rows = _SIGN.rows({"session": str(session_id), "life": life.lifetime()})
    return next(iter(instances(Session, rows)), None)


def trolley_row_locked(name: str) -> Trolley | None:
    """The trolley of this name, locked, with its device, which is not."""
    row = _LOCK_TROLLEY.row({"name": name})
    if row is None:
        return None
    width = len(Trolley._meta.concrete_fields)
    [trolley], [trolley.device] = (
        instances(Trolley, [row[:width]]),
        instances(Device, [row[width:]]),
    )
    return trolley


def open_session_row_locked(trolley: Trolley) -> Session | None:
    """The session that is written down as the open one of a trolley, locked."""
    rows = _LOCK_OPEN_SESSION.rows({"trolley": trolley.pk})
    return next(iter(instances(Session, rows)), None)
