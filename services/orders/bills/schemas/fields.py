"""Types of fields of bills."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from django.conf import settings
from kit.errors import BadRequest
from kit.money import quantized
from orders.amounts import minor
from orders.schemas.fields import Price
from pydantic import BeforeValidator, Field, StringConstraints, TypeAdapter, WithJsonSchema

_price: TypeAdapter[Decimal] = TypeAdapter(Price)


def _smallest(value: Any) -> int:
    """A decimal, as a number or a text, in the smallest unit of the currency; raises 400
    `erroneous_value` for more decimals than it has.
    """
    amount = _price.validate_python(value)
    try:
        return minor(quantized(amount, settings.CURRENCY))
    except ValueError as unfit:
        raise BadRequest("erroneous_value", str(unfit)) from unfit


_DECIMAL = {
    "anyOf": [
        {"type": "number", "minimum": 0},
        {"type": "string", "pattern": r"^[0-9]{1,8}(\.[0-9]{1,3})?$"},
    ]
}
Amount = Annotated[int, BeforeValidator(_smallest), WithJsonSchema(_DECIMAL)]


def _signed(value: Any) -> int:
    """The same with a minus, and never 0."""
    text = str(value).strip() if isinstance(value, (int, float, str)) else value
    below = isinstance(text, str) and text.startswith("-") and text[1:2].isdigit()
    amount = _smallest(text[1:] if below and isinstance(text, str) else value)
    if amount == 0:
        raise ValueError("nothing")
    return -amount if below else amount


_SIGNED = {
    "anyOf": [
        {"type": "number"},
        {"type": "string", "pattern": r"^-?[0-9]{1,8}(\.[0-9]{1,3})?$"},
    ]
}
Change = Annotated[int, BeforeValidator(_signed), WithJsonSchema(_SIGNED)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Percent = Annotated[Decimal, Field(gt=0, le=100, max_digits=5, decimal_places=2)]
Sum = Annotated[str, StringConstraints(pattern=r"^-?[0-9]+(\.[0-9]{2,3})?$")]
"""With exactly the decimals of the suite's currency."""
