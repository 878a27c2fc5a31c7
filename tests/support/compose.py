"""Drives docker-compose.yml on a real engine, as a project of its own."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import uuid4

import requests

from suite import registry
from tests.support.api import Api, User
from tests.support.waiting import wait_for
from tools.engine import compose_command
from tools.stack.temporary import free_port, without_settings

ROOT = Path(__file__).resolve().parents[2]
SERVICES = registry.names()
HTTP = tuple(entry.process_name(registry.HTTP) for entry in registry.SERVICES)
PROCESSES = tuple(name for entry in registry.SERVICES for name in entry.process_names)
ONE_SHOTS = ("databases", *(f"{service}-migrate" for service in SERVICES))
OURS = (*PROCESSES, "gateway", "status")
LONG_LIVED = (*OURS, "postgres", "redis")
VERSION = "compose-test"
SECRET = re.compile(r"^([A-Z_]+(?:_PASSWORD|_SECRET|_KEY))=", re.MULTILINE)
#: The settings of `.env.example` that make_env.py makes up.
OWN_SECRETS = frozenset(
    {"POSTGRES_PASSWORD", "REDIS_PASSWORD"}
    | {f"{name.upper()}_{kind}" for name in SERVICES for kind in ("DB_PASSWORD", "SECRET_KEY")}
    | {f"{name.upper()}_SERVICE_SECRET" for name in registry.callers()}
)
#: Its other secrets: of accounts elsewhere, or shared with people.
OTHERS_SECRETS = frozenset(SECRET.findall((ROOT / ".env.example").read_text())) - OWN_SECRETS
UP_WITHIN = 90.0  # seconds from `up` with built images until everything is healthy


def environment() -> dict[str, str]:
    """Ours without what would change the project: compose lets it win over the file of settings."""
    return {
        name: value
        for name, value in without_settings(os.environ).items()
        if not name.startswith("COMPOSE_")
    }


def run(*command: str, check: bool = True) -> str:
    """Runs a command in the repository's root; returns its output."""
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True)
    assert not check or done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"
    return done.stdout


@dataclass
class Suite:
    """The running project."""

    project: str
    port: int
    env_file: Path
    replicated: Collection[str] = ()  # processes of which there are two
    build_seconds: float = 0.0
    up_seconds: float = 0.0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @cached_property
    def api(self) -> Api:
        """The gateway."""
        return Api(self.url)

    @cached_property
    def command(self) -> tuple[str, ...]:
        """`docker compose` for this project."""
        options = ("--env-file", str(self.env_file), "--project-name", self.project)
        return (*compose_command(), *options, "--file", str(ROOT / "docker-compose.yml"))

    def compose(self, *arguments: str, check: bool = True) -> str:
        return run(*self.command, *arguments, check=check)

    def up(self) -> None:
        """Starts everything, two of what is replicated; does nothing to what already runs."""
        scale = [part for name in self.replicated for part in ("--scale", f"{name}=2")]
        self.compose("up", "--detach", "--no-build", *scale)

    def containers(self, service: str) -> list[str]:
        """The ids of a service's containers, stopped ones too."""
        labels = (
            f"label=com.docker.compose.project={self.project}",
            f"label=com.docker.compose.service={service}",
        )
        filters = [part for label in labels for part in ("--filter", label)]
        return run("docker", "ps", "--all", "--quiet", "--no-trunc", *filters).split()

    def container(self, service: str) -> str:
        """The id of the only container of a service."""
        (container,) = self.containers(service)
        return container

    def settled(self) -> bool:
        """Whether every container does what it should: healthy, or ended well."""
        try:
            healthy = [inspect(one) for name in LONG_LIVED for one in self.containers(name)]
            ended = [inspect(self.container(name)) for name in ONE_SHOTS]
        except (AssertionError, ValueError):
            return False  # one was still being made or replaced
        return all(
            one["State"].get("Health", {}).get("Status") == "healthy" for one in healthy
        ) and all(
            one["State"]["Status"] == "exited" and one["State"]["ExitCode"] == 0 for one in ended
        )

    def setting(self, name: str) -> str:
        """A value of the project's .env."""
        return self.settings()[name]

    def settings(self) -> dict[str, str]:
        """The project's .env."""
        return dict(re.findall(r"^([A-Z_]+)=(.*)$", self.env_file.read_text(), re.M))

    def status(self) -> dict[str, Any]:
        """Who is ready, as `/readyz` says; `{}` when it does not answer."""
        try:
            answer: dict[str, Any] = requests.get(f"{self.url}/readyz", timeout=5).json()
        except requests.RequestException:
            return {}
        return answer

    def ready(self) -> bool:
        return self.status().get("ready") is True

    def granted(self, user: User, role: str) -> User:
        """The user with another role, signed in anew."""
        manage = ("docker", "exec", self.containers("verification-http")[0], "python", "manage.py")
        run(*manage, "grant", user.username, role)
        return self.api.sign_in(user)

    def query(self, database: str, sql: str) -> str:
        """What the administrator of the cluster gets for a query."""
        return run(*self.psql(), f"--command={sql}", database).strip()

    def psql(self, *options: str) -> list[str]:
        """The command for a query as the administrator of the cluster."""
        exec_ = ["docker", "exec", *options, self.container("postgres")]
        psql = ["psql", "--host=/var/run/postgresql", "--username=postgres", "--no-psqlrc"]
        return [*exec_, *psql, "--quiet", "--tuples-only", "--no-align"]


@contextmanager
def suite_running(
    directory: Path, *settings: str, replicated: Collection[str] = ()
) -> Iterator[Suite]:
    """docker-compose.yml, built, with two of each replicated process, all healthy; nothing of it is
    left afterwards. `settings` are `NAME=VALUE` of `.env.example`; `directory` gets the file.
    """
    env_file, port = directory / "env", free_port()
    own = (
        *(f"PORT={port}", "BIND=127.0.0.1", "ALLOWED_HOSTS=127.0.0.1"),
        f"AISLE_VERSION={VERSION}",
    )
    make_env = str(ROOT / "tools/make_env.py")
    run(sys.executable, make_env, "--out", str(env_file), *own, *settings)
    suite = Suite(f"aisle-test-{uuid4().hex[:8]}", port, env_file, replicated)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # nothing is left behind then either
    try:
        _start(suite)
        yield suite
    finally:
        suite.compose("down", "--volumes", "--remove-orphans", "--timeout", "1", check=False)


def _start(suite: Suite) -> None:
    started = time.monotonic()
    suite.compose("build")
    built = time.monotonic()
    suite.build_seconds = built - started
    try:
        suite.up()
        wait_for(lambda: suite.ready() and suite.settled(), UP_WITHIN, "everything healthy")
    except AssertionError:
        print(suite.compose("logs", "--tail", "40", check=False))
        raise
    suite.up_seconds = time.monotonic() - built


def inspect(container: str) -> dict[str, Any]:
    """What the engine knows of a container or an image."""
    facts: dict[str, Any] = json.loads(run("docker", "inspect", container))[0]
    return facts


def logs(container: str) -> list[str]:
    """The lines that a container has written."""
    command = ["docker", "logs", container]
    done = subprocess.run(
        command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert done.returncode == 0, done.stdout
    return done.stdout.splitlines()


def metric(container: str, name: str, *labels: str) -> float:
    """The sum of a metric's samples that carry all of these labels, read inside the container."""
    read = "import urllib.request as u; print(u.urlopen('http://127.0.0.1:8000/metrics/').read().decode())"
    lines = run("docker", "exec", container, "python", "-c", read).splitlines()
    return sum(
        float(line.rpartition(" ")[2])
        for line in lines
        if re.match(rf"{name}[{{ ]", line) and all(label in line for label in labels)
    )
