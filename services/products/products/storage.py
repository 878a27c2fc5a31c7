"""Where pictures are kept, as Django's STORAGES: a folder, or S3 by django-storages."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from kit.env import Env
from kit.storage import place

PICTURES = "pictures"  # in STORAGES
BEGUN = ".begun"  # below the folder: files that are being written


class Folder(FileSystemStorage):
    """A directory in which a file appears as a whole, or not at all: who reads it meanwhile, and
    keeps it for a year, never has half of it.
    """

    def _save(self, name: str, content: File[bytes]) -> str:
        begun, target = Path(self.path(BEGUN)), Path(self.path(name))
        begun.mkdir(parents=True, exist_ok=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=begun, delete=False) as file:
            try:
                file.write(content.read())
                file.flush()
                os.fsync(file.fileno())
                os.replace(file.name, target)
            except OSError:
                Path(file.name).unlink(missing_ok=True)
                raise
        return name


def storages(env: Env) -> dict[str, Any]:
    """By PICTURES_BUCKET (with PICTURES_BUCKET_…), else PICTURES_DIR; without either no pictures
    are taken.
    """
    kept = place(env, "PICTURES", folder="PICTURES_DIR", folders="products.storage.Folder")
    return {} if kept is None else {PICTURES: kept}
