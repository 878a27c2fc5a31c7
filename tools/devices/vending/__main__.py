"""Plays vending machines: each connects to a suite, registers, shows its code, and dispenses.

    python -m tools.devices.vending --machine M001 --key KEY
    python -m tools.devices.vending --machine M001 --keys .aisle/machine-keys.json
    python -m tools.devices.vending --keys .aisle/machine-keys.json

What is printed is what the Serial Monitor of a real one shows. Without --machine all machines of
--keys are played; `make run` does that for its demo, and waits for the file. With --displays each
machine shows itself in a file, and plays the troubles that are left for it there. As the sketch
does, a machine that is refused tries again every five seconds. docs/devices.md has the protocol.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import sys
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from tools.devices.vending.board import FIRST, LATER, Confirm, Faults, Firmware, Moment, Timing
from tools.devices.vending.esp32 import Esp32
from tools.devices.vending.window import Window

LOOKS_AGAIN = 1.0  # seconds between two looks for the file with the keys
FIRMWARES: dict[str, tuple[Firmware, Timing]] = {
    "first": (FIRST, Timing()),
    "later": (LATER, Timing(unit=4)),
}


def main(words: list[str] | None = None) -> int:
    """The command line; returns the exit status."""
    parser = _parser()
    options = parser.parse_args(words)
    if options.machine and not (options.key or options.keys):
        parser.error("a machine needs --key or --keys")
    if not options.machine and not options.keys:
        parser.error("name a --machine, or --keys to play all of a file")
    try:
        work = _one(options) if options.machine else _all(options)
    except (OSError, ValueError) as trouble:
        print(f"{type(trouble).__name__}: {trouble}", file=sys.stderr)
        return 2
    with suppress(KeyboardInterrupt):
        asyncio.run(_until_stopped(work))
    return 0


async def _until_stopped(work: Coroutine[Any, Any, None]) -> None:
    task = asyncio.ensure_future(work)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    with suppress(asyncio.CancelledError):
        await task


def _one(options: argparse.Namespace) -> Coroutine[Any, Any, None]:
    """The work of one machine; raises OSError and ValueError without its key."""
    key = options.key or _key(options.keys, options.machine)
    return _play(options, options.machine, key)


async def _all(options: argparse.Namespace) -> None:
    """All machines of the file, and those that are added to it, until somebody ends it."""
    async with asyncio.TaskGroup() as machines:
        played = set[str]()
        while True:
            with suppress(OSError, ValueError):  # it is not there yet, or just being written
                for name, key in _keys(options.keys).items():
                    if name not in played:
                        played.add(name)
                        machines.create_task(_play(options, name, key))
            await asyncio.sleep(LOOKS_AGAIN)


async def _play(options: argparse.Namespace, machine_id: str, key: str) -> None:
    firmware, timing = FIRMWARES[options.firmware]
    if options.displays:
        firmware = replace(firmware, senses_jams=True)  # who looks at it may have it jam
    faults = Faults(
        drop=options.drop,
        away=options.away,
        jam_after=options.jam_after,
        confirm=options.confirm,
        confirm_after=options.confirm_after,
        dispensed=options.dispensed,
    )
    machine = Esp32(
        options.url,
        machine_id,
        key,
        lambda line: print(f"{machine_id} {line}", flush=True),
        timing=timing,
        firmware=firmware,
        faults=faults,
    )
    async with asyncio.TaskGroup() as works:
        works.create_task(machine.run())
        if options.displays:
            works.create_task(Window(machine, options.displays).run())


def _key(file: Path, machine_id: str) -> str:
    keys = _keys(file)
    if machine_id not in keys:
        raise ValueError(f"{file} has no key of {machine_id}")
    return keys[machine_id]


def _keys(file: Path) -> dict[str, str]:
    """The keys by machine; raises ValueError for a file that holds something else."""
    found = json.loads(file.read_text())
    if not isinstance(found, dict) or not all(isinstance(key, str) for key in found.values()):
        raise ValueError(f"{file} is not an object of keys by machine")
    return found


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tools.devices.vending",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--url", default="http://localhost:8080", help="the suite (%(default)s)")
    add("--machine", metavar="ID", help="play this one, as M001")
    add("--key", help="its key, as an operator was shown it")
    add("--keys", type=Path, metavar="FILE", help='keys: {"M001":"…"}')
    add("--firmware", choices=FIRMWARES, default="first", help="default: %(default)s")
    add("--displays", type=Path, metavar="DIR", help="show each machine in a file there")
    faults = parser.add_argument_group("faults").add_argument
    moments = ", ".join(Moment)
    faults("--drop", type=Moment, metavar="MOMENT", help=f"lose the network once: {moments}")
    faults("--away", type=float, default=0.0, metavar="SECONDS", help="so long")
    faults("--jam-after", type=int, metavar="UNITS", help="the motor jams after so many units")
    faults("--confirm", type=Confirm, default=Confirm.SENT, metavar="HOW", help=", ".join(Confirm))
    faults("--confirm-after", type=float, default=0.0, metavar="SECONDS", help="confirm late")
    faults("--dispensed", type=int, metavar="UNITS", help="push out and confirm so many")
    return parser


if __name__ == "__main__":
    sys.exit(main())
