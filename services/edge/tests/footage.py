"""A recorder, its folder, and the archive of its clips, in tests."""

import os
from datetime import timedelta

import pytest
from django.utils import timezone
from shop import ONE, OPERATOR

FOLDER = "django.core.files.storage.FileSystemStorage"
FOOTAGE = bytes(range(256)) * 8


@pytest.fixture
def folder(tmp_path, settings):
    """The recorder's folder."""
    place = tmp_path / "clips"
    place.mkdir()
    settings.CLIPS_DIR = str(place)
    return place


@pytest.fixture
def kept(tmp_path, settings):
    """The folder that clips are uploaded to."""
    place = tmp_path / "archive"
    options = {"location": str(place), "allow_overwrite": True}
    settings.STORAGES = {"clips": {"BACKEND": FOLDER, "OPTIONS": options}}
    return place


def camera(shop, **said):
    """The id of a new camera, one that sees the first machine unless more is said."""
    body = {"name": "door", "tag": "In-store", "machines": [ONE], **said}
    return shop.by(OPERATOR).post("/edge/cameras/", body).json()["id"]


def record(folder, name="door", ends=None):
    """The recorder has written five minutes that end at this moment, by default half a minute
    ago.
    """
    ends = ends or timezone.now() - timedelta(seconds=30)
    begins = ends - timedelta(minutes=5)
    path = folder / f"{name}_INSTORE_{begins:%Y-%m-%d_%H:%M:%S.%f}.mp4"
    path.write_bytes(FOOTAGE)
    os.utime(path, (ends.timestamp(), ends.timestamp()))
    return path
