"""What the demo's kitchen printer has printed."""

from __future__ import annotations

from demo.menu import ORDERS
from tests.stack.helpers import Home
from tests.support.waiting import wait_for
from tools.devices import paper


def its_orders_are_printed(home: Home) -> None:
    """Check that each batch of the demo's guests is on paper once, with all its dishes."""
    batches = [lines for guests in ORDERS.values() for lines in guests.values()]

    def tickets() -> list[str]:
        file = paper(home.home)
        return file.read_text().split("✂")[:-1] if file.exists() else []

    wait_for(lambda: len(tickets()) == len(batches), 20, "all batches are printed")
    for lines in batches:
        dishes = [f"{quantity} x {name}" for name, quantity, _ in lines]
        found = [each for each in tickets() if all(dish in each for dish in dishes)]
        assert len(found) == 1, dishes
