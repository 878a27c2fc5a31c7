"""Plays a store: racks that weigh, scanners, cameras, and people who walk through it.

    python -m tools.devices.store --keys .aisle/store-keys.json --trip two
    python -m tools.devices.store --keys .aisle/store-keys.json --script visit.txt
    python -m tools.devices.store --keys .aisle/store-keys.json

The last one plays one trip after the other; `make run` does that for its demo, and waits for the
file. With --clips DIRECTORY each trip is filmed by all cameras. While a file of the same name as
that of the keys with `.paused` behind it is there, nobody comes any more and no machine says
anything: somebody else has the store to himself. docs/store.md has the calls.
"""

from __future__ import annotations

import argparse
import itertools
import signal
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from tools.devices.store.clips import Recorder
from tools.devices.store.place import BEAT, Place
from tools.devices.store.script import LINES, TRIPS, Step, Unreadable, steps_of

LOOKS_AGAIN = 1.0  # seconds
REST = 20.0  # seconds between two trips


class Stopped(Exception):
    """Somebody has ended it."""


def main(words: list[str] | None = None) -> int:
    """The command line; returns the exit status."""
    options = _parser().parse_args(words)
    signal.signal(signal.SIGTERM, _stop)
    try:
        script = options.script.read_text() if options.script else TRIPS.get(options.trip, "")
        steps_of(script)
        return _all(options) if not script else _one(options, script)
    except (OSError, ValueError, Unreadable) as trouble:
        print(f"{type(trouble).__name__}: {trouble}", file=sys.stderr)
        return 2
    except (KeyboardInterrupt, Stopped):
        return 0


def _stop(_: int, __: FrameType | None) -> None:
    raise Stopped


def _one(options: argparse.Namespace, script: str) -> int:
    place = Place.read(options.url, options.keys, _say)
    place.beat()
    _beating(place, options.keys)
    _walk(place, steps_of(script), options)
    place.beat()
    return 0


def _all(options: argparse.Namespace) -> int:
    """One trip after the other, until somebody ends it."""
    while not options.keys.exists():
        time.sleep(LOOKS_AGAIN)
    place = Place.read(options.url, options.keys, _say)
    _beating(place, options.keys)
    for name in itertools.cycle(TRIPS):
        _wait_while_paused(options.keys)
        steps = steps_of(TRIPS[name])
        if place.can_play(steps):
            _walk(place, steps, options)
        time.sleep(options.rest)
    return 0


def _walk(place: Place, steps: list[Step], options: argparse.Namespace) -> None:
    """Let it all happen, and have it filmed."""
    began = datetime.now(UTC)
    for step in steps:
        place.play(step)
    Recorder(place.cameras, options.clips).write(began)


def _beating(place: Place, keys: Path) -> None:
    """Its machines say what they weigh, each second from now on."""

    def run() -> None:
        while True:
            began = time.monotonic()
            if not _paused(keys).exists():
                place.beat()
            time.sleep(max(0.0, BEAT - (time.monotonic() - began)))

    threading.Thread(target=run, daemon=True).start()


def _paused(keys: Path) -> Path:
    return keys.with_name(f"{keys.name}.paused")


def _wait_while_paused(keys: Path) -> None:
    while _paused(keys).exists():
        time.sleep(LOOKS_AGAIN)


def _say(text: str) -> None:
    print(text, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tools.devices.store",
        description=__doc__,
        epilog=f"lines of a script (# begins a comment):\n{LINES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--url", default="http://localhost:8080", help="the suite (%(default)s)")
    parser.add_argument("--keys", type=Path, metavar="FILE", required=True, help="the store's file")
    parser.add_argument("--trip", choices=sorted(TRIPS), default="", help="one of these, once")
    parser.add_argument("--script", type=Path, metavar="FILE", help="what happens, line by line")
    parser.add_argument("--clips", type=Path, metavar="DIRECTORY", help="where clips are left")
    parser.add_argument(
        "--rest", type=float, default=REST, metavar="SECONDS", help="between trips (%(default)g)"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
