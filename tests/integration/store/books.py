"""Receipts held against the truth: everybody has paid what they took, to the cent, whatever the
reviewers first said, and the provider and the stock ledger agree.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import requests

from tests.integration.store.shop import Customer, Json, Played, Shop
from tests.integration.store.trips import Done
from tests.support.stack import Stack
from tests.support.waiting import wait_for
from tools.stack import plan

WITHIN = 60.0  # seconds for webhooks, refunds and errands
PAYING = ("pay", "pay", "pay_and_close", "pay_twice", "decline")


@dataclass
class Tally:
    """What has happened on the way."""

    wrong: int = 0  # receipts that a reviewer got wrong at first
    contested: int = 0
    refunded: Decimal = Decimal(0)
    ways: Counter[str] = field(default_factory=Counter)


@dataclass
class Books:
    """Of all visits of these customers."""

    shop: Shop
    stack: Stack
    racks: list[Played]
    done: Done
    customers: dict[int, Customer]  # by user id
    dice: random.Random
    tally: Tally = field(default_factory=Tally)
    orders: list[str] = field(default_factory=list)

    def close(self) -> Tally:
        """Go through all visits: reviews with mistakes, payments, contests, reviews again."""
        owners = {visit: self._owner(visit) for visit in self.done.baskets}
        for visit, owner in owners.items():
            if self.dice.random() < 0.75:
                self._pays(visit, owner)
        for visit, owner in owners.items():
            wrong = self._receipt(visit)["total"] != self._worth(visit)
            self.tally.wrong += wrong
            if wrong or self.dice.random() < 0.2:
                self._contests(visit, owner)
        for visit, owner in owners.items():
            self._pays(visit, owner)
        self._rest()
        self._agree()
        return self.tally

    def mistaken(self, ticket: Json) -> list[Json] | None:
        """What a reviewer says of a ticket: now and then a unit too many."""
        if self.dice.random() > 0.4 or not ticket["lines"]:
            return None
        lines = [_said(line) for line in ticket["lines"]]
        lines[0]["quantity"] += 1
        return lines

    # ---- What people do ----------------------------------------------------------------------

    def _owner(self, visit: str) -> Customer:
        return self.customers[self._visit(visit)["user_id"]]

    def _visit(self, visit: str) -> Json:
        return self.shop.reviews("GET", f"/edge/visits/{visit}/")

    def _receipt(self, visit: str) -> Json:
        receipt = self._visit(visit)["receipt"]
        assert receipt is not None, "all of its tickets are complete"
        return dict(receipt)

    def _pays(self, visit: str, owner: Customer) -> None:
        receipt = self._receipt(visit)
        if receipt["due"] == "0.00":
            return
        path = f"/edge/receipts/{receipt['id']}/checkout/"
        payment = self.shop.call(owner.user, "POST", path)
        assert payment["amount"] == receipt["due"]
        order = payment["provider_order_id"]
        self.orders.append(order)
        way = self.dice.choice(PAYING)
        self.tally.ways[way] += 1
        answer = self._at_the_page(order, way)
        if way == "decline":
            wait_for(lambda: self._payment(payment)["status"] == "failed", WITHIN, "it has failed")
            self._pays(visit, owner)
        elif way == "pay_and_close":
            wait_for(lambda: self._payment(payment)["status"] == "paid", WITHIN, "it is paid")
        else:
            verify = f"/edge/payments/{payment['payment_id']}/verify/"
            assert self.shop.call(owner.user, "POST", verify, answer)["status"] == "paid"

    def _payment(self, payment: Json) -> Json:
        return self.shop.reviews("GET", f"/edge/payments/{payment['payment_id']}/")

    def _at_the_page(self, order: str, action: str) -> Json:
        told = self.shop.api.post(f"/sandbox/pay/{order}", {"action": action})
        assert told.status_code in (200, 204, 402), told.text
        return dict(told.json()) if told.content else {}

    def _contests(self, visit: str, owner: Customer) -> None:
        """A reviewer who has looked at the clip gives everybody what they took."""
        receipt = self._receipt(visit)
        if not receipt["lines"]:
            return
        self.tally.contested += 1
        path, said = f"/edge/visits/{visit}/contest/", {"message": "This is not what I took."}
        answer = self.shop.call(owner.user, "POST", path, said)
        assert answer["receipt"]["status"] == "contested"
        for ticket_id in answer["tickets"]:
            ticket = self.shop.ticket(ticket_id)
            if ticket["status"] != "CONTESTED":
                continue
            steps = f"/edge/tickets/{ticket_id}"
            self.shop.reviews("POST", f"{steps}/start/")
            self.shop.reviews("POST", f"{steps}/complete/", {"lines": self._truth(ticket)})
        assert self._receipt(visit)["status"] == "reviewed"

    def _truth(self, ticket: Json) -> list[Json]:
        """What was really taken from the machine of a ticket."""
        basket = self.done.baskets[ticket["visit_id"]]
        lines = list[Json]()
        for played in self.racks:
            if played.rack.machine_id == ticket["machine_id"]:
                for shelf in played.rack.shelves.values():
                    quantity = basket[shelf.product_id]
                    lines.append({"product_id": shelf.product_id, "quantity": quantity})
        return lines

    # ---- What it comes to --------------------------------------------------------------------

    def _worth(self, visit: str) -> str:
        """What was taken, at its price."""
        basket = self.done.baskets[visit]
        return str(sum((units * self._price(id) for id, units in basket.items()), Decimal("0.00")))

    def _price(self, product_id: int) -> Decimal:
        """As the shop's racks are priced: 1.25 on the first shelf, 2.25 on the second …"""
        for played in self.racks:
            for scale_id, shelf in played.rack.shelves.items():
                if shelf.product_id == product_id:
                    return Decimal(f"{int(scale_id)}.25")
        raise LookupError(product_id)

    def _rest(self) -> None:
        """Wait until all refunds are back and the ledger has heard of everything."""

        def back() -> bool:
            self.stack.sql("edge", "UPDATE store_refund SET try_at = now() WHERE state <> 'done'")
            return self.stack.sql("edge", "SELECT 1 FROM store_refund WHERE state <> 'done'") == []

        wait_for(back, WITHIN, "all refunds are back")
        gone = self._sum(lambda shelf: shelf.full - shelf.units)
        wait_for(lambda: self._told() == gone, WITHIN, f"products was told of {gone}")

    def _sum(self, units: Callable[[Any], int]) -> Counter[int]:
        shelves = [each for played in self.racks for each in played.rack.shelves.values()]
        return +Counter({shelf.product_id: units(shelf) for shelf in shelves})

    def _told(self) -> Counter[int]:
        """Units that products knows to be gone."""
        told = Counter[int]()
        for product_id in self._sum(lambda _: 1):
            for kind, change in self.shop.movements(product_id):
                assert kind in ("sale", "refund")
                told[product_id] -= change
        return +told

    def _agree(self) -> None:
        receipts = {visit: self._visit(visit) for visit in self.done.baskets}
        for visit, shown in receipts.items():
            receipt = shown["receipt"]
            assert (receipt["total"], receipt["due"]) == (self._worth(visit), "0.00"), shown
            assert receipt["paid"] == receipt["total"], shown
            self.tally.refunded += sum(
                (Decimal(each["amount"]) for each in shown["refunds"]), Decimal(0)
            )
        total = sum((Decimal(each["receipt"]["total"]) for each in receipts.values()), Decimal(0))
        gone = self._sum(lambda shelf: shelf.full - shelf.units)
        worth = sum((units * self._price(id) for id, units in gone.items()), Decimal(0))
        assert total == worth, "receipts are the goods that left, at their prices"
        assert self._kept() == int(total * 100), "the provider has just that"

    def _kept(self) -> int:
        """What the provider has taken and not given back, in minor units."""
        address = f"http://127.0.0.1:{plan.sandbox_port(self.stack.port)}/v1/orders"
        keys = (plan.SANDBOX["RAZORPAY_KEY_ID"], plan.SANDBOX["RAZORPAY_SECRET_KEY"])
        kept = 0
        for order in self.orders:
            answer = requests.get(f"{address}/{order}/payments", auth=keys, timeout=20)
            for each in answer.json()["items"]:
                kept += (each["amount"] if each["captured"] else 0) - each["amount_refunded"]
        return kept


def _said(line: Json) -> Json:
    return {"product_id": line["product_id"], "quantity": line["quantity"]}
