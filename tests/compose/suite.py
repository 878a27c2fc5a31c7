"""Drives docker-compose.yml on a real engine, as a project of its own."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

ROOT = Path(__file__).resolve().parents[2]
SERVICES = ("verification", "locations", "codes", "products", "orders")
VERSION = "compose-test"


def run(*command: str, check: bool = True) -> str:
    """Runs a command in the repository's root; returns its output."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert not check or done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"
    return done.stdout


def missing_engine() -> str | None:
    """Why the suite cannot run here, or None."""
    try:
        subprocess.run(["docker", "info"], capture_output=True, text=True, check=True, timeout=20)
        compose_command()
    except FileNotFoundError:
        return "no Docker engine: the commands docker and docker compose are not installed"
    except subprocess.SubprocessError as error:
        said = str(getattr(error, "stderr", "") or error).strip()
        return f"no Docker engine answers: {said.splitlines()[-1]}"
    return None


def compose_command() -> list[str]:
    """`docker compose` where there is the plugin, else `docker-compose`."""
    plugin = subprocess.run(["docker", "compose", "version"], capture_output=True)
    if plugin.returncode == 0:
        return ["docker", "compose"]
    subprocess.run(["docker-compose", "version"], capture_output=True, check=True)
    return ["docker-compose"]


def build_images() -> None:
    """Every image of the suite, with the host's network: a build reaches what the host does."""
    build = ("docker", "build", "--quiet", "--network", "host")
    for service in SERVICES:
        tag = f"aisle-{service}:{VERSION}"
        run(*build, "--build-arg", f"SERVICE={service}", "--tag", tag, ".")
    for target in ("status", "gateway"):
        tag = f"aisle-{target}:{VERSION}"
        run(*build, "--file", "gateway/Dockerfile", "--target", target, "--tag", tag, ".")


@dataclass
class Suite:
    """The running project."""

    project: str
    port: int
    env_file: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def compose(self, *arguments: str, check: bool = True) -> str:
        options = ("--env-file", str(self.env_file), "--project-name", self.project)
        return run(*compose_command(), *options, *arguments, check=check)

    def containers(self, service: str) -> list[str]:
        """The ids of a service's containers, stopped ones too."""
        labels = (
            f"label=com.docker.compose.project={self.project}",
            f"label=com.docker.compose.service={service}",
        )
        filters = [part for label in labels for part in ("--filter", label)]
        return run("docker", "ps", "--all", "--quiet", *filters).split()

    def inspect(self, container: str) -> dict[str, Any]:
        found: list[dict[str, Any]] = json.loads(run("docker", "inspect", container))
        return found[0]

    def setting(self, name: str) -> str:
        """A value of the project's .env."""
        lines = self.env_file.read_text().splitlines()
        return next(line.partition("=")[2] for line in lines if line.startswith(f"{name}="))

    def ready(self) -> bool:
        try:
            return requests.get(f"{self.url}/readyz", timeout=5).status_code == 200
        except requests.RequestException:
            return False

    def post(self, path: str, body: dict[str, Any]) -> requests.Response:
        return requests.post(self.url + path, json=body, timeout=20)

    def get(self, path: str) -> requests.Response:
        return requests.get(self.url + path, timeout=20)


def wait_for(condition: Callable[[], bool], seconds: float, what: str) -> float:
    """Returns after how many seconds `condition` held; fails after the deadline."""
    started = time.monotonic()
    while not condition():
        assert time.monotonic() - started < seconds, f"{what}: not within {seconds} s"
        time.sleep(0.2)
    return time.monotonic() - started
