"""The currencies that money is taken in, with the number of decimals that each has.

From ISO 4217, list one (the column "minor unit"). Left out are what nobody pays with: funds and
units of account (BOV, CHE, CHW, CLF, COU, MXV, USN, UYW, XSU, XUA), metals and test codes.
"""

from __future__ import annotations

from decimal import Decimal

_NONE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_TWO = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD"
    " CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP"
    " GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD"
    " LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB"
    " PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC"
    " SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG"
)
_THREE = "BHD IQD JOD KWD LYD OMR TND"

#: Decimals by currency: 2 for EUR, 0 for JPY, 3 for KWD.
EXPONENTS: dict[str, int] = {
    code: exponent
    for exponent, codes in ((0, _NONE), (2, _TWO), (3, _THREE))
    for code in codes.split()
}


LONGEST = 60  # digits of an amount: longer ones are no amounts


class UnknownCurrency(ValueError):
    """A code that names no currency of ISO 4217 that one can pay with."""


def exponent(currency: str) -> int:
    """How many decimals amounts in this currency have: 0, 2 or 3. Raises UnknownCurrency."""
    try:
        return EXPONENTS[currency]
    except KeyError:
        raise UnknownCurrency(f"{currency!r} is no currency of ISO 4217") from None


def minor_of(amount: Decimal, currency: str) -> int:
    """The amount in the currency's smallest unit: 60.02 EUR is 6002.

    Raises UnknownCurrency, and ValueError for what is not finite or has more decimals than the
    currency (zeros at the end do not count).
    """
    scale = 10 ** exponent(currency)
    if amount.is_finite() and _is_short(amount):
        numerator, denominator = amount.as_integer_ratio()
        minor, rest = divmod(numerator * scale, denominator)
        if rest == 0:
            return int(minor)
    raise ValueError("not an amount in this currency")


def _is_short(amount: Decimal) -> bool:
    """Whether it can be written with few digits; others would fill the memory."""
    digits, power = amount.as_tuple()[1:]
    return isinstance(power, int) and -LONGEST < power < LONGEST and len(digits) < LONGEST


def decimal_of(minor: int, currency: str) -> Decimal:
    """The amount with exactly the decimals of the currency: 6002 is 60.02 EUR, 450 is 450 JPY."""
    digits = tuple(map(int, str(abs(minor))))
    return Decimal((int(minor < 0), digits, -exponent(currency)))


def text_of(minor: int, currency: str) -> str:
    """The amount as services write it: `"60.02"`, `"450"`, `"1.375"`."""
    return f"{decimal_of(minor, currency):f}"
