"""What a suite says once it is ready: what to open, as whom, and how to have it to oneself."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from demo import accounts
from tools import devices
from tools.stack import playing
from tools.stack.plan import Site


def greeting(site: Site, inherited: Mapping[str, str], seconds: float) -> str:
    """For a suite that has taken so many seconds to start."""
    url, logins = f"http://localhost:{site.port}", accounts.logins(inherited)
    paused, paper = devices.store_pause(site.home), devices.paper(site.home)
    is_played = playing.is_shown(site, inherited)
    return "\n".join(
        [
            "",
            f"Aisle is ready after {seconds:.1f} s.",
            f"  {url}/        what is running, and where to go",
            f"  {url}/docs/   every call of every service",
            *(f"  Sign in as {name}, password {word}: {who}" for name, word, who in logins),
            *(_played(paused, paper) if is_played else []),
            f"  Data and logs: {site.home}.  Ctrl-C stops everything.",
            "",
        ]
    )


def _played(paused: Path, paper: Path) -> list[str]:
    """How to have the demo's store to oneself, and where to read what its kitchen prints."""
    return [
        f"  The store is played; touch {paused} to have it to yourself",
        f"  The café's kitchen printer prints into {paper}",
    ]
