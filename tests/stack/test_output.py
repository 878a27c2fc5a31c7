"""What reaches the terminal and the logs."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from tests.support.waiting import wait_for
from tools.stack import output
from tools.stack.output import Output

SOON = 5.0  # seconds


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Gone(io.StringIO):
    def write(self, _: str) -> int:
        raise OSError("the terminal is gone")


def follow(out: Output, logs: Path, said: bytes, name: str = "orders-http") -> str:
    """Let a process say this; returns its log."""
    log = logs / f"{name}.log"
    out.follow(name, io.BytesIO(said))
    wait_for(lambda: log.exists() and log.read_bytes().endswith(said), SOON, "it is in the log")
    return log.read_text(errors="replace")


def test_lines_come_behind_their_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = io.StringIO()
    monkeypatch.setattr(sys, "stdout", said)
    out = Output(tmp_path)
    assert follow(out, tmp_path, b"one\ntwo") == "one\ntwo"
    wait_for(lambda: said.getvalue().count("\n") == 2, SOON, "two lines")
    assert said.getvalue().splitlines() == ["orders-http       │ one", "orders-http       │ two"]


def test_a_terminal_gets_a_colour_for_each_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(sys, "stdout", said := Terminal())
    out = Output(tmp_path)
    for name in ("a", "b"):
        follow(out, tmp_path, b"x\n", name)
    wait_for(lambda: said.getvalue().count("\n") == 2, SOON, "two lines")
    colours = {line[: line.index("m")] for line in said.getvalue().splitlines()}
    assert len(colours) == 2
    assert all(colour.startswith("\x1b[") for colour in colours)


def test_no_color_is_respected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr(sys, "stdout", said := Terminal())
    follow(Output(tmp_path), tmp_path, b"x\n")
    wait_for(lambda: "x" in said.getvalue(), SOON, "a line")
    assert "\x1b" not in said.getvalue()


def test_quiet_keeps_lines_off_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", said := io.StringIO())
    out = Output(tmp_path, quiet=True)
    assert follow(out, tmp_path, b"x\n") == "x\n"
    out.say("ours")
    assert said.getvalue() == "ours\n"


def test_bytes_that_are_no_text_do_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", said := io.StringIO())
    follow(Output(tmp_path), tmp_path, b"\xff\xfe\n")
    wait_for(lambda: "│" in said.getvalue(), SOON, "a line")
    assert (tmp_path / "orders-http.log").read_bytes() == b"\xff\xfe\n"


def test_logs_go_on_when_the_terminal_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", Gone())
    out = Output(tmp_path)
    assert follow(out, tmp_path, b"one\ntwo\n") == "one\ntwo\n"
    out.say("nobody hears it")


def test_a_large_log_is_moved_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output, "FILE_LIMIT", 10)
    out = Output(tmp_path, quiet=True)
    assert follow(out, tmp_path, b"more than ten\n") == "more than ten\n"
    assert follow(out, tmp_path, b"new\n") == "new\n"
    assert (tmp_path / "orders-http.log.1").read_text() == "more than ten\n"
    assert follow(out, tmp_path, b"er\n") == "new\ner\n"
