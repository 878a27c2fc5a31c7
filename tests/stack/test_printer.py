"""`python -m tools.devices.printer` as `make run` starts it, and what it makes of bytes."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

from tests.support.waiting import wait_for
from tools.devices.printer.device import Printer
from tools.devices.printer.paper import Paper
from tools.stack.plan import ROOT

WITHIN = 20.0  # seconds


def test_it_waits_for_its_port_and_prints_into_the_file(tmp_path: Path) -> None:
    paper = tmp_path / "paper.txt"
    with Printer() as first:
        words = ("--port", str(first.port), "--paper", str(paper))
        played = subprocess.Popen((sys.executable, "-m", "tools.devices.printer", *words), cwd=ROOT)
        first.off()

        def is_there() -> bool:
            with socket.socket() as wire:
                return wire.connect_ex(("127.0.0.1", first.port)) == 0

        wait_for(is_there, WITHIN, "the printer listens")
        with socket.create_connection(("127.0.0.1", first.port)) as wire:
            wire.sendall(b"\x1b@Soup\n\x1dV\x00")
        wait_for(paper.exists, WITHIN, "the ticket is printed")
        assert paper.read_text().splitlines()[0] == "Soup"
        played.terminate()
        assert played.wait(WITHIN) == 0


def test_commands_may_come_byte_by_byte() -> None:
    paper = Paper(columns=20)
    asked: list[int] = []
    paper.on_question = asked.append
    text = b"\x1b@\x1bt\x10\x1ba\x01\x1bE\x01\x1dB\x01Caf\xe9\n\x1dr\x01\x1bd\x06\x1dV\x01"
    for each in text:
        paper.take(bytes([each]))
    assert paper.tickets == ["       [Café]\n"]
    assert (asked, paper.strange) == ([1], [])


def test_what_it_does_not_know_is_told() -> None:
    paper = Paper()
    paper.take(b"\x1b\x01ab\x07\n\x1dV\x00")
    assert paper.strange == [b"\x1b\x01", b"\x07"]
