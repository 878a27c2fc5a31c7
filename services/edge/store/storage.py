"""Where clips are uploaded to, as Django's STORAGES: a folder, or S3 by django-storages."""

from __future__ import annotations

from typing import Any

from botocore.config import Config
from kit.env import Env

FOLDER = "django.core.files.storage.FileSystemStorage"

# A bucket that does not answer keeps nobody waiting for minutes, as botocore's own times would. Not
# all that speak S3's protocol know its checksums; what was uploaded is read back anyway.
PATIENCE = Config(
    connect_timeout=3,  # seconds, as the next
    read_timeout=10,
    retries={"mode": "standard", "total_max_attempts": 2},
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)


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
        "client_config": PATIENCE,
        "file_overwrite": True,
    }
    if bucket:
        return {"clips": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}}
    if folder:
        local = {"location": folder, "allow_overwrite": True}
        return {"clips": {"BACKEND": FOLDER, "OPTIONS": local}}
    return {}
