"""docker-compose.yml as the manifests need it: what each process is and is given."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from suite import registry

FILE = registry.ROOT / "docker-compose.yml"
EXAMPLE = registry.ROOT / ".env.example"
#: A setting in one of compose's values: `${NAME}`, `${NAME:-default}`, `${NAME:?what to do}`.
SETTING = re.compile(r"\$\{([A-Z_]+)(?::[-?][^}]*)?\}")
UNITS = {"m": "Mi", "g": "Gi"}


@dataclass(frozen=True)
class Process:
    """A process of compose: its image without the tag, its command if it is not the image's, its
    environment as compose writes it, its memory as Kubernetes writes it, its grace in seconds.
    """

    name: str
    image: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    memory: str
    grace: int


def processes(file: Path = FILE) -> dict[str, Process]:
    """All processes of compose that run an image of ours, by name."""
    services: dict[str, Any] = yaml.safe_load(file.read_text())["services"]
    ours = {name: one for name, one in services.items() if one["image"].startswith("aisle-")}
    return {name: _process(name, one) for name, one in ours.items()}


def _process(name: str, service: Mapping[str, Any]) -> Process:
    return Process(
        name,
        image=service["image"].partition(":")[0],
        command=tuple(service.get("command", ())),
        environment={key: str(value) for key, value in service.get("environment", {}).items()},
        memory=service["mem_limit"][:-1] + UNITS[service["mem_limit"][-1]],
        grace=int(service.get("stop_grace_period", "10s").removesuffix("s")),
    )


def defaults(example: Path = EXAMPLE) -> dict[str, str]:
    """The settings of `.env.example`, in its order."""
    return dict(re.findall(r"^([A-Z_]+)=(.*)$", example.read_text(), re.MULTILINE))
