"""Clips are registered, uploaded, read back, and removed when their time is over."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from kit.polled import polled
from kit.worker import back_off

from store import refusals, states
from store.footage.names import Named, name_read
from store.footage.places import archive, files_at_rest, local_file
from store.footage.ranges import Part
from store.footage.stored import Readable, Stored, archived
from store.models import Camera, Video
from store.selectors.devices import cameras_find

log = logging.getLogger("edge.clips")

AT_REST = 15.0  # seconds since a file was written last: before, the recorder may still be at it
LEASE = timedelta(minutes=10)  # an upload that is not over by then is taken to be lost
PAUSE = 600.0  # seconds between two tries of an upload, at most
BLOCK = 1024 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class Clip:
    """Footage of a camera, and where it is; `path_local` below CLIPS_DIR is served and uploaded."""

    start_time: datetime
    end_time: datetime
    path_local: str
    path_cloud: str = ""


@transaction.atomic
def video_register(*, camera: Camera, clip: Clip) -> Video:
    """Register a clip; the machines are those that the camera sees now. The same one again is the
    one that is there; raises 409 `clip_exists` for another one of that path.
    """
    video = Video(
        store_id=settings.STORE_LOCATION_ID,
        camera=camera,
        sees_all=camera.tag in states.SEES_ALL,
        start_time=clip.start_time,
        end_time=clip.end_time,
        path_local=clip.path_local,
        path_cloud=clip.path_cloud,
        try_at=Now() if _is_to_upload(clip) else None,
    )
    Video.objects.bulk_create([video], ignore_conflicts=True)
    stored = Video.objects.get(path_local=clip.path_local)
    if stored.pk == video.pk:
        stored.machines.set(camera.machines.all())
        return stored
    same = (stored.camera_id, stored.start_time, stored.end_time)
    if same != (camera.pk, clip.start_time, clip.end_time):
        raise refusals.clip_exists()
    return stored


def _is_to_upload(clip: Clip) -> bool:
    has_place = archive() is not None and not clip.path_cloud
    return has_place and local_file(clip.path_local) is not None


# ---- The recorder's folder --------------------------------------------------------------------


def clips_take_in() -> None:
    """Register what the recorder has written: files that are at rest, named after a camera."""
    if not settings.CLIPS_DIR or not Path(settings.CLIPS_DIR).is_dir():
        return
    cameras = {camera.name: camera for camera in cameras_find()}
    for path in _unknown(files_at_rest(time.time() - AT_REST)):
        named = name_read(path.name)
        camera = cameras.get(named.camera) if named else None
        if named and camera:
            _take_in(path, named, camera)


def _unknown(paths: Iterable[Path]) -> list[Path]:
    """Those that are not registered, by their paths below the folder."""
    found = {str(path.relative_to(settings.CLIPS_DIR)): path for path in paths}
    known = Video.objects.filter(path_local__in=list(found)).values_list("path_local", flat=True)
    return [found[name] for name in sorted(found.keys() - set(known))]


def _take_in(path: Path, named: Named, camera: Camera) -> None:
    """A clip ends when its file was written last; a copied file's time says nothing, and its length
    is that of every clip.
    """
    longest = timedelta(minutes=settings.CLIP_MINUTES)
    written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    is_copied = not timedelta(0) < written - named.start_time <= 2 * longest
    ends = named.start_time + longest if is_copied else written
    clip = Clip(named.start_time, ends, str(path.relative_to(settings.CLIPS_DIR)))
    video = video_register(camera=camera, clip=clip)
    log.info("clip taken in", extra={"camera": camera.name, "clip": str(video.pk)})


# ---- The archive ------------------------------------------------------------------------------


def clip_upload_next() -> bool:
    """Upload the clip that has been due longest and read it back; False when none is due."""
    place = archive()
    if place is None or not _due.any():
        return False
    video = _lease()
    if video is None:
        return False
    try:
        _upload(video, place)
    except Exception as failure:  # noqa: BLE001 - whatever an archive may raise
        log.warning("clip not uploaded: %s", type(failure).__name__, extra={"clip": str(video.pk)})
        pause = timedelta(seconds=back_off(video.attempts, at_most=PAUSE))
        _ours(video).update(try_at=Now() + pause, error=type(failure).__name__)
    return True


@polled
def _due() -> QuerySet[Video]:
    return Video.objects.filter(try_at__lte=Now()).order_by("try_at")


@transaction.atomic
def _lease() -> Video | None:
    video = _due().select_for_update(no_key=True, skip_locked=True).first()
    if video is not None:
        video.attempts += 1
        Video.objects.filter(pk=video.pk).update(attempts=video.attempts, try_at=Now() + LEASE)
    return video


def _ours(video: Video) -> QuerySet[Video]:
    """The row, unless another worker has taken it after our lease."""
    return Video.objects.filter(pk=video.pk, attempts=video.attempts, verified_at=None)


def _upload(video: Video, place: Storage) -> None:
    """Raises what the archive raises, and OSError when what it has is not what was sent."""
    path = local_file(video.path_local)
    if path is None:
        _ours(video).update(try_at=None, error="the file is gone")
        return
    name = f"{video.camera_id}/{video.start_time:%Y-%m-%d}/{video.pk}{path.suffix.lower()}"
    with path.open("rb") as file:
        digest = _digest(file)
        file.seek(0)
        with suppress(FileNotFoundError):
            place.delete(name)  # what a try before has left
        stored = place.save(name, File(file))
    if _digest_of(archived(place, stored)) != digest:
        raise OSError("the archive has something else")
    _ours(video).update(
        state=states.UPLOADED,
        path_cloud=stored,
        digest=digest,
        size=path.stat().st_size,
        verified_at=Now(),
        try_at=None,
        error="",
    )


def _digest_of(stored: Stored) -> str:
    with closing(stored.start(Part(0, stored.size, whole=True))) as file:
        return _digest(file)


def _digest(file: Readable) -> str:
    found = hashlib.sha256()
    while block := file.read(BLOCK):
        found.update(block)
    return found.hexdigest()


# ---- What goes --------------------------------------------------------------------------------


def clip_clear_next() -> bool:
    """Remove the local file of a clip that was uploaded, read back, and is older than
    CLIPS_LOCAL_DAYS; False when there is none.
    """
    old = Now() - timedelta(days=settings.CLIPS_LOCAL_DAYS)
    over = Video.objects.filter(verified_at__isnull=False, removed_at=None, end_time__lt=old)
    video = over.order_by("end_time").first()
    if video is None:
        return False
    path = local_file(video.path_local)
    if path is not None:
        path.unlink(missing_ok=True)
    Video.objects.filter(pk=video.pk).update(removed_at=Now())
    return True


def clip_expire_next() -> bool:
    """Remove footage from the archive after CLIPS_ARCHIVE_DAYS; its row stays. False when there is
    none.
    """
    place = archive()
    old = Now() - timedelta(days=settings.CLIPS_ARCHIVE_DAYS)
    over = Video.objects.filter(state=states.UPLOADED, end_time__lt=old)
    video = over.order_by("end_time").first()
    if place is None or video is None:
        return False
    with suppress(FileNotFoundError):
        place.delete(video.path_cloud)
    Video.objects.filter(pk=video.pk).update(state=states.EXPIRED)
    return True
