"""What fields of requests about products hold."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any

from django.conf import settings
from kit.errors import BadRequest
from kit.fields import Id
from kit.money import CEILING, decimals, quantized
from kit.pictures import PREFIX, picture_of
from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

DISTINCT = {"uniqueItems": True}
AMOUNT = re.compile(r"[0-9]{1,8}(\.[0-9]{1,20})?", re.ASCII)
PERCENT = re.compile(r"[0-9]{1,2}(\.[0-9]{1,2})?", re.ASCII)
BARCODE = re.compile(
    r"^[!-.0-~]{1,64}$"
)  # printable ASCII without spaces and slashes: it is part of a path
# A path of ours, or an http(s) URL without a user's name and password.
IMAGE = re.compile(r"(/(?!/)|https?://[^/?#@\s\\<>\"'`]+(?=[/?#]|$))[^\s\\<>\"'`]*")


def amount(value: Any) -> Any:
    """Exactly the decimal number that was written, as a number or as a text; raises 400
    `erroneous_value` for more decimals than the currency has.
    """
    if isinstance(value, bool) or not AMOUNT.fullmatch(str(value)):
        raise ValueError("not an amount")
    amount = Decimal(str(value))
    if amount > CEILING:
        raise ValueError("too high")
    try:
        return quantized(amount, settings.CURRENCY)
    except ValueError as unfit:
        most = decimals(settings.CURRENCY)
        raise BadRequest("erroneous_value", f"price: at most {most} decimals") from unfit


def percent(value: Any) -> Any:
    """A percentage below 100 with at most two decimals, exactly as it was written."""
    if isinstance(value, bool) or not PERCENT.fullmatch(str(value)):
        raise ValueError("not a percentage")
    return Decimal(str(value))


def nothing_is_empty(value: Any) -> Any:
    """null empties a text, as "" does."""
    return "" if value is None else value


def empty_is_nothing(value: Any) -> Any:
    return None if value == "" else value


def something(units: int) -> int:
    if units == 0:
        raise ValueError("missing")
    return units


def picture(value: str | None) -> str | None:
    """Pages ask for it by https, whatever it says: their policy lets nothing else through."""
    if value is not None and not (IMAGE.fullmatch(value) and value.isprintable()):
        raise ValueError("not a path or http(s) URL")
    if value is not None and value.startswith(PREFIX) and picture_of(value) is None:
        raise ValueError("not a picture of ours")
    return value


Price = Annotated[Decimal, BeforeValidator(amount), Field(ge=0, le=CEILING)]
VatRate = Annotated[Decimal, BeforeValidator(percent)]
Difference = Annotated[str, StringConstraints(pattern=r"^-?[0-9]{1,8}(\.[0-9]{2,3})?$")]
"""With exactly the decimals of the suite's currency."""
Barcode = Annotated[str, StringConstraints(pattern=BARCODE.pattern)]
# In a path: what is no barcode is simply not found, so this is described and not checked.
Scanned = Annotated[str, Field(json_schema_extra={"pattern": BARCODE.pattern, "maxLength": 64})]
Image = Annotated[str, StringConstraints(max_length=500)]
Units = Annotated[int, Field(strict=True, ge=-1_000_000, le=1_000_000), AfterValidator(something)]


# What a caller says of a movement: who did it, and what led to it.
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]


def each_once(ids: list[int]) -> list[int]:
    if len(set(ids)) < len(ids):
        raise ValueError("one twice")
    return ids


GroupIds = Annotated[
    list[Id],
    BeforeValidator(lambda value: value or []),
    Field(max_length=20, json_schema_extra=DISTINCT),
    AfterValidator(each_once),
]
