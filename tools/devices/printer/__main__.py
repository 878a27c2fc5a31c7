"""The demo's kitchen printer: `python -m tools.devices.printer --port 9100 --paper FILE`.

What is on paper stands in the file, each ticket below the one before.
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

from tools.devices.printer.device import Printer

TICK = 0.2  # seconds
AGAIN = 2.0  # seconds
CUT = "✂" + " -" * 23 + "\n"


def main() -> None:
    """Print until the process ends."""
    words = argparse.ArgumentParser(prog="tools.devices.printer")
    words.add_argument("--port", type=int, default=9100)
    words.add_argument("--paper", type=Path, required=True)
    given = words.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with _at(given.port) as printer:
        print(f"a kitchen printer at port {printer.port}, its paper: {given.paper}", flush=True)
        while True:
            time.sleep(TICK)
            _write(printer, given.paper)


def _at(port: int) -> Printer:
    """A printer at this port, as soon as it is free: another suite's may be there."""
    while True:
        with suppress(OSError):
            return Printer(port=port)
        time.sleep(AGAIN)


def _write(printer: Printer, paper: Path) -> None:
    """What was printed since."""
    while printer.tickets:
        ticket = printer.tickets.pop(0)
        with paper.open("a", encoding="utf-8") as file:
            file.write(f"{ticket}{CUT}")
        print(ticket, flush=True)


if __name__ == "__main__":
    main()
