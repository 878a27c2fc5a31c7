"""Talk to a running suite: a unix socket that takes one JSON line and answers one."""

from __future__ import annotations

import json
import socket
import socketserver
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

Handler = Callable[[str, str], dict[str, Any]]


def serve(path: Path, handle: Handler) -> None:
    """Answer requests in a thread of their own; `handle(command, name)` may raise KeyError for a
    strange name.
    """
    path.unlink(missing_ok=True)

    class Request(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            asked = json.loads(self.rfile.readline())
            try:
                answer = handle(str(asked["command"]), str(asked.get("name", "")))
            except KeyError as unknown:
                answer = {"error": f"unknown: {unknown}"}
            self.wfile.write(json.dumps(answer).encode() + b"\n")

    server = socketserver.ThreadingUnixStreamServer(str(path), Request)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()


def ask(path: Path, command: str, name: str = "") -> dict[str, Any]:
    """One request to the suite behind `path`; raises SystemExit when there is none."""
    with socket.socket(socket.AF_UNIX) as wire:
        wire.settimeout(60)
        try:
            wire.connect(str(path))
        except OSError:
            raise SystemExit("No suite runs with this AISLE_HOME.") from None
        wire.sendall(json.dumps({"command": command, "name": name}).encode() + b"\n")
        answer: dict[str, Any] = json.loads(wire.makefile().readline())
    if "error" in answer:
        raise SystemExit(answer["error"])
    return answer
