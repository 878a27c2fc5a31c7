"""Plays trolleys: each connects to a suite, registers, does what it is told, and scans.

    python -m tools.devices.trolley TROLLEY_01 --key KEY
    python -m tools.devices.trolley TROLLEY_01 --keys .aisle/trolley-keys.json --script visit.txt
    python -m tools.devices.trolley --keys .aisle/trolley-keys.json

With one trolley, lines are read from --script or `< visit.txt`, or else as they are typed: type a
barcode, or scan one, since a barcode scanner is a keyboard. Without a name all trolleys of --keys
are played, and scan nothing; `make run` does that for its demo, and waits for the file. A trolley
stays away for good when the suite closes it with 4400, 4401, 4404 or 4409: it would be refused
again, or would take its place from the device that has registered after it. docs/devices.md has
the protocol.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import stat
import sys
from collections.abc import AsyncIterator, Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any

from tools.devices.trolley.device import HEARTBEAT, Refused, Trolley
from tools.devices.trolley.script import LINES, Step, Unreadable, play, step_of, steps_of

LOOKS_AGAIN = 1.0  # seconds between two looks for the file with the keys


def main(words: list[str] | None = None) -> int:
    """The command line; returns the exit status: 1 for a trolley that was refused."""
    parser = _parser()
    options = parser.parse_args(words)
    if options.trolley_id and not (options.key or options.keys):
        parser.error("a trolley needs --key or --keys")
    if not options.trolley_id and not options.keys:
        parser.error("name a trolley, or --keys to play all of a file")
    work = _one(options) if options.trolley_id else _all(options)
    with suppress(KeyboardInterrupt):
        return asyncio.run(_until_stopped(work))
    return 0


async def _until_stopped(work: Coroutine[Any, Any, int]) -> int:
    task = asyncio.ensure_future(work)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    try:
        return await task
    except asyncio.CancelledError:
        return 0


async def _one(options: argparse.Namespace) -> int:
    try:
        script = _script(options)
        steps = None if script is None else steps_of(script)
        key = options.key or _key(options.keys, options.trolley_id)
    except (OSError, ValueError, Unreadable) as trouble:
        print(f"{type(trouble).__name__}: {trouble}", file=sys.stderr)
        return 2
    trolley = _trolley(options, options.trolley_id, key)
    running = asyncio.create_task(trolley.run())
    playing = asyncio.create_task(_play(trolley, _typed() if steps is None else _read(steps)))
    await asyncio.wait([running, playing], return_when=asyncio.FIRST_COMPLETED)
    refused = running.exception() if running.done() else None
    for task in (running, playing):
        task.cancel()
    if refused is not None:
        print(f"{options.trolley_id} {refused}", file=sys.stderr)
        return 1
    return 0


def _script(options: argparse.Namespace) -> str | None:
    """What is to happen, where that stands in a file; None when it is typed."""
    if options.script:
        return str(options.script.read_text())
    mode = os.fstat(sys.stdin.fileno()).st_mode
    is_typed = sys.stdin.isatty() or stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)
    return None if is_typed else sys.stdin.read()


async def _play(trolley: Trolley, steps: AsyncIterator[Step]) -> None:
    async for step in steps:
        if step.verb == "quit":
            break
        await play(trolley, step)
    await trolley.settled()


async def _read(steps: list[Step]) -> AsyncIterator[Step]:
    for step in steps:
        yield step


async def _typed() -> AsyncIterator[Step]:
    """Lines of the standard input, until its end."""
    lines = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while line := await lines.readline():
        try:
            step = step_of(line.decode())
        except (Unreadable, UnicodeDecodeError) as trouble:
            print(f"{trouble}\n{LINES}", file=sys.stderr)
        else:
            if step is not None:
                yield step


async def _all(options: argparse.Namespace) -> int:
    """All trolleys of the file, and those that are added to it, until somebody ends it."""
    played = dict[str, asyncio.Task[None]]()
    while True:
        with suppress(OSError, ValueError):  # it is not there yet, or just being written
            for name, key in _keys(options.keys).items():
                if name not in played:
                    played[name] = asyncio.create_task(_stay(options, name, key))
        await asyncio.sleep(LOOKS_AGAIN)


async def _stay(options: argparse.Namespace, name: str, key: str) -> None:
    try:
        await _trolley(options, name, key).run()
    except Refused as refused:
        print(f"{name} stays away: {refused}", flush=True)


def _trolley(options: argparse.Namespace, name: str, key: str) -> Trolley:
    address = options.url.rstrip("/").replace("http", "ws", 1) + f"/ws/devices/trolleys/{name}/"
    return Trolley(
        address, key, lambda text: print(f"{name} {text}", flush=True), heartbeat=options.heartbeat
    )


def _key(file: Path, trolley_id: str) -> str:
    """The key of a trolley; raises ValueError for a file without it."""
    keys = _keys(file)
    if trolley_id not in keys:
        raise ValueError(f"{file} has no key of {trolley_id}")
    return keys[trolley_id]


def _keys(file: Path) -> dict[str, str]:
    """The keys by trolley; raises ValueError for a file that holds something else."""
    found = json.loads(file.read_text())
    if not isinstance(found, dict) or not all(isinstance(key, str) for key in found.values()):
        raise ValueError(f"{file} is not an object of keys by trolley")
    return found


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tools.devices.trolley",
        description=__doc__,
        epilog=f"lines of a script (# begins a comment):\n{LINES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("trolley_id", nargs="?", metavar="TROLLEY", help="its id, as TROLLEY_01")
    parser.add_argument("--url", default="http://localhost:8080", help="the suite (%(default)s)")
    parser.add_argument("--key", help="the trolley's key, as an operator was shown it")
    parser.add_argument("--keys", type=Path, metavar="FILE", help='keys: {"TROLLEY_01":"…"}')
    parser.add_argument("--script", type=Path, metavar="FILE", help="what happens, line by line")
    parser.add_argument(
        "--heartbeat", type=float, default=HEARTBEAT, metavar="SECONDS", help="default %(default)g"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
