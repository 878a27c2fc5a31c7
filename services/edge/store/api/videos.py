"""HTTP adapter of clips: registered by the recorder's hook, seen by signed links."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from kit.api import failures
from kit.envelopes import answer
from kit.openapi import allows
from kit.paging import page
from ninja import Query, Router

from store import access, refusals, states
from store.actions.clips import Clip, video_register
from store.api.writing import written
from store.footage.links import is_valid
from store.footage.places import archive, local_file
from store.footage.stored import LocalFile, Stored, archived
from store.models import Video
from store.schemas import clips as schemas
from store.selectors.clips import clip_rows, video_find, videos_find
from store.selectors.devices import camera_find
from store.sending import file_answered

log = logging.getLogger("edge.footage")
router = Router()


@router.get(
    "/edge/videos/",
    auth=access.operator,
    response={200: schemas.VideosOut, **failures(400, 401, 403, 503)},
)
@allows("operator")
def videos(request: Any, asked: Query[schemas.VideosIn]) -> HttpResponse:
    """Clips, newest first."""
    found = videos_find(camera_id=asked.camera_id)
    show = partial(clip_rows, reader=request.auth.user_id)
    return answer(request, page(request, asked, found, show))


@router.post(
    "/edge/videos/",
    auth=access.operator,
    response={201: schemas.VideoOut, **failures(400, 401, 403, 409, 503)},
)
@allows("operator")
def add_video(request: Any, body: schemas.VideoIn) -> HttpResponse:
    """Register a clip. The same one again is the one that is there."""
    camera = camera_find(body.camera_id, refusals.camera_unknown)
    clip = Clip(body.start_time, body.end_time, body.path_local, body.path_cloud or "")

    def write() -> dict[str, Any]:
        video = video_register(camera=camera, clip=clip)
        return clip_rows([video], request.auth.user_id)[0]

    return written(request, "video", write, status=201)


@router.get(
    "/edge/videos/{video_id}/footage/",
    response={200: None, 206: None, **failures(400, 403, 404, 416, 503)},
)
@allows("everybody")
def footage(
    request: HttpRequest, video_id: str, asked: Query[schemas.LinkIn]
) -> HttpResponse | StreamingHttpResponse:
    """The footage, for whoever has a signed link of the last ten minutes; parts of it by Range."""
    video = video_find(video_id)
    if not is_valid(video.pk, asked.ends, asked.reader, asked.signature):
        raise refusals.link_over()
    log.info("footage read", extra={"clip": str(video.pk), "reader": asked.reader})
    try:
        return file_answered(request, _stored(video), name=video.path_local)
    except FileNotFoundError:
        raise refusals.video_not_found() from None
    except OSError as failure:
        raise refusals.archive_unavailable() from failure


def _stored(video: Video) -> Stored:
    """Its footage in the recorder's folder, else in the archive."""
    path = local_file(video.path_local)
    if path is not None:
        return LocalFile(path)
    place = archive()
    if place is None or video.state != states.UPLOADED:
        raise FileNotFoundError(video.path_local)
    return archived(place, video.path_cloud)
