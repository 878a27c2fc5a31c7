"""Currencies of ISO 4217 and their smallest units; see README.md."""

from currencies.iso4217 import (
    EXPONENTS,
    UnknownCurrency,
    decimal_of,
    exponent,
    minor_of,
    text_of,
)

__all__ = ["EXPONENTS", "UnknownCurrency", "decimal_of", "exponent", "minor_of", "text_of"]
