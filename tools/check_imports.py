"""`python -m tools.check_imports`: the import rules of pyproject.toml, for all services at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tools import services
from tools.stack import plan

LINTER = Path(sys.executable).parent / "lint-imports"


def main() -> int:
    """The command line; returns the exit status."""
    # Each service's directory is where its package is found; `config`, which all have, is in none
    # of the rules.
    places = [*map(services.directory, services.NAMES), plan.ROOT / "libs", plan.ROOT]
    done = subprocess.run(
        [sys.executable, LINTER, "--config", "pyproject.toml"],
        cwd=plan.ROOT,
        env={**os.environ, "PYTHONPATH": ":".join(map(str, places))},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    print(done.stdout[max(0, done.stdout.find("Contracts\n")) :].strip())
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
