"""What is due of a bill, what of it somebody pays, and which tax is in that; in whole units of the
currency's smallest.

Pure functions: they know neither clock nor database.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from orders.amounts import shares

Rates = Mapping[str, int]  # gross amounts by rate, in percent as text


@dataclass(frozen=True, slots=True)
class Line:
    """An order on a bill. `gross` is its price for all units, of which `discount` and `voided` are
    not to be paid; a cancelled one costs nothing. `taken` is what somebody pays, or has paid, as
    this very item.
    """

    order_id: int
    gross: int
    rate: str
    discount: int = 0
    voided: int = 0
    taken: int = 0
    is_cancelled: bool = False

    @property
    def net(self) -> int:
        """What is to be paid for it."""
        return 0 if self.is_cancelled else self.gross - self.discount - self.voided

    @property
    def left(self) -> int:
        """What nobody pays as this item yet."""
        return max(0, self.net - self.taken)


@dataclass(frozen=True, slots=True)
class Shared:
    """Equal shares that are paid, or being paid: `count` of `of`, which come to `amount`."""

    of: int
    count: int
    amount: int


@dataclass(frozen=True, slots=True)
class Bill:
    """The bill of a table. `paid` is what counts as paid, `pending` what is being paid just now.
    `receipted` is what receipts say so far, refunds taken off.
    """

    lines: Sequence[Line] = ()
    paid: int = 0
    pending: int = 0
    shared: Sequence[Shared] = ()
    receipted: Rates = field(default_factory=dict)

    @property
    def due(self) -> int:
        """What the whole bill comes to."""
        return sum(line.net for line in self.lines)

    @property
    def left(self) -> int:
        """What is still to be paid; below 0 it is too much that was paid."""
        return self.due - self.paid - self.pending

    def items(self, ids: Iterable[int]) -> dict[int, int]:
        """What is to be paid for these orders, by order: what nobody pays yet of each, and never
        more together than is left of the bill.
        """
        room, chosen = max(0, self.left), set(ids)
        parts: dict[int, int] = {}
        for line in self.lines:
            if line.order_id in chosen and (part := min(room, line.left)) > 0:
                parts[line.order_id] = part
                room -= part
        return parts

    def share(self, *, of: int, count: int) -> int:
        """So many of equal shares of what was not paid in another way; 0 where all are taken. All
        shares together are exactly that.
        """
        same = [each for each in self.shared if each.of == of]
        before = sum(each.count for each in same)
        whole = self.left + sum(each.amount for each in same)
        upto = min(before + count, of)
        amount = whole * upto // of - sum(each.amount for each in same)
        return max(0, min(amount, self.left))

    def rates(self) -> dict[str, int]:
        """What is due by rate."""
        due: dict[str, int] = {}
        for line in self.lines:
            due[line.rate] = due.get(line.rate, 0) + line.net
        return due

    def unreceipted(self) -> dict[str, int]:
        """What no receipt says yet, by rate; below 0 where receipts say too much."""
        due = self.rates()
        return {
            rate: due.get(rate, 0) - self.receipted.get(rate, 0)
            for rate in sorted({*due, *self.receipted})
        }

    def rates_of(self, amount: int, items: Mapping[int, int]) -> dict[str, int]:
        """The rates of a payment that counts as paid by now: of what it is for, else of all that is
        left, in proportion. The one that leaves nothing to be paid takes just what is left of each.
        """
        left = self.unreceipted()
        if amount == sum(left.values()):
            return _some(left)
        of_items = {line.order_id: line.rate for line in self.lines}
        parts = dict.fromkeys(left, 0)
        for order_id, part in items.items():
            rate = of_items.get(order_id)
            if rate is not None:
                parts[rate] += min(part, max(0, left[rate] - parts[rate]))
        rest = amount - sum(parts.values())
        return _some(_added(parts, _spread(rest, _rest(left, parts))))

    def rates_back(self, amount: int, receipt: Rates) -> dict[str, int]:
        """The rates of a refund of this receipt: as the receipt has them, in proportion. One after
        which receipts say just what is due puts each right.
        """
        over = {rate: -part for rate, part in self.unreceipted().items()}
        if amount == sum(over.values()):
            return _some(over)
        return _some(_spread(amount, receipt))


def _rest(left: Rates, parts: Rates) -> dict[str, int]:
    """What may still be taken of each rate; where nothing is left, all of them alike."""
    rest = {rate: max(0, amount - parts[rate]) for rate, amount in left.items()}
    return rest if any(rest.values()) else {rate: max(0, each) for rate, each in left.items()}


def _spread(amount: int, weights: Rates) -> dict[str, int]:
    """An amount by rates, in proportion; without any weights all of it at the first rate."""
    names = list(weights)
    if not any(each > 0 for each in weights.values()):
        return {names[0]: amount} if names else {}
    return dict(zip(names, shares(amount, [max(0, weights[each]) for each in names]), strict=True))


def _added(one: Rates, other: Rates) -> dict[str, int]:
    return {rate: one.get(rate, 0) + other.get(rate, 0) for rate in {*one, *other}}


def _some(rates: Rates) -> dict[str, int]:
    """Without what is nothing, the highest rate first."""
    return {rate: rates[rate] for rate in sorted(rates, key=Decimal, reverse=True) if rates[rate]}


def tax_in(gross: int, rate: str) -> int:
    """The tax that a gross amount includes at this rate in percent, rounded half up."""
    percent = Decimal(rate)
    exact = Decimal(gross) * percent / (100 + percent)
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))
