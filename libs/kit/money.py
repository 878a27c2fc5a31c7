"""Amounts of money: plain decimals in the one currency of the suite, with its number of decimals.

The numbers of decimals are those of ISO 4217 (list one, the column "minor unit").
"""

from __future__ import annotations

from decimal import Decimal

CEILING = Decimal(99_999_999)  # the highest price

_NONE = {
    *("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG"),
    *("RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"),
}
_THREE = {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"}


def decimals(currency: str) -> int:
    """How many decimals amounts in this currency (ISO 4217, three letters) have: 0, 2 or 3."""
    if currency in _NONE:
        return 0
    return 3 if currency in _THREE else 2


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
