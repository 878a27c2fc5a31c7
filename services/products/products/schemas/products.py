"""What requests and answers of the catalogue hold."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any

from django.conf import settings
from kit.errors import BadRequest
from kit.expected import Expected
from kit.fields import (
    Count,
    FlagFilter,
    Id,
    IdFilter,
    LabelFilter,
    Name,
    Offset,
    Signed,
    Text,
    TextFilter,
    Wanted,
)
from kit.labels import Named, NamedList
from kit.money import CEILING, decimals, quantized
from kit.pictures import PREFIX, picture_of
from ninja import Schema
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StrictBool,
    StringConstraints,
    field_validator,
)

BATCH = 200
ARRANGED = 10_000
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


def _percent(value: Any) -> Any:
    """A percentage below 100 with at most two decimals, exactly as it was written."""
    if isinstance(value, bool) or not PERCENT.fullmatch(str(value)):
        raise ValueError("not a percentage")
    return Decimal(str(value))


def _nothing_is_empty(value: Any) -> Any:
    """null empties a text, as "" does."""
    return "" if value is None else value


def _empty_is_nothing(value: Any) -> Any:
    return None if value == "" else value


def _something(units: int) -> int:
    if units == 0:
        raise ValueError("missing")
    return units


def _picture(value: str | None) -> str | None:
    """Pages ask for it by https, whatever it says: their policy lets nothing else through."""
    if value is not None and not (IMAGE.fullmatch(value) and value.isprintable()):
        raise ValueError("not a path or http(s) URL")
    if value is not None and value.startswith(PREFIX) and picture_of(value) is None:
        raise ValueError("not a picture of ours")
    return value


Price = Annotated[Decimal, BeforeValidator(amount), Field(ge=0, le=CEILING)]
VatRate = Annotated[Decimal, BeforeValidator(_percent)]
Difference = Annotated[str, StringConstraints(pattern=r"^-?[0-9]{1,8}(\.[0-9]{2,3})?$")]
"""With exactly the decimals of the suite's currency."""
Barcode = Annotated[str, StringConstraints(pattern=BARCODE.pattern)]
# In a path: what is no barcode is simply not found, so this is described and not checked.
Scanned = Annotated[str, Field(json_schema_extra={"pattern": BARCODE.pattern, "maxLength": 64})]
Image = Annotated[str, StringConstraints(max_length=500)]
Units = Annotated[int, Field(strict=True, ge=-1_000_000, le=1_000_000), AfterValidator(_something)]


# What a caller says of a movement: who did it, and what led to it.
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]


def _each_once(ids: list[int]) -> list[int]:
    if len(set(ids)) < len(ids):
        raise ValueError("one twice")
    return ids


GroupIds = Annotated[
    list[Id],
    BeforeValidator(lambda value: value or []),
    Field(max_length=20, json_schema_extra=DISTINCT),
    AfterValidator(_each_once),
]


class ProductIn(Wanted):
    """What may be said of a product; what is absent stays as it is."""

    location_id: Id = 0
    name: Name = ""
    price: Price = Decimal(0)
    description: Annotated[Text, BeforeValidator(_nothing_is_empty)] = ""
    tags: NamedList = []
    categories: NamedList = []
    additives: NamedList = []
    barcode: Annotated[Barcode | None, BeforeValidator(_empty_is_nothing)] = None
    stock: Count | None = None
    is_active: StrictBool = True
    is_listed: StrictBool = True
    """Whether it stands on the menu; what does not is only taken from stock by options."""
    option_groups: GroupIds = []
    """What is asked for with it, in this order."""
    low_stock_threshold: Count = 5
    image: Annotated[Image | None, BeforeValidator(_empty_is_nothing), AfterValidator(_picture)] = (
        None
    )
    min_age: Annotated[int, Field(strict=True, ge=1, le=99)] | None = None
    vat_rate: Annotated[VatRate | None, BeforeValidator(_empty_is_nothing)] = None
    """The value added tax that the price includes, in percent; null is the place's standard."""


class NewProductIn(ProductIn):
    """A new product needs a location, a name and a price."""

    location_id: Id
    name: Name
    price: Price


class CreateIn(Signed):
    product: NewProductIn


class EditIn(Signed):
    product: ProductIn
    expected: Expected = {}
    """What the caller has seen; 409 `product_changed` when a field is another one by now."""


class SoldOutIn(Signed):
    sold_out: StrictBool


class ArrangeIn(Signed):
    product_ids: Annotated[list[Id], Field(max_length=ARRANGED, json_schema_extra=DISTINCT)]
    """The order; products that are not named follow, by id."""
    expected: Annotated[list[Id], Field(max_length=ARRANGED, json_schema_extra=DISTINCT)] | None = (
        None
    )
    """The order as the caller saw it. Products that came or went since say nothing."""

    @field_validator("product_ids", "expected")
    @classmethod
    def _distinct(cls, ids: list[int] | None) -> list[int] | None:
        return ids if ids is None else _each_once(ids)


class BatchIn(Schema):
    ids: Annotated[list[Id], Field(max_length=BATCH)]


class FindIn(Schema):
    location_id: IdFilter = None
    name: TextFilter = None
    category: LabelFilter = None
    tag: LabelFilter = None
    additive: LabelFilter = None
    barcode: LabelFilter = None
    active: FlagFilter = None
    offset: Offset = 0


class OptionOut(Schema):
    id: int
    name: str
    price: Difference
    """What it makes dearer, or cheaper with a minus."""
    is_default: bool
    is_active: bool
    """False while it is sold out."""
    additives: list[Named]
    product_id: int | None
    """What one of it takes from stock; null where nobody counts."""


class OptionGroupOut(Schema):
    id: int
    location_id: int
    name: str
    least: int
    most: int
    options: list[OptionOut]


class ProductOut(Schema):
    id: int
    location_id: int
    name: str
    description: str
    price: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,8}(\.[0-9]{2,3})?$")]
    """With exactly the decimals of the suite's currency."""
    tags: list[Named]
    categories: list[Named]
    additives: list[Named]
    slug: str
    barcode: str | None
    stock: int | None
    available: int | None
    """`stock` without what open holds keep; null where nobody counts."""
    is_active: bool
    is_listed: bool
    """False for what only options take from stock."""
    option_groups: list[int]
    options: list[OptionGroupOut]
    """What is asked for with it, in this order."""
    low_stock_threshold: int
    image: str | None
    min_age: int | None
    vat_rate: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,2}\.[0-9]{2}$")] | None
    """In percent, included in the price; null is the standard rate of the place."""
    seller_id: int
    position: int | None
    """Its place on the menu, from 1 on; null comes last, by id."""


class ProductAnswer(Schema):
    success: bool
    response: ProductOut


class FoundOut(Schema):
    product: ProductOut


class FoundAnswer(Schema):
    success: bool
    response: list[FoundOut]


class AtLocationOut(Schema):
    keeps_products: bool
    product: ProductOut | None


class ArrangedOut(Schema):
    product_ids: list[int]
    """All products of the location, in the order of its menu."""


class ArrangedAnswer(Schema):
    success: bool
    response: ArrangedOut


class AtLocationAnswer(Schema):
    success: bool
    response: AtLocationOut


class BatchAnswer(Schema):
    success: bool
    response: list[ProductOut]
