"""Whether money, stock, receipts, sessions and trolleys agree about the payments for a product, by
the books of trolleys, of the stock ledger and of the payment provider.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from tests.support.stack import Stack
from tests.support.waiting import wait_for

CLOSED = ("failed", "cancelled", "expired", "refunded")
AT_REST_WITHIN = 60.0  # seconds
PAYMENTS = """
SELECT payment.payment_id::text, payment.status, payment.amount, payment.lines,
  payment.settled_at IS NOT NULL,
  (SELECT count(*) FROM trolleys_receipt r WHERE r.payment_id = payment.id),
  ARRAY(SELECT r.provider_payment_id FROM trolleys_received r WHERE r.payment_id = payment.id),
  (SELECT count(*) FROM trolleys_cartline line WHERE line.cart_id = payment.cart_id),
  session.state, session.ended_by,
  NOT EXISTS (SELECT 1 FROM trolleys_payment later
              WHERE later.cart_id = payment.cart_id AND later.id > payment.id),
  (SELECT (SELECT command.payload->>'action' FROM devices_command command
           WHERE command.device_id = trolley.device_id ORDER BY command.id DESC LIMIT 1)
          = CASE WHEN EXISTS (SELECT 1 FROM trolleys_session holder
                              WHERE holder.trolley_id = trolley.id AND holder.state = 'active')
            THEN 'unlock' ELSE 'lock' END
   FROM trolleys_trolley trolley WHERE trolley.id = session.trolley_id)
FROM trolleys_payment payment LEFT JOIN trolleys_session session ON session.id = payment.session_id
WHERE payment.lines @> %s::jsonb ORDER BY payment.id
"""
UNDER_WAY = """
SELECT (SELECT count(*) FROM kit_errand WHERE state = 'waiting')
  + (SELECT count(*) FROM trolleys_payment WHERE lines @> %s::jsonb AND
     (status IN ('opening', 'refund_due') OR (status = 'paid' AND settled_at IS NULL)))
  + (SELECT count(*) FROM trolleys_refund WHERE state <> 'done')
"""
#: What waits for its time is due.
TIME_PASSES = (
    "UPDATE trolleys_payment SET created_at = now() - interval '1 minute' WHERE status = 'opening'",
    "UPDATE kit_errand SET due_at = now() WHERE state = 'waiting'",
    "UPDATE trolleys_refund SET try_at = now() WHERE state <> 'done'",
)


@dataclass
class Books:
    """What the three say of one payment, put beside each other by its id."""

    status: str
    amount: Decimal
    units: dict[int, int]
    settled: bool
    receipts: int
    received: set[str]
    lines: int  # in the cart, by now
    session: str | None
    ended_by: str | None
    is_last: bool  # of its cart
    lock_is_right: bool | None  # its trolley was told to lock itself, or that somebody has it
    hold: str = "none"
    sold: Counter[int] = field(default_factory=Counter)  # by product
    captured: set[str] = field(default_factory=set)  # at the provider
    kept: Decimal = Decimal(0)  # by us, of the money that the provider has taken


class Reckoning:
    """Of all payments for a product that nobody else sells, and of which there were `stock`."""

    def __init__(self, stack: Stack, product_id: int, stock: int) -> None:
        self._stack, self._product, self._stock = stack, product_id, stock
        self._wanted = f'[{{"product_id": {product_id}}}]'

    def time_passes(self) -> None:
        """Let everything that waits for its time be due: dead checkouts, tries that were lost."""
        for statement in TIME_PASSES:
            self._stack.sql("trolleys", statement)

    def rest(self) -> None:
        """Wait until nobody has anything to do any more."""
        wait_for(self._at_rest, AT_REST_WITHIN, "nothing is under way")

    def _at_rest(self) -> bool:
        busy = self._stack.sql("trolleys", UNDER_WAY, self._wanted) != [(0,)]
        return not busy and self._provider("SELECT count(*) FROM deliveries") == [(0,)]

    def agree(self) -> dict[str, str]:
        """Hold the books against each other; the states of the payments by their ids."""
        books = self._books()
        for payment_id, each in books.items():
            _check(payment_id, each)
        sold = sum(each.sold[self._product] for each in books.values())
        held = sum(each.units[self._product] for each in books.values() if each.hold == "held")
        left = "SELECT stock, reserved FROM products_product WHERE id = %s"
        assert self._stack.sql("products", left, self._product) == [(self._stock - sold, held)]
        return {payment_id: each.status for payment_id, each in books.items()}

    def _books(self) -> dict[str, Books]:
        books = {row[0]: _ours(*row[1:]) for row in self._payments()}
        holds = "SELECT key, state FROM products_hold WHERE %s = ANY(product_ids)"
        for key, state in self._stack.sql("products", holds, self._product):
            if key in books:
                books[key].hold = state
            else:  # of a checkout that was refused
                assert state == "released", (key, state)
        sales = "SELECT reference, change FROM products_movement WHERE product_id = %s"
        sales += " AND kind = 'sale'"
        for reference, change in self._stack.sql("products", sales, self._product):
            books[reference.removeprefix("payment ")].sold[self._product] -= change
        for payment_id, pay, amount, refunded in self._taken():
            if payment_id in books:
                books[payment_id].captured.add(pay)
                books[payment_id].kept += Decimal(amount - refunded) / 100
        return books

    def _payments(self) -> list[tuple[Any, ...]]:
        return self._stack.sql("trolleys", PAYMENTS, self._wanted)

    def _taken(self) -> list[tuple[Any, ...]]:
        """What the provider has taken, with the payment for which it was."""
        return self._provider(
            "SELECT orders.receipt, payments.id, payments.amount, payments.amount_refunded"
            " FROM payments JOIN orders ON orders.id = payments.order_id"
            " WHERE payments.status <> 'failed'"
        )

    def _provider(self, statement: str) -> list[tuple[Any, ...]]:
        path = self._stack.home / "sandbox.sqlite"
        with closing(sqlite3.connect(path, timeout=20)) as connection:
            return connection.execute(statement).fetchall()


def _ours(status: str, amount: Decimal, lines: list[dict[str, Any]], *more: Any) -> Books:
    settled, receipts, received, *rest = more
    units = {line["product_id"]: line["quantity"] for line in lines}
    return Books(status, amount, units, settled, receipts, set(received), *rest)


def _check(payment_id: str, books: Books) -> None:
    """One payment is sold and paid, or is open, or nothing has come of it."""
    shown = f"{payment_id}: {books}"
    assert books.received == books.captured, shown
    assert books.lock_is_right in (None, True), shown
    if books.status == "paid":
        _check_sold(books, shown)
        return
    assert books.status in ("created", *CLOSED), shown
    still = {"held"} if books.status == "created" else {"released", "gone", "none"}
    assert books.hold in still, shown
    assert (books.settled, books.receipts, len(books.sold)) == (False, 0, 0), shown
    assert books.kept == 0, shown
    if books.session is not None and books.is_last:
        cleared = books.ended_by == "user"
        assert books.lines == (0 if cleared else len(books.units)), shown
        assert books.ended_by != "payment", shown


def _check_sold(books: Books, shown: str) -> None:
    assert (books.settled, books.receipts, books.hold) == (True, 1, "committed"), shown
    assert (books.kept, dict(books.sold), books.lines) == (books.amount, books.units, 0), shown
    assert books.session in (None, "ended"), shown
    assert books.ended_by in (None, "payment", "staff"), shown
