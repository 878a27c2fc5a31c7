"""What somebody holds, by the changes that are theirs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from store import states


@dataclass(frozen=True, slots=True)
class Moved:
    """Units that a visit has picked or placed; `unit_price` in minor units, as of then."""

    status: str
    product_id: int
    quantity: int
    unit_price: int
    machine_id: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """Units of a product at one price, from one machine."""

    product_id: int
    unit_price: int
    quantity: int
    machine_id: str = ""


def cart(moves: Iterable[Moved]) -> tuple[list[Line], dict[int, int]]:
    """The lines after these moves, in the order of their first picks, and how many units of a
    product were put back beyond what was held, which nobody can account for.

    What is put back leaves the line that was picked last, wherever it is put.
    """
    stacks: dict[int, list[Line]] = {}
    order: dict[tuple[int, int, str], None] = {}
    surplus: dict[int, int] = {}
    for move in moves:
        stack = stacks.setdefault(move.product_id, [])
        if move.status == states.PICKED:
            order.setdefault((move.product_id, move.unit_price, move.machine_id))
            stack.append(Line(move.product_id, move.unit_price, move.quantity, move.machine_id))
            continue
        beyond = _put_back(stack, move.quantity)
        if beyond:
            surplus[move.product_id] = surplus.get(move.product_id, 0) + beyond
    held: dict[tuple[int, int, str], int] = dict.fromkeys(order, 0)
    for stack in stacks.values():
        for line in stack:
            held[line.product_id, line.unit_price, line.machine_id] += line.quantity
    lines = [
        Line(product, price, count, machine)
        for (product, price, machine), count in held.items()
        if count
    ]
    return lines, surplus


def _put_back(stack: list[Line], quantity: int) -> int:
    """Take so many units off the stack; how many were not on it."""
    while quantity and stack:
        last = stack.pop()
        if last.quantity > quantity:
            stack.append(replace(last, quantity=last.quantity - quantity))
            return 0
        quantity -= last.quantity
    return quantity


def held(lines: Iterable[Line]) -> dict[int, int]:
    """How many units of each product these lines are."""
    counts: dict[int, int] = {}
    for line in lines:
        counts[line.product_id] = counts.get(line.product_id, 0) + line.quantity
    return counts
