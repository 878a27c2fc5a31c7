"""`python -m tools.screenshots DIRECTORY`: a picture of every state of every page, as
`<page>-<state>-<device>-<theme>.png`, and those of the README. The browser tests take them on their
way: what they find wrong is told as well.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tools.browser import chromium
from tools.stack.plan import ROOT


def main() -> int:
    """The command line; returns the exit status of the tests."""
    if len(sys.argv) != 2:
        raise SystemExit("Usage: python -m tools.screenshots DIRECTORY")
    directory = Path(sys.argv[1]).absolute()
    directory.mkdir(parents=True, exist_ok=True)
    try:
        chromium.ensure()
    except chromium.Missing as missing:
        raise SystemExit(str(missing)) from None
    command = [sys.executable, "-P", "-m", "pytest", "-q", "--tb=short", "tables/test_pages.py"]
    environment = {**os.environ, "AISLE_SHOTS": str(directory)}
    done = subprocess.run(command, cwd=ROOT / "tests" / "e2e", env=environment)
    print(f"{len(list(directory.glob('*.png')))} pictures in {directory}")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
