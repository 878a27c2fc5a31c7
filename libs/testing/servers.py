"""PostgreSQL and Redis for a pytest that was started by hand: another program lends them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from suite import registry

ENDS_WITHIN = 30.0  # seconds


@contextmanager
def lent(program: str, service: str) -> Iterator[dict[str, str]]:
    """The environment of a service under test while the block lasts, with servers of its own.

    Runs `python -m program service`, which writes that environment as a line of JSON and then keeps
    the servers until its standard input ends; so they end with us, whatever happens to us.
    """
    lender = subprocess.Popen(  # noqa: S603 - named by the configuration of the tests
        [sys.executable, "-m", program, service],
        cwd=registry.ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with lender:
        line = lender.stdout.readline() if lender.stdout else ""
        if not line:
            raise SystemExit(f"{program} lends no servers; it ended with {lender.wait()}")
        yield json.loads(line)
        if lender.stdin:
            lender.stdin.close()
        lender.wait(ENDS_WITHIN)
