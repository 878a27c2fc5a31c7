"""The types of the pages' modules: `python -m tools.check_js`, as jsconfig.json describes them.

TypeScript needs Node, which nobody else here does: where there is no npm this says so and checks
nothing. The compiler is fetched once, at one version, and used when its content is the known one.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from base64 import b64encode
from pathlib import Path

from tools.stack.plan import ROOT

VERSION = "5.9.3"
SHA512 = "jl1vZzPDinLr9eUt3J/t7V6FgNEw9QjvBPdysz9KfQDD41fQrC2Y4vKQdiaUpFT4bXlb1RHhLpp8wtm6M5TgSw=="
HOME = ROOT / ".venv" / f"typescript-{VERSION}"


class OtherContent(Exception):
    """What was fetched is not the compiler that we know."""


def compiler() -> Path:
    """tsc.js, fetched if need be; raises OtherContent, and CalledProcessError when npm fails."""
    program = HOME / "lib" / "tsc.js"
    if not program.exists():
        with tempfile.TemporaryDirectory() as directory:
            command = ["npm", "pack", "--silent", f"typescript@{VERSION}"]
            subprocess.run(command, cwd=directory, check=True, stdout=subprocess.DEVNULL)
            [archive] = Path(directory).iterdir()
            unpack(archive, HOME)
    return program


def unpack(archive: Path, home: Path, sha512: str = SHA512) -> None:
    """Unpacks the package into a new directory; raises OtherContent for one with another hash."""
    found = b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if found != sha512:
        raise OtherContent(f"{archive.name} has the hash {found}")
    filtered = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
    with tempfile.TemporaryDirectory(dir=home.parent) as directory:
        with tarfile.open(archive) as content:
            content.extractall(directory, **filtered)  # type: ignore[arg-type]  # noqa: S202
        Path(directory, "package").rename(home)


def main() -> int:
    """The command line; returns the exit status."""
    if not (shutil.which("npm") and shutil.which("node")):
        print("There is no npm here: the types of the pages' modules are not checked.")
        return 0
    command = ["node", str(compiler()), "--project", "jsconfig.json"]
    status = subprocess.run(command, cwd=ROOT).returncode
    if status == 0:
        print("The types of the pages' modules are right.")
    return status


if __name__ == "__main__":
    sys.exit(main())
