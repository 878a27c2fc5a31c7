"""Amounts have the decimals of their currency."""

from decimal import Decimal

import pytest
from currencies import UnknownCurrency
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from kit.money import CEILING, MoneyField, decimals, quantized, shown


@pytest.mark.parametrize(
    ("currency", "digits"), [("EUR", 2), ("USD", 2), ("LBP", 2), ("JPY", 0), ("KWD", 3)]
)
def test_decimals_are_those_of_iso_4217(currency, digits):
    assert decimals(currency) == digits


@pytest.mark.parametrize("currency", ["XXX", "eur", ""])
def test_there_is_no_other_currency(currency):
    with pytest.raises(UnknownCurrency):
        decimals(currency)


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        ("2.4", "EUR", "2.40"),
        ("2.400", "EUR", "2.40"),
        ("0", "EUR", "0.00"),
        ("-0.0", "EUR", "0.00"),
        ("450", "JPY", "450"),
        ("4.5E2", "JPY", "450"),
        ("1.375", "KWD", "1.375"),
        ("99999999", "KWD", "99999999.000"),
    ],
)
def test_an_amount_gets_exactly_these_decimals(amount, currency, text):
    assert str(quantized(Decimal(amount), currency)) == text


@pytest.mark.parametrize(
    ("amount", "currency"),
    [
        ("1.999", "EUR"),
        ("450.5", "JPY"),
        ("1.3755", "KWD"),
        ("-0.01", "EUR"),
        ("99999999.01", "EUR"),
        ("NaN", "EUR"),
        ("Infinity", "EUR"),
        ("1e999", "EUR"),
    ],
)
def test_what_is_no_price_is_refused(amount, currency):
    with pytest.raises(ValueError):
        quantized(Decimal(amount), currency)


@given(st.decimals(0, CEILING, places=2), st.sampled_from(["EUR", "KWD"]))
def test_no_cent_is_lost(amount, currency):
    assert quantized(amount, currency) == amount


@pytest.mark.parametrize(
    ("stored", "currency", "text"),
    [
        ("2.4", "EUR", "2.40"),
        ("450.00", "JPY", "450"),
        ("1.375", "EUR", "1.38"),
        ("0", "KWD", "0.000"),
        ("-0.001", "EUR", "0.00"),
    ],
)
def test_an_amount_is_shown_in_the_currency_of_now(stored, currency, text):
    assert shown(Decimal(stored), currency) == text


def test_a_column_holds_any_currency():
    field = MoneyField(null=True)
    _, path, args, kwargs = field.deconstruct()
    assert (path, args, kwargs) == ("kit.money.MoneyField", [], {"null": True})
    assert field.db_type(connection) == field.cast_db_type(connection) == "numeric"
    assert field.clone().clean(Decimal("99999999.999"), None) == Decimal("99999999.999")
