"""The contracts: `python -m tools.openapi` writes each service's openapi.json from its code,
`--check` only tells which differ.
"""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

from tools import services

EXPORT = ("export_openapi_schema", "--api", "config.urls.api", "--indent", "1", "--sorted")


def export(name: str) -> str:
    """The document that a service's code yields; raises SystemExit when it yields none."""
    done = services.manage(name, *EXPORT)
    if done.returncode:
        raise SystemExit(f"{name}: no OpenAPI document\n{done.stdout}")
    return done.stdout.rstrip("\n") + "\n"


def main() -> int:
    """The command line; returns the exit status."""
    check, drifted = "--check" in sys.argv[1:], []
    with ThreadPoolExecutor(2) as pool:
        documents = zip(services.NAMES, pool.map(export, services.NAMES), strict=True)
        for name, document in documents:
            path = services.directory(name) / "openapi.json"
            if path.exists() and path.read_text().rstrip("\n") + "\n" == document:
                continue
            drifted.append(name)
            if not check:
                path.write_text(document)
                print(f"{name}: openapi.json is new; commit it")
    if check and drifted:
        print(f"openapi.json is not what the code yields: {', '.join(drifted)}. Run: make openapi")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
