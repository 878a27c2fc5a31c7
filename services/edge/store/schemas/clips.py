"""Clips of cameras."""

from __future__ import annotations

from typing import Annotated, Any

from kit.fields import UuidFilter
from kit.paging import PageIn, PageOut
from ninja import Schema
from pydantic import AwareDatetime, BeforeValidator, Field, StringConstraints, model_validator

from store.schemas.tickets import VideoOfTicketOut


def _moment(value: Any) -> Any:
    """A time is a text; one without a zone is UTC."""
    if not isinstance(value, str):
        raise ValueError("not a time")
    bare = value.strip()
    has_zone = bare.endswith(("Z", "z")) or "+" in bare[10:] or "-" in bare[10:]
    return bare if has_zone else f"{bare}Z"


Moment = Annotated[AwareDatetime, BeforeValidator(_moment)]
Path = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"^[^\x00]*$")]


class VideosIn(PageIn):
    """Which clips: those of a camera."""

    camera_id: UuidFilter = None


class VideoIn(Schema):
    """Footage of a camera. `path_local` below CLIPS_DIR is served; any other is only kept."""

    camera_id: Annotated[str, StringConstraints(min_length=1, max_length=50)]
    start_time: Moment
    end_time: Moment
    path_local: Path
    path_cloud: Path | None = None

    @model_validator(mode="after")
    def _forward(self) -> VideoIn:
        if self.end_time <= self.start_time:
            raise ValueError("it ends before it begins")
        return self


class VideoOut(VideoOfTicketOut):
    """A clip, and what has become of its file."""

    state: str
    attempts: int
    error: str
    verified_at: str | None
    created_at: str
    store_id: int | None


class VideosOut(PageOut):
    results: list[VideoOut]  # type: ignore[assignment]


class LinkIn(Schema):
    """What a signed link says."""

    ends: Annotated[int, Field(ge=0, lt=2**40)]
    reader: Annotated[int, Field(ge=0, lt=2**63)]
    signature: Annotated[str, StringConstraints(max_length=64)]
