"""`weight.log` and `heartbeat.log`, as the seed names them: beside standard output, where a
directory is set. One process writes them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

NAMES = ("weight", "heartbeat")
LARGEST = 5_000_000  # bytes; then a file is turned over
KEPT = 5  # files that were turned over


def with_files(logging: dict[str, Any], directory: str) -> dict[str, Any]:
    """These logging settings with a file for each of the two loggers; as they are without a
    directory. A file is opened with its first line, so by the process that has one to write.
    """
    if not directory:
        return logging
    place = Path(directory)
    place.mkdir(parents=True, exist_ok=True)
    formatter = logging["handlers"]["out"]["formatter"]
    files = {
        name: {
            "class": "logging.handlers.RotatingFileHandler",
            "filename": str(place / f"{name}.log"),
            "maxBytes": LARGEST,
            "backupCount": KEPT,
            "encoding": "utf-8",
            "delay": True,
            "formatter": formatter,
        }
        for name in NAMES
    }
    loggers = {f"edge.{name}": {"handlers": [name]} for name in NAMES}
    return {
        **logging,
        "handlers": {**logging["handlers"], **files},
        "loggers": {**logging["loggers"], **loggers},
    }
