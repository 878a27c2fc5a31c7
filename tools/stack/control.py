"""Talk to a running suite: a unix socket that takes one JSON line and answers one."""

from __future__ import annotations

import json
import queue
import socket
import socketserver
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

Handler = Callable[[str, str], dict[str, Any]]
LINE = 64 * 1024  # bytes of a request


def serve(path: Path, handle: Handler) -> None:
    """Answer requests in a thread of their own; `handle(command, name)` may raise KeyError for a
    strange name.
    """
    path.unlink(missing_ok=True)

    class Request(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):  # who asked has not waited for the answer
                answer = _answer(self.rfile.readline(LINE), handle)
                self.wfile.write(json.dumps(answer).encode() + b"\n")

    server = socketserver.ThreadingUnixStreamServer(str(path), Request)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()


def _answer(line: bytes, handle: Handler) -> dict[str, Any]:
    try:
        asked = json.loads(line)
        command, name = str(asked["command"]), str(asked.get("name", ""))
    except (ValueError, KeyError, TypeError, AttributeError):
        return {"error": "not a request"}
    try:
        return handle(command, name)
    except KeyError as unknown:
        return {"error": f"unknown: {unknown}"}
    except queue.Empty:
        return {"error": f"{command} {name}: no answer; the suite is busy or about to end"}


def ask(path: Path, command: str, name: str = "") -> dict[str, Any]:
    """One request to the suite behind `path`; raises SystemExit when there is none."""
    with socket.socket(socket.AF_UNIX) as wire:
        wire.settimeout(60)
        try:
            wire.connect(str(path))
        except OSError:
            raise SystemExit("No suite runs with this AISLE_HOME.") from None
        wire.sendall(json.dumps({"command": command, "name": name}).encode() + b"\n")
        said = wire.makefile().readline()
    if not said:
        raise SystemExit("The suite ended before it answered.")
    answer: dict[str, Any] = json.loads(said)
    if "error" in answer:
        raise SystemExit(answer["error"])
    return answer
