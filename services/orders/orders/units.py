"""How a request comes by what it orders: whether guests can order it now, and its units of the
counted products.

    units = OrderedUnits(request, scope, code, room)
    units.order_once(prepare=…, write=…)

takes them between `prepare`, which finds the lines, and `write`, which orders them. Where the lines
may change in between, `with units:` goes around `once`, `take` is called once the products are
known, and `end` in the transaction that orders. What was taken and not ordered is given back. Lines
without counted products cost nothing here. Both look whether the lines can be ordered now: taking
may have lasted.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from types import TracebackType
from typing import Self, TypeVar

from django.db import transaction
from django.http import HttpRequest
from kit.errors import ApiError, Unavailable
from kit.idempotency import Outcome, once

from orders import access, catalogue, ledger, selectors
from orders.actions import takings
from orders.actions.orders import Line
from orders.ledger import UNAVAILABLE, Units
from orders.models import Taking

T = TypeVar("T")
TRIES = 3  # of sending a cart that others change meanwhile


class LinesMoved(Exception):
    """What is to be ordered is not what was taken: another phone has changed the cart meanwhile."""


class OrderedUnits:
    """The units of one request. `room` is called before any are taken, and raises where the session
    takes no order; `staff_id` is who orders for the guests.
    """

    def __init__(
        self,
        request: HttpRequest,
        scope: str,
        code: str,
        room: Callable[[], None],
        staff_id: int | None = None,
    ) -> None:
        self._request, self._scope, self._code, self._room = request, scope, code, room
        self._who = "guest" if staff_id is None else f"user {staff_id}"
        self._taking: Taking | None = None
        self._units: list[Units] = []
        self._ended = False

    def order_once(
        self, *, prepare: Callable[[], list[Line]], write: Callable[[list[Line]], bytes]
    ) -> Outcome:
        """Find lines, take their units and order them, or answer a repeat, as `once` does."""

        def take() -> list[Line]:
            lines = prepare()
            self.take(lines)
            return lines

        with self:
            return once(self._request, self._scope, prepare=take, write=partial(self._order, write))

    def take(self, lines: Iterable[Line]) -> None:
        """Take the units of the counted ones among the lines, all or none.

        Raises as access.require_offered, and 409 `sold_out` with details, 404 `product_not_found`,
        400 `product_unavailable`, 503 `products_service_unavailable`.
        """
        lines = list(lines)
        access.require_offered(self._request, self._code, lines)
        units = _counted(lines)
        if not units:
            return
        self._room()
        taking = takings.taking_begin(claim=self._claim(), units=units)
        reference = selectors.session_name(self._code)
        try:
            ledger.units_take(key=taking.key, units=units, reference=reference, who=self._who)
        except Unavailable:
            if taking.claim is None:  # nobody can come again for them
                takings.taking_undo(taking)
            raise
        except ApiError as refusal:
            takings.taking_refused(taking)
            catalogue.see_left(selectors.session_location(self._code), refusal)
            raise
        self._taking, self._units = taking, units

    def _order(self, write: Callable[[list[Line]], bytes], lines: list[Line]) -> bytes:
        """Run what orders these lines, in the transaction in which their taking ends."""
        if self._taking is None:
            access.require_offered(self._request, self._code, lines)
            return write(lines)
        with transaction.atomic():
            self.end(lines)
            return write(lines)

    def end(self, lines: Iterable[Line]) -> None:
        """In the transaction that orders these lines: their units are ordered now.

        Raises as access.require_offered, LinesMoved when they are not those that were taken, and
        503 `products_service_unavailable` when these were given back because it took so long.
        """
        lines = list(lines)
        access.require_offered(self._request, self._code, lines)
        units = _counted(lines)
        if self._taking is None and not units:
            return
        if units != self._units:
            raise LinesMoved
        if self._taking is None or not takings.taking_end(self._taking):
            raise Unavailable(UNAVAILABLE)
        self._ended = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        taking = self._taking
        if taking is None or (self._ended and error is None):
            return
        takings.taking_undo(taking)
        if isinstance(error, LinesMoved):  # the next try needs them
            ledger.units_undo(key=taking.key, units=self._units)

    def _claim(self) -> str | None:
        """What a repeat of the request is known by."""
        key = self._request.META.get("HTTP_IDEMPOTENCY_KEY", "")
        return hashlib.sha256(f"{self._scope}\n{key}".encode()).hexdigest() if key else None


def again_when_lines_moved(send: Callable[[], T]) -> T:
    """Run what sends a cart, and again while others change it so that it does not fit to what was
    taken; raises 503 `products_service_unavailable` when they do not cease.
    """
    for _ in range(TRIES):
        try:
            return send()
        except LinesMoved:
            continue
    raise Unavailable(UNAVAILABLE)


def _counted(lines: Iterable[Line]) -> list[Units]:
    """How many units of each counted product the lines ask for, by id."""
    units = Counter[int]()
    for line in lines:
        for product_id in line.product.units(line.product_id):
            units[product_id] += line.quantity
    return sorted(units.items())
