"""Tables of a place, and how the place works."""

from __future__ import annotations

from typing import Annotated, Any

from kit.errors import BadRequest
from kit.fields import Id, Name, Signed
from kit.zones import zones
from ninja import Schema
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Field,
    StrictBool,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)

from orders import states
from orders.schemas.fields import Opener, PlaceStep, SessionState
from orders.schemas.offers import Hours, Kitchen, Menu, Menus

Seats = Annotated[int, Field(ge=1, le=99, strict=True)]
Place = Annotated[int, Field(ge=0, le=999, strict=True)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$")]
LANGUAGES = 20
FIELDS = {"name", "seats", "position", "is_active"}


class Position(BaseModel):
    """Where a table stands on the plan: steps to the right and down, from the upper left."""

    x: Place
    y: Place


class TableIn(Signed):
    location_id: Id
    name: Name
    seats: Seats | None = None
    position: Position | None = None


class TableEditIn(Signed):
    """What is sent changes; null empties seats and position."""

    name: Name = ""
    seats: Seats | None = None
    position: Position | None = None
    is_active: StrictBool = True
    renew_code: StrictBool = False

    def sent(self) -> dict[str, Any]:
        """The fields of the table that were sent."""
        return self.model_dump(exclude_unset=True, include=FIELDS)


def _in_order(steps: list[str]) -> list[str]:
    if steps != [each for each in states.STEPS if each in steps] or steps[-1] != states.SERVED:
        raise ValueError("each step once, in their order, and served at the end")
    return steps


def _zone(name: str) -> str:
    if name not in zones():
        raise ValueError("a name of the IANA time zone database, such as Europe/Berlin")
    return name


def _sound(kind: Any) -> BeforeValidator:
    """Raises 400 `erroneous_value` for what is none of this kind."""
    adapter = TypeAdapter(kind)

    def check(value: Any) -> Any:
        try:
            return adapter.validate_python(value)
        except ValidationError as invalid:
            raise BadRequest("erroneous_value", invalid.errors()[0]["msg"]) from invalid

    return BeforeValidator(check)


Steps = Annotated[
    list[PlaceStep],
    Field(min_length=states.FEWEST_STEPS, max_length=len(states.STEPS)),
    AfterValidator(_in_order),
]
Languages = Annotated[list[Language], Field(max_length=LANGUAGES)]
Timezone = Annotated[str, AfterValidator(_zone)]


class SettingsIn(Signed):
    """What is sent changes."""

    steps: Annotated[Steps, _sound(Steps)] = []
    open_by: Annotated[Opener, _sound(Opener)] = "staff"
    ask_word: Annotated[StrictBool, _sound(StrictBool)] = False
    languages: Annotated[Languages, _sound(Languages)] = []
    timezone: Annotated[Timezone, _sound(Timezone)] = "UTC"
    hours: Annotated[Hours | None, _sound(Hours | None)] = None
    kitchen: Annotated[Kitchen | None, _sound(Kitchen | None)] = None
    menus: Annotated[Menus, _sound(Menus)] = []
    tell_wait: Annotated[StrictBool, _sound(StrictBool)] = True

    def sent(self) -> dict[str, Any]:
        """The settings that were sent."""
        names = self.model_fields_set - {"session_key", "user_id"}
        return self.model_dump(include=names)


class SettingsOut(Schema):
    steps: list[PlaceStep]
    """Those that an order goes through after `new`, in this order."""
    open_by: Opener
    ask_word: bool
    languages: list[str]
    timezone: str
    """The IANA name of where the place is."""
    hours: Hours | None
    """When guests order; null for always."""
    kitchen: Kitchen | None
    """When what the kitchen makes is ordered; null for whenever the place is open."""
    menus: list[Menu]
    """Categories that are in none are always offered."""
    tell_wait: bool
    """Whether guests read how long they are going to wait."""


class TableOut(Schema):
    id: int
    location_id: int
    name: str
    code: str
    seats: int | None
    position: Position | None
    is_active: bool


class TableCallOut(Schema):
    table_id: int
    code: str
    timestamp: str


class WaitingOut(Schema):
    timestamp: str


class PanelTableOut(TableOut):
    call: WaitingOut | None


class AtTableOut(Schema):
    code: str
    state: SessionState
    sum: str
    """Of what was ordered and not cancelled."""
    open_calls: int
    opened: str
    word: str | None


class FoundTableOut(Schema):
    table: TableOut
    session: AtTableOut | None


class KnownTableOut(Schema):
    id: int
    name: str
    location_id: int


class SeenCallOut(Schema):
    timestamp: str
    answered: str | None
    """When staff have seen it."""


class LookUpOut(Schema):
    table: KnownTableOut
    session: str | None
    open_by: Opener
    call: SeenCallOut | None
    """What guests at the free table have called for last; null as soon as somebody sits there."""


class TableAnswer(Schema):
    success: bool
    response: TableOut


class TablesAnswer(Schema):
    success: bool
    response: list[FoundTableOut]


class LookUpAnswer(Schema):
    success: bool
    response: LookUpOut


class TableCallAnswer(Schema):
    success: bool
    response: TableCallOut


class SettingsAnswer(Schema):
    success: bool
    response: SettingsOut
