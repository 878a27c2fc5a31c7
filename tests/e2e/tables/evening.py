"""What an evening at a café is made of: parties with two phones each, and what they owe."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.e2e.cafe import Cafe
from tests.e2e.people import Guest, Staff
from tests.e2e.tables.seats import Table, tile
from tests.support.waiting import wait_for

AGREED_WITHIN = 10.0  # seconds
START = re.compile("^Start ordering at")
NAMES = {
    "Table 1": ("Ann", "Ben"),
    "Table 2": ("Cleo", "Dov"),
    "Table 3": ("Edda", "Finn"),
    "Table 4": ("Gina", "Hugo"),
    "Table 5": ("Ines", "Jonas"),
    "Table 6": ("Kira", "Leo"),
    "Table 7": ("Mia", "Nils"),
    "Table 8": ("Olga", "Paul"),
}
KEPT = "Object.entries(localStorage).filter(([name]) => name.startsWith('aisle.table.'))"
Owed = Counter[tuple[str, str, Decimal]]  # how many of guest, dish, price


@dataclass(frozen=True)
class Entry:
    """What somebody has ordered, at the price of that moment."""

    guest: str
    dish: str
    price: Decimal
    count: int

    @property
    def sum(self) -> Decimal:
        return self.price * self.count


@dataclass
class Ledger:
    """What the tables owe, counted by the test alone: no service and no page is asked."""

    prices: dict[str, Decimal]
    tables: dict[str, list[Entry]] = field(default_factory=dict)

    def order(self, table: str, guest: str, dish: str, count: int = 1) -> None:
        entry = Entry(guest, dish, self.prices[dish], count)
        self.tables.setdefault(table, []).append(entry)

    def cancel(self, table: str, guest: str, dish: str, count: int) -> None:
        """So many of it are not owed any more."""
        entries = self.tables[table]
        [entry] = [one for one in entries if (one.guest, one.dish) == (guest, dish)]
        entries.remove(entry)
        if entry.count > count:
            entries.append(replace(entry, count=entry.count - count))

    def move(self, table: str, to: str) -> None:
        """To a free table, or together with another one."""
        self.tables.setdefault(to, []).extend(self.tables.pop(table))

    def split(self, table: str, guest: str, to: str) -> None:
        """What a guest has ordered goes to a table of its own."""
        gone = [one for one in self.tables[table] if one.guest == guest]
        self.tables[table] = [one for one in self.tables[table] if one.guest != guest]
        self.tables.setdefault(to, []).extend(gone)

    def sum(self, table: str) -> Decimal:
        return sum((entry.sum for entry in self.tables.get(table, [])), Decimal(0))

    def owed(self, table: str) -> Owed:
        """Each thing that is owed, however many orders it came in."""
        found: Owed = Counter()
        for one in self.tables.get(table, []):
            found[one.guest, one.dish, one.price] += one.count
        return found


class Phone(Guest):
    """A guest's phone, and the name that its owner goes by."""

    def __init__(self, page: Page, code: str, name: str) -> None:
        super().__init__(page, code)
        self.name = name

    def key(self) -> str:
        """By which the server knows this phone at the table where it sat last."""
        kept = [json.loads(value) for _, value in self.page.evaluate(KEPT)]
        return str(max(kept, key=lambda one: one["used"])["key"])

    def send_mine(self) -> None:
        self.look("Cart")
        self.page.get_by_role("button", name=re.compile("^Send (mine: )?1 item")).click()

    def total(self) -> Locator:
        """What the phone says that the table owes."""
        return self.look("Orders").locator(".tab .sum .money")


@dataclass
class Evening:
    """The café with its tables, who sits at them, who works there, and what is owed."""

    cafe: Cafe
    tables: dict[str, Table]
    ledger: Ledger
    panels: dict[str, Staff] = field(default_factory=dict)
    parties: dict[str, list[Phone]] = field(default_factory=dict)

    @property
    def phones(self) -> list[Phone]:
        return [phone for party in self.parties.values() for phone in party]

    def found(self) -> dict[str, Any]:
        """The session that the API finds at each table; None at a free one."""
        path = f"/orders/tables/find/?location_id={self.cafe.location_id}"
        return {one["table"]["name"]: one["session"] for one in self.cafe.staff_get(path)}

    def code(self, table: str) -> str:
        """Of the session that is open at a table."""
        return str(self.found()[table]["code"])

    def step(self, name: str, table: str, step: str) -> None:
        """Somebody presses a card's button: once more when it had only just begun to say that."""
        button = self.panels[name].card(table).get_by_role("button", name=step, exact=True)
        expect(button).to_be_visible()

        def taken() -> bool:
            button.click()
            return button.count() == 0

        wait_for(taken, AGREED_WITHIN, f"{name} takes the step {step} of {table}")

    def wait_states(self, table: str, *states: str) -> None:
        """Until all of a table's orders are in one of these."""
        code = self.code(table)

        def reached() -> bool:
            orders = self.cafe.api.session(code)["orders"]
            return {order["state"] for order in orders} <= set(states)

        wait_for(reached, AGREED_WITHIN, f"{table} is {states}")

    def agree(self) -> None:
        """To the cent: the ledger, the API, all phones, and the panels that show sums."""
        wanted = {table: self.ledger.sum(table) for table in self.ledger.tables}

        def told() -> bool:
            return wanted == {
                name: Decimal(one["sum"]) for name, one in self.found().items() if one
            }

        wait_for(told, AGREED_WITHIN, f"the API tells {wanted}")
        found = self.found()
        for table in wanted:
            self._agrees(table, found[table])

    def _agrees(self, table: str, session: dict[str, Any]) -> None:
        wanted = self.ledger.sum(table)
        orders = self.cafe.api.session(session["code"])["orders"]
        assert _owed(orders) == self.ledger.owed(table), table
        for name in ("Mara", "Wanda"):
            money = tile(self.panels[name], table).locator(".money")
            expect(money, f"{table} at {name}'s panel").to_have_text(f"€{wanted}")
        for phone in self.parties.get(table, []):
            expect(phone.total(), f"{phone.name} at {table}").to_have_text(f"€{wanted}")


def _owed(orders: list[dict[str, Any]]) -> Owed:
    found: Owed = Counter()
    for one in orders:
        if one["state"] != "cancelled":
            found[one["guest"], one["name"], Decimal(one["price"])] += one["quantity"]
    return found
