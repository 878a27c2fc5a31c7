"""Attacks as blocks: `with attack(...) as running:`; each is a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field

from tests.faults.attackers import Options
from tools.stack.plan import ROOT

STRANGER = "127.0.0.66"  # where attacks come from; guests have other addresses
ENDED_WITHIN = 10.0  # seconds


@dataclass
class Running:
    """An attack; `counts` is there after its block: answers by status, `broken`, `opened` …"""

    process: subprocess.Popen[str]
    counts: dict[str, int] = field(default_factory=dict)

    def end(self) -> None:
        """Tell it to end, and read what it was answered."""
        output, _ = self.process.communicate("", timeout=ENDED_WITHIN)
        assert self.process.returncode == 0, "the attack itself has failed"
        self.counts = json.loads(output.strip().splitlines()[-1])

    def finish(self, seconds: float) -> None:
        """Wait until it is over by itself."""
        assert self.process.stdout is not None
        self.process.wait(seconds)


@contextmanager
def attack(options: Options) -> Iterator[Running]:
    """Start an attack, wait until it stands, and end it after the block."""
    command = [sys.executable, "-m", "tests.faults.attackers"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            print(json.dumps(asdict(options)), file=process.stdin, flush=True)
            assert process.stdout.readline() == "standing\n"
            running = Running(process)
            yield running
            running.end()
        finally:
            process.kill()
