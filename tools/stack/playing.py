"""The demo's devices, which simulators play: whether they do, and where they show themselves."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tools.stack.plan import Site


def are_played(inherited: Mapping[str, str]) -> bool:
    """Whether simulators play the demo's devices."""
    return inherited.get("SIMULATORS") != "0"


def is_shown(site: Site, inherited: Mapping[str, str]) -> bool:
    """Whether the demo's machines show themselves on a page."""
    return site.demo_place is not None and are_played(inherited)


def displays(site: Site) -> Path:
    """Where the demo's vending machines show themselves; gone with the suite."""
    return site.runtime / "displays"


def settings(site: Site, inherited: Mapping[str, str]) -> dict[str, str]:
    """What tells the service of these machines where that is."""
    return {"DEMO_DISPLAYS": str(displays(site))} if is_shown(site, inherited) else {}
