"""What the bench measures with: its load, its servers, its sums, what it reads of a process."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tools.bench import load, machine, process, result, shopping
from tools.bench.load import Tally, Target, request
from tools.bench.machine import Beside

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

LATE = """
import pathlib, socket, sys, time
door = socket.socket(socket.AF_UNIX)
door.bind(sys.argv[1])
time.sleep(0.5)
pathlib.Path(sys.argv[1] + '.listens').touch()
door.listen()
time.sleep(600)
"""


class Echo(BaseHTTPRequestHandler):
    """Answers with its own port; `/no/` is refused, `/new/` has made something."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = str(self.connection.getsockname()[1]).encode()
        self.send_response({"/no/": 403, "/new/": 201}.get(self.path, 200))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Silent."""


@pytest.fixture
def targets() -> Iterator[list[Target]]:
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), Echo) for _ in range(2)]
    for server in servers:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.05,)).start()
    yield [Target(port=server.server_address[1]) for server in servers]
    for server in servers:
        server.shutdown()
        server.server_close()


def test_load_is_spread_over_its_targets(targets: list[Target]) -> None:
    tally = Tally(bodies=[])
    asked = iter([request("GET", "/")] * 40)
    asyncio.run(load._run(targets, asked, tally, connections=4))
    assert tally.answers == len(tally.seconds) == 40
    assert {int(body) for body in tally.bodies or []} == {target.port for target in targets}


def test_each_request_is_sent_once_and_its_body_is_kept(targets: list[Target]) -> None:
    assert len(load.each(targets[0], [request("GET", "/")] * 3)) == 3
    assert load.bodies(targets[0], [request("GET", "/new/")] * 5) == [b"%d" % targets[0].port] * 5
    rate, bodies = load.burst(targets[0], [request("GET", "/")] * 5)
    assert rate > 0
    assert len(bodies) == 5


def test_a_refusal_is_no_answer_to_be_counted(targets: list[Target]) -> None:
    with pytest.raises(RuntimeError, match="1 of 2 requests were refused"):
        load.each(targets[0], [request("GET", "/"), request("GET", "/no/")])


def test_a_server_is_waited_for_until_it_listens(tmp_path: Path) -> None:
    path = str(tmp_path / "door")
    with process.running([sys.executable, "-c", LATE, path], Target(socket=path)):
        assert Path(f"{path}.listens").exists()


def test_a_server_that_ends_at_once_is_not_waited_for(tmp_path: Path) -> None:
    target = Target(socket=str(tmp_path / "door"))
    with (
        pytest.raises(SystemExit, match="did not start"),
        process.running([sys.executable, "-c", "exit(1)"], target),
    ):
        pytest.fail("it has not started")


def test_the_ratio_is_that_of_the_middle_pair() -> None:
    pairs = [(1.0, 1.0), (8.0, 2.0), (3.0, 1.5)]
    found = result.delays("work", pairs, 1.9)
    assert (found.ours, found.limit, found.ratio) == ("3000.00 ms", "1500.00 ms", 2.0)
    assert not found.met
    assert result.rates("work", pairs, 1.9).met
    assert result.rates("work", pairs, None).met


def test_a_trolleys_frame_says_its_length_in_the_shortest_way() -> None:
    short, long = (shopping.frame("scan", 1, barcode="4" * digits) for digits in (13, 100))
    assert short[:2] == bytes([0x81, 0x80 | len(short) - 6])
    assert long[:4] == bytes([0x81, 0xFE]) + (len(long) - 8).to_bytes(2, "big")
    assert json.loads(long[8:]) == {"id": "1", "type": "scan", "data": {"barcode": "4" * 100}}


def test_percentiles() -> None:
    values = [float(n) for n in range(100, 0, -1)]
    assert (result.percentile(values, 50), result.percentile(values, 99)) == (51.0, 100.0)


def test_memory_is_of_a_process_and_all_below_it(tmp_path: Path) -> None:
    path = str(tmp_path / "door")
    alone = machine.memory(os.getpid())
    assert alone > machine.private(os.getpid()) / 1024
    with process.running([sys.executable, "-c", LATE, path], Target(socket=path)):
        assert machine.memory(os.getpid()) > alone


def test_what_we_use_ourselves_is_not_beside_us(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = iter([100.0, 0.0, 130.0, 20.0, 10.0])  # busy, ours; busy, ours; and the clock
    monkeypatch.setattr(machine, "_busy", lambda: next(seconds))
    monkeypatch.setattr(machine, "_ours", lambda: next(seconds))
    monkeypatch.setattr(time, "monotonic", lambda: 0.0)
    beside = Beside()
    monkeypatch.setattr(time, "monotonic", lambda: next(seconds))
    assert beside.cores() == 1.0  # 30 s busy, of which 20 s are ours, in 10 s
