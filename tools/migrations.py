"""`python -m tools.migrations`: no service's models have changed without a migration."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

from suite import registry
from tools import services
from tools.stack.servers import throwaway

CHECK = ("makemigrations", "--check", "--dry-run")


def main() -> int:
    """The command line; returns the exit status."""
    failed = 0
    with throwaway() as servers, ThreadPoolExecutor(2) as pool:
        runs = pool.map(
            lambda name: services.manage(name, *CHECK, servers=servers), registry.names()
        )
        for name, done in zip(registry.names(), runs, strict=True):
            if done.returncode:
                failed += 1
                print(f"{name}: models have changed without a migration\n{done.stdout}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
