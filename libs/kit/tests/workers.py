"""Real worker processes of the sample service, on the database of the running test."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import sample
from django.db import connection

LIBRARIES = Path(sample.__file__).resolve().parents[3]


def until(condition, seconds=15):
    """Wait for a condition; gives what it was."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)
    return found


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=5)
        self._path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


class WorkerProcess:
    """`manage.py work` of the sample service."""

    def __init__(self, directory, *arguments):
        self.socket = Path(directory, "work.sock")
        self.log = Path(directory, "log")
        url = urlsplit(os.environ["DATABASE_URL"])
        name = connection.settings_dict["NAME"]
        environment = os.environ | {
            "DATABASE_URL": url._replace(path=f"/{name}").geturl(),
            "LOG_FORMAT": "json",
            "PYTHONPATH": f"{LIBRARIES}:{LIBRARIES.parent}:{LIBRARIES / 'kit/tests'}",
        }
        arguments = arguments or ("--unix-socket", str(self.socket))
        command = [sys.executable, "-m", "django", "work", "--settings=sample.settings"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, *arguments], env=environment, stdout=log, stderr=subprocess.STDOUT
            )

    def get(self, path):
        """Status and body."""
        connection = UnixConnection(self.socket)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read().decode()
        finally:
            connection.close()

    def readiness(self):
        """Status and document of /readyz/; status 0 while nobody answers."""
        try:
            status, body = self.get("/readyz/")
        except OSError:
            return 0, {}
        return status, json.loads(body)

    def ready(self):
        assert self.process.poll() is None, self.log.read_text()
        return self.readiness()[0] == 200

    def stop(self, sign=signal.SIGTERM, seconds=20):
        """Exit status and seconds until the end."""
        began = time.monotonic()
        self.process.send_signal(sign)
        return self.process.wait(seconds), time.monotonic() - began


@contextmanager
def working(*arguments):
    """A worker that is ready, killed at the end if it still runs."""
    with tempfile.TemporaryDirectory(prefix="aisle-w-") as directory:
        worker = WorkerProcess(directory, *arguments)
        try:
            if not arguments:
                until(worker.ready)
            yield worker
        finally:
            worker.process.kill()
            worker.process.wait()
