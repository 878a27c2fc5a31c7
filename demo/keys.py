"""The files from which played devices take their keys: `{"M001":"…"}`; that of the store has more
to say, `demo/store.py` writes it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path


def keys_read(file: Path) -> dict[str, str]:
    """The keys by device; none without a file."""
    return dict(json.loads(file.read_text())) if file.exists() else {}


def keys_write(file: Path, keys: Mapping[str, object]) -> None:
    """Whole or not at all, and for nobody else to read: a key is shown once."""
    fresh = file.with_suffix(".new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as opened:
        json.dump(keys, opened)
    fresh.replace(file)
