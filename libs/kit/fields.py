"""Field types for request schemas: what a value may be, so that nothing else reaches a query."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Schema
from pydantic import (
    BaseModel,
    BeforeValidator,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from kit.errors import ApiError, NotFound

BIGINT = 2**63 - 1


def _whole(value: Any) -> Any:
    """JSON's true is no number, 1.5 is no id; "16" is taken as 16, as the clients of the seeds send
    it.
    """
    if isinstance(value, bool | float):
        raise ValueError("not a whole number")
    return value


def exactly_whole(value: Any) -> Any:
    """JSON's true, 1.5 and 1.0 are no whole numbers, nor is the text "1"."""
    if type(value) is not int:
        raise ValueError("not a whole number")
    return value


def empty_if_null(value: Any) -> Any:
    """A null is the same as an empty text."""
    return "" if value is None else value


def given(value: Any) -> Any:
    """`?user_id=` filters by nothing."""
    return None if value == "" else value


Id = Annotated[int, BeforeValidator(_whole), Field(gt=0, le=BIGINT)]
Count = Annotated[int, BeforeValidator(_whole), Field(ge=0, le=2**31 - 1)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
Offset = Annotated[int, Field(ge=0, le=2**31 - 1)]
# A filter in a query string; empty is the same as not there.
IdFilter = Annotated[Id | None, BeforeValidator(given)]
TextFilter = Annotated[
    Annotated[str, StringConstraints(max_length=200)] | None, BeforeValidator(given)
]
LabelFilter = Annotated[
    Annotated[str, StringConstraints(max_length=100)] | None, BeforeValidator(given)
]
FlagFilter = Annotated[bool | None, BeforeValidator(given)]
UuidFilter = Annotated[UUID | None, BeforeValidator(given)]

_id = TypeAdapter(Id)


class Wanted(BaseModel):
    """The object that a write describes a thing by: never empty, and without an `id`, which is not
    the client's to choose. Fields that it does not know are ignored.
    """

    @model_validator(mode="before")
    @classmethod
    def _sound(cls, value: Any) -> Any:
        if not value:
            raise ValueError("missing")
        if isinstance(value, dict) and "id" in value:
            raise ValueError("the id cannot be chosen")
        return value

    def sent(self) -> dict[str, Any]:
        """The values that were sent, by column."""
        return self.model_dump(exclude_unset=True)


class Signed(Schema):
    """A body that may carry the credentials of the seed; kit.auth has read them before the fields
    are looked at, so they are described here and not checked.
    """

    session_key: Annotated[Any, Field(json_schema_extra={"type": "string"})] = None
    user_id: Annotated[Any, Field(json_schema_extra={"type": "integer"})] = None


def path_id(request: HttpRequest, name: str) -> int:
    """The id in the path of a request whose route has not looked at it yet, for a check that goes
    before; raises 404 `<noun>_not_found` like the route would.
    """
    match = request.resolver_match
    try:
        return _id.validate_python(match.kwargs.get(name) if match else None)
    except ValidationError:
        raise NotFound(name.removesuffix("_id") + "_not_found") from None


def path_number(text: str, refusal: Callable[[], NotFound]) -> int:
    """The id in a path as a caller writes it; raises the refusal, a 404, for a text that can be
    none.
    """
    if not (text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= BIGINT):
        raise refusal()
    return int(text)


def uuid_of(text: str | UUID, refusal: Callable[[], ApiError]) -> UUID:
    """The same for an id that is a UUID, or its text."""
    try:
        return text if isinstance(text, UUID) else UUID(text)
    except ValueError:
        raise refusal() from None
