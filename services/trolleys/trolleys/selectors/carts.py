"""Reads of carts, and what is known of them beside their rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kit.errors import Unavailable

from trolleys import catalogue, hot, names, states
from trolleys.models import Cart, CartAudit, CartLine, Payment
from trolleys.models.columns import NO_PLACE
from trolleys.owners import Owner
from trolleys.selectors.sessions import session_over
from trolleys.standing import Products, approval, standing
from trolleys.wire.carts import UNCHECKED, Beside, audit_object, cart_object, warnings
from trolleys.wire.values import money

AUDITED = 50  # changes that are shown

INCREASED, DECREASED = "price_increased", "price_decreased"
APPROVAL_TEXTS = {
    states.WAITING: ("approval_needed", "Waiting for approval by staff"),
    states.DENIED: ("approval_denied", "Not approved by staff"),
}


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


def cart_lines(cart: Cart) -> list[CartLine]:
    """The lines of a cart, oldest first."""
    return hot.line_rows(cart.pk)


def payment_freezing(cart_id: int) -> Payment | None:
    """The payment that keeps a cart and its session as they are: it waits for its money, or its
    money waits for the goods.
    """
    return hot.freezing_row(cart_id)


def units_held(payment: Payment | None) -> dict[int, int]:
    """The units that the payment which freezes a cart holds, by product: they are not taken by
    others.
    """
    if payment is None:
        return {}
    return {int(line["product_id"]): int(line["quantity"]) for line in payment.lines}


def beside_known(
    cart: Cart, lines: Sequence[CartLine], /, held: Mapping[int, int] | None = None
) -> Beside:
    """What lines are shown beside in a transaction, which waits for no other service: what was
    asked before it began. `held` are the units of a frozen cart.
    """
    return Beside(
        catalogue.products_known(line.product_id for line in lines),
        names.sellers_known(line.seller_id for line in lines),
        held or {},
        cart.approved_age,
    )


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
        raise session_over(owner.session_id)
    return Peek(rows[0][0], [product_id for _, product_id in rows if product_id is not None])


def cart_read(cart: Cart) -> tuple[dict[str, Any], list[str]]:
    """The cart and its warnings. While products is down, as its lines remember it."""
    lines, payment = hot.contents(cart.pk)
    products = products_of(lines)
    sellers = names.sellers(line.seller_id for line in lines)
    beside = Beside(products, sellers, units_held(payment), cart.approved_age)
    shown = cart_object(cart, lines, beside)
    return shown, warnings(shown, products)


def products_of(lines: list[CartLine]) -> Products:
    """The products of these lines, in one call at most; None while products is down."""
    try:
        return catalogue.products_seen(line.product_id for line in lines)
    except Unavailable:
        return None


def cart_validated(cart: Cart) -> tuple[dict[str, Any], list[str]]:
    """`{"valid","issues"}`, without `issues` where there are none, and a warning while products is
    down: then the lines alone say what is wrong, and a checkout asks again.
    """
    lines, payment = hot.contents(cart.pk)
    products = products_of(lines)
    found = cart_issues(cart, lines, products, units_held(payment))
    issues = [issue.object() for issue in found]
    shown = {"valid": False, "issues": issues} if issues else {"valid": True}
    return shown, [] if products is not None else [UNCHECKED]


def cart_issues(
    cart: Cart, lines: list[CartLine], products: Products, held: dict[int, int]
) -> list[Issue]:
    """What keeps these lines of a cart from being sold at these products: a change of price either
    way, too few, gone, no approval. Lines of 0 have none. `held` are the units of a frozen cart.
    """
    found = [_issue(line, products, held, cart.approved_age) for line in lines if line.quantity]
    return [issue for issue in found if issue.codes]


def _issue(
    line: CartLine, products: Products, held: dict[int, int], approved_age: int | None
) -> Issue:
    now = standing(line, products, held)
    said: list[tuple[str, str]] = []
    difference = now.price - line.price_at_addition
    product = (products or {}).get(line.product_id)
    if not now.is_available:
        said.append((states.UNAVAILABLE, "Product is no longer available"))
        return _said(line, said)
    if difference:
        code, word = (INCREASED, "increased") if difference > 0 else (DECREASED, "decreased")
        said.append((code, f"Price {word} by {money(abs(difference))}"))
    if not now.sufficient:
        said.append((states.INSUFFICIENT, f"Insufficient stock. Only {now.available} available"))
    asked = approval(line, line.min_age if product is None else product.min_age, approved_age)
    if asked in APPROVAL_TEXTS:
        said.append(APPROVAL_TEXTS[asked])
    return _said(line, said)


def _said(line: CartLine, said: list[tuple[str, str]]) -> Issue:
    codes, texts = [code for code, _ in said], [text for _, text in said]
    return Issue(line.product_id, line.name, codes, texts)


def cart_audit(cart: Cart) -> list[dict[str, Any]]:
    """The last 50 changes, in the order in which they happened."""
    newest = CartAudit.objects.filter(cart_id=cart.pk).order_by("-id")[:AUDITED]
    return [audit_object(row) for row in reversed(newest)]
