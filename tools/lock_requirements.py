"""Compile requirements/*.in into pinned, hashed *.txt files: `python tools/lock_requirements.py
[--upgrade]`.

dev.txt is compiled first and constrains all others, so that one version of a library serves the
whole tree. Needs `uv` (not part of any requirement file: nothing at run time or in tests uses it).
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

REQUIREMENTS = Path(__file__).resolve().parent.parent / "requirements"
COMPILE = [
    *("uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"),
    *("--generate-hashes", "--no-header", "--no-emit-index-url", "--no-annotate"),
]


def main() -> None:
    names = sorted(path.stem for path in REQUIREMENTS.glob("*.in"))
    names.sort(key=lambda name: name != "dev")
    for name in names:
        constraint = [] if name == "dev" else ["--constraint", "dev.txt"]
        command = [*COMPILE, *sys.argv[1:], *constraint, "-o", f"{name}.txt", f"{name}.in"]
        subprocess.run(command, check=True, cwd=REQUIREMENTS)
        print(f"requirements/{name}.txt")


if __name__ == "__main__":
    main()
