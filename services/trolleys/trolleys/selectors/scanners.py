"""What the device of a trolley has to know: who has the trolley, and how its lock should be."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from trolleys import life
from trolleys.models import CartLine, Session


@dataclass(frozen=True, slots=True)
class Visit:
    """Whoever has the trolley now, as a scan needs it: what is sold there, and what is in the
    cart.
    """

    session_id: uuid.UUID
    location_id: int
    product_ids: tuple[int, ...]
    seller_ids: tuple[int, ...]


def session_on_device(device_id: int) -> Session | None:
    """The living session on the trolley with this device."""
    return Session.objects.filter(life.alive(), trolley__device_id=device_id).first()


def visit_on_device(device_id: int) -> Visit | None:
    """The same with its cart's products; None for a trolley that nobody has."""
    session = session_on_device(device_id)
    if session is None:
        return None
    lines = CartLine.objects.filter(cart__session=session).values_list("product_id", "seller_id")
    ids, sellers = tuple(zip(*lines, strict=True)) or ((), ())
    return Visit(session.session_id, session.location_id, ids, sellers)


def lock_wanted(device_id: int) -> bool:
    """Whether the trolley with this device is to be locked: nobody has it."""
    return session_on_device(device_id) is None
