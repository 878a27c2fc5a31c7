"""What becomes of carts when products change: their listeners are told, and lines learn which age
their product asks for now.

The worker follows the feed of products. A line remembers what was told of it, so any number of
workers tell each change once, the feed may tell it several times, and after a pause all carts that
somebody follows are compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import connection, transaction
from kit.clock import Clock
from live.recorder import Change
from peers.changes import Follower
from peers.products import Changes, Product, changes_ask, products_ask

from trolleys import catalogue, hot, life, names, states
from trolleys.actions.cart_telling import cart_event, told_of, waits_tell
from trolleys.events import session_recorder
from trolleys.models import Cart, CartLine, Payment, Session
from trolleys.selectors.carts import beside_known, units_held
from trolleys.standing import approval, standing, told
from trolleys.wire.carts import Beside

Seen = Mapping[int, Product | None]

# Lines of living sessions, and those of users whose product asks for another age than it did:
# nobody follows a user's cart, but staff have to know whom they may approve.
CONCERNED = f"""
SELECT line.id FROM unnest(%s::bigint[], %s::int[], %s::bool[]) AS changed (product_id, age, exists)
JOIN trolleys_cartline line ON line.product_id = changed.product_id
JOIN trolleys_cart cart ON cart.id = line.cart_id
LEFT JOIN trolleys_session session ON session.id = cart.session_id
WHERE {life.ALIVE_SQL} OR (cart.session_id IS NULL AND changed.exists
                           AND line.min_age IS DISTINCT FROM changed.age)
"""  # noqa: S608 - a fragment of our own


def products_changed(products: Seen) -> None:
    """Tell the carts that hold one of these products what has changed, each in a transaction of its
    own; None for a product that was deleted.
    """
    catalogue.note(products)
    carts = sorted({line.cart_id for line in _outdated(_concerned(products), products)})
    for cart_id in carts:
        _cart_bring_up_to_date(cart_id, products)


def all_compare() -> None:
    """Compare all carts of living sessions with products as they are now."""
    living = CartLine.objects.filter(life.alive("cart__session__"))
    ids = list(living.values_list("product_id", flat=True).distinct())
    found = products_ask(ids)
    products_changed({each: found.get(each) for each in ids})


def _concerned(products: Seen) -> list[CartLine]:
    """The lines that hold one of these products and may have to be told of it."""
    ages = [None if each is None else each.min_age for each in products.values()]
    exist = [each is not None for each in products.values()]
    with connection.cursor() as cursor:
        cursor.execute(CONCERNED, [list(products), ages, exist])
        ids = [row[0] for row in cursor.fetchall()]
    return list(CartLine.objects.filter(pk__in=ids).select_related("cart")) if ids else []


def _outdated(lines: Iterable[CartLine], products: Seen) -> list[CartLine]:
    """Those of which something else was told than is so; nothing is locked yet."""
    lines = list(lines)
    freezing = Payment.objects.filter(
        cart__in={line.cart_id for line in lines},
        settled_at=None,
        status__in=states.PAYMENT_FREEZES,
    )
    held = {payment.cart_id: payment for payment in freezing} if lines else {}
    found = []
    for line in lines:
        was, asked = line.told, (line.min_age, line.approval)
        line_ask_age(line, products[line.product_id], line.cart.approved_age)
        units = units_held(held.get(line.cart_id))
        told_now = told(line, standing(line, products, units))
        unfollowed = line.cart.session_id is None
        if asked != (line.min_age, line.approval) or (was != told_now and not unfollowed):
            found.append(line)
    return found


def line_ask_age(line: CartLine, product: Product | None, approved_age: int | None, /) -> None:
    """Let a line have the age that its product asks for now, and the approval that follows."""
    if product is not None:
        line.approval = approval(line, product.min_age, approved_age)
        line.min_age = product.min_age


@transaction.atomic
def _bring_up_to_date(cart_id: int, products: Seen) -> None:
    """Change and tell what is still to be changed and told of one cart, session before cart."""
    owner = Session.objects.filter(life.alive(), cart=cart_id)
    session = owner.select_for_update(of=("self",), no_key=True).first()
    cart = Cart.objects.select_for_update(no_key=True).get(pk=cart_id)
    if session is None and cart.session_id is not None:
        return  # it is over by now
    cart.session = session
    lines, payment = hot.contents(cart.pk)
    beside = beside_known(cart, lines, units_held(payment))
    events: list[Change] = []
    for line in lines:
        if line.product_id in products:
            events += _line_bring_up_to_date(cart, line, lines, products, beside)
    session_recorder.announce(events)


def _line_bring_up_to_date(
    cart: Cart, line: CartLine, lines: list[CartLine], products: Seen, beside: Beside
) -> list[Change]:
    """The same for one line; the event of it, if there is one."""
    was, asked = line.told, (line.min_age, line.approval)
    waited = CartLine(approval=line.approval)
    line_ask_age(line, products[line.product_id], cart.approved_age)
    line.told = told_of(line, beside)
    if (was, *asked) == (line.told, line.min_age, line.approval):
        return []
    if asked[1] != states.WAITING and line.approval == states.WAITING:
        line.waiting_since = Clock()
    line.save(update_fields=["min_age", "approval", "waiting_since", "told"])
    events = []
    if cart.session is not None and was != line.told:
        events = [cart_event(cart, "catalogue", line, lines, beside)]
    if asked[1] != line.approval:
        waits_tell(cart, line, waited)
    return events


def _cart_bring_up_to_date(cart_id: int, products: Seen) -> None:
    """One cart; what its lines are shown beside is asked for before anything is locked."""
    lines = CartLine.objects.filter(cart_id=cart_id)
    seen = catalogue.products_seen(line.product_id for line in lines)
    names.sellers(line.seller_id for line in lines)
    names.sellers(product.seller_id for product in seen.values() if product is not None)
    catalogue.note(products)
    _bring_up_to_date(cart_id, products)


follower: Follower[Changes] = Follower(
    name="carts",
    ask=changes_ask,
    take=lambda changes: products_changed(changes.products),
    begin=lambda asked: all_compare(),
    in_use=lambda: True,
)
