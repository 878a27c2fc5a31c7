"""Reads of carts. Each is a sign of life of the session whose cart it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import connection
from kit.errors import Unavailable

from trolleys import catalogue, hot, life, names, states
from trolleys.actions.cart_locks import cart_lines, cart_make, freezing, units_held
from trolleys.actions.cart_telling import beside_known
from trolleys.actions.sessions import session_sign
from trolleys.clients import Product
from trolleys.models import Cart, CartAudit, CartLine, Session
from trolleys.models.columns import NO_PLACE
from trolleys.owners import Owner
from trolleys.standing import Products, approval, standing
from trolleys.wire.carts import Beside, audit_object, cart_object, warnings
from trolleys.wire.values import money

AUDITED = 50  # changes that are shown

INCREASED, DECREASED = "price_increased", "price_decreased"
APPROVAL_TEXTS = {
    states.WAITING: ("approval_needed", "Waiting for approval by staff"),
    states.DENIED: ("approval_denied", "Not approved by staff"),
}


_SUMS = """
SELECT cart.id, coalesce(sum(line.quantity), 0)::int,
       coalesce(sum(line.quantity * line.price_at_addition), 0)
FROM trolleys_cart cart LEFT JOIN trolleys_cartline line ON line.cart_id = cart.id
"""
USER_SUMMARY = f"{_SUMS} WHERE cart.user_id = %(user_id)s GROUP BY cart.id"
SESSION_SUMMARY = f"""
WITH signed AS (UPDATE trolleys_session AS session SET {life.SIGN_SQL}
                WHERE session_id = %(session_id)s AND {life.ALIVE_SQL} RETURNING session.id)
{_SUMS} JOIN signed ON signed.id = cart.session_id GROUP BY cart.id
"""  # noqa: S608 - fragments of our own


@dataclass(frozen=True, slots=True)
class Issue:
    """What keeps a line from being sold, as codes and as texts in the same order."""

    product_id: int
    product_name: str
    codes: list[str]
    texts: list[str]

    def object(self) -> dict[str, Any]:
        """As S1 shows it."""
        return {
            "product_id": self.product_id,
            "product_name": self.product_name,
            "issues": self.texts,
            "codes": self.codes,
        }


def cart_get(owner: Owner) -> Cart:
    """The owner's cart as it is, with its session; a user's is made when there is none. Raises 404
    `Session not found` and the 400s of sessions that are over.
    """
    if owner.session_id is None:
        cart = hot.cart_row(lock=False, user=owner.user_id)
        return cart or _made(owner)
    return _cart_of(session_sign(owner.session_id))


def _made(owner: Owner) -> Cart:
    cart_make(owner)
    return Cart.objects.get(user_id=owner.user_id)


def _cart_of(session: Session) -> Cart:
    cart = hot.cart_row(lock=False, session=session.pk)
    if cart is None:
        raise LookupError(f"session {session.pk} has no cart")
    cart.session = session
    return cart


def cart_known(cart: Cart) -> dict[str, Any]:
    """The cart as S1 shows it, beside what was asked before: for a transaction, which waits for no
    other service.
    """
    cart.refresh_from_db(fields=["updated_at"])
    lines = cart_lines(cart)
    return cart_object(cart, lines, beside_known(cart, lines))


@dataclass(frozen=True, slots=True)
class Peek:
    """Whose products go into a cart (NO_PLACE: all), and those that are in it."""

    location_id: int
    product_ids: list[int]


def cart_peek(owner: Owner) -> Peek:
    """What has to be asked for before a cart is changed, in one query. Raises 404 `Session not
    found` and the 400s of sessions that are over.
    """
    if owner.session_id is None:
        return Peek(NO_PLACE, hot.peek_user(owner.user_id))
    rows = hot.peek_session(owner.session_id)
    if not rows:
        return Peek(session_sign(owner.session_id).location_id, [])
    return Peek(rows[0][0], [product_id for _, product_id in rows if product_id is not None])


def cart_read(owner: Owner) -> tuple[dict[str, Any], list[str]]:
    """The owner's cart and its warnings. While products is down, as its lines remember it."""
    return _shown(cart_get(owner))


def cart_of(session: Session) -> tuple[dict[str, Any], list[str]]:
    """The same for a snapshot of a session's stream, which is no sign of life."""
    return _shown(_cart_of(session))


def _shown(cart: Cart) -> tuple[dict[str, Any], list[str]]:
    lines = cart_lines(cart)
    products = products_of(lines)
    shown = cart_object(cart, lines, beside(cart, lines, products))
    return shown, warnings(shown, products)


def beside(cart: Cart, lines: list[CartLine], products: Products) -> Beside:
    """What these lines are shown beside."""
    sellers = names.sellers(line.seller_id for line in lines)
    return Beside(products, sellers, units_held(freezing(cart.pk)), cart.approved_age)


def products_of(lines: list[CartLine]) -> Products:
    """The products of these lines, in one call at most; None while products is down."""
    try:
        return catalogue.products_seen(line.product_id for line in lines)
    except Unavailable:
        return None


def cart_summary(owner: Owner) -> dict[str, Any]:
    """`{"id","total_items","subtotal"}` in one statement, without asking anybody."""
    session: dict[str, Any] = {"session_id": owner.session_id, "life": settings.SESSION_LIFE}
    with connection.cursor() as cursor:
        if owner.session_id is None:
            cursor.execute(USER_SUMMARY, {"user_id": owner.user_id})
        else:
            cursor.execute(SESSION_SUMMARY, session)
        row = cursor.fetchone()
    if row is None:
        row = (cart_get(owner).pk, 0, Decimal(0))
    return {"id": row[0], "total_items": row[1], "subtotal": money(row[2])}


def cart_validated(owner: Owner) -> dict[str, Any]:
    """`{"valid","issues"}`, without `issues` where there are none. Raises 503 while products is
    down.
    """
    cart = cart_get(owner)
    products = catalogue.products_get(line.product_id for line in cart_lines(cart))
    issues = [issue.object() for issue in cart_issues(cart, products)]
    return {"valid": False, "issues": issues} if issues else {"valid": True}


def cart_issues(cart: Cart, products: Mapping[int, Product]) -> list[Issue]:
    """What keeps lines of the cart from being sold at these products: a change of price either way,
    too few, gone, no approval. Lines of 0 have none.
    """
    held = units_held(freezing(cart.pk))
    found = [
        _issue(line, products.get(line.product_id), held, cart.approved_age)
        for line in cart_lines(cart)
        if line.quantity
    ]
    return [issue for issue in found if issue.codes]


def _issue(
    line: CartLine, product: Product | None, held: dict[int, int], approved_age: int | None
) -> Issue:
    now = standing(line, {line.product_id: product}, held)
    said: list[tuple[str, str]] = []
    difference = now.price - line.price_at_addition
    if product is None or not now.is_available:
        said.append((states.UNAVAILABLE, "Product is no longer available"))
        return _said(line, said)
    if difference:
        code, word = (INCREASED, "increased") if difference > 0 else (DECREASED, "decreased")
        said.append((code, f"Price {word} by {money(abs(difference))}"))
    if not now.sufficient:
        said.append((states.INSUFFICIENT, f"Insufficient stock. Only {now.available} available"))
    asked = approval(line, product.min_age, approved_age)
    if asked in APPROVAL_TEXTS:
        said.append(APPROVAL_TEXTS[asked])
    return _said(line, said)


def _said(line: CartLine, said: list[tuple[str, str]]) -> Issue:
    codes, texts = [code for code, _ in said], [text for _, text in said]
    return Issue(line.product_id, line.name, codes, texts)


def cart_audit(owner: Owner) -> list[dict[str, Any]]:
    """The last 50 changes, in the order in which they happened."""
    cart = cart_get(owner)
    newest = CartAudit.objects.filter(cart_id=cart.pk).order_by("-id")[:AUDITED]
    return [audit_object(row) for row in reversed(newest)]
