"""Writes what repeats in k8s/ from the registry and docker-compose.yml.

    python -m tools.k8s [--check]

The files are committed and read without this tool. With `--check` nothing is written: it fails when
one of them is not what it would write.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from suite import registry
from suite.registry import Service
from tools.k8s import policies, scaling, state
from tools.k8s.compose import Process, defaults, processes
from tools.k8s.environment import settings_of
from tools.k8s.workloads import (
    PODS,
    Manifest,
    deployment,
    every_pod,
    labels,
    migration,
    service,
)
from tools.k8s.writing import HEAD, text

BASE, SCALING = Path("k8s/base"), Path("k8s/components/scaling")
GATEWAY_PORT = 8080
#: nginx asks the name servers itself, for whole names.
DOMAIN = [
    {"name": "NAMESPACE", "valueFrom": {"fieldRef": {"fieldPath": "metadata.namespace"}}},
    {"name": "SERVICE_DOMAIN", "value": f"{PODS}.$(NAMESPACE).svc.cluster.local"},
]


def files() -> dict[Path, str]:
    """Every file that is written, by its path from the root."""
    known = processes()
    found = {
        BASE / f"{entry.name}.yaml": text(_service(entry, known)) for entry in registry.SERVICES
    }
    found[BASE / "gateway.yaml"] = text(_gateway(known))
    found[BASE / "settings.env"] = _settings(known.values())
    for name in (*registry.names(), "gateway"):
        found[SCALING / f"{name}.yaml"] = text(_scaling(name))
    return found | state.files()


def _service(entry: Service, known: dict[str, Process]) -> Iterable[Manifest]:
    for kind, name in zip(entry.processes, entry.process_names, strict=True):
        of = labels(name, kind, entry.name)
        yield deployment(known[name], of)
        yield service(name, of)
        if kind != registry.WORKER:
            yield every_pod(name, of)
        yield policies.of_process(entry, kind)
    job = f"{entry.name}-migrate"
    yield migration(entry, known[job])
    yield policies.of_migration(entry, job)


def _gateway(known: dict[str, Process]) -> Iterable[Manifest]:
    gateway, status = labels("gateway", "gateway"), labels("status", "status")
    running = deployment(known["gateway"], gateway, port=GATEWAY_PORT)
    running["spec"]["template"]["spec"]["containers"][0]["env"] = DOMAIN
    yield running
    yield service("gateway", gateway, port=GATEWAY_PORT)
    yield policies.of_gateway()
    yield deployment(known["status"], status)
    yield every_pod("status", status)
    yield policies.of_status()


def _scaling(name: str) -> Iterable[Manifest]:
    if name == "gateway":
        for each in ("gateway", "status"):
            yield from scaling.of_process(each, labels(each, each))
        return
    entry = registry.service(name)
    for kind, process in zip(entry.processes, entry.process_names, strict=True):
        yield from scaling.of_process(process, labels(process, kind, name))


def _settings(known: Iterable[Process]) -> str:
    """The settings that processes read, with the defaults of `.env.example`; what has none there
    is different everywhere, and stands in an overlay.
    """
    read = {name for process in known for name in settings_of(process.environment)}
    own = {"ALLOWED_HOSTS", "PUBLIC_URL"}
    lines = [f"{name}={value}\n" for name, value in defaults().items() if name in read - own]
    return HEAD + "# What each is, .env.example says.\n" + "".join(lines)


def drifted() -> dict[Path, str]:
    """The files that are not what they should be, with what they should be."""
    return {
        path: text
        for path, text in files().items()
        if not (registry.ROOT / path).exists() or (registry.ROOT / path).read_text() != text
    }


def main() -> int:
    """The command line; returns the exit status."""
    parser = argparse.ArgumentParser(prog="tools.k8s", description=__doc__)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    found = drifted()
    for path, content in found.items():
        if options.check:
            print(f"{path} is not what the registry and compose say: python -m tools.k8s")
        else:
            (registry.ROOT / path).parent.mkdir(parents=True, exist_ok=True)
            (registry.ROOT / path).write_text(content)
            print(f"{path} is new; commit it")
    return 1 if options.check and found else 0


if __name__ == "__main__":
    sys.exit(main())
