"""Makes `.env` from `.env.example`, with a fresh random value for every empty secret that is ours
to choose: those of the services and of the two servers. What belongs to an account elsewhere, or is
shared with people, stays empty.

    python3 tools/make_env.py [--out FILE] [NAME=VALUE …]

`NAME=VALUE` sets a setting on the way. The file is readable by its owner only, and one that exists
is never touched: its secrets are those of running databases. Standard library only.
"""

from __future__ import annotations

import argparse
import os
import re
import secrets
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OWNER = re.compile(r"^([A-Z]+)_DB_PASSWORD=$", re.MULTILINE)  # each service has a database


def make(example: str, given: dict[str, str]) -> str:
    """The text of `.env`. Raises KeyError for a given name that the example does not have."""
    ours = _secrets(example)
    lines = [_line(line, given, ours) for line in example.splitlines()]
    known = {line.partition("=")[0] for line in lines}
    for name in given:
        if name not in known:
            raise KeyError(name)
    return "\n".join(lines) + "\n"


def _secrets(example: str) -> frozenset[str]:
    """The names of the secrets that are ours to choose."""
    kinds = ("DB_PASSWORD", "SECRET_KEY", "SERVICE_SECRET")
    of_services = {f"{owner}_{kind}" for owner in OWNER.findall(example) for kind in kinds}
    return frozenset(of_services | {"POSTGRES_PASSWORD", "REDIS_PASSWORD"})


def _line(line: str, given: dict[str, str], ours: frozenset[str]) -> str:
    name, _, value = line.partition("=")
    if name in given:
        return f"{name}={given[name]}"
    # Hexadecimal, because most secrets become part of a URL.
    return line + secrets.token_hex(32) if name in ours and not value else line


def main() -> int:
    """The command line; returns the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, default=ROOT / ".env")
    parser.add_argument("settings", nargs="*", metavar="NAME=VALUE")
    options = parser.parse_args()
    given = dict(setting.split("=", 1) for setting in options.settings)
    try:
        text = make((ROOT / ".env.example").read_text(), given)
        descriptor = os.open(options.out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except KeyError as unknown:
        print(f".env.example has no setting {unknown}", file=sys.stderr)
        return 2
    except FileExistsError:
        print(f"{options.out} exists and stays as it is", file=sys.stderr)
        return 1
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    print(f"{options.out} is made; its secrets are new")
    return 0


if __name__ == "__main__":
    sys.exit(main())
