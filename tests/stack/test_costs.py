"""What the bench says that a request costs: the clock, the table, the listeners."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tools import faults
from tools.bench import __main__ as bench
from tools.bench import costs, fanout, machine
from tools.bench.costs import Cost, Spent
from tools.bench.load import Target
from tools.bench.result import Result
from tools.k8s import figures

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

TICK = 1 / machine.TICKS


def test_the_processor_time_is_of_all_that_was_started_ended_or_not() -> None:
    before, until = machine.processor(os.getpid()), time.process_time() + 0.1
    while time.process_time() < until:
        pass
    assert 0.1 - 2 * TICK <= machine.processor(os.getpid()) - before < 1


def test_a_process_that_has_ended_has_used_nothing() -> None:
    assert machine.processor(2**22 + 1) == machine.resident(2**22 + 1) == 0


def test_what_is_resident_counts_shared_memory_whole() -> None:
    assert machine.resident(os.getpid()) >= machine.memory(os.getpid()) > 0


def test_a_cost_is_of_one_and_without_what_the_clock_cannot_tell() -> None:
    before = Spent({"orders-http": 1.0, "redis": 2.0}, wal=100, disk=50)
    after = Spent({"orders-http": 1.5, "redis": 2.0 + 2 * TICK}, wal=1100, disk=50)
    cost = after.since(before, costs.ORDER, 100)
    assert cost == Cost(costs.ORDER, {"orders-http": 5.0}, wal=10, disk=0)


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "–"), (0.004, "–"), (0.05, "0.05"), (9.994, "9.99"), (10.4, "10"), (224.4, "224")],
)
def test_a_figure_has_the_digits_that_it_is_worth(value: float | None, text: str) -> None:
    assert costs.cell(value) == text


def test_the_section_says_what_was_measured_and_is_read_back() -> None:
    found = [
        Cost(costs.ORDER, {"postgres": 0.5, "orders-http": 1.25, "runner": 0.0}, 1270.4, 725.6),
        Cost(costs.SOCKET_MEMORY, {"orders-ws": 30.6}),
        Cost(costs.ALONE, {"orders-ws": 124.2, "codes-http": 66.0}),
    ]
    text = costs.section(found)
    assert text.startswith(costs.BEGIN)
    assert text.endswith(costs.END)
    assert "| work | postgres | orders-http | orders-ws | WAL | disk |" in text
    assert figures.read(text).costs == {
        costs.ORDER: {"postgres": 0.5, "orders-http": 1.25, "WAL": 1270, "disk": 726},
        costs.SOCKET_MEMORY: {"orders-ws": 31},
        costs.ALONE: {"orders-ws": 124},
    }


def test_listeners_ask_for_what_is_theirs_and_show_their_token() -> None:
    heads: list[bytes] = []
    ended: asyncio.Queue[None] = asyncio.Queue()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 101 Switching Protocols\r\n\r\n\x81\x02{}")
        with suppress(ConnectionError):
            await reader.read()
            writer.close()
            await writer.wait_closed()
        ended.put_nowait(None)

    async def listen() -> None:
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        at = Target(port=server.sockets[0].getsockname()[1])
        openings = (fanout.handshake("/ws/a/"), fanout.handshake("/ws/b/", "a-token"))
        audience = await fanout.listen_each([(at, opening) for opening in openings])
        assert all(listener.latest for listener in audience.listeners)
        audience.close()
        for _ in openings:
            await ended.get()
        server.close()
        await server.wait_closed()

    asyncio.run(listen())
    first, second = sorted(heads)
    assert (b"GET /ws/a/ " in first, b"Authorization" in first) == (True, False)
    assert b"GET /ws/b/ " in second
    assert b"\r\nAuthorization: Bearer a-token\r\n\r\n" in second


def test_a_silent_page_pings_and_answers_pings_in_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[bytes] = []

    class Written(asyncio.Transport):
        def write(self, data: object) -> None:
            assert isinstance(data, bytes)
            written.append(data)

    async def stay() -> None:
        listeners = [fanout.Listener(b"", fanout.Gathering()) for _ in range(1000)]
        for listener in listeners:
            listener.transport = Written()
        await costs._stay(listeners)

    monkeypatch.setattr(costs, "SILENCE", 0.5)
    monkeypatch.setattr(costs, "STEPS_OF_SILENCE", 5)
    asyncio.run(stay())
    each = 1000 * 0.5
    assert written.count(costs.PING) == each / costs.PING_EVERY
    assert written.count(costs.PONG) == each / costs.PONG_EVERY


def test_a_new_page_has_all_that_capacity_reckons_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "benchmarks.md"
    page.write_text(faults.section([]))
    monkeypatch.setattr(faults, "PAGE", page)
    report = bench.Report()
    report.add(Result("a work", "12/s", "24/s", 0.5, None))
    spent = costs.section([Cost(costs.ORDER, {"redis": 0.5})])
    bench._write(report, "| process | MB |", "Nothing was busy.", spent)
    written = page.read_text()
    parts = ("# Benchmarks\n", "| a work |", "| process | MB |", costs.BEGIN, faults.BEGIN)
    assert sorted(parts, key=written.index) == list(parts)
    found = figures.read(written)
    assert (found.ours["a work"], found.cost(costs.ORDER, "redis")) == (12, 0.5)
    bench._write(report, "| process | MB |", "Nothing was busy.", spent)
    assert page.read_text() == written
