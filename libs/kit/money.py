"""Amounts of money: plain decimals in the one currency of the suite, with its number of decimals.

The numbers of decimals are those of ISO 4217; the table is in the library `currencies`.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from currencies import exponent
from django.db import models

CEILING = Decimal(99_999_999)  # the highest price
SCALE = 3  # the most decimals that a currency has
DIGITS = 20  # of a sum, its decimals included


def decimals(currency: str) -> int:
    """How many decimals amounts in this currency (ISO 4217, three letters) have: 0, 2 or 3. Raises
    UnknownCurrency, a ValueError.
    """
    return exponent(currency)


def quantized(amount: Decimal, currency: str) -> Decimal:
    """The amount with exactly the decimals of the currency: 2.4 EUR is 2.40.

    Raises ValueError for more decimals than it has (zeros at the end do not count), for what is not
    finite, and for what is not between 0 and CEILING.
    """
    if not amount.is_finite() or not 0 <= amount <= CEILING:
        raise ValueError("out of range")
    exact = amount.quantize(Decimal(1).scaleb(-decimals(currency)))
    if exact != amount:
        raise ValueError("too many decimals")
    return abs(exact)  # never a negative zero


def shown(amount: Decimal, currency: str) -> str:
    """The amount as text with exactly the decimals of the currency, never a negative zero.

    What was stored while the suite had a currency with more decimals is rounded half up.
    """
    return str(amount.quantize(_quantum(currency), ROUND_HALF_UP) + 0)


@cache
def _quantum(currency: str) -> Decimal:
    """The smallest amount of a currency."""
    return Decimal(1).scaleb(-decimals(currency))


class MoneyField(models.DecimalField):  # type: ignore[type-arg]  # generic for mypy only
    """A column of amounts: `numeric` without a fixed scale, since the decimals are those of the
    currency. Whoever writes checks the amount before, with `quantized`.

    To alter a numeric column of a fixed scale to this one rewrites no table.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_digits"], kwargs["decimal_places"] = DIGITS, SCALE
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_digits"], kwargs["decimal_places"]
        return name, path, args, kwargs

    def db_type(self, connection: Any) -> str:
        return "numeric"

    def cast_db_type(self, connection: Any) -> str:
        return "numeric"
