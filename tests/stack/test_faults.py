"""What keeps the figures of hostile traffic, and what reads the frames of a server."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.fuzz import frames_of, wrong
from tests.faults.fuzz_cases import CLOSE, PING, TEXT, Cases, Target, Targets, frame
from tools import faults
from tools.bench.result import Result

FIGURES = [Result("an attack", "6.0 ms", "3.0 ms", 2.0, 3.0)]


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    page = tmp_path / "benchmarks.md"
    monkeypatch.setattr(faults, "PAGE", page)
    return page


def test_the_figures_are_written_and_replaced(page: Path) -> None:
    page.write_text("# Benchmarks\n")
    faults.put(faults.section(FIGURES))
    assert page.read_text().startswith("# Benchmarks\n\n<!-- hostile traffic -->\n")
    assert "| an attack | 6.0 ms | 3.0 ms | 2.00 | ≤ 3.00 | yes |" in page.read_text()
    faults.put(faults.section([Result("another one", "1", "1", 1.0, None)]))
    assert "an attack" not in page.read_text()
    assert page.read_text().count("## Hostile traffic") == 1


def test_the_section_outlives_a_benchmark(page: Path) -> None:
    page.write_text("# Benchmarks\n")
    assert faults.kept() == ""
    faults.put(faults.section(FIGURES))
    assert faults.kept() == faults.section(FIGURES)


def test_frames_are_read_to_the_first_half_one() -> None:
    whole = frame(TEXT, b"{}", masked=False) + frame(PING, b"x" * 300, masked=False)
    assert list(frames_of(whole + b"\x81\x05ab")) == [(0x81, b"{}"), (0x89, b"x" * 300)]


@pytest.mark.parametrize(
    ("kind", "payload", "fine"),
    [
        (0x80 | TEXT, b'{"type":"pong"}', True),
        (0x80 | TEXT, b"[]", False),
        (0x80 | TEXT, b"{", False),
        (0x80 | CLOSE, b"\x11\x4d", True),  # 4429
        (0x80 | CLOSE, b"\x03\xf3", False),  # 1011: something went wrong in the server
        (TEXT, b"{}", False),
        (0xC1, b"{}", False),
    ],
)
def test_what_a_server_may_send(kind: int, payload: bytes, fine: bool) -> None:
    assert (wrong(kind, payload) == "") is fine


def test_a_seed_gives_the_same_cases() -> None:
    targets = Targets((Target("/ws/a/", hello="{}"),), ("/ws/{word}/", "/ws/panel/{number}/"))
    runs = [iter(Cases("seed", targets)) for _ in range(2)]
    first, second = ([next(run) for _ in range(300)] for run in runs)
    assert first == second
    assert {case.ending for case in first} == {"close", "cut", "half"}
