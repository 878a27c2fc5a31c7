"""A runner of a few processes, made of the same parts as the real one, to be killed by tests.

    python -m tests.stack.small HOME GRACE

HOME/plan.json holds the Python source of each process by its name; each runs in HOME. What runs is
told in HOME/pids.json, with the watchdog's pid under "watchdog".
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

from tools.stack import place
from tools.stack.output import Output
from tools.stack.plan import Process
from tools.stack.supervisor import Supervisor
from tools.stack.watchdog import Watchdog


class Ended(Exception):
    """SIGTERM came."""


def main() -> None:
    """Run until SIGTERM."""
    home, grace = Path(sys.argv[1]), float(sys.argv[2])
    held = place.lock(home)
    watchdog = Watchdog(held, grace)
    (home / "swept" / "deep").mkdir(parents=True)
    watchdog.sweep(home / "swept")
    watchdog.sweep(home / "pids.json")
    supervisor = Supervisor(Output(home / "logs", quiet=True), watchdog)

    def tell() -> None:
        pids = {name: child.state()["pid"] for name, child in supervisor.children.items()}
        fresh = home / "pids.new"
        fresh.write_text(json.dumps({**pids, "watchdog": watchdog.pid}))
        fresh.replace(home / "pids.json")

    def end(*_: object) -> None:
        raise Ended

    supervisor.on_change = tell
    signal.signal(signal.SIGTERM, end)
    sources = json.loads((home / "plan.json").read_text())
    try:
        supervisor.add(
            Process(name, [sys.executable, "-c", source], home, dict(os.environ))
            for name, source in sources.items()
        )
        while True:
            supervisor.tick()
    except Ended:
        supervisor.stop_all()
    held.close()
    watchdog.close()


if __name__ == "__main__":
    main()
