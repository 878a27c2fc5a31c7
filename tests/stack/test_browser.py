"""Chromium: which one is taken, and how one is installed where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.browser import chromium


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only directory of PATH, empty; we are root there."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr("os.geteuid", lambda: 0)
    return tmp_path


def program(directory: Path, name: str, script: str = "exit 0") -> Path:
    path = directory / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def test_what_is_there_is_taken(programs: Path) -> None:
    found = program(programs, "google-chrome")
    assert chromium.ensure() == found
    better = program(programs, "chromium")
    assert chromium.ensure() == better
    best = program(programs, "chromium-headless-shell")
    assert chromium.ensure() == best


def test_a_named_one_is_taken(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(programs, "chromium")
    monkeypatch.setenv("CHROMIUM", str(program(programs, "mine")))
    assert chromium.ensure() == programs / "mine"
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    with pytest.raises(chromium.Missing, match=r"no program /nowhere/chromium \(CHROMIUM\)"):
        chromium.ensure()


def apt(programs: Path, *, has: str) -> Path:
    """An apt that has this package and no other one; what the package brings."""
    brought = programs / has
    program(
        programs,
        "apt-get",
        f'case "$*" in *" {has} "*) echo "#!/bin/sh" >{brought}; /bin/chmod +x {brought};;'
        " *install*) echo 'E: Unable to locate package' >&2; exit 100;; esac",
    )
    return brought


@pytest.mark.parametrize("package", chromium.PACKAGES)
def test_apt_installs_it(programs: Path, capsys: pytest.CaptureFixture[str], package: str) -> None:
    brought = apt(programs, has=package)
    assert chromium.ensure() == brought
    told = capsys.readouterr().out
    assert told.startswith("Installing Chromium for the browser tests")
    assert len(told.splitlines()) == 2


def test_the_light_one_comes_beside_another_one_only_if_it_is_asked_for(programs: Path) -> None:
    other = program(programs, "google-chrome")
    assert chromium.ensure(light=True) == other  # no apt
    program(programs, "apt-get", "exit 100")
    assert chromium.ensure(light=True) == other  # no such package
    light = apt(programs, has=chromium.LIGHT)
    assert chromium.ensure() == other
    assert chromium.ensure(light=True) == light


def test_what_apt_says_is_told(programs: Path) -> None:
    program(programs, "apt-get", 'echo "E: Unable to locate package chromium" >&2; exit 100')
    with pytest.raises(chromium.Missing, match="Unable to locate package chromium; apt-get inst"):
        chromium.ensure()


def test_a_package_without_the_program(programs: Path) -> None:
    program(programs, "apt-get")
    with pytest.raises(chromium.Missing, match="has brought no Chromium"):
        chromium.ensure()


def test_without_apt_or_the_right_to_it(
    programs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(chromium.Missing, match=r"^no Chromium: apt-get install chromium"):
        chromium.ensure()
    program(programs, "apt-get")
    program(programs, "sudo", "exit 1")
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert chromium.main() == 1
    assert capsys.readouterr().out.startswith("no Chromium: apt-get install chromium (as root)")


def test_sudo_that_asks_for_no_password(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    program(programs, "apt-get", "exit 1")
    program(programs, "sudo", f'case "$*" in *install*) echo "$*" >{programs}/asked;; esac')
    with pytest.raises(chromium.Missing, match="has brought no Chromium"):
        chromium.ensure()
    assert (programs / "asked").read_text().startswith("-n apt-get -q -y install")
