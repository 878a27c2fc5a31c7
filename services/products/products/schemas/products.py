"""What requests and answers of the catalogue hold."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

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
from ninja import Schema
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StrictBool,
    StringConstraints,
    field_validator,
)

from products.schemas.fields import (
    DISTINCT,
    Barcode,
    Difference,
    GroupIds,
    Image,
    Price,
    VatRate,
    each_once,
    empty_is_nothing,
    nothing_is_empty,
    picture,
)
from products.schemas.words import (
    Allergen,
    Allergens,
    Categories,
    CategoryOut,
    DescribedOut,
    Language,
    NameOut,
    ProductWords,
)

BATCH = 200
ARRANGED = 10_000


class ProductIn(Wanted):
    """What may be said of a product; what is absent stays as it is."""

    location_id: Id = 0
    name: Name = ""
    price: Price = Decimal(0)
    description: Annotated[Text, BeforeValidator(nothing_is_empty)] = ""
    tags: NamedList = []
    categories: Categories = []
    additives: NamedList = []
    allergens: Allergens = []
    words: ProductWords = {}
    """Name and description in other languages; all of them, by language."""
    barcode: Annotated[Barcode | None, BeforeValidator(empty_is_nothing)] = None
    stock: Count | None = None
    is_active: StrictBool = True
    is_listed: StrictBool = True
    """Whether it stands on the menu; what does not is only taken from stock by options."""
    option_groups: GroupIds = []
    """What is asked for with it, in this order."""
    low_stock_threshold: Count = 5
    image: Annotated[Image | None, BeforeValidator(empty_is_nothing), AfterValidator(picture)] = (
        None
    )
    min_age: Annotated[int, Field(strict=True, ge=1, le=99)] | None = None
    vat_rate: Annotated[VatRate | None, BeforeValidator(empty_is_nothing)] = None
    """The value added tax that the price includes, in percent; null is the place's standard."""

    def category_words(self) -> dict[str, dict[str, str]]:
        """What the categories of which that is said are called, by language."""
        said = {each.name: each.words for each in self.categories if each.words is not None}
        return {
            name: {language.lower(): text for language, text in words.items()}
            for name, words in said.items()
        }


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
        return ids if ids is None else each_once(ids)


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
    allergens: list[Allergen]
    words: dict[Language, NameOut]
    product_id: int | None
    """What one of it takes from stock; null where nobody counts."""


class OptionGroupOut(Schema):
    id: int
    location_id: int
    name: str
    least: int
    most: int
    words: dict[Language, NameOut]
    options: list[OptionOut]


class ProductOut(Schema):
    id: int
    location_id: int
    name: str
    description: str
    price: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,8}(\.[0-9]{2,3})?$")]
    """With exactly the decimals of the suite's currency."""
    tags: list[Named]
    categories: list[CategoryOut]
    additives: list[Named]
    allergens: list[Allergen]
    words: dict[Language, DescribedOut]
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
