"""Field types of what browsers and machines send. A value that is none is a 400."""

from __future__ import annotations

from typing import Annotated, Any

from kit.fields import empty_if_null, exactly_whole
from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from vending.models.columns import TEXT


def _digits(value: Any) -> Any:
    """A code that is sent as a number is that text; blanks around it do not count."""
    if type(value) is int and 0 <= value < 10**TEXT:
        return str(value)
    return value.strip() if isinstance(value, str) else empty_if_null(value)


def _number(value: Any) -> Any:
    """JSON's true and the text "1" are no numbers."""
    if type(value) not in (int, float):
        raise ValueError("not a number")
    return value


def _sixth(degrees: float) -> float:
    """Six decimals of a degree are a tenth of a metre."""
    return round(degrees, 6)


Text200 = Annotated[str, StringConstraints(max_length=TEXT)]
Given = Annotated[Text200, BeforeValidator(empty_if_null)]
"""A text of at most 200 characters; empty when it is null. Give it the default `""`."""
Code = Annotated[Text200, BeforeValidator(_digits)]
"""A code of a display; empty when it is null or blank."""
Whole = Annotated[int, BeforeValidator(exactly_whole), Field(ge=-(2**31), le=2**31 - 1)]
"""A whole number that a column holds. Its route says which are taken."""
Degrees = Annotated[float, BeforeValidator(_number), AfterValidator(_sixth)]
Latitude = Annotated[Degrees, Field(ge=-90, le=90, allow_inf_nan=False)]
Longitude = Annotated[Degrees, Field(ge=-180, le=180, allow_inf_nan=False)]
Rating = Annotated[int, BeforeValidator(exactly_whole), Field(ge=1, le=5)]
Comment = Annotated[str, StringConstraints(max_length=500)]
