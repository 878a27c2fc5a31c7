"""Where footage is: the recorder's folder, and the archive that clips are uploaded to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.files.storage import Storage, storages

ARCHIVE = "clips"  # in STORAGES


def archive() -> Storage | None:
    """Where clips are uploaded to; None where nothing is configured."""
    return storages[ARCHIVE] if ARCHIVE in settings.STORAGES else None


def local_file(path_local: str) -> Path | None:
    """The file of a clip, if it lies below CLIPS_DIR and is there; links that lead out do not
    count.
    """
    if not settings.CLIPS_DIR or "\0" in path_local:
        return None
    root = Path(settings.CLIPS_DIR).resolve()
    path = (root / path_local).resolve()
    return path if path.is_relative_to(root) and path.is_file() else None


def files_at_rest(older_than: float) -> Iterator[Path]:
    """Files in the recorder's folder that were written last before this time (Unix), by name."""
    root = Path(settings.CLIPS_DIR)
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.stat().st_mtime < older_than:
            yield path
