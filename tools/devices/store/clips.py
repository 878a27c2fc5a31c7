"""The recorder of the store's cameras: it leaves a clip of each in the folder that edge looks into.

All show the same test card, `clip.mp4`: 10 s, H.264, made by ffmpeg from its own test pattern.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

FOOTAGE = Path(__file__).with_name("clip.mp4")


@dataclass(frozen=True)
class Recorder:
    """Cameras by name, and the folder for their clips."""

    cameras: Sequence[str]
    folder: Path

    def write(self, began: datetime) -> list[Path]:
        """A clip of each camera from a moment until now: a clip ends when its file was written."""
        self.folder.mkdir(parents=True, exist_ok=True)
        start = began.astimezone(UTC).strftime("%Y-%m-%d_%H-%M-%S.%f")
        return [self._put(f"{camera}_INSTORE_{start}.mp4") for camera in self.cameras]

    def _put(self, name: str) -> Path:
        """Whole or not at all: what has no name of a clip is not taken in."""
        fresh, path = self.folder / f"{name}.new", self.folder / name
        shutil.copyfile(FOOTAGE, fresh)
        return fresh.replace(path)
