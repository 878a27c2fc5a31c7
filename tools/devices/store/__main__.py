"""Plays a store: racks that weigh, scanners, cameras, and people who walk through it.

    python -m tools.devices.store --keys .aisle/store-keys.json --trip two
    python -m tools.devices.store --keys .aisle/store-keys.json --script visit.txt
    python -m tools.devices.store --keys .aisle/store-keys.json

The last one plays one trip after the other, the first ones without a rest, and has all but the
newest tickets reviewed, receipts paid, and some contested; `make run` does that for its demo, and
waits for the file. With --clips DIRECTORY each trip is filmed by all cameras. While a file of the
same name as that of the keys with `.paused` behind it is there, nobody comes any more and no
machine says anything: somebody else has the store to himself. docs/store.md has the calls.
"""

from __future__ import annotations

import argparse
import itertools
import signal
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from tools.devices.store.afterwards import Afterwards
from tools.devices.store.clips import Recorder
from tools.devices.store.place import BEAT, Place
from tools.devices.store.script import LINES, TRIPS, Step, Unreadable, steps_of

LOOKS_AGAIN = 1.0  # seconds
REST = 20.0  # seconds between two trips


def main(words: list[str] | None = None) -> int:
    """The command line; returns the exit status."""
    options = _parser().parse_args(words)
    signal.signal(signal.SIGTERM, _stop)
    try:
        script = options.script.read_text() if options.script else TRIPS.get(options.trip, "")
        steps = steps_of(script)
        return _all(options) if not script else _one(options, steps)
    except (OSError, ValueError, Unreadable) as trouble:
        print(f"{type(trouble).__name__}: {trouble}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 0


def _stop(_: int, __: FrameType | None) -> None:
    raise SystemExit(0)


def _one(options: argparse.Namespace, steps: list[Step]) -> int:
    place = Place.read(options.url, options.keys, _say)
    if missing := place.missing(steps):
        raise Unreadable(f"the file of keys has no {', '.join(missing)}")
    place.beat()
    _beating(place)
    _walk(place, steps, options)
    place.beat()
    return 0


def _all(options: argparse.Namespace) -> int:
    """One trip after the other, until somebody ends it."""
    while not options.keys.exists():
        time.sleep(LOOKS_AGAIN)
    paused = options.keys.with_name(f"{options.keys.name}.paused")
    place = Place.read(options.url, options.keys, _say)
    _beating(place)
    afterwards = Afterwards(place.reviewers, place.accounts, _say)
    for number, name in enumerate(itertools.cycle(TRIPS)):
        _pause(place, paused)
        steps = steps_of(TRIPS[name])
        if not place.missing(steps):
            _walk(place, steps, options, paused.exists)
            afterwards.go()
        rest = options.rest if number >= 2 * len(TRIPS) else min(options.rest, BEAT)
        rested = time.monotonic() + rest
        while time.monotonic() < rested and not paused.exists():
            time.sleep(min(LOOKS_AGAIN, options.rest))
    return 0


def _walk(
    place: Place,
    steps: list[Step],
    options: argparse.Namespace,
    ends: Callable[[], bool] = lambda: False,
) -> None:
    """Let it all happen, and have it filmed. When it `ends` early all people leave at once."""
    began = datetime.now(UTC)
    for step in steps:
        if step.verb == "leave" or not ends():
            place.play(step)
    if options.clips:
        Recorder(place.cameras, options.clips).write(began)


def _pause(place: Place, paused: Path) -> None:
    """Nothing is said while the file is there; then all lies as somebody else may have left it."""
    place.is_silent = paused.exists()
    while paused.exists():
        time.sleep(LOOKS_AGAIN)
    if place.is_silent:
        place.look()
        place.is_silent = False


def _beating(place: Place) -> None:
    """Its machines say what they weigh, each second from now on."""

    def run() -> None:
        while True:
            began = time.monotonic()
            if not place.is_silent:
                place.beat()
            time.sleep(max(0.0, BEAT - (time.monotonic() - began)))

    threading.Thread(target=run, daemon=True).start()


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
