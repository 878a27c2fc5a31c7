"""Staff say whether somebody is old enough for a line."""

from __future__ import annotations

from django.db import transaction
from kit.clock import Clock
from kit.tokens import Caller

from trolleys import refusals, states
from trolleys.actions.cart_telling import cart_tell, told_of
from trolleys.actions.locks import require_alive, session_lock_on_trolley
from trolleys.actions.waits import waits_change
from trolleys.models import Cart, CartLine, StaffDecision
from trolleys.selectors.carts import beside_known, cart_lines, payment_freezing
from trolleys.standing import approval

AGE = "age"


@transaction.atomic
def line_approve(*, line_id: int, approved: bool, by: Caller) -> tuple[Cart, CartLine]:
    """Approve or deny a line of a product that asks for an age. The same again changes nothing.

    An approval counts for all lines of this age and lower ones that wait or are yet to come, but
    not for those that were denied. A denial takes back what was approved for this age and above,
    lines that are approved already apart.

    Raises 404 for an unknown line, the 400s of sessions that are over, and 409 `Nothing to decide`,
    or `Payment in progress` when it is being paid.
    """
    cart, line = _line_lock(line_id)
    known = (beside_known(cart, [line]).products or {}).get(line.product_id)
    min_age = known.min_age if known is not None else line.min_age
    if min_age is None:
        raise refusals.nothing_to_decide()
    decided = states.APPROVED if approved else states.DENIED
    if approval(line, min_age, cart.approved_age) == line.approval == decided:
        return cart, line
    payment = payment_freezing(cart.pk)
    if payment is not None:
        raise refusals.payment_in_progress(payment.payment_id)
    covered = _age_set(cart, min_age, approved=approved) - {line.pk}
    columns = {"approval": decided, "min_age": min_age, "waiting_since": None}
    CartLine.objects.filter(pk=line.pk).update(**columns, updated_at=Clock())
    line.refresh_from_db()
    _decision_record(cart, line, approved=approved, by=by)
    _tell(cart, {line.pk, *covered})
    return cart, line


def _line_lock(line_id: int) -> tuple[Cart, CartLine]:
    """The line and its cart, locked behind the trolley and the session where there is one."""
    head = CartLine.objects.filter(pk=line_id).select_related("cart__session").first()
    if head is None:
        raise refusals.not_found()
    session = head.cart.session
    if session is not None:
        session, _ = session_lock_on_trolley(session.session_id)
        require_alive(session)
    cart = Cart.objects.select_for_update(no_key=True).get(pk=head.cart_id)
    cart.session = session
    line = CartLine.objects.filter(pk=line_id, cart=cart).first()
    if line is None:
        raise refusals.not_found()
    return cart, line


def _age_set(cart: Cart, min_age: int, *, approved: bool) -> set[int]:
    """Keep what is known of the buyer's age after a decision about this one; the lines that an
    approval covers because they waited, too.
    """
    known, covered = cart.approved_age, set[int]()
    if approved:
        cart.approved_age = max(min_age, known or 0)
        waiting = CartLine.objects.filter(cart=cart, approval=states.WAITING, min_age__lte=min_age)
        covered = set(waiting.values_list("pk", flat=True))
        approval_now = {"approval": states.APPROVED, "waiting_since": None}
        waiting.update(**approval_now, updated_at=Clock())
    elif known is not None and known >= min_age:
        cart.approved_age = None
    cart.save(update_fields=["approved_age"])
    return covered


def _decision_record(cart: Cart, line: CartLine, *, approved: bool, by: Caller) -> None:
    StaffDecision.objects.create(
        kind=AGE,
        session=cart.session,
        cart_id=cart.pk,
        user_id=by.user_id,
        user_name=by.username,
        details={
            "line_id": line.pk,
            "product_id": line.product_id,
            "product_name": line.name,
            "min_age": line.min_age,
            "approved": approved,
        },
    )


def _tell(cart: Cart, decided: set[int]) -> None:
    """The phone hears of these lines, the board that nobody waits for them any more."""
    lines = cart_lines(cart)
    beside = beside_known(cart, lines)
    for line in lines:
        if line.pk in decided:
            CartLine.objects.filter(pk=line.pk).update(told=told_of(line, beside))
            cart_tell(cart, "approval", line, lines, beside)
    waits_change(cart)
