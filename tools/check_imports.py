"""`python -m tools.check_imports`: the import rules of tools/imports.toml.

`@services` in a list there stands for the Django apps of all services of the registry.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from suite import registry
from tools.stack import plan

LINTER = Path(sys.executable).parent / "lint-imports"
RULES = Path(__file__).with_name("imports.toml")
ALL = "@services"


def rules() -> str:
    """The linter's configuration: TOML, with the services' names filled in."""
    written = tomllib.loads(RULES.read_text())
    contracts = written.pop("contracts")
    lines = ["[tool.importlinter]", *_assignments(written)]
    for contract in contracts:
        lines += ["[[tool.importlinter.contracts]]", *_assignments(contract)]
    return "\n".join(lines) + "\n"


def _assignments(table: dict[str, Any]) -> list[str]:
    """JSON writes texts, booleans and lists of texts as TOML does."""
    return [f"{name} = {json.dumps(_filled(value))}" for name, value in table.items()]


def _filled(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    apps = [app for entry in registry.SERVICES for app in entry.own_apps]
    filled = [name for each in value for name in (apps if each == ALL else [each])]
    return [each.replace(ALL, " | ".join(apps)) for each in filled]


def main() -> int:
    """The command line; returns the exit status."""
    # Each service's directory is where its package is found; `config`, which all have, is in none
    # of the rules.
    places = [entry.directory for entry in registry.SERVICES]
    with tempfile.NamedTemporaryFile("w", suffix=".toml") as configuration:
        configuration.write(rules())
        configuration.flush()
        done = subprocess.run(
            [sys.executable, LINTER, "--config", configuration.name],
            cwd=plan.ROOT,
            env={
                **os.environ,
                "PYTHONPATH": ":".join(map(str, [*places, plan.ROOT / "libs", plan.ROOT])),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
    print(done.stdout[max(0, done.stdout.find("Contracts\n")) :].strip())
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
