"""What requests and answers of the locations service hold."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import Annotated, Any, Literal

from kit.expected import Expected
from kit.fields import (
    Id,
    IdFilter,
    LabelFilter,
    Offset,
    Signed,
    Text,
    TextFilter,
    Wanted,
    empty_if_null,
)
from kit.labels import Named, NamedList
from kit.pictures import ADDRESS, picture_of
from kit.tokens import Caller
from ninja import Schema
from pydantic import (
    AfterValidator,
    AllowInfNan,
    BeforeValidator,
    Field,
    StringConstraints,
)

STEP = Decimal("0.00000001")  # degrees: about a millimetre


def _given(value: Any) -> Any:
    return value or None


def _empty_is_nothing(value: Any) -> Any:
    return value or None if isinstance(value, str) else value


def _degrees(value: Any) -> Any:
    """A number, or a text that holds one, rounded to what is stored."""
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | str) or len(str(value)) > 40:
        raise ValueError("not a number")
    try:
        return Decimal(str(value)).quantize(STEP, ROUND_HALF_EVEN) + 0  # no negative zero
    except InvalidOperation:
        raise ValueError("not a number") from None


def _safe_link(value: str | None) -> str | None:
    """A page may make a link of it: no scheme but http(s), no user's name, no control
    characters.
    """
    scheme, colon, _ = (value or "").partition(":")
    if colon and scheme.lower() not in {"http", "https"} and "." not in scheme:
        raise ValueError("not a web address")
    if "@" in re.split("[/?#]", (value or "").rpartition("://")[2])[0]:
        raise ValueError("a user's name")
    if value and not value.isprintable():
        raise ValueError("control characters")
    return value


def _picture(value: str | None) -> str | None:
    if value is not None and picture_of(value) is None:
        raise ValueError("not the address of a picture")
    return value


def _lower(value: str | None) -> str | None:
    return value and value.lower()


ShortText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
Address = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
Telephone = Annotated[str, StringConstraints(strip_whitespace=True, max_length=50)]
Website = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
Color = Annotated[str, StringConstraints(pattern="^#[0-9a-fA-F]{6}$")]
Logo = Annotated[str, Field(json_schema_extra={"pattern": f"^{ADDRESS.pattern}$"})]
Username = Annotated[str, StringConstraints(min_length=1, max_length=150)]
Hired = Literal["manager", "waiter", "kitchen"]
Roles = Literal["owner", "manager", "waiter", "kitchen"]
EmptyText = BeforeValidator(empty_if_null)
EmptyIsNull = BeforeValidator(_empty_is_nothing)
EmptyNull = AfterValidator(_empty_is_nothing)
Latitude = Annotated[Decimal, Field(ge=-90, le=90)]
Longitude = Annotated[Decimal, Field(ge=-180, le=180)]


class LocationIn(Wanted):
    """What may be said of a location; what is absent is empty in a new one and stays in an old."""

    name: Annotated[ShortText, EmptyText] = ""
    description: Annotated[Text, EmptyText] = ""
    address: Annotated[Address, EmptyText] = ""
    latitude: Annotated[Latitude | None, BeforeValidator(_degrees)] = None
    longitude: Annotated[Longitude | None, BeforeValidator(_degrees)] = None
    website: Annotated[Website | None, EmptyNull, AfterValidator(_safe_link)] = None
    telephone: Annotated[Telephone | None, EmptyNull] = None
    logo: Annotated[Logo | None, EmptyIsNull, AfterValidator(_picture)] = None
    """The address of a picture of this location, so that only an edit can say it."""
    color: Annotated[Color | None, EmptyIsNull, AfterValidator(_lower)] = None
    categories: NamedList = []
    tags: NamedList = []
    user_id: Annotated[Id | None, BeforeValidator(_given)] = Field(None, exclude=True)


class WriteIn(Signed):
    location: LocationIn

    def names_another_than(self, caller: Caller) -> bool:
        """Whether the location is said to be somebody else's."""
        return self.location.user_id not in {None, caller.user_id}


class EditIn(WriteIn):
    expected: Expected = {}
    """What the caller has seen; 409 `location_changed` when a field is another one by now."""


class HireIn(Signed):
    username: Username
    """Exactly as the account is written."""
    role: Hired = "manager"


class StaffIn(Signed):
    staff_id: Id


class RoleIn(StaffIn):
    role: Hired
    expected: Expected = {}
    """`{"role": …}` as the caller has seen it; else 409 `staff_changed`."""


class PageIn(Schema):
    offset: Offset = 0


class FindIn(PageIn):
    user_id: IdFilter = None
    name: TextFilter = None
    category: LabelFilter = None
    tag: LabelFilter = None


class NearbyIn(PageIn):
    latitude: Annotated[float, Field(ge=-90, le=90), AllowInfNan(False)]
    longitude: Annotated[float, Field(ge=-180, le=180), AllowInfNan(False)]
    radius: Annotated[float, AllowInfNan(False)] = 10_000


class LocationOut(Schema):
    id: int
    name: str
    description: str
    address: str
    user_id: int
    latitude: str | None
    longitude: str | None
    website: str | None
    telephone: str | None
    logo: str | None
    """The address of a picture, in one of its sizes."""
    color: Annotated[str, StringConstraints(pattern="^#[0-9a-f]{6}$")] | None
    categories: list[Named]
    tags: list[Named]


class LocationAnswer(Schema):
    success: bool
    response: LocationOut


class FoundOut(Schema):
    location: LocationOut


class FoundAnswer(Schema):
    success: bool
    response: list[FoundOut]


class NearbyOut(FoundOut):
    distance: float


class NearbyAnswer(Schema):
    success: bool
    response: list[NearbyOut]


class MineOut(FoundOut):
    role: Roles
    """The caller's there; administrators have an owner's."""


class MineAnswer(Schema):
    success: bool
    response: list[MineOut]


class StaffOut(Schema):
    staff: list[int]
    roles: dict[str, Hired]
    """By the ids of `staff`."""


class StaffAnswer(Schema):
    success: bool
    response: StaffOut


class PersonOut(Schema):
    user_id: int
    username: str
    """Empty when there is no such user."""
    first_name: str
    last_name: str
    is_owner: bool
    role: Roles
    managed: bool
    """The owner made the account, and may hand a new password over."""


class SecretOut(Schema):
    username: str
    password: str
    """Shown this one time."""


class SecretAnswer(Schema):
    success: bool
    response: SecretOut


class PersonsAnswer(Schema):
    success: bool
    response: list[PersonOut]


class PeopleOut(Schema):
    id: int
    name: str
    user_id: int
    staff: list[int]
    roles: dict[str, Hired]
    """By the ids of `staff`."""
    logo: str | None


class PeopleAnswer(Schema):
    success: bool
    response: PeopleOut
