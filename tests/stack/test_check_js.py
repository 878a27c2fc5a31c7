"""The types of the pages' modules: without npm nothing is checked, and no other compiler runs."""

from __future__ import annotations

import shutil
import tarfile
from base64 import b64encode
from hashlib import sha512
from pathlib import Path

import pytest

from tools import check_js


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A package as npm packs them."""
    (tmp_path / "tsc.js").write_text("// compiles")
    with tarfile.open(tmp_path / "typescript.tgz", "w:gz") as content:
        content.add(tmp_path / "tsc.js", "package/lib/tsc.js")
    return tmp_path / "typescript.tgz"


def test_without_npm_it_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert check_js.main() == 0
    assert "There is no npm here" in capsys.readouterr().out


def test_a_known_compiler_is_unpacked(archive: Path, tmp_path: Path) -> None:
    known = b64encode(sha512(archive.read_bytes()).digest()).decode()
    check_js.unpack(archive, tmp_path / "typescript", known)
    assert (tmp_path / "typescript/lib/tsc.js").read_text() == "// compiles"


def test_another_compiler_is_refused(archive: Path, tmp_path: Path) -> None:
    with pytest.raises(check_js.OtherContent):
        check_js.unpack(archive, tmp_path / "typescript")
    assert not (tmp_path / "typescript").exists()
