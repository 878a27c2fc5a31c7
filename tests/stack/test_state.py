"""What a run tells other programs of itself."""

from __future__ import annotations

import json
import stat
from pathlib import Path

from tools.stack.state import StateFile


def test_it_is_its_owners_and_goes_with_the_run(tmp_path: Path) -> None:
    file = StateFile(tmp_path / "run.json", print)
    file.write({"port": 1})
    file.write({"port": 2})
    assert json.loads(file.path.read_text()) == {"port": 2}
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    file.remove()
    assert list(tmp_path.iterdir()) == []
    file.remove()


def test_a_full_disk_ends_no_run_and_is_told_once(tmp_path: Path) -> None:
    told: list[str] = []
    file = StateFile(tmp_path / "run.json", told.append)
    (tmp_path / "run.json.new").symlink_to("/dev/full")
    file.write({"port": 1})
    file.write({"port": 1})
    assert file.stale
    assert told == [f"{file.path} cannot be written: No space left on device"]
    (tmp_path / "run.json.new").unlink()
    file.write({"port": 1})
    assert not file.stale
    assert json.loads(file.path.read_text()) == {"port": 1}
