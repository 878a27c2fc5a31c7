"""Cameras, scanners, machines, keys and scales."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from kit.fields import FlagFilter, Id, TextFilter, Wanted, empty_if_null, exactly_whole
from kit.paging import PageIn, PageOut
from ninja import Schema
from pydantic import BeforeValidator, Field, StringConstraints

from store.models.columns import HARDWARE
from store.models.shelves import HEAVIEST

STREAM = r"^$|^(rtsps?|rtmps?|https?)://\S+$"


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=HARDWARE)]
Words = Annotated[
    Annotated[str, StringConstraints(strip_whitespace=True, max_length=HARDWARE)],
    BeforeValidator(empty_if_null),
]
OnOff = Annotated[Literal["ON", "OFF", ""], BeforeValidator(empty_if_null)]
CameraTag = Annotated[
    Literal["Entry", "Exit", "In-store", "Out-of-store", ""], BeforeValidator(empty_if_null)
]
Stream = Annotated[
    Annotated[str, StringConstraints(max_length=500, pattern=STREAM)],
    BeforeValidator(empty_if_null),
]
Numbers = Annotated[list[Annotated[str, StringConstraints(max_length=50)]], Field(max_length=1000)]


class HardwareIn(Schema):
    name: Name = ""
    model_number: Words = ""
    company: Words = ""
    operation_status: OnOff = ""

    def sent(self) -> dict[str, Any]:
        """The values that were sent, by column."""
        return self.model_dump(exclude_unset=True)


class CameraIn(HardwareIn):
    """A camera; all may be missing. `machines` are the numbers of those that it sees."""

    tag: CameraTag = ""
    machines: Numbers = []
    stream_url: Stream = ""


class ScannerIn(HardwareIn):
    """A scanner; `tag` says at which gate it stands."""

    tag: Literal["Entry", "Exit"]


class ScannerChangeIn(HardwareIn):
    tag: Literal["Entry", "Exit"] = "Entry"


class RackIn(Schema):
    machine_id: Annotated[str, StringConstraints(min_length=1, max_length=50)]
    display_name: Name


class RackChangeIn(Wanted):
    display_name: Name


class RacksIn(PageIn):
    """Machines in use, or those that are retired."""

    retired: FlagFilter = None


class DeviceKeyOut(Schema):
    id: int
    created_at: str


class NewDeviceKeyOut(DeviceKeyOut):
    """A key, which is shown this once."""

    key: str


class CameraOut(Schema):
    id: str
    name: str
    tag: str | None
    model_number: str
    company: str
    operation_status: str | None
    machines: list[str]
    stream_url: str
    created_at: str
    updated_at: str
    store_id: int | None


class CamerasOut(PageOut):
    results: list[CameraOut]  # type: ignore[assignment]


class ScannerOut(Schema):
    id: str
    name: str
    tag: str | None
    model_number: str
    company: str
    operation_status: str | None
    created_at: str
    updated_at: str
    keys: list[DeviceKeyOut]
    store_id: int | None


class ScannersOut(PageOut):
    results: list[ScannerOut]  # type: ignore[assignment]


class RackOut(Schema):
    machine_id: str
    display_name: str
    status: str
    last_seen: str | None
    created_at: str
    updated_at: str
    retired_at: str | None
    keys: list[DeviceKeyOut]
    store_id: int | None


class RacksOut(PageOut):
    results: list[RackOut]  # type: ignore[assignment]


class ScaleIn(Schema):
    """What lies on a scale: grams of a unit, and by how many a change may miss whole units."""

    product_id: Id
    unit_weight_g: Annotated[int, BeforeValidator(exactly_whole), Field(ge=1, le=HEAVIEST)]
    tolerance_g: Annotated[int, BeforeValidator(exactly_whole), Field(ge=0, le=HEAVIEST)]


class ScaleOut(Schema):
    machine_id: str
    scale_id: str
    product_id: int
    unit_weight_g: int
    tolerance_g: int
    name: str | None
    unit_price: str | None
    image: str


class ScalesOut(PageOut):
    results: list[ScaleOut]  # type: ignore[assignment]


class ShelfProductsIn(PageIn):
    """Which of what lies in the store: those with this in their name."""

    search: TextFilter = None


class ShelfProductOut(Schema):
    product_id: int
    name: str
    unit_price: str
    image: str


class ShelfProductsOut(PageOut):
    results: list[ShelfProductOut]  # type: ignore[assignment]
