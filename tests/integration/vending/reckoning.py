"""Whether the machines, the provider and the ledger of edge agree about sales that have ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import requests

from tests.integration.machines.vendor import PRICE, Json, Stand, Vendor
from tests.integration.vending.buyers import ENDED, Buyer
from tests.support.waiting import wait_for
from tools.devices.vending.board import Counted
from tools.stack import plan

AT_REST_WITHIN = 90.0  # seconds
UNAVAILABLE = 503
#: Refunds that were tried in vain wait longer and longer.
DUE = "UPDATE vending_refund SET try_at = now() WHERE state <> 'done'"
LOCKS = "SELECT count(*) FROM vending_lock"


@dataclass
class Tally:
    """What has become of all sales: how many ended as what, the units that the machines have pushed
    out, and the paise that were kept. `unconfirmed` were pushed out, but nobody was told in time.
    """

    sales: Counter[str] = field(default_factory=Counter)
    units: int = 0
    unconfirmed: int = 0
    money: int = 0

    def __str__(self) -> str:
        states = ", ".join(f"{count} {state}" for state, count in sorted(self.sales.items()))
        out = f"{self.units} units out, {self.unconfirmed} of them without a confirm"
        return f"{self.sales.total()} sales: {states}; {out}; {self.money} paise kept"


@dataclass
class Reckoning:
    """Of all sales at these machines."""

    vendor: Vendor
    buyers: Sequence[Buyer]

    def rest(self) -> None:
        """Wait until every sale has ended, and everything that is due has been paid back."""

        def ended() -> bool:
            self.vendor.stack.sql("edge", DUE)
            return all(self.row(buyer)["state"] in ENDED for buyer in self.buyers) and all(
                each["state"] == "done"
                for buyer in self.buyers
                for each in self.row(buyer)["refunds"]
            )

        wait_for(self._answers, AT_REST_WITHIN, "edge is back")
        wait_for(ended, AT_REST_WITHIN, "all sales have ended")

    def _answers(self) -> bool:
        """Whether the ledger can be read; the gateway may not have noticed the last kill yet."""
        bearer = self.vendor.operator.bearer
        return bool(self.vendor.api.call("GET", "/edge/transactions/", headers=bearer).ok)

    def row(self, buyer: Buyer) -> Json:
        """The sale in the ledger, with its steps and refunds."""
        path, bearer = f"/edge/transactions/{buyer.transaction_id}/", self.vendor.operator.bearer

        answers: list[requests.Response] = []

        def known() -> bool:
            """Not while a process that was killed cannot ask who the operator is."""
            answers.append(self.vendor.api.call("GET", path, headers=bearer))
            return answers[-1].status_code != UNAVAILABLE

        wait_for(known, AT_REST_WITHIN, "edge answers")
        assert answers[-1].ok, f"{path}: {answers[-1].status_code} {answers[-1].text}"
        return dict(answers[-1].json())

    def agree(self) -> Tally:
        """Hold the books against each other, sale by sale and machine by machine."""
        tally, rows = Tally(), [self.row(buyer) for buyer in self.buyers]
        for buyer, row in zip(self.buyers, rows, strict=True):
            tally.sales[row["state"]] += 1
            tally.money += self._money(buyer, row)
        for stand in {buyer.stand.machine_id: buyer.stand for buyer in self.buyers}.values():
            own = [row for row in rows if row["machine_id"] == stand.machine_id]
            tally.units += stand.played.machine.counted.units_out
            tally.unconfirmed += _goods(stand, own)
            _free(stand, own)
        assert self.vendor.stack.sql("edge", LOCKS) == [(0,)]
        return tally

    def _money(self, buyer: Buyer, row: Json) -> int:
        """What the provider has kept of a sale, which is what came out of the machine."""
        payments = [each for order in buyer.orders for each in self._payments(order)]
        taken = sum(each["amount"] for each in payments if each["captured"])
        back = sum(each["amount_refunded"] for each in payments)
        paid_for = row["dispensed"] if row["state"] in ("delivered", "partly_delivered") else 0
        shown = f"{row} {payments}"
        assert (taken - back, row["refunded"]) == (paid_for * PRICE, back), shown
        assert row["quantity"] == buyer.quantity, shown
        if row["state"] == "delivered":
            assert row["dispensed"] == row["quantity"], shown
        if row["state"] == "expired":
            assert (taken, row["dispensed"]) == (0, None), shown
        return int(taken - back)

    def _payments(self, order_id: str) -> list[dict[str, Any]]:
        """What the provider says of an order, to who has its secret."""
        port = plan.sandbox_port(self.vendor.stack.port)
        path = f"http://127.0.0.1:{port}/v1/orders/{order_id}/payments"
        keys = (plan.SANDBOX["RAZORPAY_KEY_ID"], plan.SANDBOX["RAZORPAY_SECRET_KEY"])
        answer = requests.get(path, auth=keys, timeout=20)
        assert answer.status_code == 200, answer.text
        return list(answer.json()["items"])


def _goods(stand: Stand, rows: Sequence[Json]) -> int:
    """Check that what came out of a machine is what the ledger has; the units of which it could
    not know: their confirm was sent once and got no good answer.
    """
    counted: Counted = stand.played.machine.counted
    by_id = {row["transaction_id"]: row for row in rows}
    begun = [by_id[transaction_id] for transaction_id in counted.transactions]
    assert len({row["transaction_id"] for row in begun}) == len(begun), "dispensed twice"
    known = sum(row["dispensed"] or 0 for row in rows)
    assert {row["transaction_id"] for row in rows if row["dispensed"]} <= set(counted.transactions)
    unknown = [row for row in begun if row["dispensed"] is None]
    for row in unknown:
        assert row["state"] == "refunded", row
        reasons = sorted(refund["reason"] for refund in row["refunds"])
        assert reasons in (["unconfirmed"], ["surplus", "unconfirmed"]), row
    answered = sum(status == 200 for status, _ in counted.answers)
    assert len(unknown) <= len(begun) - answered, (unknown, counted)
    lost = counted.units_out - known
    assert len(unknown) <= lost <= sum(row["quantity"] for row in unknown), (rows, counted)
    late: int = sum(row["dispensed"] for row in rows if row["flag"] == "late_confirm")
    return lost + late


def _free(stand: Stand, rows: Sequence[Json]) -> None:
    """Check that a machine is free, and has inside what did not come out by the ledger."""
    left = stand.stock - sum(row["dispensed"] or 0 for row in rows)
    shown = stand.shown()
    assert (shown["current_stock"], shown["available"], shown["locked"]) == (left, left, False), (
        shown
    )
