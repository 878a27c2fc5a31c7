"""`.venv` from nothing: what is made, what is kept, and what is said when it cannot be."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tools import bootstrap
from tools.stack.plan import ROOT

OLD = "#!/bin/sh\nexit 1\n"


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with requirements and a `.venv` whose Python is this one."""
    root = tmp_path / "check out"
    (root / "requirements").mkdir(parents=True)
    for name in ("run", "dev"):
        (root / "requirements" / f"{name}.txt").write_text(name)
    (root / ".venv" / "bin").mkdir(parents=True)
    (root / ".venv" / "bin" / "python").symlink_to(sys.executable)
    monkeypatch.setattr(bootstrap, "ROOT", root)
    monkeypatch.setattr(bootstrap, "VENV", root / ".venv")
    monkeypatch.setattr(bootstrap, "PYTHON", root / ".venv" / "bin" / "python")
    monkeypatch.setattr(bootstrap, "STAMP", root / ".venv" / "installed.json")
    return root


@pytest.fixture
def installed(checkout: Path) -> Callable[[str], None]:
    """Stamp `.venv` as if these requirements had been installed."""

    def stamp(name: str) -> None:
        kept = bootstrap._stamp()
        bootstrap.STAMP.write_text(json.dumps({**kept, **bootstrap._state(name)}))

    return stamp


def test_what_is_installed_is_not_installed_again(installed: Callable[[str], None]) -> None:
    assert not bootstrap.satisfied("run")
    installed("run")
    assert bootstrap.satisfied("run")
    assert not bootstrap.satisfied("dev")


def test_what_tests_need_holds_what_a_run_needs(installed: Callable[[str], None]) -> None:
    installed("dev")
    assert bootstrap.satisfied("dev")
    assert bootstrap.satisfied("run")


def test_new_pins_are_installed(checkout: Path, installed: Callable[[str], None]) -> None:
    installed("run")
    (checkout / "requirements" / "run.txt").write_text("new")
    assert not bootstrap.satisfied("run")


def test_another_python_behind_it_makes_it_new(
    checkout: Path, installed: Callable[[str], None], tmp_path: Path
) -> None:
    installed("run")
    python = checkout / ".venv" / "bin" / "python"
    python.unlink()
    assert not bootstrap.satisfied("run")
    other = tmp_path / "python3.99"
    other.touch()
    python.symlink_to(other)
    assert not bootstrap.satisfied("run")
    assert not bootstrap._usable()


@pytest.mark.parametrize("stamp", ["", "{", "[]", "null", "{}"])
def test_a_damaged_stamp_counts_for_nothing(checkout: Path, stamp: str) -> None:
    bootstrap.STAMP.write_text(stamp)
    assert not bootstrap.satisfied("run")


def test_a_checkout_that_has_moved_needs_a_new_one(checkout: Path) -> None:
    pip = checkout / ".venv" / "bin" / "pip"
    assert not bootstrap._usable()
    pip.write_text("#!/elsewhere/.venv/bin/python\n")
    assert not bootstrap._usable()
    pip.write_text(f'#!/bin/sh\n\'\'\'exec\' "{checkout}/.venv/bin/python" "$0" "$@"\n')
    assert bootstrap._usable()


def test_what_pip_says_is_shown_when_it_fails_only(capfd: pytest.CaptureFixture[str]) -> None:
    bootstrap._run([sys.executable, "-c", "print('noise')"], "failed")
    assert capfd.readouterr().out == ""
    with pytest.raises(SystemExit, match=r"(?s)noise.*installing failed: see above"):
        bootstrap._run([sys.executable, "-c", "print('noise'); exit(3)"], "installing failed")


def python(directory: Path, name: str, script: str) -> Path:
    directory.mkdir(exist_ok=True)
    path = directory / name
    path.write_text(script)
    path.chmod(0o755)
    return path


def ask(path: Path, code: str) -> subprocess.CompletedProcess[str]:
    """Choose a Python where `path` is all that there is, in one that pretends to be old."""
    script = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from tools import bootstrap; {code}"
    return subprocess.run(
        [sys.executable, "-c", f"{script}; bootstrap._use_a_python_that_will_do(); print('ours')"],
        env={"PATH": f"{path}:/nowhere", "HOME": os.environ.get("HOME", "/")},
        capture_output=True,
        text=True,
    )


def test_a_newer_python_is_found(tmp_path: Path) -> None:
    python(tmp_path / "bin", "python3.13", OLD)
    python(tmp_path / "bin", "python3.12", "#!/bin/sh\necho 3.12 goes on\n")
    done = ask(tmp_path / "bin", "bootstrap._will_do = lambda python: python.endswith('2')")
    assert done.stdout == "3.12 goes on\n"


def test_no_python_will_do_for_want_of_venv(tmp_path: Path) -> None:
    python(tmp_path / "bin", "python3.13", OLD)
    done = ask(tmp_path / "bin", "bootstrap._will_do = lambda python: False")
    assert done.returncode == 1
    assert "has no module venv or ensurepip" in done.stderr
    assert "apt install python3-venv" in done.stderr


def test_an_old_python_says_so(tmp_path: Path) -> None:
    done = ask(tmp_path / "bin", "sys.version_info = (3, 6, 15); bootstrap._will_do = lambda _: 0")
    assert done.returncode == 1
    assert "Aisle needs Python 3.11 or newer" in done.stderr
    assert "is 3.6.15" in done.stderr
    assert "PYTHON=" in done.stderr


def test_this_python_will_do(tmp_path: Path) -> None:
    assert ask(tmp_path, "pass").stdout == "ours\n"
