"""Where clips are uploaded to, as Django's STORAGES: a folder, or S3 by django-storages."""

from __future__ import annotations

from typing import Any

from kit.env import Env
from kit.storage import place


def storages(env: Env) -> dict[str, Any]:
    """By CLIPS_BUCKET (with CLIPS_BUCKET_…), else CLIPS_ARCHIVE_DIR; without either there is no
    archive, and clips stay where the recorder has put them.
    """
    archive = place(env, "CLIPS", folder="CLIPS_ARCHIVE_DIR")
    return {} if archive is None else {"clips": archive}
