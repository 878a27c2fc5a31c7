"""Where a service keeps files, as an entry of Django's STORAGES: a folder, or S3 by
django-storages. For services whose requirements have that.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from kit.env import Env

BUCKET = "kit.buckets.Bucket"
FOLDER = "django.core.files.storage.FileSystemStorage"


def place(env: Env, name: str, *, folder: str, folders: str = FOLDER) -> dict[str, Any] | None:
    """By NAME_BUCKET (with NAME_BUCKET_URL, …_REGION, …_KEY_ID, …_SECRET_KEY), else the directory
    that the setting `folder` names, kept by the class `folders`; None without either.
    """
    bucket, location = env.text(f"{name}_BUCKET", ""), env.text(folder, "")
    options = {
        "bucket_name": bucket,
        "endpoint_url": env.text(f"{name}_BUCKET_URL", "") or None,
        "region_name": env.text(f"{name}_BUCKET_REGION", "") or None,
        "access_key": env.text(f"{name}_BUCKET_KEY_ID", ""),
        "secret_key": env.text(f"{name}_BUCKET_SECRET_KEY", ""),
    }
    if bucket:
        return {"BACKEND": BUCKET, "OPTIONS": options}
    if location:
        return {"BACKEND": folders, "OPTIONS": {"location": location, "allow_overwrite": True}}
    return None


def asked(question: Callable[[], Any]) -> Any:
    """What a bucket answers; raises FileNotFoundError for what it has not, and another OSError."""
    try:
        return question()
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
            raise FileNotFoundError("not in the bucket") from error
        raise OSError("the bucket refuses") from error
    except BotoCoreError as error:
        raise OSError("the bucket does not answer") from error
