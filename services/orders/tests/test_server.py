"""The ws process as it is run: its close codes reach the client."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from orders.actions import orders
from processes import own_database
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import unix_connect
from world import line

pytestmark = pytest.mark.django_db(transaction=True)
CODE = "0" * 40


@pytest.fixture
def serve():
    """Start the ws process with changed settings; gives the process and its socket."""
    with tempfile.TemporaryDirectory(prefix="aisle-") as directory:
        running = []

        def start(**changed):
            path = str(Path(directory) / "ws.sock")
            command = [sys.executable, "-m", "live.server", "--unix-socket", path]
            with Path(directory, "log").open("ab") as log:
                process = subprocess.Popen(
                    [*command, "config.asgi:application"],
                    env={**os.environ, **changed},
                    stdout=log,
                    stderr=log,
                )
            running.append(process)
            deadline = time.monotonic() + 20
            while not listening(path):
                assert process.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.05)
            return process, path

        yield start
        for process in running:
            process.kill()
            process.wait()


def listening(path):
    with socket.socket(socket.AF_UNIX) as wire:
        return wire.connect_ex(path) == 0


def close_of(at, path, meanwhile=lambda: None):
    """Code and reason with which the server ends a connection."""
    with unix_connect(at, f"ws://localhost{path}") as wire:
        meanwhile()
        return end_of(wire)


def end_of(wire):
    """Code and reason of the close; frames before it are passed over."""
    try:
        while True:
            wire.recv(timeout=10)
    except ConnectionClosed as closed:
        return closed.rcvd.code, closed.rcvd.reason


def test_a_stop_tells_everybody_to_come_back(serve, table):
    process, at = serve(DATABASE_URL=own_database())
    told = close_of(at, f"/ws/orders/{table}/", lambda: process.send_signal(signal.SIGTERM))
    assert told == (1012, "restart")
    assert not listening(at)  # nobody comes back to a process that is about to end
    assert process.wait(10) is not None


def test_a_refusal_names_its_reason(serve):
    _, at = serve(DATABASE_URL=own_database())
    assert close_of(at, f"/ws/orders/{CODE}/") == (4404, "session_not_found")
    assert close_of(at, "/ws/panel/1/") == (4403, "incorrect_credentials")


def test_without_a_database_a_listener_is_told_to_come_back(serve):
    _, at = serve(DATABASE_URL="postgresql://nobody:x@/none?host=/nonexistent")
    assert close_of(at, f"/ws/orders/{CODE}/") == (1013, "service_unavailable")


def test_a_reader_that_pauses_gets_every_frame_whole(serve, table):
    """More than the socket's and the server's buffers hold: parts of frames wait, none is lost."""
    _, at = serve(DATABASE_URL=own_database())
    note = "n" * 500
    with unix_connect(at, f"ws://localhost/ws/orders/{table}/", max_queue=1) as wire:
        wire.recv(timeout=10)
        for _ in range(400):
            orders.order_create(code=table, line=line(note=note))
        frames = [json.loads(wire.recv(timeout=10)) for _ in range(400)]
    assert [frame["seq"] for frame in frames] == list(range(1, 401))
    assert {frame["data"]["note"] for frame in frames} == {note}


MASK = bytes(4)
PING = b"\x89\x80" + MASK  # of the protocol
JSON_PING = b"\x81\x8f" + MASK + b'{"type":"ping"}'
PART = b"\x00\x80" + MASK  # of a message that never ends


FLOODS = (PING * 5000, JSON_PING * 5000, b"\x01\x80" + MASK + PART * 5000)


def test_a_flood_of_frames_ends_its_socket_and_disturbs_nobody(serve, table):
    _, at = serve(DATABASE_URL=own_database())
    address = f"ws://localhost/ws/orders/{table}/"
    with unix_connect(at, address) as neighbour:
        neighbour.recv(timeout=10)
        for frames in FLOODS:
            with unix_connect(at, address) as flood, suppress(OSError):
                flood.socket.sendall(frames)
                assert end_of(flood) == (4429, "too_many_requests")
            neighbour.send('{"type":"ping"}')
            assert neighbour.recv(timeout=10) == '{"type":"pong"}'


def test_a_client_that_does_not_mind_being_closed_is_cut(serve, table):
    _, at = serve(DATABASE_URL=own_database())
    for frames in (PING * 500, b"\x81\x81" + MASK + b"{"):
        with socket.socket(socket.AF_UNIX) as wire:
            assert opened(wire, at, table) == b"HTTP/1.1 101 Switching Protocols"
            late_in_a_second()
            wire.sendall(frames)
            began = time.monotonic()
            with suppress(ConnectionResetError):
                while wire.recv(65536):
                    pass
        assert 0.9 < time.monotonic() - began < 5, "there is a second for the answer to a close"


def late_in_a_second():
    """Wait until a second of the server's clock is almost over: autobahn's timers end with one."""
    time.sleep((0.8 - time.monotonic()) % 1)


def test_who_finds_no_place_is_told_to_come_back(serve, table):
    _, at = serve(DATABASE_URL=own_database(), WS_SOCKETS="10")
    address = f"ws://localhost/ws/orders/{table}/"
    with ExitStack() as held:
        guests = [held.enter_context(unix_connect(at, address)) for _ in range(9)]
        assert close_of(at, f"/ws/orders/{table}/") == (1013, "too_many_connections")
        guests[0].close()
        with unix_connect(at, address) as again:
            assert json.loads(again.recv(timeout=10))["type"] == "snapshot"


def test_a_process_without_a_place_says_so_in_the_protocol_that_was_offered(serve, table):
    _, at = serve(DATABASE_URL=own_database(), WS_SOCKETS="0")
    address, offers = f"ws://localhost/ws/orders/{table}/", ["bearer.a.b.c", "aisle"]
    with unix_connect(at, address, subprotocols=offers) as wire:
        assert wire.subprotocol == "aisle"
        assert end_of(wire) == (1013, "too_many_connections")


ODD_HEADERS = (
    *(b"Sec-WebSocket-Protocol: caf\xc3\xa9", b"Sec-WebSocket-Protocol: \xff"),
    *(b"Sec-WebSocket-Protocol: a%0d%0aX: 1", b"Sec-WebSocket-Protocol: a b"),
    *(b"Sec-WebSocket-Protocol: a%41", b"Sec-WebSocket-Protocol: a,,b"),
    *(
        b"Caf\xc3\xa9: 1",
        b"Sec-WebSocket-Version: \xd9\xa3",
        b"Sec-WebSocket-Version: 12",
        b"Sec-WebSocket-Key: \xff",
    ),
    *(
        b"Sec-WebSocket-Extensions: \xff=\xff",
        b"Daphne-Root-Path: \xff",
        b"Daphne-Root-Path: /ws",
        b"X: a\x7fb\x01",
    ),
    *(b"Authorization: Bearer \xff", b"Origin: \xff", b"Cookie: \xff", b"X-Guest-Key: \xff"),
)


def test_a_handshake_of_odd_bytes_leaves_no_trace(serve, table):
    _, at = serve(DATABASE_URL=own_database())
    answers = {}
    for header in ODD_HEADERS:
        with socket.socket(socket.AF_UNIX) as wire:
            answers[header] = opened(wire, at, table, header)
    offers = [header for header in ODD_HEADERS if b"Protocol" in header]
    refusals = {b"HTTP/1.1 400 Bad Request", b"HTTP/1.1 426 Upgrade Required"}
    assert {answers[header] for header in offers} == {b"HTTP/1.1 400 Bad Request"}
    assert set(answers.values()) <= {*refusals, b"HTTP/1.1 101 Switching Protocols"}
    log = Path(at).with_name("log").read_text()
    assert "Traceback" not in log
    assert "ERROR" not in log


def opened(wire, at, table, *headers):
    """The first line of the answer to a handshake with these headers beside the usual ones."""
    usual = {
        b"Host": b"localhost",
        b"Upgrade": b"websocket",
        b"Connection": b"Upgrade",
        b"Sec-WebSocket-Key": b"MDAwMDAwMDAwMDAwMDAwMA==",
        b"Sec-WebSocket-Version": b"13",
    }
    own = dict(header.split(b": ", 1) for header in headers)
    lines = [b": ".join(pair) for pair in {**usual, **own}.items()]
    wire.settimeout(10)
    wire.connect(at)
    request = f"GET /ws/orders/{table}/ HTTP/1.1".encode()
    wire.sendall(b"\r\n".join([request, *lines, b"", b""]))
    return wire.recv(4096).partition(b"\r\n")[0]
