"""Amounts and their smallest units are the same thing, written in two ways."""

from decimal import Decimal

import pytest
from babel.core import get_global
from currencies import EXPONENTS, UnknownCurrency, decimal_of, exponent, minor_of, text_of
from hypothesis import given
from hypothesis import strategies as st

CODES = st.sampled_from(sorted(EXPONENTS))


@pytest.mark.parametrize(("currency", "digits"), [("EUR", 2), ("INR", 2), ("JPY", 0), ("KWD", 3)])
def test_decimals_are_those_of_iso_4217(currency, digits):
    assert exponent(currency) == digits


def test_the_decimals_are_those_of_cldr_where_it_follows_iso():
    """CLDR rounds some currencies to what is in purses; those that it gives 3 or 0 are ISO's."""
    fractions = get_global("currency_fractions")
    assert {code for code in EXPONENTS if fractions.get(code, (2,))[0] == 3} == {
        code for code, digits in EXPONENTS.items() if digits == 3 and code not in {"IQD"}
    }
    for code, digits in EXPONENTS.items():
        if digits == 0:
            assert fractions[code][0] == 0, code


@pytest.mark.parametrize("code", ["", "eur", "EURO", "XXX", "XAU", "€", "EU\n"])
def test_what_nobody_pays_with_is_unknown(code):
    with pytest.raises(UnknownCurrency):
        exponent(code)
    with pytest.raises(UnknownCurrency):
        minor_of(Decimal(1), code)
    with pytest.raises(UnknownCurrency):
        text_of(1, code)


@pytest.mark.parametrize(
    ("amount", "currency", "minor", "text"),
    [
        ("60.02", "EUR", 6002, "60.02"),
        ("60.0200", "EUR", 6002, "60.02"),
        ("450", "JPY", 450, "450"),
        ("4.5E2", "JPY", 450, "450"),
        ("1.375", "KWD", 1375, "1.375"),
        ("0", "EUR", 0, "0.00"),
        ("-0.05", "EUR", -5, "-0.05"),
        ("99999999", "KWD", 99_999_999_000, "99999999.000"),
    ],
)
def test_amounts_in_the_smallest_unit(amount, currency, minor, text):
    assert minor_of(Decimal(amount), currency) == minor
    assert text_of(minor, currency) == text


@pytest.mark.parametrize(
    ("amount", "currency"),
    [
        ("0.001", "EUR"),
        ("0.5", "JPY"),
        ("NaN", "EUR"),
        ("sNaN", "EUR"),
        ("Infinity", "EUR"),
        ("1.000000000000000000000000000000000000001", "EUR"),
        ("1E999999999", "EUR"),
        ("1E-999999999", "EUR"),
    ],
)
def test_what_is_no_amount_of_the_currency_is_refused(amount, currency):
    with pytest.raises(ValueError):
        minor_of(Decimal(amount), currency)


@given(st.integers(-(10**18), 10**18), CODES)
def test_there_and_back(minor, currency):
    amount = decimal_of(minor, currency)
    assert minor_of(amount, currency) == minor
    assert -amount.as_tuple().exponent == exponent(currency)
    assert Decimal(text_of(minor, currency)) == amount
