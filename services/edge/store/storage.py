"""Where clips are uploaded to, as Django's STORAGES: a folder, or S3 by django-storages."""

from __future__ import annotations

from typing import Any

from kit.env import Env

BUCKET = "store.footage.bucket.bucket"
FOLDER = "django.core.files.storage.FileSystemStorage"


def storages(env: Env) -> dict[str, Any]:
    """By CLIPS_BUCKET (with CLIPS_BUCKET_…), else CLIPS_ARCHIVE_DIR; without either there is no
    archive, and clips stay where the recorder has put them.
    """
    bucket, folder = env.text("CLIPS_BUCKET", ""), env.text("CLIPS_ARCHIVE_DIR", "")
    options = {
        "bucket_name": bucket,
        "endpoint_url": env.text("CLIPS_BUCKET_URL", "") or None,
        "region_name": env.text("CLIPS_BUCKET_REGION", "") or None,
        "access_key": env.text("CLIPS_BUCKET_KEY_ID", ""),
        "secret_key": env.text("CLIPS_BUCKET_SECRET_KEY", ""),
    }
    if bucket:
        return {"clips": {"BACKEND": BUCKET, "OPTIONS": options}}
    if folder:
        local = {"location": folder, "allow_overwrite": True}
        return {"clips": {"BACKEND": FOLDER, "OPTIONS": local}}
    return {}
