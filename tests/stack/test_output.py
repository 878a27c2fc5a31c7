"""What reaches the terminal and the logs."""

from __future__ import annotations

import errno
import io
import os
import select
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
    last = said.splitlines()[-1].decode(errors="backslashreplace") + "\n"
    out.follow(name, io.BytesIO(said))
    wait_for(lambda: log.exists() and log.read_text().endswith(last), SOON, "it is in the log")
    return log.read_text(errors="replace")


def test_lines_come_behind_their_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = io.StringIO()
    monkeypatch.setattr(sys, "stdout", said)
    out = Output(tmp_path)
    assert follow(out, tmp_path, b"one\ntwo") == "one\ntwo\n"
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
    assert (tmp_path / "orders-http.log").read_bytes() == b"\\xff\\xfe\n"


def test_what_racks_say_each_second_is_in_the_logs_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", said := io.StringIO())
    lines = (
        "INFO heartbeat machine_id=2001 seq=1",
        "POST /edge/machines/2001/heartbeats/ 200 0.009 s",
        "POST /edge/machines/2001/heartbeats/ 400 0.009 s",
    )
    Output(tmp_path).follow("gateway", io.BytesIO("\n".join(lines).encode()))
    wait_for(lambda: " 400 " in said.getvalue(), SOON, "the one that was refused")
    assert said.getvalue().count("\n") == 1
    assert (tmp_path / "gateway.log").read_text().splitlines() == list(lines)


def test_no_process_moves_the_cursor_or_writes_over_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", said := io.StringIO())
    hostile = "\x1b]0;owned\x07 a\rINFO forged \x9b31m \u202e\u2028 \tend\r\n"
    Output(tmp_path).follow("gateway", io.BytesIO(hostile.encode() + b"next\n"))
    wait_for(lambda: "next" in said.getvalue(), SOON, "both lines")
    log = (tmp_path / "gateway.log").read_text()
    assert all(line.isprintable() for line in (log + said.getvalue()).split("\n"))
    assert log.startswith("\\x1b]0;owned\\x07 a\\rINFO forged \\x9b31m \\u202e\\u2028 ")
    assert log.count("\n") == 2


def test_a_line_without_an_end_fills_no_memory(tmp_path: Path) -> None:
    Output(tmp_path, quiet=True).follow("gateway", io.BytesIO(b"x" * (output.LINE + 1)))
    log = tmp_path / "gateway.log"
    wait_for(lambda: log.exists() and log.read_text().count("\n") == 2, SOON, "two lines")


def test_a_log_goes_on_after_a_full_disk_and_says_what_is_missing(tmp_path: Path) -> None:
    """/dev/full refuses each write as a full disk does."""
    path = tmp_path / "gateway.log"
    path.symlink_to("/dev/full")
    log = output.Log(path)
    for _ in range(3):
        log.write("lost")
    path.unlink()
    log.write("four")
    log.write("five")
    log.close()
    assert path.read_text().splitlines() == [
        "",
        "3 lines before this one could not be written",
        "four",
        "five",
    ]


def test_a_process_starts_on_a_full_disk_and_its_log_begins_with_room(tmp_path: Path) -> None:
    out = Output(tmp_path / "logs", quiet=True)
    (tmp_path / "logs").rmdir()
    assert out.file("gateway") is None
    read, write = os.pipe()
    out.follow("gateway", os.fdopen(read, "rb"))
    with os.fdopen(write, "wb", buffering=0) as process:
        process.write(b"one\ntwo\n")
        wait_for(lambda: not select.select([read], [], [], 0)[0], SOON, "both are read")
        (tmp_path / "logs").mkdir()
        process.write(b"three\n")
        log = tmp_path / "logs" / "gateway.log"
        wait_for(lambda: log.exists() and log.read_text().endswith("three\n"), SOON, "a line")


def test_a_terminal_that_is_a_file_on_a_full_disk_is_not_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Disk(io.StringIO):
        full = True

        def write(self, text: str) -> int:
            if self.full:
                raise OSError(errno.ENOSPC, "No space left on device")
            return super().write(text)

    monkeypatch.setattr(sys, "stdout", said := Disk())
    out = Output(tmp_path)
    out.say("lost")
    said.full = False
    follow(out, tmp_path, b"one\n")
    wait_for(lambda: "one" in said.getvalue(), SOON, "a line")


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
