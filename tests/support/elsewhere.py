"""A suite that somebody else has started: in containers, or on a cluster."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from suite.registry import ROOT
from tools.stack.temporary import without_settings
from tools.test import Result, read_report

TESTS = ROOT / "tests" / "integration"
LEFT_OUT = "of the embedded suite only: "  # begins the reason why a test does not run elsewhere
MANAGED_WITHIN = 60.0  # seconds for a management command, with the start of its Python
SQL = """
import json
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute({statement!r}, {values!r})
    print(json.dumps(cursor.fetchall() if cursor.description else []))
"""
AUTH_MODE = "from django.conf import settings; print(settings.AUTH_MODE)"


class Site(Protocol):
    """What a test may ask of any suite: clients and operators have no more."""

    @property
    def url(self) -> str:
        """The address of its gateway."""

    @property
    def port(self) -> int:
        """Its gateway's port on this machine."""

    @property
    def strict(self) -> bool:
        """Whether it runs with AUTH_MODE=strict."""

    def manage(self, service: str, *words: str) -> str:
        """What a management command prints; raises RuntimeError when it fails."""

    def sql(self, service: str, statement: str, *values: Any) -> Sequence[tuple[Any, ...]]:
        """The rows of a statement in a service's database."""


@dataclass
class Elsewhere:
    """The suite whose gateway answers at a port of this machine.

    `command` runs `manage.py` of a `{service}` there, as in
    `kubectl exec deploy/{service}-http -- python manage.py`.
    """

    port: int
    command: str

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @cached_property
    def strict(self) -> bool:
        said = self.manage("orders", "shell", "-c", AUTH_MODE)
        return said.splitlines()[-1] == "strict"

    def manage(self, service: str, *words: str) -> str:
        command = [*shlex.split(self.command.format(service=service)), *words]
        done = subprocess.run(command, capture_output=True, text=True, timeout=MANAGED_WITHIN)
        if done.returncode:
            raise RuntimeError(f"{shlex.join(command)}\n{done.stdout}{done.stderr}")
        return done.stdout

    def sql(self, service: str, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows, of what JSON can say."""
        script = SQL.format(statement=statement, values=values)
        rows = json.loads(self.manage(service, "shell", "-c", script).splitlines()[-1])
        return [tuple(row) for row in rows]


def report_of(area: str, port: int, command: str, directory: Path, *arguments: str) -> Result:
    """Run the tests of an area, as "tables", against the suite of which an `Elsewhere` knows, in a
    pytest of their own; fails with what they print. `directory` gets their report.
    """
    report = directory / f"{area}.xml"
    pytest = [sys.executable, "-P", "-m", "pytest", f"--junitxml={report}"]
    done = subprocess.run(
        [*pytest, f"--suite-port={port}", f"--suite-manage={command}", *arguments],
        cwd=TESTS / area,
        env=without_settings(os.environ),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return read_report(report)
