"""The suite that is measured, and the raw server beside it."""

from __future__ import annotations

import json
import secrets
import socket
import struct
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg2

from tools.bench import load, process
from tools.bench.load import Target, request
from tools.load.callers import HttpCaller, RawCaller
from tools.load.machines import Identity
from tools.load.watch import Watched, watch
from tools.stack import control
from tools.stack.temporary import Home

ENVIRONMENT = {"RATE_LIMITS": "off", "LOG_FORMAT": "json"}
#: What is measured of the suite.
PARTS = ("edge-ws", "edge-http", "postgres", "redis", "gateway")
RAW = "raw"
BACK_WITHIN = 60.0  # seconds
CREDENTIALS = struct.Struct("3i")  # of the process at the other end of a unix socket: pid, uid, gid


def machines(suite: Home, authorization: str, count: int) -> list[Identity]:
    """So many new machines with ten units each, added by this operator."""
    run = secrets.token_hex(3)
    names = [f"L{run}-{number:05d}" for number in range(count)]
    signed = (f"Authorization: {authorization}",)
    asked = [
        request("POST", "/api/machine/register/", json.dumps({"machine_id": name}), signed)
        for name in names
    ]
    # Over one connection, so that the answers come in the order of the questions.
    answers = load.bodies(part(suite, "edge-http"), asked, connections=1)
    with closing(psycopg2.connect(suite.state["databases"]["edge"])) as connection, connection:
        statement = "UPDATE vending_machine SET current_stock = 10 WHERE machine_id = ANY(%s)"
        connection.cursor().execute(statement, (names,))
    keys = (json.loads(body)["api_key"] for body in answers)
    return [Identity(name, key) for name, key in zip(names, keys, strict=True)]


def part(suite: Home, name: str) -> Target:
    """A process itself, without the gateway."""
    return Target(socket=str(suite.runtime / f"{name}.sock"))


def begin_anew(suite: Home, name: str) -> None:
    """Stop a process and start it again; raises TimeoutError when it does not come back."""
    for command in ("stop", "start"):
        control.ask(suite.runtime / "control.sock", command, name)
    deadline = time.monotonic() + BACK_WITHIN
    while not suite.ready():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{name} is not ready again")
        time.sleep(0.1)


async def watch_suite(
    suite: Home,
    target: Target,
    identities: Sequence[Identity],
    authorization: str,
    *,
    seconds: float,
    rate: float,
) -> Watched:
    """The suite under these machines, connected at `target`; calls go through the gateway."""
    pids = {name: pid for name in PARTS if (pid := suite.pid(name)) is not None}

    async def caller() -> HttpCaller:
        return await HttpCaller.open(Target(port=suite.port), authorization)

    return await watch(target, identities, caller, pids, seconds=seconds, rate=rate)


async def watch_raw(
    target: Target, identities: Sequence[Identity], *, seconds: float, rate: float
) -> Watched:
    """The raw server under the same machines."""

    async def caller() -> RawCaller:
        return await RawCaller.open(target)

    pids = {RAW: _pid_of(target.socket)}
    return await watch(target, identities, caller, pids, seconds=seconds, rate=rate)


@contextmanager
def raw_server(directory: Path) -> Iterator[Target]:
    """It runs until the end of the block."""
    target = Target(socket=str(directory / "raw.sock"))
    with process.running([sys.executable, "-m", "tools.load.raw", target.socket], target):
        yield target


def _pid_of(path: str) -> int:
    """The process that listens at a unix socket."""
    with socket.socket(socket.AF_UNIX) as wire:
        wire.connect(path)
        found = wire.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, CREDENTIALS.size)
    return int(CREDENTIALS.unpack(found)[0])
