"""Spot checks: staff scan some of the goods in a trolley and compare them with its cart."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from kit.clock import Clock
from kit.errors import BadRequest, Conflict

from trolleys import hot, refusals, states
from trolleys.actions.audits import Author
from trolleys.actions.locks import require_alive, session_lock_on_trolley
from trolleys.actions.recounts import cart_recount
from trolleys.actions.sessions import session_change
from trolleys.actions.telling import session_tell
from trolleys.actions.waits import waits_change
from trolleys.models import Cart, CartLine, Session, StaffDecision
from trolleys.scanned import Products, not_in_cart
from trolleys.selectors.carts import cart_lines
from trolleys.selectors.places import place_settings
from trolleys.selectors.waiting import CHECKED
from trolleys.wire.sessions import check_object

CHECK = "check"


@dataclass(frozen=True, slots=True)
class Scanned:
    """What staff have scanned: barcodes, once for each unit, and the products that they mean, None
    for a barcode that means none. With `whole` it is everything, with `skip` nothing counts.
    """

    barcodes: Sequence[str]
    products: Products
    whole: bool = False
    skip: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of it: the state of the check, and the barcodes that were not in the cart."""

    state: str
    not_in_cart: Sequence[str] = ()


def is_drawn(percent: int) -> bool:
    """Whether a session is picked, where so many in a hundred are."""
    return secrets.randbelow(100) < percent


def check_draw(session: Session) -> Conflict | None:
    """Whether a checkout of this locked session, which nothing else speaks against, has to wait for
    a spot check: then its refusal. It is drawn once per session, by the rate of its place.

    The caller raises the refusal after its transaction has committed, so that what was drawn holds.
    """
    if session.check_drawn is None:
        _draw(session)
    if session.check_state in CHECKED:
        return refusals.spot_check_required(check_object(session))
    return None


def _draw(session: Session) -> None:
    place = place_settings(session.location_id)
    if not is_drawn(place.spot_check_percent):
        session_change(session, check_drawn=False)
        return
    session_change(
        session,
        check_drawn=True,
        check_state=states.CHECK_WAITING,
        check_items=place.spot_check_items,
        check_since=Clock(),
    )
    _tell(session)


@transaction.atomic
def check_decide(*, session_id: uuid.UUID, scanned: Scanned, by: Author) -> Checked:
    """Compare what staff have scanned with the cart. Once something was missed, the cart becomes
    all that is in the trolley (`whole`), or staff let it pass (`skip`).

    Raises 404, the 400s of sessions that are over, 400 for too few barcodes, 404 for an unknown one
    among all, and 409 `Nothing to decide` without a check under way.
    """
    session, _ = session_lock_on_trolley(session_id)
    require_alive(session)
    if session.check_state not in CHECKED:
        raise refusals.nothing_to_decide()
    cart = hot.session_cart(session, lock=True)
    checked = _compare(session, cart, scanned, by)
    _decision_record(session, cart, scanned, checked, by)
    if checked.state != session.check_state:
        session_change(session, check_state=checked.state)
        _tell(session)
    return checked


def _compare(session: Session, cart: Cart, scanned: Scanned, by: Author) -> Checked:
    """What comes of it; with `whole` the cart is what was scanned by then."""
    if scanned.skip:
        return Checked(states.CHECK_PASSED)
    if scanned.whole:
        cart_recount(cart=cart, barcodes=scanned.barcodes, products=scanned.products, by=by)
        return Checked(states.CHECK_PASSED)
    lines = cart_lines(cart)
    _require_enough(session, lines, scanned.barcodes)
    missing = not_in_cart(lines, scanned.barcodes, scanned.products)
    passed = not missing and session.check_state == states.CHECK_WAITING
    return Checked(states.CHECK_PASSED if passed else states.CHECK_MISSED, missing)


def _require_enough(session: Session, lines: Sequence[CartLine], barcodes: Sequence[str]) -> None:
    """Raises 400 for fewer units than the check wants, and than there are."""
    wanted = min(session.check_items or 0, sum(line.quantity for line in lines))
    if len(barcodes) < wanted:
        raise BadRequest("erroneous_value", f"barcodes: at least {wanted} units are to be scanned")


def _decision_record(
    session: Session, cart: Cart, scanned: Scanned, checked: Checked, by: Author
) -> None:
    StaffDecision.objects.create(
        kind=CHECK,
        session=session,
        cart_id=cart.pk,
        user_id=by.user_id or 0,  # whoever decides has signed in
        user_name=by.name,
        details={
            "state": checked.state,
            "barcodes": list(scanned.barcodes),
            "not_in_cart": list(checked.not_in_cart),
            "whole": scanned.whole,
            "skip": scanned.skip,
        },
    )


def _tell(session: Session) -> None:
    """The phone hears how the check stands, the board who waits."""
    waits_change(session)
    session_tell(session, "check.changed", check_object(session))
