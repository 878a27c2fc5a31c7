"""Clips of cameras."""

from __future__ import annotations

from typing import Any

from kit.clock import iso

from store.models import Video


def video_object(video: Video, url: str | None) -> dict[str, Any]:
    """A clip as a ticket shows it; `url` is a signed link to the footage, where it is to be had;
    a camera `at_gate` sees all machines, but none of them near.
    """
    return {
        "id": str(video.pk),
        "camera_id": str(video.camera_id),
        "camera_name": video.camera.name,
        "at_gate": video.sees_all,
        "start_time": iso(video.start_time),
        "end_time": iso(video.end_time),
        "path_local": video.path_local,
        "path_cloud": video.path_cloud,
        "url": url,
    }


def clip_object(video: Video, url: str | None) -> dict[str, Any]:
    """The same for operators, with what has become of the file."""
    return {
        **video_object(video, url),
        "state": video.state,
        "attempts": video.attempts,
        "error": video.error,
        "verified_at": iso(video.verified_at),
        "created_at": iso(video.created_at),
        "store_id": video.store_id,
    }
