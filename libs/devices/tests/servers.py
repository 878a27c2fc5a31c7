"""The fleet's processes, as they are run, on the database of the test."""

import json
import os
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from django.db import connection
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import unix_connect

HERE = Path(__file__).resolve().parent
LIBRARIES = HERE.parents[1]


class Processes:
    """Starts processes in a directory; `end` kills what still runs."""

    def __init__(self, directory):
        self._directory = Path(directory)
        self._running = []
        self._wires = ExitStack()

    def ws(self):
        """A further ws process; gives it and its socket."""
        path = str(self._directory / f"ws-{len(self._running)}.sock")
        process = self._start("live.server", "--unix-socket", path, "fleet.asgi:application")
        wait_for(lambda: answers(path, process))
        return process, path

    def worker(self):
        path = str(self._directory / f"worker-{len(self._running)}.sock")
        process = self._start("django", "work", "--unix-socket", path)
        wait_for(lambda: answers(path, process))
        return process

    def machine(self, at, device, key):
        """A device that has registered at the socket of a ws process."""
        address = f"ws://localhost/ws/trolleys/{device.external_id}/"
        wire = self._wires.enter_context(unix_connect(at, address, open_timeout=10))
        machine = Machine(wire)
        machine.send(id="r", type="register", data={"key": key})
        assert machine.frame() == {"id": "r", "type": "result", "data": {"ok": True}}
        return machine

    def end(self):
        self._wires.close()
        for process in self._running:
            process.kill()
            process.wait()

    def _start(self, *words):
        own = connection.settings_dict
        name = f"postgresql://{own['USER']}:{own['PASSWORD']}@/{own['NAME']}?host={own['HOST']}"
        places = [HERE, LIBRARIES, LIBRARIES.parent]
        process = subprocess.Popen(
            [sys.executable, "-m", *words],
            env={
                **os.environ,
                "DATABASE_URL": name,
                "DJANGO_SETTINGS_MODULE": "fleet.settings",
                "PYTHONPATH": ":".join(map(str, places)),
            },
        )
        self._running.append(process)
        return process


class Machine:
    """A device of the outside world."""

    def __init__(self, wire):
        self.wire = wire

    def send(self, **frame):
        self.wire.send(json.dumps(frame))

    def frame(self, seconds=10):
        return json.loads(self.wire.recv(timeout=seconds))

    def silent(self, seconds):
        try:
            self.frame(seconds)
        except TimeoutError:
            return True
        return False

    def close_of(self):
        """Code and reason of the server's close; frames before it are passed over."""
        try:
            while True:
                self.frame()
        except ConnectionClosed as closed:
            return closed.rcvd and (closed.rcvd.code, closed.rcvd.reason)


def answers(path, process):
    assert process.poll() is None
    with socket.socket(socket.AF_UNIX) as wire:
        return wire.connect_ex(path) == 0


def wait_for(condition, seconds=20):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)
