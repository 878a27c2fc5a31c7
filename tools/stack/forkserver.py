"""Starts Python processes by forking one that has loaded what they all load.

Each service would read Django and its other libraries into memory of its own, 25 MB of them alike.
Forked from a process that has read them, the services share that memory until they write to it, and
start sooner. Linux only: elsewhere, and for programs that are not Python's, the supervisor starts
processes the usual way. What forks is `tools.stack.forking`; this is the runner's end.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from tools.stack.spawn import alive, die_with_parent

ROOT = Path(__file__).resolve().parents[2]
MESSAGE = 128 * 1024  # bytes, of which the environment takes most
TICK = 0.02  # seconds
#: What glibc may keep of freed memory. Unset, it learns from the 16 MB of a password's hash to keep
#: as much for ever, and gives each thread an arena of its own.
MALLOC = {
    "MALLOC_TRIM_THRESHOLD_": str(256 * 1024),
    "MALLOC_MMAP_THRESHOLD_": str(256 * 1024),
    "MALLOC_ARENA_MAX": "2",
}


def can_fork(command: Sequence[str]) -> bool:
    """Whether a command is `python -m module …` or `python file.py …` of our own Python."""
    ours = sys.platform == "linux" and Path(command[0]).parent == Path(sys.executable).parent
    python = Path(command[0]).name.startswith("python")
    return ours and python and (command[1] == "-m" or command[1].endswith(".py"))


class Forked:
    """A process that was forked for us; the part of `subprocess.Popen` that the supervisor uses."""

    def __init__(self, server: ForkServer, pid: int, stdout: IO[bytes] | None) -> None:
        self._server = server
        self.pid, self.stdout = pid, stdout
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """The exit status, negative for a signal; None while it runs."""
        if self.returncode is None:
            self.returncode = self._server.exit_status(self.pid)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Raises subprocess.TimeoutExpired."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while (status := self.poll()) is None:
            if deadline is not None and time.monotonic() > deadline:
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0.0)
            time.sleep(TICK)
        return status

    def send_signal(self, sign: int) -> None:
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, sign)


class ForkServer:
    """The runner's end. Start it from the main thread: it ends with the thread that made it."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = {**environment, **MALLOC}
        self._lock = threading.Lock()
        self._ended: dict[int, int] = {}
        self._begin()

    def _begin(self) -> None:
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tools.stack.forking"],
                cwd=ROOT,
                env=self._environment,
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM),
            )

    def start(
        self,
        command: Sequence[str],
        *,
        name: str,
        cwd: Path,
        environment: Mapping[str, str],
        output: int | IO[Any] = subprocess.PIPE,
        sign: signal.Signals = signal.SIGTERM,
    ) -> Forked:
        """Like spawn.start, for a command that can be forked; `name` is how the kernel calls it."""
        order = {"command": command[1:], "name": name, "cwd": str(cwd), "sign": int(sign)}
        message = json.dumps({**order, "environment": dict(environment)}).encode()
        reading, writing = os.pipe() if output == subprocess.PIPE else (None, None)
        target = writing if writing is not None else _fileno(output)
        with self._lock:
            try:
                pid = self._order(message, target)
            except OSError:  # the server has died, and all that it had forked with it
                self.process.kill()
                self.process.wait()
                self._socket.close()
                self._begin()
                pid = self._order(message, target)
            finally:
                if writing is not None:
                    os.close(writing)
        return Forked(self, pid, None if reading is None else os.fdopen(reading, "rb"))

    def _order(self, message: bytes, target: int) -> int:
        socket.send_fds(self._socket, [message], [target])
        while "pid" not in (answer := self._receive()):
            self._ended[answer["ended"]] = answer["status"]
        pid = int(answer["pid"])
        self._ended.pop(pid, None)  # an earlier process had this number
        return pid

    def _receive(self) -> dict[str, int]:
        message = self._socket.recv(MESSAGE)
        if not message:
            raise ConnectionResetError("the fork server has ended")
        answer: dict[str, int] = json.loads(message)
        return answer

    def exit_status(self, pid: int) -> int | None:
        """How a forked process has ended; None while it runs."""
        with self._lock:
            self._socket.setblocking(False)
            try:
                while True:
                    answer = self._receive()
                    self._ended[answer["ended"]] = answer["status"]
            except BlockingIOError:
                pass
            except OSError:  # nobody is left to tell: look for ourselves
                if pid not in self._ended and not alive(pid):
                    self._ended[pid] = -signal.SIGKILL
            finally:
                self._socket.setblocking(True)
            return self._ended.get(pid)

    def close(self) -> None:
        """End the server; what it has forked ends with it."""
        self._socket.close()
        self.process.wait()


def _fileno(output: int | IO[Any]) -> int:
    return output if isinstance(output, int) else output.fileno()
