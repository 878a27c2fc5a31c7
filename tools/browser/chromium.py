"""`python -m tools.browser.chromium [--light]`: make sure that Chromium is there; exit 1 when it
cannot be.

Playwright would download a browser of its own; the system's package manager has one with security
updates and signatures. CHROMIUM names another program. Debian packages Chromium without windows
too, which shows the same pages with little more than half of the work. It is taken where it is, and
installed where there is no browser at all, or with `--light` beside another one if it can be had.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

LIGHT, PACKAGE = PACKAGES = ("chromium-headless-shell", "chromium")
NAMES = (LIGHT, PACKAGE, "chromium-browser", "google-chrome", "google-chrome-stable")
UPDATE = ("apt-get", "-q", "-y", "update")
INSTALL = ("apt-get", "-q", "-y", "install", "--no-install-recommends")
LOCK = ("-o", "DPkg::Lock::Timeout=120")  # seconds to wait for another run of apt
LIMIT, EXTRA_LIMIT = 600.0, 90.0  # seconds for each command; for what we could do without
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


def ensure(*, light: bool = False) -> Path:
    """Chromium, installed if need be; raises Missing. With `light` it is the one without windows,
    if that can be installed.
    """
    found = find()
    if found and (not light or found.name == LIGHT or os.environ.get("CHROMIUM")):
        return found
    if os.environ.get("CHROMIUM"):
        raise Missing(f"no program {os.environ['CHROMIUM']} (CHROMIUM)")
    prefix = _as_root()
    if prefix is not None:
        packages, limit = ([LIGHT], EXTRA_LIMIT) if found else (PACKAGES, LIMIT)
        _install(prefix, packages, limit)
    elif not found:
        raise Missing(f"no Chromium: {BY_HAND}")
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


def _install(prefix: tuple[str, ...], packages: Sequence[str], limit: float) -> None:
    """Install the first of these packages that there is, in silence. Raises Missing with what apt
    said last when PACKAGE is among them and none can be had.
    """
    began = time.monotonic()
    print("Installing Chromium for the browser tests (a minute or two)…", flush=True)
    _apt(prefix, UPDATE, limit)
    for package in packages:
        trouble = _apt(prefix, (*INSTALL, package), limit)
        if not trouble:
            print(f"Installed in {time.monotonic() - began:.0f} s.", flush=True)
            return
        if package == PACKAGE:
            raise Missing(trouble)


def _apt(prefix: tuple[str, ...], command: tuple[str, ...], limit: float) -> str:
    """Run apt; what is to be told when it has failed, else nothing."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    whole = [*prefix, *command, *LOCK]
    try:
        done = subprocess.run(whole, env=environment, capture_output=True, text=True, timeout=limit)
    except subprocess.TimeoutExpired:
        return f"{' '.join(command)} took over {limit:.0f} s: {BY_HAND}"
    if not done.returncode:
        return ""
    last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
    return f"no Chromium: {' '.join(last)}; {BY_HAND}"


def main() -> int:
    """The command line; returns the exit status."""
    try:
        print(ensure(light="--light" in sys.argv))
    except Missing as missing:
        print(missing)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
