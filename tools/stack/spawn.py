"""Child processes that never outlive us, each in a session of its own so that Ctrl-C reaches only
us.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Protocol

PR_SET_PDEATHSIG, PR_SET_NAME = 1, 15


class Started(Protocol):
    """A process of ours, however it was started; `pid` is its group, too."""

    @property
    def pid(self) -> int: ...


_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent(sign: signal.Signals) -> Callable[[], None]:
    """What a child runs before its program: the kernel sends it `sign` when the thread that made it
    is gone.

    So make children from the main thread only.
    """
    parent = os.getpid()

    def prepare() -> None:
        if _libc is not None:
            _libc.prctl(PR_SET_PDEATHSIG, int(sign))
            if os.getppid() != parent:  # it went before the kernel knew of our wish
                os._exit(1)

    return prepare


def name_process(name: str) -> None:
    """Give this process the name under which `ps` and `top` show it; 15 characters of it."""
    if _libc is not None:
        _libc.prctl(PR_SET_NAME, name.encode(), 0, 0, 0)


def unprivileged(command: Sequence[str], *, sign: signal.Signals) -> list[str]:
    """The command as user nobody when we are root, for programs that refuse root (PostgreSQL).

    It keeps the right to pass directories that only root may enter, so that a checkout below /root
    works. Changing user forgets the wish to die with the parent: setpriv renews it.
    """
    if os.geteuid() != 0:
        return list(command)
    if shutil.which("setpriv") is None:
        raise SystemExit(
            "PostgreSQL does not run as root and setpriv (util-linux) is missing: use another user."
        )
    caps = "+dac_override"
    user, group = nobody()
    return [
        *("setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups"),
        *(f"--inh-caps={caps}", f"--ambient-caps={caps}"),
        *("--pdeathsig", sign.name.removeprefix("SIG")),
        *("--", *command),
    ]


def nobody() -> tuple[int, int]:
    """User and group of the account without rights; its group's name differs between systems."""
    account = pwd.getpwnam("nobody")
    return account.pw_uid, account.pw_gid


def start(
    command: Sequence[str],
    *,
    cwd: Path,
    environment: Mapping[str, str],
    output: int | IO[Any] = subprocess.PIPE,
    sign: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start a process; what it says goes to `output`, errors included."""
    return subprocess.Popen(
        command,
        cwd=cwd,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=die_with_parent(sign),
    )


def signal_group(process: Started, sign: signal.Signals) -> None:
    """Signal a process and all that it has started."""
    try:
        os.killpg(process.pid, sign)
    except ProcessLookupError:
        return


def alive(pid: int) -> bool:
    """Whether a process runs. One that has ended and waits for its parent to notice does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # another user's
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:  # it has gone just now, or this system has no /proc
        return not Path("/proc/self").exists()
    return fields[0] not in {"Z", "X"}
