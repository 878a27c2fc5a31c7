"""What trolleys refuses, in the words of the seeds: the title stands in `error`, and in `message`
of carts.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kit.errors import BadRequest, Conflict, Forbidden, NotFound, TooMany, Unavailable

from trolleys.wire.values import utc

SHOWN = 50  # characters of a text that is no id
IN_USE = (
    "This trolley is currently assigned to another user{}. "
    "Please use a different trolley or wait until the current session is completed."
)


def trolley_not_found(trolley_id: str) -> NotFound:
    """`trolley_id` is any text, of which no more is shown than an id may have."""
    return NotFound("trolley_not_found", title=f"Trolley {trolley_id[:SHOWN]} not found")


def trolley_inactive() -> BadRequest:
    return BadRequest("trolley_inactive", title="Trolley is not available for use")


def trolley_in_use(trolley_id: str, name: str | None, since: datetime) -> Conflict:
    """`name` is None for a guest, and where nobody is named."""
    return Conflict(
        "trolley_in_use",
        IN_USE.format(f" ({name})" if name else ""),
        title="Trolley is already in use",
        details={"trolley_id": trolley_id, "assigned_to": name, "assigned_at": utc(since)},
    )


def code_invalid() -> BadRequest:
    return BadRequest(
        "invalid_qr_code",
        "The code on the trolley is not this one. Please scan it again.",
        title="Invalid QR code",
    )


def codes_tried_too_often(retry_after: int | None) -> TooMany:
    return TooMany("too_many_requests", title="Too many requests", retry_after=retry_after)


def user_not_found(user_id: int) -> BadRequest:
    return BadRequest("user_not_found", title=f"User {user_id} not found")


def other_user() -> Forbidden:
    return Forbidden("other_user", title="User does not match the token")


def trolley_elsewhere() -> Conflict:
    return Conflict(
        "trolley_elsewhere",
        "Please take a trolley of the place where you are shopping.",
        title="Trolley belongs to another place",
    )


def trolley_reserved(trolley_id: str, until: datetime) -> Conflict:
    return Conflict(
        "trolley_reserved",
        "Somebody has reserved this trolley. Please use a different one.",
        title="Trolley is reserved",
        details={"trolley_id": trolley_id, "reserved_until": utc(until)},
    )


def too_many_reserved(most: int) -> Conflict:
    """So that nobody keeps all trolleys of a place from the others."""
    return Conflict(
        "too_many_reserved",
        f"You have reserved {most} trolleys already. Use one of them, or give one back.",
        title="Too many trolleys reserved",
    )


def trolley_exists() -> Conflict:
    return Conflict("trolley_exists", title="Trolley already exists")


def trolley_not_in_use() -> Conflict:
    return Conflict("trolley_not_in_use", title="Trolley is not in use")


def not_reserved_by_you() -> Conflict:
    return Conflict("not_reserved_by_you", title="Trolley is not reserved by you")


def nothing_to_decide() -> Conflict:
    return Conflict("nothing_to_decide", title="Nothing to decide")


def not_found() -> NotFound:
    return NotFound("not_found", title="Not found")


def session_not_found() -> NotFound:
    return NotFound("session_not_found", title="Session not found")


def session_ended() -> BadRequest:
    return BadRequest("session_ended", title="Session has ended")


def session_expired() -> BadRequest:
    return BadRequest("session_expired", title="Session has expired due to inactivity")


def payment_in_progress(payment_id: object) -> Conflict:
    """A cart that is being paid is frozen."""
    return Conflict(
        "payment_in_progress",
        "A payment of this cart is open. Pay it or cancel it first.",
        title="Payment in progress",
        details={"payment_id": str(payment_id)},
    )


def spot_check_required(check: dict[str, Any]) -> Conflict:
    """A cart that staff look at is frozen."""
    return Conflict(
        "spot_check_required",
        "A member of staff will look at some of the goods.",
        title="Spot check required",
        details={"check": check},
    )


def service_down(name: str) -> Unavailable:
    """`name` is Verification, Locations, Codes or Products."""
    return Unavailable(f"{name.lower()}_service_unavailable", title=f"{name} service unavailable")


def product_not_found() -> NotFound:
    """Unknown, switched off, or not sold where the trolley belongs."""
    return NotFound("product_not_found", title="Product not found or unavailable")


def either_product_or_barcode() -> BadRequest:
    text = "Either product_id or barcode is needed"
    return BadRequest("malformed_json", errors={"product_id": [text]})


def own_product() -> BadRequest:
    """Sellers do not buy of themselves."""
    text = "You cannot add your own products to cart"
    return BadRequest("own_product", errors={"product_id": [text]})


def too_few(available: int) -> BadRequest:
    """`available` is how many this cart could have, whatever is in it already."""
    text = f"Only {available} unit(s) available"
    return BadRequest("insufficient_stock", errors={"quantity": [text]})


def too_many() -> BadRequest:
    return BadRequest("too_many_units", title="Cannot add more. Maximum 99 units allowed per item")


def cart_full() -> BadRequest:
    return BadRequest("cart_full", title="Cart is full")


def item_not_found() -> NotFound:
    return NotFound("item_not_found", title="Item not found in cart")


def no_open_session() -> Conflict:
    """Something was scanned on a trolley that nobody has."""
    return Conflict("no_open_session", title="No open session")
