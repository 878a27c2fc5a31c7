"""The ws processes of edge, as they are run, on the database of the test and a Redis of its own."""

import json
import os
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from django.db import connection
from machines import DOWN
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import unix_connect
from world import KEY, MACHINE

from tools.stack.embedded import Redis
from tools.stack.spawn import start

SERVICE = Path(__file__).resolve().parent.parent
ROOT = SERVICE.parents[1]


class Processes:
    """Starts processes in a directory; `end` kills what still runs."""

    def __init__(self, directory):
        self._directory = Path(directory)
        self._running = []
        self._wires = ExitStack()
        self._redis = Redis(self._directory)
        self.redis_url = self._redis.url
        self._server = None

    def redis_up(self):
        self._redis.socket.unlink(missing_ok=True)
        self._server = start(
            self._redis.command,
            cwd=self._directory,
            environment=os.environ,
            output=subprocess.DEVNULL,
        )
        wait_for(self._redis.ready)

    def redis_down(self):
        self._server.kill()
        self._server.wait()

    def ws(self):
        """A further ws process; gives its socket."""
        path = str(self._directory / f"ws-{len(self._running)}.sock")
        own = connection.settings_dict
        name = f"postgresql://{own['USER']}:{own['PASSWORD']}@/{own['NAME']}?host={own['HOST']}"
        places = [SERVICE, ROOT / "libs", ROOT]
        process = subprocess.Popen(
            [sys.executable, "-m", "live.server", "--unix-socket", path, "config.asgi:application"],
            env={
                **os.environ,
                "DATABASE_URL": name,
                "REDIS_URL": self.redis_url,
                "PYTHONPATH": ":".join(map(str, places)),
            },
        )
        self._running.append(process)
        wait_for(lambda: answers(path, process))
        return path

    def machine(self, at, machine_id=MACHINE, key=KEY):
        """A machine that has registered as its firmware does at the socket of a ws process."""
        wire = self._wires.enter_context(
            unix_connect(
                at,
                "ws://192.168.1.7:8002/ws",
                origin="file://",
                subprotocols=["arduino"],
                user_agent_header="arduino-WebSocket-Client",
                open_timeout=20,
            )
        )
        machine = Firmware(wire)
        machine.send(type="register", machine_id=machine_id, api_key=key)
        machine.send(type="status", value="unlocked")
        return machine

    def end(self):
        self._wires.close()
        for process in self._running:
            process.kill()
            process.wait()
        self.redis_down()


class Firmware:
    """A machine of the outside world."""

    def __init__(self, wire):
        self.wire = wire

    def send(self, **frame):
        self.wire.send(json.dumps(frame))

    def frame(self, seconds=20):
        frame = json.loads(self.wire.recv(timeout=seconds))
        DOWN.validate(frame)
        return frame

    def code(self):
        self.send(type="fetch_display")
        return self.frame()["value"]

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
