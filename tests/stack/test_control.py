"""Requests to a running suite, and what is none."""

from __future__ import annotations

import json
import queue
import socket
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from tools.stack import control


def handle(command: str, name: str) -> dict[str, Any]:
    if command == "busy":
        raise queue.Empty
    if command != "status":
        raise KeyError(command)
    return {"asked": [command, name]}


@pytest.fixture
def door() -> Iterator[Path]:
    with TemporaryDirectory(prefix="aisle-") as directory:  # short: it is a socket's
        path = Path(directory) / "control.sock"
        path.touch()  # a killed run leaves one
        control.serve(path, handle)
        yield path


def tell(door: Path, said: bytes) -> Any:
    with socket.socket(socket.AF_UNIX) as wire:
        wire.settimeout(5)
        wire.connect(str(door))
        wire.sendall(said)
        wire.shutdown(socket.SHUT_WR)
        return json.loads(wire.makefile().readline())


def test_an_answer(door: Path) -> None:
    assert control.ask(door, "status", "x") == {"asked": ["status", "x"]}


def test_an_unknown_command_or_name_is_told(door: Path) -> None:
    with pytest.raises(SystemExit, match="unknown: 'dance'"):
        control.ask(door, "dance")


def test_a_suite_that_is_busy_says_so(door: Path) -> None:
    with pytest.raises(SystemExit, match="no answer"):
        control.ask(door, "busy")


@pytest.mark.parametrize(
    "said", [b"\n", b"", b"{", b"[]\n", b'"status"\n', b"{}\n", b"\xff\n", b"x" * 200_000]
)
def test_nonsense_is_told_and_does_no_harm(
    door: Path, said: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    assert tell(door, said) == {"error": "not a request"}
    assert control.ask(door, "status") == {"asked": ["status", ""]}
    assert capfd.readouterr().err == ""


def test_who_hangs_up_does_no_harm(door: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for _ in range(5):
        with socket.socket(socket.AF_UNIX) as wire:
            wire.connect(str(door))
            wire.sendall(b'{"command":"status"}\n')
    assert control.ask(door, "status") == {"asked": ["status", ""]}
    assert capfd.readouterr().err == ""


def test_nobody_there(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="No suite runs"):
        control.ask(tmp_path / "control.sock", "status")
