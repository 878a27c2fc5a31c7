"""Footage where it lies: a file of this machine, or an object in a bucket. Of an object only the
part that is asked for is fetched; the file of django-storages would first fetch all into memory.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any, Protocol

from django.core.files.storage import Storage
from kit.storage import asked

from store.footage.ranges import Part


class Readable(Protocol):
    """Bytes that come in blocks."""

    def read(self, amount: int, /) -> bytes: ...

    def close(self) -> None: ...


class Stored(Protocol):
    """Footage of `size` bytes. What is not there raises FileNotFoundError, an archive that does not
    answer another OSError.
    """

    @property
    def size(self) -> int: ...

    def start(self, part: Part) -> Readable:
        """The bytes from the part's first on; at least all of the part, to be closed."""
        ...


class LocalFile:
    """A file of this machine."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.size = path.stat().st_size

    def start(self, part: Part) -> Readable:
        file = self._path.open("rb")
        file.seek(part.offset)
        return file


class BucketObject:
    """An object of S3, or of what speaks its protocol."""

    def __init__(self, found: Any) -> None:  # boto3 makes the classes of its resources itself
        self._object = found
        self.size = int(asked(lambda: found.content_length))

    def start(self, part: Part) -> Readable:
        if part.length == 0:
            return BytesIO()  # no range says so
        wanted = f"bytes={part.offset}-{part.offset + part.length - 1}"
        body: Readable = asked(lambda: self._object.get(Range=wanted)["Body"])
        return body


def archived(place: Storage, name: str) -> Stored:
    """What the archive has under this name; raises as `Stored`."""
    bucket = getattr(place, "bucket", None)
    return (
        LocalFile(Path(place.path(name))) if bucket is None else BucketObject(bucket.Object(name))
    )
