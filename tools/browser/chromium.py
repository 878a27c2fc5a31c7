"""`python -m tools.browser.chromium`: make sure that Chromium is there; exit 1 when it cannot be.

Playwright would download a browser of its own; the system's package manager has one with security
updates and signatures. CHROMIUM names another program.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGE = "chromium"
UPDATE = ("apt-get", "-q", "-y", "update")
INSTALL = ("apt-get", "-q", "-y", "install", "--no-install-recommends", PACKAGE)
LOCK = ("-o", "DPkg::Lock::Timeout=120")  # seconds to wait for another run of apt
LIMIT = 600.0  # seconds for each of the two commands
BY_HAND = f"apt-get install {PACKAGE} (as root), or CHROMIUM=/path/to/it"


class Missing(Exception):
    """No Chromium, and no way to install one; the text says what to do."""


def find() -> Path | None:
    """Chromium or Chrome on this machine; None when there is none."""
    wanted = os.environ.get("CHROMIUM", "")
    for name in (wanted,) if wanted else NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    return None


def ensure() -> Path:
    """Chromium, installed if need be; raises Missing."""
    found = find()
    if found:
        return found
    if os.environ.get("CHROMIUM"):
        raise Missing(f"no program {os.environ['CHROMIUM']} (CHROMIUM)")
    prefix = _as_root()
    if prefix is None:
        raise Missing(f"no Chromium: {BY_HAND}")
    _install(prefix)
    found = find()
    if not found:
        raise Missing(f"the package {PACKAGE} has brought no Chromium: {BY_HAND}")
    return found


def _as_root() -> tuple[str, ...] | None:
    """What goes before a command that root has to run; None where apt or the right is missing."""
    if not shutil.which(INSTALL[0]):
        return None
    if os.geteuid() == 0:
        return ()
    sudo = ("sudo", "-n")
    if not shutil.which("sudo"):
        return None
    refused = subprocess.run([*sudo, "true"], capture_output=True).returncode
    return None if refused else sudo


def _install(prefix: tuple[str, ...]) -> None:
    """Install it in silence; raises Missing with what apt said last."""
    began = time.monotonic()
    print("Installing Chromium for the browser tests (a minute or two)…", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (UPDATE, INSTALL):
        whole = [*prefix, *command, *LOCK]
        try:
            done = subprocess.run(
                whole, env=environment, capture_output=True, text=True, timeout=LIMIT
            )
        except subprocess.TimeoutExpired:
            raise Missing(f"{' '.join(command)} took over {LIMIT:.0f} s: {BY_HAND}") from None
        if done.returncode and command is INSTALL:
            last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
            raise Missing(f"no Chromium: {' '.join(last)}; {BY_HAND}")
    print(f"Installed in {time.monotonic() - began:.0f} s.", flush=True)


def main() -> int:
    """The command line; returns the exit status."""
    try:
        print(ensure())
    except Missing as missing:
        print(missing)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
