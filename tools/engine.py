"""The Docker engine of this machine, and the command of compose."""

from __future__ import annotations

import subprocess


def missing_engine() -> str | None:
    """Why nothing with containers can run here, or None."""
    try:
        subprocess.run(["docker", "info"], capture_output=True, text=True, check=True, timeout=20)
        compose_command()
    except OSError as missing:
        return f"no Docker engine: {missing.filename}: {missing.strerror}"
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
