"""The contracts: `python -m tools.openapi` writes each service's openapi.json from its code."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from suite import registry
from tools import services

EXPORT = ("export_openapi_schema", "--api", "config.urls.api", "--indent", "1", "--sorted")


def export(name: str) -> str:
    """The document that a service's code yields; raises SystemExit when it yields none."""
    done = services.manage(name, *EXPORT)
    if done.returncode:
        raise SystemExit(f"{name}: no OpenAPI document\n{done.stdout}")
    return done.stdout.rstrip("\n") + "\n"


def drifted() -> dict[str, str]:
    """The present document of every service whose file says something else."""
    with ThreadPoolExecutor(2) as pool:
        documents = zip(registry.names(), pool.map(export, registry.names()), strict=True)
        return {name: document for name, document in documents if document != _committed(name)}


def _committed(name: str) -> str:
    path = services.directory(name) / "openapi.json"
    return path.read_text() if path.exists() else ""


def main() -> None:
    """Write what has drifted."""
    for name, document in drifted().items():
        (services.directory(name) / "openapi.json").write_text(document)
        print(f"{name}: openapi.json is new; commit it")


if __name__ == "__main__":
    main()
