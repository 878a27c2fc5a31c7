"""Shares of amounts, to the smallest unit of the currency."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal

from django.conf import settings
from kit.money import decimals, shown


def minor(amount: Decimal) -> int:
    """An amount in the smallest unit of the currency."""
    return int(amount.scaleb(decimals(settings.CURRENCY)))


def major(amount: int) -> Decimal:
    """So many of the smallest unit of the currency."""
    return Decimal(amount).scaleb(-decimals(settings.CURRENCY))


def text(amount: int) -> str:
    """So many of the smallest unit, as answers show them."""
    return shown(major(amount), settings.CURRENCY)


def part_of(amount: Decimal, units: int, of: int) -> Decimal:
    """What so many units have of an amount that all of them have, rounded down."""
    return major(int((Decimal(minor(amount)) * units / of).to_integral_value(ROUND_DOWN)))


def shares(amount: int, weights: Sequence[int]) -> list[int]:
    """An amount from 0 on in parts that are to each other as their weights from 0 on, and together
    are exactly the amount. What rounding leaves goes to the largest remainders, the first of equal
    ones first. Nothing to weigh by: all parts are 0.
    """
    whole = sum(weights)
    if whole == 0:
        return [0] * len(weights)
    parts = [amount * each // whole for each in weights]
    by_remainder = sorted(range(len(weights)), key=lambda at: -(amount * weights[at] % whole))
    for at in by_remainder[: amount - sum(parts)]:
        parts[at] += 1
    return parts
