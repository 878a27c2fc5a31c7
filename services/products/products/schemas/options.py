"""What requests and answers about options hold."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from kit.expected import Expected
from kit.fields import Id, IdFilter, Signed
from kit.labels import NamedList
from kit.money import CEILING
from ninja import Schema
from pydantic import BaseModel, BeforeValidator, Field, StrictBool, StringConstraints

from products.schemas.fields import amount
from products.schemas.products import OptionGroupOut
from products.schemas.words import Allergens, NameWords

MOST = 50  # options of a group

Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Number = Annotated[int, Field(strict=True, ge=0, le=MOST)]


def _difference(value: Any) -> Any:
    """An amount with a sign."""
    text = str(value)
    below = text.startswith("-")
    unsigned = amount(text.removeprefix("-")) if below else amount(value)
    return -unsigned if below else unsigned


class OptionIn(BaseModel):
    """One of a group: with its `id` what is not sent of it stays as it is."""

    id: Id | None = None
    name: Label = ""
    price: Annotated[Decimal, BeforeValidator(_difference), Field(ge=-CEILING, le=CEILING)] = (
        Decimal(0)
    )
    is_default: StrictBool = False
    is_active: StrictBool = True
    additives: NamedList = []
    allergens: Allergens = []
    words: NameWords = {}
    product_id: Id | None = None


class GroupIn(BaseModel):
    """What may be said of a group; what is absent stays as it is."""

    name: Label = ""
    least: Number = 0
    most: Annotated[Number, Field(ge=1)] = 1
    words: NameWords = {}
    options: Annotated[list[OptionIn], Field(min_length=1, max_length=MOST)] = []

    def sent(self) -> dict[str, Any]:
        """The values that were sent, by column."""
        return self.model_dump(exclude_unset=True)


class NewGroupIn(GroupIn):
    """A new group needs a location, a name and options that have one."""

    location_id: Id
    name: Label
    options: Annotated[list[OptionIn], Field(min_length=1, max_length=MOST)]


class GroupCreateIn(Signed):
    group: NewGroupIn


class GroupEditIn(Signed):
    group: GroupIn
    expected: Expected = {}
    """What the caller has seen; 409 `option_group_changed` when a field is another one by now."""


class GroupFindIn(Schema):
    location_id: IdFilter = None


class GroupAnswer(Schema):
    success: bool
    response: OptionGroupOut


class GroupsAnswer(Schema):
    success: bool
    response: list[OptionGroupOut]
