"""Clips, and where their footage is to be had."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from kit.fields import uuid_of

from store import refusals, states
from store.footage.links import footage_link
from store.footage.places import local_file
from store.models import Video
from store.wire.clips import clip_object, video_object


def video_find(video_id: str) -> Video:
    """The clip of this id, any text; raises 404 `video_not_found`."""
    found = Video.objects.filter(pk=uuid_of(video_id, refusals.video_not_found)).first()
    if found is None:
        raise refusals.video_not_found()
    return found


def videos_find(*, camera_id: UUID | None = None) -> QuerySet[Video]:
    """Clips, newest first: all, or those of a camera."""
    videos = Video.objects.select_related("camera").order_by("-start_time", "id")
    return videos if camera_id is None else videos.filter(camera=camera_id)


def is_to_be_had(video: Video) -> bool:
    """Whether its footage can be shown: from the recorder's folder or from the archive."""
    return video.state == states.UPLOADED or local_file(video.path_local) is not None


def link_of(video: Video, reader: int) -> str | None:
    """A signed link to its footage for this reader, None where there is none."""
    return footage_link(video.pk, reader) if is_to_be_had(video) else None


def clip_rows(videos: Sequence[Video], reader: int) -> list[dict[str, Any]]:
    """These clips as operators see them."""
    return [clip_object(video, link_of(video, reader)) for video in videos]


def ticket_videos(videos: Sequence[Video], reader: int) -> list[dict[str, Any]]:
    """These clips as a ticket shows them."""
    return [video_object(video, link_of(video, reader)) for video in videos]
