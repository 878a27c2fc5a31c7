"""Makes `.venv` from nothing but Python, then becomes a program of it.

    python3 tools/bootstrap.py run|dev [arguments of .venv/bin/python …]

`run` and `dev` name a file in requirements/; what is installed already is not installed again.
Standard library only, and syntax of Python 3.6: an old Python has to get as far as its message.
"""

import ctypes
import fcntl
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.json"
NEWEST, OLDEST = 14, 11  # minor versions of Python 3 that are looked for on PATH
PROBE = f"import sys, venv, ensurepip; sys.exit(sys.version_info < (3, {OLDEST}))"
PR_SET_PDEATHSIG = 1


def main() -> None:
    """The command line."""
    wanted, arguments = sys.argv[1], sys.argv[2:]
    door = os.open(str(ROOT), os.O_RDONLY)
    try:
        fcntl.flock(door, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        say("Waiting for another `make` that is installing…")
        fcntl.flock(door, fcntl.LOCK_EX)
    if not satisfied(wanted):
        _use_a_python_that_will_do()
        install(wanted)
    os.close(door)
    if arguments:
        _die_with_make()
        os.execv(str(PYTHON), [str(PYTHON), *arguments])  # noqa: S606


def _use_a_python_that_will_do() -> None:
    """Go on in this Python, or in a newer one of PATH, or end with what is missing."""
    if sys.version_info >= (3, OLDEST) and _will_do(sys.executable):
        return
    for minor in range(NEWEST, OLDEST - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found and _will_do(found):
            os.execv(found, [found, *sys.argv])  # noqa: S606
    version = ".".join(str(part) for part in sys.version_info[:3])
    if sys.version_info < (3, OLDEST):
        raise SystemExit(
            f"Aisle needs Python 3.{OLDEST} or newer; {sys.executable} is {version},"
            " and PATH has no newer one.\n"
            "Install one, or name it: make run PYTHON=/path/to/python3.13"
        )
    raise SystemExit(
        f"{sys.executable} (Python {version}) has no module venv or ensurepip.\n"
        "Install it (Debian, Ubuntu: apt install python3-venv), or name another Python: "
        "make run PYTHON=/path/to/python3.13"
    )


def _will_do(python: str) -> bool:
    done = subprocess.run(
        [python, "-c", PROBE], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    return done.returncode == 0


def _state(wanted: str) -> "dict[str, str]":
    """What the stamp must say: the Python behind `.venv`, and the requirements."""
    text = (ROOT / "requirements" / f"{wanted}.txt").read_bytes()
    return {"python": os.path.realpath(str(PYTHON)), wanted: hashlib.sha256(text).hexdigest()}


def _stamp() -> "dict[str, str]":
    try:
        kept = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def satisfied(wanted: str) -> bool:
    """Whether `.venv` holds these requirements; dev.txt holds all of run.txt."""
    stamp = _stamp()
    return PYTHON.exists() and any(
        _state(name).items() <= stamp.items() for name in {wanted, "dev"}
    )


def _usable() -> bool:
    """Whether there is a `.venv` to go on with: whole, of this checkout and of a Python that is
    still there.
    """
    pip = VENV / "bin" / "pip"
    try:
        head = pip.read_text()[:1000]  # a long path is in the second line
    except OSError:
        return False
    of_python = _stamp().get("python", os.path.realpath(str(PYTHON)))
    return (
        f"{VENV}/" in head
        and of_python == os.path.realpath(str(PYTHON))
        and subprocess.run([str(PYTHON), "-m", "pip", "--version"], capture_output=True).returncode
        == 0
    )


def install(wanted: str) -> None:
    """Make `.venv` when it is of no use, install the requirements, and put our code on its path."""
    began = time.monotonic()
    stamp = _stamp()
    if not _usable():
        stamp = {}
        say(f"Making .venv with Python {sys.version.split()[0]}…")
        _run([sys.executable, "-m", "venv", "--clear", str(VENV)], "making .venv failed")
    requirements = ROOT / "requirements" / f"{wanted}.txt"
    count = requirements.read_text().count("==")
    say(f"Installing {count} libraries (a minute or two the first time)…")
    _pip("-r", str(requirements))
    asked = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = subprocess.check_output([str(PYTHON), "-c", asked]).decode().strip()
    (Path(packages) / "aisle.pth").write_text(f"{ROOT}\n{ROOT / 'libs'}\n")
    STAMP.write_text(json.dumps({**stamp, **_state(wanted)}, indent=1))
    say(f"Installed in {time.monotonic() - began:.0f} s.")


def _pip(*arguments: str) -> None:
    """pip install in `.venv`, whatever pip is told for the user's own account."""
    command = [str(PYTHON), "-m", "pip", "install", "--require-hashes", "--no-input"]
    quiet = ("--disable-pip-version-check", "--progress-bar", "off")
    _run([*command, *quiet, *arguments], "installing failed")


def say(text: str) -> None:
    print(text, flush=True)


def _run(command: "list[str]", failure: str) -> None:
    """Run it in silence; on a terminal show how far it is. What it said is shown if it fails."""
    environment = {**os.environ, "PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0"}
    said = []
    shows = sys.stdout.isatty()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment
    ) as process:
        for line in process.stdout or ():
            said.append(line.decode(errors="replace"))
            words = said[-1].split()
            if shows and words[:1] in (["Collecting"], ["Installing"]):
                print(f"\r  {' '.join(words[:2])[:70]:<70}", end="", flush=True)
    if shows:
        print("\r" + " " * 72 + "\r", end="", flush=True)
    if process.returncode:
        raise SystemExit("".join(said) + f"\n{failure}: see above.")


def _die_with_make() -> None:
    """make that is killed cannot tell us: let the kernel do it (Linux)."""
    if sys.platform == "linux" and "MAKELEVEL" in os.environ:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM))


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
