"""The ws process as it is run: its close codes reach the client."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from django.db import connection
from orders.actions import orders
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
            process = subprocess.Popen(
                [*command, "config.asgi:application"], env={**os.environ, **changed}
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


def own_database():
    """DATABASE_URL of the test database."""
    own = connection.settings_dict
    return f"postgresql://{own['USER']}:{own['PASSWORD']}@/{own['NAME']}?host={own['HOST']}"


def close_of(at, path, meanwhile=lambda: None):
    """Code and reason with which the server ends a connection."""
    with unix_connect(at, f"ws://localhost{path}") as wire:
        meanwhile()
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
